"""Signs in what was written that the answers may miss: they ask an officer, and never decide. Pure, without Django."""

from triage.reading.signs import AROUND, MOST_KEPT, Reader, Seen, Sign, floor_for, floor_of, only_beside
from triage.reading.words import ListError, Weight, WordList, Words, compared, shipped_lists

__all__ = [
    "AROUND",
    "MOST_KEPT",
    "ListError",
    "Reader",
    "Seen",
    "Sign",
    "Weight",
    "WordList",
    "Words",
    "compared",
    "floor_for",
    "floor_of",
    "only_beside",
    "shipped_lists",
]
