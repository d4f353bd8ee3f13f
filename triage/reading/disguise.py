"""Words that were written so that no machine finds them: `k1ll`, `k*ll`, `kiiill`, `k i l l`, `k.i.l.l`."""

import re
from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import groupby
from operator import itemgetter

SHORTEST = 3
SAME = str.maketrans("l1!|034@5$7896", "iiiioeaasstbgg")
"""Signs that stand for letters; i and l are one, because 1 is drawn like both."""

STARS = str.maketrans("", "", "*'+#")
STRETCHED = re.compile(r"(.)\1{2,}")
ODD = re.compile(r"[^a-z]")
SPELLED = re.compile(r"(?<![^\W_])[^\W_](?:(?: {1,2}|[._*·,/|+~-])[^\W_]){2,}(?![^\W_])")
LETTER = re.compile(r"[^\W_]")


class Disguises:
    """Knows the words of the lists again in another dress."""

    def __init__(self, words: Collection[str]) -> None:
        self.words = frozenset(words)

    @cached_property
    def alike(self) -> dict[str, str]:
        return {word.translate(SAME): word for word in sorted(self.words) if len(word) >= SHORTEST}

    @cached_property
    def starred(self) -> dict[str, str]:
        """Every word with some of its inner letters as stars."""
        return {starred: word for word in sorted(self.words) if len(word) > SHORTEST for starred in with_stars(word)}

    @cached_property
    def spelled(self) -> re.Pattern[str]:
        """The shorter first, so that what follows cannot hide a word."""
        whole = sorted(
            (word for word in self.words if word.isascii() and len(word) >= SHORTEST), key=lambda w: (w[0], len(w))
        )
        by_letter = groupby(whole, key=itemgetter(0))
        branches = (f"{re.escape(first)}(?:{'|'.join(re.escape(w[1:]) for w in words)})" for first, words in by_letter)
        return re.compile("|".join(branches) or r"(?!)")

    def undisguised(self, word: str) -> str:
        """The word of the lists that is meant; the word itself, where none is."""
        if word in self.words:
            return word
        if ODD.search(word):
            return self._without_signs(word)
        if STRETCHED.search(word):
            return next((one for one in shortened(word) if one in self.words), word)
        return word

    def _without_signs(self, word: str) -> str:
        bare = word.translate(STARS)
        singular = word.removesuffix("'s")
        for one in (bare, singular):
            if one in self.words:
                return one
        return self.starred.get(word) or self.alike.get(bare.translate(SAME)) or word


def with_stars(word: str) -> Iterable[str]:
    inside = range(1, len(word))
    return (word[:i] + "*" * (j - i) + word[j:] for i in inside for j in range(i + 1, len(word)))


def shortened(word: str) -> Iterable[str]:
    """`kiiillll` as `kill`: each stretch as one letter or as two."""
    yield STRETCHED.sub(r"\1", word)
    yield STRETCHED.sub(r"\1\1", word)
    for stretch in list(STRETCHED.finditer(word))[:4]:
        before, after = (STRETCHED.sub(r"\1", part) for part in (word[: stretch.start()], word[stretch.end() :]))
        yield f"{before}{stretch[1] * 2}{after}"
