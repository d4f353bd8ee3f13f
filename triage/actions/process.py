"""Drafting, proposing and approving versions of the threat process. Each keeps who did it, when and why."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User, UserQuerySet
from councilsafe.audit.actions import record
from councilsafe.notifications.actions import tell
from triage.actions.replay import stop_replays
from triage.models import ProcessVersion
from triage.models.process import PREFIX
from triage.process.checks import Problem, problems
from triage.process.edits import named
from triage.process.rules import canonical, digest_of
from triage.process_lifecycle import STEPS, Stage
from triage.process_policies import check_second, check_step, latest_replay, why_not_proposed
from triage.processes import in_force


class BrokenRulesError(ValueError):
    """Names every rule that the data would break. Nothing of it is kept."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.sentence for problem in problems))
        self.problems = problems


class DraftChangedError(Exception):
    """Somebody else changed the draft meanwhile. `version` is the draft as it is now."""

    def __init__(self, version: ProcessVersion) -> None:
        super().__init__(version.reference)
        self.version = version


@transaction.atomic
def draft_version(*, by: User, data: Mapping[str, Any], drafted_from: str, why: str, title: str = "") -> ProcessVersion:
    """A new draft with the next number, of data that keeps the rules. Raises BrokenRulesError for any other."""
    if not by.may(Permission.PLAN_PROCESS):
        raise ActionDenied("Your role does not include drafting the threat process.")
    if found := problems(data):
        raise BrokenRulesError(found)
    ProcessVersion.objects.hold()
    number = (ProcessVersion.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    own = named(data, version=f"{PREFIX}{number}", title=title or f"Threat process, council version {number}")
    version = ProcessVersion(
        number=number, origin=canonical(own), drafted_from=drafted_from, why=why, drafted_by=by, changed_by=by
    )
    put_in(version, own)
    version.save()
    record(by=by, verb="drafted", on=version, reason=why, detail=version.digest)
    return version


@transaction.atomic
def change_draft(*, by: User, version: ProcessVersion, seen: int, data: Mapping[str, Any]) -> ProcessVersion:
    """Put other data into the draft that its editor saw at revision `seen`. Raises DraftChangedError if it moved on."""
    version = locked(version)
    check_step(by, version, "change")
    if version.revision != seen:
        raise DraftChangedError(version)
    if found := problems(data):
        raise BrokenRulesError(found)
    put_in(version, data)
    version.revision, version.changed_by, version.changed_at = seen + 1, by, timezone.now()
    version.save()
    stop_replays(version=version)
    record(by=by, verb=STEPS["change"].event, on=version, detail=version.digest)
    return version


@transaction.atomic
def propose_version(
    *, by: User, version: ProcessVersion, effective_from: datetime, accepted: Collection[str]
) -> ProcessVersion:
    """Ask a second person. Every worked case that it lowers has to be accepted by name."""
    version = locked(version)
    check_step(by, version, "propose")
    replay = latest_replay(version)
    if missing := why_not_proposed(version, replay, in_force().digest):
        raise ActionDenied(missing)
    lowered = {one["id"] for one in replay.lowered_cases} if replay else set()
    if left := lowered - set(accepted):
        raise ActionDenied(f"Say first that these worked cases may go lower: {', '.join(sorted(left))}.")
    if effective_from < timezone.now():
        raise ActionDenied("A version cannot come into force in the past.")
    version.proposed_by, version.proposed_at = by, timezone.now()
    version.effective_from, version.accepted = effective_from, sorted(lowered)
    moved(version, "propose", by=by)
    tell_about(version, approvers(version), "process.second", why="You may approve it as the second person.")
    return version


@transaction.atomic
def take_back(*, by: User, version: ProcessVersion) -> ProcessVersion:
    """To be changed before anybody decides."""
    version = locked(version)
    check_step(by, version, "take back")
    version.proposed_by = version.proposed_at = version.effective_from = None
    version.accepted = []
    moved(version, "take back", by=by)
    return version


@transaction.atomic
def approve_version(*, by: User, version: ProcessVersion, seen: str) -> ProcessVersion:
    """By somebody who neither drafted nor proposed it, of what they saw. From then on it never changes.

    A time that has passed while it waited is now: no assessment is ever made by a version before its approval.
    """
    version = locked(version)
    check_second(by, version, "approve")
    if version.digest != seen:
        raise ActionDenied("It is not what you saw any more. Read it again.")
    if missing := why_not_proposed(version, latest_replay(version), in_force().digest):
        raise ActionDenied(f"{missing} Whoever proposed it can take it back and do that.")
    version.approved_by, version.approved_at = by, timezone.now()
    version.effective_from = max(version.effective_from or version.approved_at, version.approved_at)
    moved(version, "approve", by=by, detail=version.digest)
    tell_about(version, [version.drafted_by], "process.decided", why="You drafted it.")
    tell_about(version, officers(), "process.coming", why="You work on cases.", can_wait=True)
    return version


@transaction.atomic
def refuse_version(*, by: User, version: ProcessVersion, reason: str) -> ProcessVersion:
    version = locked(version)
    check_second(by, version, "refuse")
    end(version, "refuse", by=by, reason=reason)
    tell_about(version, [version.drafted_by], "process.decided", why="You drafted it.")
    return version


@transaction.atomic
def discard_version(*, by: User, version: ProcessVersion, reason: str) -> ProcessVersion:
    version = locked(version)
    check_step(by, version, "discard")
    end(version, "discard", by=by, reason=reason)
    stop_replays(version=version)
    return version


def locked(version: ProcessVersion) -> ProcessVersion:
    people = ("drafted_by", "changed_by", "proposed_by")
    return ProcessVersion.objects.select_for_update(of=("self",)).select_related(*people).get(pk=version.pk)


def put_in(version: ProcessVersion, data: Mapping[str, Any]) -> None:
    version.canonical, version.digest, version.title = canonical(data), digest_of(data), data["title"]


def end(version: ProcessVersion, name: str, *, by: User, reason: str) -> None:
    version.ended_by, version.ended_at, version.ended_reason = by, timezone.now(), reason
    moved(version, name, by=by, reason=reason)


def moved(version: ProcessVersion, name: str, *, by: User, reason: str = "", detail: str = "") -> None:
    version.stage = Stage(STEPS[name].target)
    version.save()
    record(by=by, verb=STEPS[name].event, on=version, reason=reason, detail=detail)


def approvers(version: ProcessVersion) -> UserQuerySet:
    may: UserQuerySet = User.objects.who_may(Permission.APPROVE_PROCESS)
    others: UserQuerySet = may.exclude(pk__in=[version.drafted_by_id, version.changed_by_id, version.proposed_by_id])
    return others


def officers() -> UserQuerySet:
    working: UserQuerySet = User.objects.who_may(Permission.WORK_CASES)
    return working


def tell_about(
    version: ProcessVersion, people: Collection[User] | UserQuerySet, kind: str, *, why: str, can_wait: bool = False
) -> None:
    moment = timezone.now().isoformat()
    for person in people:
        tell(
            to=person,
            kind=kind,
            about_ref=version.reference,
            path=version.get_absolute_url(),
            key=f"{kind}:{version.reference}:{person.reference}:{moment}",
            why=why,
            can_wait=can_wait,
        )
