"""The text as it is compared: each character becomes one other, so that every place in it is one in the original."""

import re
import unicodedata
from functools import cache

from incidents.people.normalise import LOOKALIKES

HIDDEN = "\u2060"
"""Stands for what is not drawn, or is drawn on the letter before it; it joins and means nothing."""

HANDMADE = {
    **dict(zip("ıɩɑɡʀɴʟʏցոսօ", "iiagrnlygnuo", strict=True)),
    **{"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "＇": "'", "\u2800": " "},
    **dict.fromkeys("\u115f\u1160\u3164\uffa0", HIDDEN),
}
SQUARED = ((0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26))  # letters in circles, in squares, and as halves of flags
ALPHABETS = (
    (0x41, 0x600),
    (0x1D00, 0x2FFF),
    (0xA640, 0xA7FF),
    (0xFB00, 0xFFF0),
    (0x10780, 0x107BF),
    (0x1D400, 0x1D7FF),
    (0x1F100, 0x1F150),
    (0xE0000, 0xE0200),
)
UNDRAWN = {"Mn", "Me", "Cf"}
WORD = re.compile(rf"[^\W_]++(?:[{HIDDEN}@$!|*'+#]++[^\W_]++)*")
SENTENCE_ENDS = re.compile(r"(?<!\.)(?<![\W_][^\W_])[.!?;](?=\s|$)|\n[ \t]*\n")


@cache
def _folded() -> dict[int, str]:
    changed = {code: _plain(chr(code)) for first, last in ALPHABETS for code in range(first, last)}
    return {code: new for code, new in changed.items() if new != chr(code)}


@cache
def _one_each() -> dict[int, str]:
    """What becomes one other character. What stands for several letters stays as it is: `expand` has those."""
    letters = {code + n: chr(97 + n) for code, many in SQUARED for n in range(many)}
    by_hand = {ord(old): new for old, new in HANDMADE.items()}
    return {**{code: new for code, new in _folded().items() if len(new) == 1}, **letters, **by_hand}


@cache
def _several() -> dict[int, str]:
    return {**{code: new for code, new in _folded().items() if len(new) > 1}, ord(HIDDEN): ""}


def _plain(sign: str) -> str:
    if unicodedata.category(sign) in UNDRAWN:
        return HIDDEN
    apart = unicodedata.normalize("NFKD", sign).casefold()
    drawn = "".join(part for part in apart if unicodedata.category(part) not in UNDRAWN)
    return unicodedata.normalize("NFKC", drawn.translate(LOOKALIKES)) or HIDDEN


def plain(text: str) -> str:
    """As long as the text itself: without case, accents and letters that only look different."""
    return text.lower() if text.isascii() else text.translate(_one_each())


def expand(word: str) -> str:
    """A word of the plain text without what is hidden in it, and with `ﬁ` as two letters."""
    return word if word.isascii() else word.translate(_several())


def is_one_sentence(text: str, start: int, end: int) -> bool:
    """Whether no sentence and no paragraph ends in between. Dots that trail off, or stand for a word, end nothing."""
    return SENTENCE_ENDS.search(text, start, end) is None
