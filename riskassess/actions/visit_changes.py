"""Changing what was planned. Before it begins all of it; afterwards only what cannot call anybody off.

Afterwards somebody else may have the phone in their hand. So the times take the word; what is to be done, and who is
told, stay as they are; and what stood there before can still be read by those on watch.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.notifications.actions import tell
from riskassess.actions.visit_alarms import BUDDY, locked
from riskassess.actions.visit_whom import try_to_look_up
from riskassess.actions.visits import Plan, start_visit
from riskassess.models import Visit
from riskassess.visits.circle import buddies, buddies_of
from riskassess.visits.policies import check_own, check_window
from riskassess.visits.steps import next_look, note

CHANGED = "You have changed this plan meanwhile, in another window. Look at it below, and save yours if it is right."
BEGUN = "This visit has begun meanwhile, so that its plan stays. You can still change where you are and your number."
TIMES = ("starts_at", "expected_end_at")
WHOM = ("whom", "place")
BEFORE = {"place": "Where it is", "phone": "Their number", "notes": "Notes"}


class StaleVisitError(Exception):
    """It is not as it was when the page was drawn. The message is written for whoever changes it."""


@transaction.atomic
def change_plan(*, by: User, visit: Visit, plan: Plan, seen: int, named: Iterable[User] = ()) -> Visit:
    """All of it, before its start time; the clock follows its times. `seen` is the revision that the page showed."""
    visit, now = held(by, visit, seen)
    if visit.has_begun(now):
        raise StaleVisitError(BEGUN)
    check_window(plan.starts_at, plan.expected_end_at, now)
    knew = buddies_of(visit)
    fields = vars(plan) | {"grace_minutes": plan.grace_minutes or visit.grace_minutes}
    visit.buddies.set(one for one in named if one in buddies(by))
    changed = put(visit, fields, by=by, now=now)
    follow(visit, changed, knew, by=by, now=now)
    visit.refresh_from_db()
    return visit


@transaction.atomic
def change_under_way(  # noqa: PLR0913  # keyword-only: all that can change
    *, by: User, visit: Visit, seen: int, place: str, phone: str, notes: str
) -> Visit:
    """Where they are, their number, and notes. Those on watch still read what stood there before."""
    visit, now = held(by, visit, seen)
    before = {name: getattr(visit, name) for name in BEFORE}
    for name in put(visit, {"place": place, "phone": phone, "notes": notes}, by=by, now=now):
        note(visit, f"{BEFORE[name]}, before: {before[name] or 'nothing'}", by=by, now=now)
    return visit


def held(by: User, visit: Visit, seen: int) -> tuple[Visit, datetime]:
    visit = locked(visit)
    check_own(by, visit)
    if not visit.is_open:
        raise ActionDenied(f"This visit is: {visit.own_words.lower()}. Its plan stays as it was.")
    if visit.revision != seen:
        raise StaleVisitError(CHANGED)
    return visit, timezone.now()


def put(visit: Visit, fields: Mapping[str, Any], *, by: User, now: datetime) -> list[str]:
    """What is different now. On record is which of it, and never what it says."""
    changed = [name for name, value in fields.items() if getattr(visit, name) != value]
    for name in changed:
        setattr(visit, name, fields[name])
    visit.revision += 1
    visit.next_at = next_look(visit)
    visit.save(update_fields=[*changed, "revision", "next_at"])
    record(by=by, verb="visit changed", on=visit, detail=", ".join(changed))
    note(visit, "Changed the plan", by=by, now=now)
    return changed


def follow(visit: Visit, changed: list[str], knew: list[User], *, by: User, now: datetime) -> None:
    """Another person or place is looked up anew; who knew of the old times hears that there are others."""
    if not set(WHOM).isdisjoint(changed):
        visit.look_up_ref = ""
        visit.save(update_fields=["look_up_ref"])
    try_to_look_up(by=by, visit=visit)
    if not set(TIMES).isdisjoint(changed):
        still = buddies_of(visit)
        for buddy in [one for one in knew if one in still]:
            tell_of_times(buddy, visit)
    if visit.starts_at <= now:
        start_visit(by=by, visit=visit)


def tell_of_times(buddy: User, visit: Visit) -> None:
    tell(
        to=buddy,
        kind="visit.changed",
        about_ref=visit.reference,
        path=visit.get_absolute_url(),
        key=f"visit:{visit.reference}:changed:{visit.revision}:{buddy.reference}",
        why=BUDDY,
    )
