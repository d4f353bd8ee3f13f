"""Pile-ons and campaigns among recent reports. Pure: rows in, findings out, and each says in one sentence why.

A finding is only ever offered to an officer. Its sentence gives no number of reports and no name, because it is read
by some who may not see all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from incidents.people.normalise import words

SHARED_WORDS = 4
COMMON = 0.05  # of the reports before; what stands in more of them says nothing
MORE_THAN_USUAL = 3
SHORTEST_WORD = 4
MOST_READ = 1_000  # reports whose words are compared, the newest
ORDINARY = frozenset(Path(__file__).with_name("ordinary_words.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True, slots=True)
class Recent:
    """One recent report. `told` holds the one that it says happened again, or itself. `sources`: how many did it, at
    least. `known_by`: for each person who may be behind it, whatever they can be told apart by.
    """

    incident: int
    told: int
    harmed: str
    sources: int = 1
    text: str = ""
    known_by: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    kind: str
    incidents: frozenset[int]
    why: str


@dataclass
class Groups:
    """What belongs together when each is said to belong with another."""

    above: dict[str, str] = field(default_factory=dict)

    def of(self, one: str) -> str:
        while (above := self.above.setdefault(one, one)) != one:
            one = above
        return one

    def join(self, several: Iterable[str]) -> None:
        first, *rest = (self.of(one) for one in several)
        for one in rest:
            self.above[one] = first


def voices(rows: Iterable[Recent], groups: Groups) -> int:
    """How many are behind them, at least: what happened again, and what one person did, is one voice."""
    found: dict[object, int] = {}
    for row in rows:
        who = min(people(row, groups), default=None) or row.told
        found[who] = max(found.get(who, 0), row.sources)
    return sum(found.values())


def people(row: Recent, groups: Groups) -> set[str]:
    return {groups.of(min(one)) for one in row.known_by}


def grouped(rows: Sequence[Recent]) -> Groups:
    """Who is one by what they are known by."""
    groups = Groups()
    for row in rows:
        for one in row.known_by:
            groups.join(sorted(one))
    return groups


# Many on one -----------------------------------------------------------------------------------------------------


def on_one_member(rows: Sequence[Recent], least: int, hours: int) -> Iterator[Finding]:
    by_member: dict[str, list[Recent]] = defaultdict(list)
    for row in rows:
        if row.harmed:
            by_member[row.harmed].append(row)
    groups = grouped(rows)
    for found in by_member.values():
        if len(found) > 1 and voices(found, groups) >= least:
            why = f"At least {least} people on one member within {hours} hours."
            yield Finding("pile_on", frozenset(row.incident for row in found), why)


def on_one_topic(rows: Sequence[Recent], before: Sequence[str], least: int, hours: int) -> Iterator[Finding]:
    """Reports that share unusual words, and more of them than there used to be. The largest first, each report once."""
    if len(rows) < least:
        return
    rows = rows[:MOST_READ]
    common, groups = common_words(before), grouped(rows)
    said = {row.incident: telling_words(row.text) - common for row in rows}
    then = [telling_words(text) - common for text in before]
    left = {row.incident: row for row in rows}
    for centre, near in companies(said):
        alike = [left[pk] for pk in near if pk in left]
        if centre in left and len(alike) > 1 and voices(alike, groups) >= least:
            usual = sum(len(one & said[centre]) >= SHARED_WORDS for one in then) / max(len(then), 1) * len(rows)
            if len(alike) >= MORE_THAN_USUAL * usual:
                why = f"At least {least} people within {hours} hours, in reports that share unusual words."
                yield Finding("pile_on", frozenset(row.incident for row in alike), why)
                left = {pk: row for pk, row in left.items() if row not in alike}


def companies(said: Mapping[int, frozenset[str]]) -> list[tuple[int, list[int]]]:
    """For each report those that share enough words with it, itself among them. The largest companies first."""
    users: dict[str, list[int]] = defaultdict(list)
    for pk, own in said.items():
        for word in own:
            users[word].append(pk)
    found = []
    for pk, own in said.items():
        shared = Counter(other for word in own for other in users[word])
        found.append((pk, [other for other, number in shared.items() if number >= SHARED_WORDS]))
    return sorted(found, key=lambda one: (-len(one[1]), one[0]))


def common_words(before: Sequence[str]) -> frozenset[str]:
    uses = Counter(word for text in before for word in telling_words(text))
    return frozenset(word for word, times in uses.items() if times > max(COMMON * len(before), 1))


def telling(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and word.isalpha() and word not in ORDINARY


def telling_words(text: str) -> frozenset[str]:
    return frozenset(word for word in words(text) if telling(word))


# One on many -----------------------------------------------------------------------------------------------------


def campaigns(rows: Sequence[Recent], least: int, days: int) -> Iterator[Finding]:
    """One person, or what may be one by an address, a number or an account, on several members."""
    groups = grouped(rows)
    found: dict[str, list[Recent]] = defaultdict(list)
    for row in rows:
        for one in people(row, groups):
            found[one].append(row)
    for theirs in found.values():
        if len({row.harmed for row in theirs if row.harmed}) >= least:
            why = f"One source on at least {least} different members within {days} days."
            yield Finding("campaign", frozenset(row.incident for row in theirs), why)
