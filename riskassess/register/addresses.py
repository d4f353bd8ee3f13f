"""Whether two addresses may be the same place. Pure, of addresses as `normalise` gives them.

An address is written with or without its town and its postcode, its flat and its full stop. Its house number is what
tells neighbours apart: that somebody lives at number 4 must say nothing about number 5.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from incidents.people.normalise import POSTCODE, SHORT

SPELT_ALIKE = 0.8
KINDS = {*SHORT.values(), "the", "no", "number", "house"}  # words that many addresses have


@dataclass(frozen=True, slots=True)
class Place:
    """`numbers` are the house's, without letters; or the flat's, where the house has none."""

    numbers: frozenset[str]
    words: tuple[str, ...]
    postcode: str

    @property
    def names(self) -> list[str]:
        return [word for word in self.words if word not in KINDS]

    @property
    def says_enough(self) -> bool:
        """One word alone, as a town or a number, is too little to find anybody by."""
        return bool(self.postcode) or (bool(self.names) and len(self.words) + len(self.numbers) > 1)


def read(normalised: str) -> Place:
    postcode = POSTCODE.search(normalised)
    line = POSTCODE.sub(" ", normalised)
    without_flat = re.sub(r"\bflat \d\w*", "flat", line)
    numbers = re.findall(r"\b\d+", without_flat) or re.findall(r"\b\d+", line)
    words = tuple(word for word in line.split() if not word[0].isdecimal())
    return Place(frozenset(numbers), words, postcode[0] if postcode else "")


def may_be_same(asked: str, known: str) -> bool:
    """A part of an address is enough, and so is one with a slip: an officer looks at each."""
    one, other = read(asked), read(known)
    if not (one.says_enough and other.says_enough):
        return bool(asked) and asked == known
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        return False
    return (bool(one.postcode) and one.postcode == other.postcode) or holds(one.names, other.names)


def holds(some: list[str], others: list[str]) -> bool:
    """Whether the shorter one's words are all in the longer one, each as it is or nearly so."""
    few, many = sorted((some, others), key=len)
    return bool(few) and all(any(spelt_alike(word, other) for other in many) for word in few)


def spelt_alike(word: str, other: str) -> bool:
    return word == other or SequenceMatcher(None, word, other).ratio() >= SPELT_ALIKE


def spot(normalised: str) -> str:
    """The same for the same place, however much of its address was written."""
    place = read(normalised)
    if place.names:
        return " ".join((*sorted(place.numbers), place.names[0]))
    return place.postcode or normalised
