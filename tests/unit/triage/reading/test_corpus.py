"""How well the lists read sentences of our own: what is telling is seen, and what is innocent raises nothing."""

import tomllib
from pathlib import Path

import pytest

from triage.process import Tier
from triage.reading import Reader, floor_of, shipped_lists

CORPUS = tomllib.loads((Path(__file__).parents[3] / "corpus" / "sentences.toml").read_text())
TELLING: dict[str, list[str]] = CORPUS["telling"]
INNOCENT: dict[str, list[str]] = CORPUS["innocent"]
READER = Reader(shipped_lists())

SEEN = 0.9  # of what is telling, at least
RIGHT = 0.8  # of what a sign is seen in, at least so much is telling of something
QUIET = {"address": 0.5}
"""An address or a number is as it is: of those in innocent sentences as many are seen, and they only ask."""


def seen(sentence: str) -> set[str]:
    return {sign.key for sign in READER.read(sentence)}


def test_there_is_enough_of_both() -> None:
    assert sum(map(len, TELLING.values())) >= 120
    assert sum(map(len, INNOCENT.values())) >= 120
    everything = [one for part in (TELLING, INNOCENT) for texts in part.values() for one in texts]
    assert len(set(everything)) == len(everything)
    assert set(TELLING) == {one.key for one in shipped_lists()}


@pytest.mark.parametrize("sign", sorted(TELLING))
def test_what_is_telling_is_seen(sign: str) -> None:
    missed = [one for one in TELLING[sign] if sign not in seen(one)]
    assert len(missed) <= (1 - SEEN) * len(TELLING[sign]), missed


@pytest.mark.parametrize("sign", sorted(TELLING))
def test_what_is_seen_is_telling(sign: str) -> None:
    right = [one for texts in TELLING.values() for one in texts if sign in seen(one)]
    wrong = [one for texts in INNOCENT.values() for one in texts if sign in seen(one)]
    assert len(right) >= QUIET.get(sign, RIGHT) * (len(right) + len(wrong)), wrong


@pytest.mark.parametrize("sign", sorted(INNOCENT))
def test_what_is_innocent_raises_nothing(sign: str) -> None:
    assert [one for one in INNOCENT[sign] if floor_of(READER.read(one)) != Tier.LOG] == []


def test_most_of_what_is_grave_raises_to_the_council_and_no_further() -> None:
    grave = [*TELLING["harm"], *TELLING["where_you_live"], *TELLING["self_harm"], *TELLING["time_and_place"]]
    raised = [one for one in grave if floor_of(READER.read(one)) == Tier.COUNCIL]
    assert len(raised) >= 0.8 * len(grave), sorted(set(grave) - set(raised))
    assert {floor_of(READER.read(one)) for texts in TELLING.values() for one in texts} <= {Tier.LOG, Tier.COUNCIL}
