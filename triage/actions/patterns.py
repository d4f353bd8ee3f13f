"""What officers say about patterns: what belongs together and what does not, each time with the reason."""

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents.models import Incident
from riskassess.actions import reopen
from riskassess.models import Cause
from triage.actions.together import score_linked
from triage.models import Pattern, PatternMember
from triage.pattern_lifecycle import PATTERN_MOVES
from triage.pattern_policies import check_change_pattern, check_pattern_move, check_team

JOINED, LEFT = "put into a pattern", "taken out of a pattern"


@transaction.atomic
def begin_pattern(*, by: User, kind: str, incidents: list[Incident], reason: str) -> Pattern:
    """An officer has seen that these belong together. Nobody else need confirm it."""
    check_team(by, incidents)
    pattern = Pattern.objects.create(kind=kind, why="An officer put them together.", began_by=by)
    put(pattern, incidents, by)
    return move(pattern, "confirm", by=by, reason=reason)


@transaction.atomic
def confirm_pattern(*, by: User, pattern: Pattern, reason: str) -> Pattern:
    """From now on they count together."""
    return move(checked(by, pattern, "confirm"), "confirm", by=by, reason=reason)


@transaction.atomic
def dismiss_pattern(*, by: User, pattern: Pattern, reason: str) -> Pattern:
    """They do not belong together. It is offered again only when it has grown."""
    return move(checked(by, pattern, "dismiss"), "dismiss", by=by, reason=reason)


@transaction.atomic
def dissolve_pattern(*, by: User, pattern: Pattern, reason: str) -> Pattern:
    """They do not belong together after all, and no longer count as one. No tier is lowered by that."""
    return move(checked(by, pattern, "dissolve"), "dissolve", by=by, reason=reason)


@transaction.atomic
def add_to_pattern(*, by: User, pattern: Pattern, incident: Incident, reason: str) -> Pattern:
    """Also what the sweep suggested, or what had been taken out before."""
    pattern = locked(pattern)
    check_change_pattern(by, pattern)
    check_team(by, [incident])
    if pattern.members.present().filter(incident=incident, suggested=False).exists():
        raise ActionDenied("This report is in the pattern already.")
    put(pattern, [incident], by)
    record(by=by, verb="report added", on=pattern, reason=reason, detail=incident.reference)
    if pattern.is_confirmed:
        record(by=by, verb=JOINED, on=incident, reason=reason, detail=pattern.reference)
        reopen_reviews(pattern, [incident])
        score_linked(incidents=[incident.pk])
    return pattern


@transaction.atomic
def remove_from_pattern(*, by: User, pattern: Pattern, incident: Incident, reason: str) -> Pattern:
    """It does not belong there. The sweep does not suggest it again for this pattern."""
    pattern = locked(pattern)
    check_change_pattern(by, pattern)
    check_team(by, [incident])
    gone = {"removed_by": by, "removed_at": timezone.now(), "reason": reason}
    if not pattern.members.present().filter(incident=incident).update(**gone):
        raise ActionDenied("This report is not in the pattern any more. Somebody was quicker.")
    record(by=by, verb="report removed", on=pattern, reason=reason, detail=incident.reference)
    if pattern.is_confirmed:
        record(by=by, verb=LEFT, on=incident, reason=reason, detail=pattern.reference)
        score_linked(incidents=[incident.pk, *counted(pattern)])
    return pattern


def locked(pattern: Pattern) -> Pattern:
    return Pattern.objects.select_for_update().get(pk=pattern.pk)


def checked(by: User, pattern: Pattern, name: str) -> Pattern:
    pattern = locked(pattern)
    check_pattern_move(by, pattern, name)
    return pattern


def put(pattern: Pattern, incidents: list[Incident], by: User) -> None:
    there = {"suggested": False, "added_by": by, "added_at": timezone.now()}
    for incident in incidents:
        fields = {**there, "removed_at": None, "removed_by": None, "reason": ""}
        PatternMember.objects.update_or_create(pattern=pattern, incident=incident, defaults=fields)


def move(pattern: Pattern, name: str, *, by: User, reason: str) -> Pattern:
    """What has been counted together, or is from now on, is scored again."""
    was_confirmed, event = pattern.is_confirmed, PATTERN_MOVES[name].event
    pattern.state = PATTERN_MOVES[name].target
    pattern.decided_by, pattern.decided_at, pattern.reason = by, timezone.now(), reason
    members = pattern.members.present().select_related("incident").order_by("incident")
    pattern.size_then = len(members)
    pattern.save()
    record(by=by, verb=event, on=pattern, reason=reason)
    if pattern.is_confirmed:
        pattern.members.present().filter(suggested=True).update(suggested=False, added_by=by)
    if was_confirmed or pattern.is_confirmed:
        for one in members:
            record(by=by, verb=JOINED if pattern.is_confirmed else LEFT, on=one.incident, detail=pattern.reference)
        score_linked(incidents=[one.incident_id for one in members])
    if pattern.is_confirmed:
        reopen_reviews(pattern, [one.incident for one in members])
    return pattern


def reopen_reviews(pattern: Pattern, incidents: list[Incident]) -> None:
    """P31: the risk of each councillor it was done to is looked at again. Not of what few may know: it would tell."""
    found = {one.councillor_id for one in incidents if not one.restricted}
    for councillor in User.objects.filter(pk__in=found, is_active=True).order_by("pk"):
        reopen(councillor=councillor, cause=Cause.PATTERN, about_ref=pattern.reference)


def counted(pattern: Pattern) -> list[int]:
    return list(pattern.members.counted().values_list("incident", flat=True))
