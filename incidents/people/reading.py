"""What pages say about people of concern: those on a case, and all that the reader may know about one of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from incidents.facts import FACTS, describe
from incidents.models import INTERNAL, Identifier, Incident, Involvement, PersonOfConcern, PersonQuerySet
from incidents.people.marks import Mark, marks_of
from incidents.people.match import Faces, Match, matches
from incidents.people.merged import circles
from incidents.people.normalise import BY_KIND, fold, normalise

MOST_REPORTS = 100
MOST_KNOWN = 200
MOST_FOUND = 500

# On a case -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class OnCase:
    """One person on a case, however many of their rows are on it. `said` is what was said of them last."""

    person: PersonOfConcern
    said: Involvement
    known: list[Identifier] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CasePeople:
    """`ruled_out` are people who were said not to be behind it. `internal`: a matter for the conduct route."""

    here: list[OnCase]
    ruled_out: list[OnCase]
    matches: list[Match]
    internal: bool


def people_on(incident: Incident, reader: User) -> CasePeople:
    """In a number of queries that does not grow with the people, and in one where there are none."""
    involvements = Involvement.objects.visible_to(reader).filter(incident=incident).order_by("at", "pk")
    said = list(involvements)
    faces = Faces([one.person_id for one in said], reader)
    here = by_face(faces, (one for one in said if one.standing != Involvement.Standing.REFUSED))
    out = by_face(faces, (one for one in said if one.standing == Involvement.Standing.REFUSED))
    known = [one for one in identifiers(faces, reader) if faces[one.person_id].pk in here] if here else []
    for one in known:
        here[faces[one.person_id].pk].known.append(one)
    for pk, marks in marks_of(faces, reader).items():
        if pk in here:
            here[pk].marks += marks
    people = [one.person for one in here.values()]
    return CasePeople(
        here=list(here.values()),
        ruled_out=[one for pk, one in out.items() if pk not in here],
        matches=matches(faces, known, reader),
        internal=incident.source in INTERNAL or any(person.user_id for person in people),
    )


def people_already_on(incident: Incident | None) -> set[int]:
    """By their ids, with those merged with them."""
    standing = Involvement.objects.standing().filter(incident=incident) if incident else Involvement.objects.none()
    return set(circles(standing.values_list("person", flat=True)))


def by_face(faces: Faces, said: Iterable[Involvement]) -> dict[int, OnCase]:
    return {faces[one.person_id].pk: OnCase(faces[one.person_id], one) for one in said if one.person_id in faces}


def identifiers(faces: Faces, reader: User) -> list[Identifier]:
    known = Identifier.objects.visible_to(reader).filter(person__in=faces.roots).select_related("incident")
    return list(known.order_by("kind", "added_at", "pk")[:MOST_KNOWN])


# One person ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Report:
    """One incident of a person's. `kinds` are what was done, from the facts."""

    incident: Incident
    standing: str
    kinds: str


@dataclass(frozen=True, slots=True)
class Entry:
    """The names are those of `components/timeline.html`."""

    at: datetime
    title: str
    by: str = ""


def dossier(faces: Faces, reader: User) -> dict[str, Any]:
    """All that the reader may know of one person and of those merged with them. `faces` are of that person alone."""
    person = next(iter(faces.values()))
    known = identifiers(faces, reader)
    reports = reports_of(faces, reader)
    return {
        "person": person,
        "accounts": [one.user for one in faces.seen.values() if one.user],
        "merged": [one for one in faces.seen.values() if one.merged_into_id],
        "marks": marks_of(faces, reader).get(person.pk, []),
        "known": known,
        "reports": reports,
        "counts": counts(faces, reader),
        "others": others_exist(faces, reader),
        "matches": matches(faces, known, reader),
        "story": story(reports, known),
        "may_work": reader.may(Permission.WORK_CASES),
    }


def involved(faces: Faces) -> QuerySet[Involvement]:
    return Involvement.objects.standing().filter(person__in=faces.roots)


def reports_of(faces: Faces, reader: User) -> list[Report]:
    """The newest first, each once."""
    rows = Involvement.objects.visible_to(reader).standing().filter(person__in=faces.roots)
    newest = rows.select_related("incident__councillor").order_by("-incident__reported_at", "-pk")[:MOST_REPORTS]
    once = {one.incident_id: one for one in newest}
    return [Report(one.incident, one.get_standing_display(), kinds(one.incident)) for one in once.values()]


def kinds(incident: Incident) -> str:
    return describe(FACTS["conduct"], incident.conduct)


def counts(faces: Faces, reader: User) -> dict[str, int]:
    """Of the incidents that the reader may see. What was reported twice counts once."""
    theirs = Incident.objects.team(reader).filter(pk__in=involved(faces).values("incident"), duplicate_of=None)
    counted = theirs.aggregate(
        reports=Count("pk"),
        occasions=Sum(Coalesce("occasions", 1), default=0),
        users=Count("councillor", distinct=True),
        named=Count("harmed_name", distinct=True, filter=Q(councillor=None)),
    )
    return {**counted, "harmed": counted["users"] + counted["named"]}


def others_exist(faces: Faces, reader: User) -> bool:
    """Whether there is more than the reader may see: that, and no number."""
    return involved(faces).exclude(pk__in=Involvement.objects.visible_to(reader).values("pk")).exists()


def story(reports: list[Report], known: list[Identifier]) -> list[Entry]:
    told = [Entry(one.incident.reported_at, f"Reported in {one.incident.reference}: {one.kinds}") for one in reports]
    learned = [Entry(one.added_at, f"{one.get_kind_display()} noted{origin(one)}") for one in known]
    return sorted([*told, *learned], key=lambda one: one.at, reverse=True)


def origin(known: Identifier) -> str:
    return f", from {known.incident.reference}" if known.incident else ""


# Search ----------------------------------------------------------------------------------------------------------


def search(reader: User, text: str) -> PersonQuerySet:
    """People by anything they are known by. Without a text: all, each circle once."""
    people = PersonOfConcern.objects.visible_to(reader)
    if text:
        return people.filter(pk__in=found(reader, text))
    return people.exclude(merged_into__in=PersonOfConcern.objects.visible_to(reader))


def found(reader: User, text: str) -> list[int]:
    """The ids of the newest few hundred whom the text fits, asked apart so that each index is used."""
    called = Q(reference__iexact=text.strip()) | Q(label__trigram_word_similar=fold(text))
    people = PersonOfConcern.objects.filter(called).values_list("pk", flat=True)
    return list(people.union(identified(reader, text)).order_by("-pk")[:MOST_FOUND])


def identified(reader: User, text: str) -> QuerySet[Identifier, int]:
    """Whose identifier, of whatever kind the text may be, is the same; or whose name or address holds these words."""
    same = Q()
    for kind in BY_KIND:
        form = normalise(kind, text)
        same |= Q(kind=kind, normalised=form) if form else Q()
    holds = Q(kind__in=("name", "address"), normalised__trigram_word_similar=fold(text))
    return Identifier.objects.known_to(reader).filter(same | holds).values_list("person", flat=True)
