"""Offering what the finders found: as rows, once each, and told to whoever has the newest report in it."""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from councilsafe.audit.actions import record
from councilsafe.notifications.actions import tell
from triage.actions.updates import owners
from triage.models import Case, Pattern, PatternMember, PatternQuerySet
from triage.pattern_lifecycle import PATTERN_MOVES, PatternState
from triage.patterns.finders import Finding
from triage.patterns.recent import findings
from triage.process import Tier

ONE_AT_A_TIME = 7_041_882  # any number that no other lock of ours has
LIVE = (PatternState.OFFERED, PatternState.CONFIRMED)


def look_for_patterns(*, now: datetime) -> int:
    """Everything that is found, each in its own transaction. Returns how many were offered, or offered again."""
    return sum(offer(finding=finding, now=now) for finding in list(findings(now)))


@transaction.atomic
def offer(*, finding: Finding, now: datetime) -> bool:
    """Once: what is offered or confirmed already only grows. What officers had refused comes back when it has grown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    pattern = known(finding).filter(state__in=LIVE).first()
    if pattern:
        suggest(pattern, finding, now)
        return False
    refused = known(finding).first()
    if refused and not has_grown(refused, finding):
        return False
    if refused and refused.state == PatternState.DISMISSED:
        pattern = offer_again(refused)
    else:
        pattern = Pattern.objects.create(kind=finding.kind, why=finding.why, began_at=now)
        record(by=None, verb="pattern offered", on=pattern)
    suggest(pattern, finding, now)
    tell_of_offer(pattern, now)
    return True


def known(finding: Finding) -> PatternQuerySet:
    """Patterns of this kind that hold some of these, the newest first."""
    holding = PatternMember.objects.filter(incident__in=finding.incidents).values("pattern")
    return Pattern.objects.filter(kind=finding.kind, pk__in=holding).select_for_update().order_by("-began_at", "-pk")


def has_grown(pattern: Pattern, finding: Finding) -> bool:
    members = set(pattern.members.values_list("incident", flat=True))
    return len(members | finding.incidents) >= pattern.size_then + settings.PATTERN_GROWN_BY


def offer_again(pattern: Pattern) -> Pattern:
    pattern.state = PATTERN_MOVES["offer_again"].target
    pattern.decided_by = pattern.decided_at = None
    pattern.reason = ""
    pattern.save()
    record(by=None, verb=PATTERN_MOVES["offer_again"].event, on=pattern)
    return pattern


def suggest(pattern: Pattern, finding: Finding, now: datetime) -> None:
    """Those that are not in it yet. What an officer took out stays out."""
    there = set(pattern.members.values_list("incident", flat=True))
    new = (
        PatternMember(pattern=pattern, incident_id=pk, suggested=pattern.is_confirmed, added_at=now)
        for pk in sorted(finding.incidents - there)
    )
    PatternMember.objects.bulk_create(new)


def tell_of_offer(pattern: Pattern, now: datetime) -> None:
    cases = Case.objects.filter(incident__pattern_members__in=pattern.members.present())
    newest = cases.select_related("incident", "owner").order_by("-reported_at", "-id")[0]
    for officer in owners(newest):
        tell(
            to=officer,
            kind="pattern.offered",
            about_ref=pattern.reference,
            path=pattern.get_absolute_url(),
            key=f"pattern:{pattern.reference}:{now.isoformat()}:{officer.reference}",
            why="You have the newest report in it, or stand above whoever has.",
            can_wait=not cases.filter(tier__gte=Tier.POLICE).exists(),
        )
