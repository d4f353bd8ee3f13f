"""Public references: what stands in URLs, mails and on the telephone. Unguessable, and easy to read out."""

import secrets

ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"  # no vowels, so no words; nothing that looks like something else


def new_reference(prefix: str = "") -> str:
    """Two groups of five letters and digits (about 47 bits), after an optional prefix: `CS-7F3KQ-9XMTB`."""
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(2)]
    return "-".join([prefix, *groups] if prefix else groups)
