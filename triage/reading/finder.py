"""Finds the phrases of the lists in a text, in a time that grows with its length and with nothing else."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from triage.reading.disguise import LETTER, SPELLED, Disguises
from triage.reading.plain import HIDDEN, WORD, expand, is_one_sentence, plain
from triage.reading.words import GAP, WordList, Words

MOST_BETWEEN = 2  # words that a gap stands for
INNOCENT = None


class Place(NamedTuple):
    """A word or a phrase of the text, by where it stands in it."""

    start: int
    end: int


class Found(NamedTuple):
    """A phrase of list number `number`, at words `first` to `last`. Without `phrase` it is an innocent one."""

    number: int
    phrase: Words | None
    first: int
    last: int


Node = dict[str, Any]
END = ""


class Finder:
    """All the lists' phrases as one tree of words."""

    def __init__(self, lists: Sequence[WordList]) -> None:
        self.tree: Node = {}
        self.groups: dict[str, list[str]] = defaultdict(list)
        for number, one in enumerate(lists):
            self._add(number, one)
        self.first = self._words_at(self.tree)
        words = self._vocabulary()
        self.known = Disguises([word for word in words if WORD.fullmatch(word)])
        self.pictures = {word for word in words if not WORD.fullmatch(word)}
        self.word = re.compile("|".join([WORD.pattern, *map(re.escape, sorted(self.pictures))]))

    def _add(self, number: int, one: WordList) -> None:
        for name, members in one.groups.items():
            for word in members:
                self.groups[word].append(name)
        for phrase in one.phrases:
            self._plant(phrase.words, (number, phrase))
        for words in one.innocent:
            self._plant(words, (number, INNOCENT))

    def _plant(self, words: tuple[str, ...], leaf: tuple[int, Words | None]) -> None:
        node = self.tree
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(END, []).append(leaf)

    def _words_at(self, node: Node) -> set[str]:
        return {word for word, names in self.groups.items() if not node.keys().isdisjoint(names)} | node.keys()

    def _vocabulary(self) -> set[str]:
        found, nodes = set(), [self.tree]
        while nodes:
            node = nodes.pop()
            found |= self._words_at(node)
            nodes += [below for word, below in node.items() if word != END]
        return {word for word in found if word not in (END, GAP) and not word.startswith("{")}

    def found(self, text: str) -> Iterator[tuple[int, str, Words, Place]]:
        """Each phrase of each list that stands within one sentence, but for those that end in an innocent one."""
        words, places = self.words_of(plain(text))
        within = one_sentence(text, places)
        all_found = [one for start in self._starts(words) for one in self._at(words, start) if within(one)]
        spared = spared_words(all_found)
        for number, phrase, first, last in all_found:
            if phrase and (number, last) not in spared:
                yield number, " ".join(words[first : last + 1]), phrase, Place(places[first].start, places[last].end)

    def _starts(self, words: list[str]) -> Iterator[int]:
        """Where a phrase can begin. What only looks so for one word is found out once for each two words."""
        worth: dict[tuple[str, ...], bool] = {}
        for start, word in enumerate(words):
            if word in self.first:
                pair = tuple(words[start : start + 2])
                if pair not in worth:
                    worth[pair] = self._goes_on(pair)
                if worth[pair]:
                    yield start

    def _goes_on(self, pair: tuple[str, ...]) -> bool:
        nodes = [node for node, _ in self._after(self.tree, list(pair), 0)]
        return any(END in node or GAP in node or self._after(node, list(pair), 1) for node in nodes)

    def _at(self, words: list[str], start: int) -> Iterator[Found]:
        """Every phrase that begins at this word."""
        waiting = self._after(self.tree, words, start)
        while waiting:
            node, at = waiting.pop()
            for number, phrase in node.get(END, ()):
                yield Found(number, phrase, start, at)
            waiting += self._after(node, words, at + 1)
            if GAP in node:
                waiting += [one for n in range(MOST_BETWEEN + 1) for one in self._after(node[GAP], words, at + 1 + n)]

    def _after(self, node: Node, words: list[str], at: int) -> list[tuple[Node, int]]:
        """Where the tree goes on with the word at this place, by itself or as one of a group."""
        if at >= len(words):
            return []
        word = words[at]
        steps = [word, *self.groups[word]] if word in self.groups else [word]
        return [(node[step], at) for step in steps if step in node]

    def words_of(self, text: str) -> tuple[list[str], list[Place]]:
        """The words of a plain text as they are meant, and where each stands."""
        matches = [(found[0], *found.span()) for found in self.word.finditer(text)]
        meant = {word: self._meant(word) for word in {word for word, _, _ in matches}}
        if None in meant.values():
            matches = [one for found in matches for one in ([found] if meant[found[0]] else parts(*found))]
            meant |= {word: self.known.undisguised(expand(word)) for word, _, _ in matches if not meant.get(word)}
        words, places = [meant[word] or "" for word, _, _ in matches], [Place(*span) for _, *span in matches]
        return self._with_spelled(text, words, places)

    def _meant(self, word: str) -> str | None:
        """None for several words with a sign between them."""
        if word in self.pictures:
            return word
        meant = self.known.undisguised(expand(word)).replace("'", "")
        return meant if meant in self.known.words or meant.isalnum() else None

    def _with_spelled(self, text: str, words: list[str], places: list[Place]) -> tuple[list[str], list[Place]]:
        """`k i l l` is one word."""
        spelled = [one for run in SPELLED.finditer(text) for one in self._spelled_in(run)]
        if not spelled:
            return words, places
        inside = {place for _, covered in spelled for place in covered}
        whole = [(Place(covered[0], covered[-1] + 1), word) for word, covered in spelled]
        rest = [(place, word) for place, word in zip(places, words, strict=True) if place.start not in inside]
        together = sorted(rest + whole)
        return [word for _, word in together], [place for place, _ in together]

    def _spelled_in(self, run: re.Match[str]) -> Iterator[tuple[str, list[int]]]:
        letters = [found.start() for found in LETTER.finditer(run.string, *run.span())]
        joined = "".join(run.string[at] for at in letters)
        for meant in {joined, *(joined.translate(table) for table in DIGITS if joined != joined.translate(table))}:
            for found in self.known.spelled.finditer(meant):
                yield found[0], letters[slice(*found.span())]


PARTS = re.compile(rf"[^\W_]+(?:{HIDDEN}+[^\W_]+)*")
DIGITS = tuple(str.maketrans("1034578", f"{one}oeastb") for one in "il")


def parts(word: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for found in PARTS.finditer(word):
        yield found[0], start + found.start(), start + found.end()


def one_sentence(text: str, places: list[Place]) -> Callable[[Found], bool]:
    def within(found: Found) -> bool:
        return is_one_sentence(text, places[found.first].end, places[found.last].start)

    return within


def spared_words(found: list[Found]) -> set[tuple[int, int]]:
    """By list, the words of innocent phrases: what ends in one (`have a gun licence`) is innocent too."""
    innocent = (one for one in found if one.phrase is INNOCENT)
    return {(number, at) for number, _, first, last in innocent for at in range(first, last + 1)}
