"""Whoever is visited is looked up as anybody else would be (P8): nothing here reads the register (decision 0027)."""

from contextlib import suppress

from django.db import transaction

from councilsafe.accounts.models import User
from councilsafe.govuk.dates import day_and_time
from riskassess.actions.register import TooManyLookUps, look_up
from riskassess.actions.visit_alarms import locked
from riskassess.models import LookUp, Visit
from riskassess.visits.policies import check_own

LONGEST_ADDRESS = LookUp._meta.get_field("address").max_length


@transaction.atomic
def look_up_whom(*, by: User, visit: Visit) -> Visit:
    """Once for each person and place. Raises TooManyLookUps with what to do instead."""
    visit = locked(visit)
    check_own(by, visit)
    if visit.is_open and visit.is_to_somebody and not visit.look_up_ref:
        advice = look_up(by=by, name=visit.whom, address=visit.place[:LONGEST_ADDRESS], purpose=purpose(visit))
        visit.look_up_ref = advice.reference
        visit.save(update_fields=["look_up_ref"])
    return visit


def purpose(visit: Visit) -> str:
    start, end = day_and_time(visit.starts_at), day_and_time(visit.expected_end_at)
    return f"{visit.get_kind_display()}, from {start} to {end}."


def try_to_look_up(*, by: User, visit: Visit) -> None:
    """Whoever has asked too often has a plan all the same: its page says so, and how to ask later."""
    with suppress(TooManyLookUps):
        look_up_whom(by=by, visit=visit)
