"""People of concern: who is put on an incident, what they are known by, and who is one person with whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents import signals
from incidents.actions.confidence import MATCHED, keep_away, lift_match
from incidents.models import Conflict, Identifier, Incident, Involvement, PersonOfConcern
from incidents.people.merged import circle, circles
from incidents.people.normalise import Given

Standing = Involvement.Standing
VERBS = {
    Standing.CONFIRMED: "person confirmed",
    Standing.POSSIBLE: "possible person named",
    Standing.REFUSED: "person ruled out",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an officer tells about somebody new, and about their part in an incident."""

    kind: str
    label: str
    standing: str
    why: str = ""
    known_by: Sequence[Given] = ()


@transaction.atomic
def add_person(*, by: User | None, incident: Incident, told: Told) -> PersonOfConcern:
    """Somebody new, put on an incident with what is known of them from it. `by` is None for what a message says."""
    person = PersonOfConcern.objects.create(kind=told.kind, label=told.label)
    record(by=by, verb="person added", on=person, detail=incident.reference)
    for given in told.known_by:
        add_identifier(by=by, person=person, given=given, incident=incident)
    set_standing(by=by, incident=incident, person=person, standing=told.standing, why=told.why)
    return person


@transaction.atomic
def add_identifier(
    *, by: User | None, person: PersonOfConcern, given: Given, incident: Incident | None = None
) -> Identifier:
    """What somebody is known by, once from each incident. Raises ValueError for what nobody could be found by."""
    if not given.normalised:
        raise ValueError(f"Nobody can be found by this {given.kind}.")
    identifier, is_new = Identifier.objects.get_or_create(
        person=person,
        kind=given.kind,
        platform=given.platform,
        normalised=given.normalised,
        incident=incident,
        defaults={"value": given.value, "added_by": by},
    )
    if is_new:
        record(by=by, verb="identifier added", on=person, detail=given.kind)
    return identifier


@transaction.atomic
def remove_identifier(*, by: User, identifier: Identifier, reason: str) -> None:
    """It was noted by mistake. The audit keeps that there was one, and why it went."""
    record(by=by, verb="identifier removed", on=identifier.person, reason=reason, detail=identifier.kind)
    identifier.delete()


@transaction.atomic
def set_standing(*, by: User | None, incident: Incident, person: PersonOfConcern, standing: str, why: str = "") -> None:
    """Say that somebody is, may be, or is not behind an incident, and with them all who are merged with them.

    What is said last stands; the audit keeps all. Without a `why` the one that was given before stays.
    """
    before = is_confirmed(incident, person)
    said = {"standing": Standing(standing), "decided_by": by, "at": timezone.now(), **({"why": why} if why else {})}
    if not Involvement.objects.filter(incident=incident, person__in=circle(person)).update(**said):
        Involvement.objects.update_or_create(incident=incident, person=person, defaults=said)
    for about, detail in ((incident, ""), (person, incident.reference)):  # on the case without saying who
        record(by=by, verb=VERBS[Standing(standing)], on=about, detail=detail)
    _keep_accounts_away(by, person)
    _let_accounts_back(by, Conflict.objects.filter(incident=incident))
    if before != is_confirmed(incident, person):
        signals.people_changed.send(Incident, people=circle(person), incidents=[incident.pk])


def is_confirmed(incident: Incident, person: PersonOfConcern) -> bool:
    confirmed = Involvement.objects.filter(incident=incident, standing=Standing.CONFIRMED)
    return confirmed.filter(person__in=circle(person)).exists()


@transaction.atomic
def confirm_same(
    *, by: User, incident: Incident, person: PersonOfConcern, same_as: Iterable[PersonOfConcern], why: str
) -> None:
    """Those on the incident who looked like this person are this person."""
    set_standing(by=by, incident=incident, person=person, standing=Standing.CONFIRMED, why=why)
    for other in same_as:
        merge(by=by, person=other, into=person, reason=why)


@transaction.atomic
def change_person(*, by: User, person: PersonOfConcern, kind: str, label: str, user: User | None) -> PersonOfConcern:
    """`user` is their account here, which loses sight of what they are involved in."""
    person.kind, person.label, person.user = kind, label, user
    person.save(update_fields=["kind", "label", "user"])
    record(by=by, verb="person changed", on=person)
    _keep_accounts_away(by, person)
    _let_accounts_back(by, _conflicts_around(circle(person)))
    return person


@transaction.atomic
def merge(*, by: User, person: PersonOfConcern, into: PersonOfConcern, reason: str) -> PersonOfConcern:
    """Both are one person. No row is moved: each keeps its incidents and identifiers, which are read together."""
    roots = circles([person.pk, into.pk])
    locked = PersonOfConcern.objects.select_for_update().order_by("pk").in_bulk({roots[person.pk], roots[into.pk]})
    if len(locked) < 2 or any(root.merged_into_id for root in locked.values()):
        raise ActionDenied("They are one person already.")
    moved, kept = locked[roots[person.pk]], locked[roots[into.pk]]
    moved.merged_into = kept
    moved.save(update_fields=["merged_into"])
    record(by=by, verb="merged", on=moved, reason=reason, detail=kept.reference)
    _keep_accounts_away(by, kept)
    signals.people_changed.send(Incident, people=circle(kept), incidents=[])
    return kept


@transaction.atomic
def unmerge(*, by: User, person: PersonOfConcern, reason: str) -> PersonOfConcern:
    """They are two people after all: each has again exactly what was theirs, and who had been merged with them."""
    person = PersonOfConcern.objects.select_for_update().get(pk=person.pk)
    if person.merged_into is None:
        raise ActionDenied("Nobody is merged any more. Somebody was quicker.")
    together = circle(person)
    kept, person.merged_into = person.merged_into, None
    person.save(update_fields=["merged_into"])
    record(by=by, verb="unmerged", on=person, reason=reason, detail=kept.reference)
    _let_accounts_back(by, _conflicts_around(together))
    signals.people_changed.send(Incident, people=together, incidents=[])
    return person


@transaction.atomic
def record_look(*, by: User, person: PersonOfConcern) -> None:
    """Every opening of a person's page is recorded."""
    record(by=by, verb="opened", on=person)


def _keep_accounts_away(by: User | None, person: PersonOfConcern) -> None:
    """Whoever has an account loses sight of what they are involved in, be it only by having been merged."""
    members = circle(person)
    accounts = list(User.objects.filter(pk__in=PersonOfConcern.objects.filter(pk__in=members).values("user")))
    if not accounts:
        return
    standing = Involvement.objects.standing().filter(person__in=members)
    for incident in Incident.objects.filter(pk__in=standing.values("incident")):
        for user in accounts:
            keep_away(by=by, incident=incident, user=user, reason=MATCHED)


def _conflicts_around(people: Iterable[int]) -> QuerySet[Conflict]:
    return Conflict.objects.filter(incident__in=Involvement.objects.filter(person__in=people).values("incident"))


def _let_accounts_back(by: User | None, conflicts: QuerySet[Conflict]) -> None:
    """Whoever was kept away for no other reason than what was said of somebody, where that is not said any more."""
    for conflict in conflicts.filter(reason=MATCHED).select_related("incident", "user"):
        theirs = circles(PersonOfConcern.objects.filter(user=conflict.user).values_list("pk", flat=True))
        if not Involvement.objects.standing().filter(incident=conflict.incident, person__in=theirs).exists():
            lift_match(by=by, conflict=conflict)
