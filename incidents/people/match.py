"""Who may be the same person: the same identifiers, and names and addresses that are alike.

Only of what the reader may see, on both sides: a hint must not tell what a case holds that they may not open. Nothing
is linked here; an officer says whether it is so.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from councilsafe.accounts.models import User
from incidents.models import Identifier, Involvement, PersonOfConcern
from incidents.people.merged import circles
from incidents.people.normalise import Given

MOST_PAIRS = 200
MOST_COMPARED = 20  # names and addresses, because comparing how they are spelt takes time
MOST_MATCHES = 10
MOST_REASONS = 3
Kind = Identifier.Kind
SAME = {
    Kind.NAME: "The same name as",
    Kind.EMAIL: "The same email address as",
    Kind.HANDLE: "The same account name as",
    Kind.PHONE: "The same telephone number as",
    Kind.ADDRESS: "The same address as",
    Kind.VEHICLE: "The same vehicle as",
}
ALIKE = {Kind.NAME: "A name like the one", Kind.ADDRESS: "An address like the one"}

# Two questions, because each has its own index: what is the same, and what is spelt alike.
SAME_PAIRS = """
SELECT ours.person_id, theirs.id
FROM incidents_identifier ours
JOIN incidents_identifier theirs ON theirs.kind = ours.kind AND theirs.normalised = ours.normalised
WHERE ours.id = ANY(%(ours)s) AND theirs.person_id <> ALL(%(members)s)
ORDER BY theirs.id DESC LIMIT %(most)s
"""
ALIKE_PAIRS = """
SELECT ours.person_id, theirs.id
FROM incidents_identifier ours
CROSS JOIN LATERAL (
    SELECT one.id FROM incidents_identifier one
    WHERE one.normalised %% ours.normalised AND one.kind = ours.kind AND one.normalised <> ours.normalised
        AND one.person_id <> ALL(%(members)s)
        AND similarity(one.normalised, ours.normalised) >= CASE ours.kind WHEN 'name' THEN 0.55 ELSE 0.75 END
    LIMIT 20
) theirs
WHERE ours.id = ANY(%(spelt)s)
"""

Pairs = list[tuple[int, int]]
"""One of ours by their id, and the id of an identifier of somebody else."""


@dataclass(slots=True)
class Match:
    """Somebody who may be the same as some of ours, and why: a sentence for each reason, the strongest first."""

    person: PersonOfConcern
    same_as: list[PersonOfConcern] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, ours: PersonOfConcern, reason: str) -> None:
        self.same_as += [ours] if ours not in self.same_as else []
        self.reasons += [reason] if reason not in self.reasons else []

    @property
    def why(self) -> str:
        return ". ".join(self.reasons[:MOST_REASONS]) + "."


class Faces(dict[int, PersonOfConcern]):
    """By everybody's id, as whom the reader knows them: as the one all are merged into, or else as the first of them
    whom the reader may see. Holds these people and all who are merged with them, except whom the reader may not see.
    """

    def __init__(self, people: Iterable[int], reader: User) -> None:
        self.roots = circles(people)
        self.seen = PersonOfConcern.objects.visible_to(reader).select_related("user").in_bulk(self.roots)
        first: dict[int, PersonOfConcern] = {}
        for pk in sorted(self.seen):
            first.setdefault(self.roots[pk], self.seen.get(self.roots[pk], self.seen[pk]))
        super().__init__({pk: first[self.roots[pk]] for pk in self.seen})


def matches(ours: Faces, known: Collection[Identifier], reader: User) -> list[Match]:
    """Others who may be one of ours, because of what is `known` of those. Nobody about whom it was said that they are
    not: whoever was ruled out is not offered again.
    """
    pairs = alike(ours, known)
    theirs = Identifier.objects.visible_to(reader).select_related("incident", "person").in_bulk(pk for _, pk in pairs)
    faces = Faces({one.person_id for one in theirs.values()}, reader)
    out = {faces.roots[pk] for pk in ruled_out(ours.roots) if pk in faces.roots} if theirs else set()
    found: dict[int, Match] = {}
    same = {(one.kind, one.normalised) for one in known}
    for person, pk in pairs:
        one = theirs.get(pk)
        if one and faces.roots[one.person_id] not in out:
            face = faces[one.person_id]
            reason = sentence(one, is_same=(one.kind, one.normalised) in same)
            found.setdefault(face.pk, Match(face)).add(ours[person], reason)
    return list(found.values())[:MOST_MATCHES]


def alike(ours: Faces, known: Collection[Identifier]) -> Pairs:
    """What is the same comes first."""
    if not known:
        return []
    spelt = [one.pk for one in known if one.kind in ALIKE][:MOST_COMPARED]
    values: dict[str, Any] = {
        "ours": [one.pk for one in known],
        "spelt": spelt,
        "members": list(ours.roots),
        "most": MOST_PAIRS,
    }
    with connection.cursor() as cursor:
        cursor.execute(SAME_PAIRS, values)
        same = cursor.fetchall()
        cursor.execute(ALIKE_PAIRS, values)
        return [*same, *cursor.fetchall()]


def ruled_out(members: Iterable[int]) -> set[int]:
    """Who was said not to be behind what these are behind, and who is behind what these were said not to be."""
    pks = list(members)
    of_ours = Involvement.objects.filter(person__in=pks)
    refused = Involvement.objects.filter(standing=Involvement.Standing.REFUSED)
    not_them = refused.filter(incident__in=of_ours.standing().values("incident"))
    not_us = Involvement.objects.standing().filter(incident__in=refused.filter(person__in=pks).values("incident"))
    return set(not_them.union(not_us).values_list("person", flat=True))


def sentence(theirs: Identifier, *, is_same: bool) -> str:
    """`The same telephone number as in CS-7F3KQ-9XMTB`"""
    words = (SAME if is_same else ALIKE)[Identifier.Kind(theirs.kind)]
    return f"{words} in {theirs.incident.reference}" if theirs.incident else f"{words} of {theirs.person.reference}"


def known_by(given: Given, reader: User) -> list[PersonOfConcern]:
    """Whom the reader may know of by this identifier, the newest first."""
    same = Identifier.objects.visible_to(reader).filter(kind=given.kind, normalised=given.normalised)
    return list(
        PersonOfConcern.objects.filter(pk__in=same.values("person")).order_by("-added_at", "-pk")[:MOST_MATCHES]
    )
