from typing import NamedTuple


class Wording(NamedTuple):
    """`{ref}` is filled in, and nothing else."""

    subject: str
    text: str
