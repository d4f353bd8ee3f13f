"""Which incidents are linked with one, and which of those may be counted with it.

Linked are: what happened again, the incidents of a person who is confirmed to be behind it (whoever they are merged
with), and those of a confirmed pattern; with what happened again after any of these. What was reported twice counts
once, and what was withdrawn counts only where somebody may have been in danger.

What is kept for few is scored with the others, but adds nothing to a case that others can read: see `triage.sight`.
"""

from collections.abc import Collection, Iterable

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from incidents.actions.report import NOT_NAMED_YET
from incidents.models import Incident, Involvement, PersonOfConcern
from incidents.people.merged import circles
from incidents.people.normalise import name as folded_name
from triage.models import Pattern, PatternMember
from triage.process import Tier
from triage.process.together import Linked, Together
from triage.sight import sights

NOBODY_YET = folded_name(NOT_NAMED_YET)

# One question, because it is asked for every report: the row of reports, those linked with it, and their rows.
AGAIN = """
    SELECT near.id, near.continues_id FROM {table} here CROSS JOIN LATERAL (
        SELECT one.id, one.continues_id FROM incidents_incident one WHERE one.continues_id = here.id
        UNION ALL SELECT one.id, one.continues_id FROM incidents_incident one WHERE one.id = here.continues_id
    ) near
"""
LINKED = f"""
WITH RECURSIVE told AS (
    SELECT id, continues_id FROM incidents_incident WHERE id = ANY(%(ids)s) UNION {AGAIN.format(table="told")}
), above AS (
    SELECT p.id, p.merged_into_id FROM incidents_personofconcern p
    JOIN incidents_involvement i ON i.person_id = p.id AND i.standing = 'confirmed' JOIN told ON told.id = i.incident_id
    UNION SELECT p.id, p.merged_into_id FROM incidents_personofconcern p JOIN above ON p.id = above.merged_into_id
), circle AS (
    SELECT id FROM above WHERE merged_into_id IS NULL
    UNION SELECT p.id FROM incidents_personofconcern p JOIN circle ON p.merged_into_id = circle.id
), near AS (
    SELECT id FROM told
    UNION SELECT i.incident_id FROM incidents_involvement i JOIN circle ON circle.id = i.person_id
    WHERE i.standing = 'confirmed'
    UNION SELECT other.incident_id FROM told
    JOIN triage_patternmember mine ON mine.incident_id = told.id AND mine.removed_at IS NULL AND NOT mine.suggested
    JOIN triage_pattern pattern ON pattern.id = mine.pattern_id AND pattern.state = 'confirmed'
    JOIN triage_patternmember other ON other.pattern_id = pattern.id
    WHERE other.removed_at IS NULL AND NOT other.suggested
), linked AS (
    SELECT one.id, one.continues_id FROM incidents_incident one JOIN near ON near.id = one.id
    UNION {AGAIN.format(table="linked")}
)
SELECT id, continues_id FROM linked
"""  # nosec B608  # nothing but our own words is put into it

COLUMNS = (
    *("reference", "reported_at", "happened_on", "continues", "councillor", "harmed_name", "reporter", "intake"),
    *("restricted", "confidant", "monitoring_may_know"),
    *("occasions", "period_days", "distinct_sources", "distinct_victims"),
)
COUNTS = Q(duplicate_of__isnull=True) & (Q(withdrawn_at__isnull=True) | Q(case__tier__gte=Tier.POLICE))


def linked(incidents: Iterable[int]) -> dict[int, int | None]:
    """All that is linked with these, themselves among them. Each with the one that it says happened again."""
    with connection.cursor() as cursor:
        cursor.execute(LINKED, {"ids": list(incidents)})
        return dict(cursor.fetchall())


def counted_together(incident: Incident) -> Together:
    """In one query where nothing is linked, and in a number that does not grow where much is."""
    before = linked([incident.pk])
    alone = as_linked(incident, before, {}, frozenset())
    if len(before) == 1 or incident.duplicate_of_id:
        return Together(incident.facts, alone)
    others = Incident.objects.filter(COUNTS, pk__in=before).exclude(pk=incident.pk).only(*COLUMNS)
    rows = readable_with(incident, list(others.order_by("pk")))
    who, apart = known_people([incident.pk, *(one.pk for one in rows)]), pile_on_with(incident)
    here, *rest = (as_linked(one, before, who, apart) for one in (incident, *rows))
    return Together(incident.facts, here, tuple(rest))


def readable_with(incident: Incident, others: list[Incident]) -> list[Incident]:
    """Those which everybody may see who may see this one."""
    here, *rest = sights([incident, *others])
    return [one for one, sight in zip(others, rest, strict=True) if here.within(sight)]


def as_linked(
    incident: Incident, before: dict[int, int | None], who: dict[int, frozenset[int]], apart: Collection[int]
) -> Linked:
    return Linked(
        reference=incident.reference,
        last=incident.happened_on or timezone.localdate(incident.reported_at),
        place=incident.pk,
        told=first_of(incident.pk, before),
        occasions=incident.occasions,
        period_days=incident.period_days,
        sources=incident.distinct_sources,
        victims=incident.distinct_victims,
        harmed=harmed(incident),
        who=who.get(incident.pk, frozenset()),
        apart=incident.pk in apart,
    )


def first_of(incident: int, before: dict[int, int | None]) -> int:
    """The one that the others say happened again. Each is reported after the one it names, so there is no circle."""
    while (earlier := before.get(incident)) is not None:
        incident = earlier
    return incident


def harmed(incident: Incident) -> str:
    """Whom it was done to, as one text a person; empty where nobody knows."""
    if incident.councillor_id:
        return f"user {incident.councillor_id}"
    name = folded_name(incident.harmed_name)
    return "" if name == NOBODY_YET else name


def known_people(incidents: Collection[int]) -> dict[int, frozenset[int]]:
    """Who is confirmed to be behind each, as whom all are merged into. Of many people nobody knows who they are."""
    confirmed = Involvement.objects.filter(standing=Involvement.Standing.CONFIRMED, incident__in=incidents)
    pairs = list(confirmed.exclude(person__kind=PersonOfConcern.Kind.MANY).values_list("incident", "person"))
    roots = circles({person for _, person in pairs})
    found: dict[int, frozenset[int]] = {}
    for incident, person in pairs:
        found[incident] = found.get(incident, frozenset()) | {roots[person]}
    return found


def pile_on_with(incident: Incident) -> frozenset[int]:
    """All of the pile-ons that it is part of: an officer has said that different people are behind them."""
    counted = PatternMember.objects.counted().filter(pattern__kind=Pattern.Kind.PILE_ON)
    mine: QuerySet[PatternMember, int] = counted.filter(incident=incident).values_list("pattern", flat=True)
    return frozenset(counted.filter(pattern__in=mine).values_list("incident", flat=True))
