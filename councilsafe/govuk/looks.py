"""How a field is shown where its label, hint and widget do not already say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Look:
    """`width` is in characters: 2, 3, 4, 5, 10, 20 or 30. Choices are named by their values.

    `label` and `hint` replace those of a field that another library made.
    """

    label: str | None = None
    hint: str | None = None
    width: int | None = None
    prefix: str = ""
    suffix: str = ""
    inline: bool = False
    small: bool = False
    hints: Mapping[str, str] = field(default_factory=dict)
    dividers: Mapping[str, str] = field(default_factory=dict)  # words that stand before a choice, as "or"
    exclusive: str = ""  # the checkbox that no other may be ticked with, as "none"
