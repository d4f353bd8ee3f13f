"""What was seen in a text, sign by sign, and how far it may raise the tier: to `council`, and never further."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from triage.process import Tier
from triage.reading.finder import Finder, Place
from triage.reading.plain import plain
from triage.reading.shapes import SHAPES
from triage.reading.words import Weight, WordList, Words

AROUND = 60  # characters shown on each side
LONGEST_SHOWN = 120
MOST_KEPT = 20  # of one sign's words; those that weigh most
BY_SHAPE = Words((), Weight.ASKING)


@dataclass(frozen=True, slots=True)
class Seen:
    """Words of the text as they stand in it, with a little of what is around them.

    `phrase` is how they are compared. `source` says in which text: an officer's answer holds for that text alone.
    """

    source: str
    phrase: str
    text: str
    start: int
    before: str
    after: str
    weight: Weight
    times: int = 1
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that the text may show, and what to ask the officer about it."""

    list: WordList
    seen: tuple[Seen, ...]

    @property
    def key(self) -> str:
        return self.list.key

    @property
    def weight(self) -> Weight:
        return max(one.weight for one in self.seen)

    @property
    def floor(self) -> Tier:
        return floor_of([self])

    def without(self, answered: Collection[tuple[str, str]]) -> "Sign | None":
        """Without words that an officer has answered for, named by their text and phrase."""
        left = tuple(one for one in self.seen if (one.source, one.phrase) not in answered)
        return replace(self, seen=left) if left else None

    def kept(self, asked: Collection[tuple[str, str]]) -> dict[str, Any]:
        """As an assessment keeps it for ever. `asked`: the words that an officer is asked about."""
        head = {name: getattr(self.list, name) for name in ("key", "label", "question", "version")}
        seen = [{**fields(one), "asked": (one.source, one.phrase) in asked} for one in self.seen[:MOST_KEPT]]
        return {**head, "facts": list(self.list.facts), "seen": seen}


def fields(seen: Seen) -> dict[str, Any]:
    return {name: getattr(seen, name) for name in Seen.__dataclass_fields__}


def floor_of(signs: Sequence[Sign]) -> Tier:
    return floor_for([one.weight for one in signs])


def floor_for(weights: Sequence[int]) -> Tier:
    """`council` for one grave sign, or for two different ones of which at least one tells. Never more."""
    several = len(weights) > 1 and max(weights) >= Weight.TELLING
    return Tier.COUNCIL if several or Weight.GRAVE in weights else Tier.LOG


def only_beside(signs: Sequence[Sign]) -> tuple[Sign, ...]:
    """Without what means something beside other signs only, where there are none."""
    alone = all(one.list.beside for one in signs)
    return () if alone else tuple(signs)


class Reader:
    """Reads texts with these lists."""

    def __init__(self, lists: Sequence[WordList]) -> None:
        self.lists = tuple(lists)
        self.finder = Finder(self.lists)

    def read(self, text: str, source: str = "description") -> tuple[Sign, ...]:
        """The signs in one text."""
        return self.read_all({source: text})

    def read_all(self, texts: dict[str, str]) -> tuple[Sign, ...]:
        """The signs in several texts by their sources. What means something beside others only, beside others."""
        seen = [(number, one) for source, text in texts.items() for number, one in self._seen(text, source)]
        signs = [self._sign(one, [here for number, here in seen if number == at]) for at, one in enumerate(self.lists)]
        return only_beside([one for one in signs if one])

    def _sign(self, one: WordList, seen: list[Seen]) -> Sign | None:
        return Sign(one, tuple(sorted(seen, key=lambda here: -here.weight))) if seen else None

    def _seen(self, text: str, source: str) -> Iterable[tuple[int, Seen]]:
        """Each phrase once, as what weighs most, with how often it was found."""
        first: dict[tuple[int, str], tuple[Words, Place]] = {}
        times: Counter[tuple[int, str]] = Counter()
        for number, said, phrase, place in self._found(text):
            times[number, said] += 1
            before = first.get((number, said))
            if before is None or before[0].weight < phrase.weight:
                first[number, said] = (phrase, place)
        for (number, said), (phrase, place) in first.items():
            yield (
                number,
                Seen(
                    source,
                    said,
                    **shown(text, place),
                    weight=phrase.weight,
                    times=times[number, said],
                    about=phrase.about,
                ),
            )

    def _found(self, text: str) -> Iterable[tuple[int, str, Words, Place]]:
        yield from self.finder.found(text)
        compared = plain(text)
        for number, one in enumerate(self.lists):
            for shape in one.shapes:
                for found in SHAPES[shape].finditer(compared):
                    yield number, shape, BY_SHAPE, Place(*found.span())


def shown(text: str, place: Place) -> dict[str, Any]:
    """What stands there, exactly, and a little of what is around it."""
    start, end = place.start, min(place.end, place.start + LONGEST_SHOWN)
    around = {"before": text[max(0, start - AROUND) : start], "after": text[end : end + AROUND]}
    return {"text": text[start:end], "start": start, **around}
