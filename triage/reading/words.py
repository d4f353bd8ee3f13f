"""The word lists: data with a licence, in the files beside this one. Each file is one sign."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from incidents.facts import FACTS, FactError, Facts, Kind, check_value
from triage.reading.plain import WORD, expand, plain
from triage.reading.shapes import SHAPES

FOLDER = Path(__file__).parent / "lists"
GROUPS = "groups.toml"
GAP = "~"
PART = re.compile(r"\{(\w+)\}|(\S+)")
HEAD = ("sign", "label", "question", "licence", "source", "version", "reviewed", "facts")


class ListError(ValueError):
    """A word list that is not as it must be. Says which file, and what."""


class Weight(IntEnum):
    """What a sign is worth: `asking` only asks, `telling` counts beside another sign, `grave` counts alone."""

    ASKING = 1
    TELLING = 2
    GRAVE = 3


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase: words as they are compared, GAP, and names of groups, any word of which may stand there."""

    words: tuple[str, ...]
    weight: Weight
    about: str = ""


@dataclass(frozen=True)
class WordList:
    """One sign. `met` says which facts show that somebody has answered already."""

    key: str
    label: str
    question: str
    facts: tuple[str, ...]
    met: Mapping[str, Sequence[Any]]
    licence: str
    source: str
    version: str
    reviewed: date
    beside: bool = False
    shapes: tuple[str, ...] = ()
    groups: Mapping[str, frozenset[str]] = field(repr=False, default_factory=dict)
    phrases: tuple[Words, ...] = field(repr=False, default=())
    innocent: tuple[tuple[str, ...], ...] = field(repr=False, default=())

    def is_met(self, facts: Facts) -> bool:
        """Whether the facts say it already, so that nobody needs to be asked."""
        return any(_says(facts.get(name), values) for name, values in self.met.items())

    def with_words(self, texts: Sequence[str]) -> "WordList":
        """With what the council added. Its words tell; none of them counts alone."""
        added = tuple(Words(compared(text), Weight.TELLING) for text in texts)
        return replace(self, phrases=self.phrases + added)


def _says(known: Any, values: Sequence[Any]) -> bool:
    return any(one in values for one in known) if isinstance(known, list) else known in values


def compared(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared. Signs that are no words are left out, unless there is nothing else."""
    words = tuple(expand(found).replace("'", "") for found in WORD.findall(plain(text)))
    return words or tuple(filter(None, map(expand, plain(text).split())))


# Reading the files -------------------------------------------------------------------------------------------------


@cache
def shipped_lists() -> tuple[WordList, ...]:
    groups = tomllib.loads((FOLDER / GROUPS).read_text())["groups"]
    files = sorted(path for path in FOLDER.glob("*.toml") if path.name != GROUPS)
    return tuple(word_list(tomllib.loads(path.read_text()), groups, path.name) for path in files)


def word_list(told: Mapping[str, Any], groups: Mapping[str, list[str]], name: str) -> WordList:
    """Raises ListError for a file that says too little, or names a fact, value, shape or group that is not."""
    if missing := [key for key in HEAD if not told.get(key)]:
        raise ListError(f"{name}: says nothing about {', '.join(missing)}")
    try:
        return _word_list(told, Groups({**groups, **told.get("groups", {})}, told["sign"]))
    except (KeyError, FactError) as wrong:
        raise ListError(f"{name}: {wrong}") from wrong


class Groups:
    """Words that stand for each other. Those that are several words are written out in each phrase."""

    def __init__(self, members: Mapping[str, list[str]], sign: str) -> None:
        every = {
            name: [compared(one) for word in words for one in _with_plural(word)] for name, words in members.items()
        }
        self.names = {name: f"{{{sign}.{name}}}" for name in every}
        self.single = {
            self.names[name]: frozenset(one[0] for one in words if len(one) == 1) for name, words in every.items()
        }
        self.longer = {name: [one for one in words if len(one) > 1] for name, words in every.items()}

    def expanded(self, say: str) -> Iterator[tuple[str, ...]]:
        """`{kill} you` for a word of the group; `gun(s)` as two phrases; `~` stands for up to two words of any kind."""
        choices = [self._choices(group, word) for group, word in PART.findall(say)]
        for chosen in product(*choices):
            yield tuple(word for part in chosen for word in part)

    def _choices(self, group: str, word: str) -> list[tuple[str, ...]]:
        if group:
            return [(self.names[group],), *self.longer[group]]
        return [(GAP,)] if word == GAP else [compared(one) for one in _with_plural(word)]


def _word_list(told: Mapping[str, Any], groups: Groups) -> WordList:
    return WordList(
        key=told["sign"],
        **{name: told[name] for name in ("label", "question", "licence", "source", "version", "reviewed")},
        facts=tuple(FACTS[name].name for name in told["facts"]),
        met={name: _values(name, values) for name, values in told.get("met", {}).items()},
        beside=told.get("beside", False),
        shapes=tuple(name for name in told.get("shapes", ()) if SHAPES[name]),
        groups=groups.single,
        phrases=tuple(one for block in told.get("words", ()) for one in _phrases(block, groups)),
        innocent=tuple(words for say in told.get("innocent", ()) for words in groups.expanded(say)),
    )


def _values(name: str, values: list[Any]) -> list[Any]:
    several = FACTS[name].kind is Kind.SEVERAL
    for value in values:
        check_value(FACTS[name], [value] if several else value)
    return values


def _phrases(block: Mapping[str, Any], groups: Groups) -> Iterator[Words]:
    weight, about = Weight[block["weight"].upper()], block.get("about", "")
    return (Words(words, weight, about) for say in block["say"] for words in groups.expanded(say))


def _with_plural(word: str) -> tuple[str, ...]:
    return (word[:-3], word[:-3] + "s") if word.endswith("(s)") else (word,)
