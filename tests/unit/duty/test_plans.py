"""Every plan can be carried out: its kinds have wordings, its turns come one after the other, its reasons are ours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilsafe.duty.calendar import LONDON, WorkingHours
from councilsafe.duty.plans import PLANS
from councilsafe.duty.schedule import Plan, Telling, days_later, not_at_night, turns_begun
from councilsafe.notifications.wording import WORDINGS

HOURS = WorkingHours()
moments = st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
plans = pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)


def tellings(plan: Plan) -> list[Telling]:
    own = [telling for turn in plan.turns for telling in turn.tellings]
    return [*own, plan.instead] if plan.instead else own


@plans
def test_every_message_has_its_words(plan: Plan) -> None:
    kinds = {kind for one in tellings(plan) for kind in (one.kind, one.late_kind) if kind}
    assert kinds <= set(WORDINGS)


@plans
def test_why_is_one_sentence_about_the_reader(plan: Plan) -> None:
    for telling in tellings(plan):
        assert telling.why.startswith("You ")
        assert telling.why.count(".") == telling.why.endswith(".") == 1


@plans
@given(due_at=moments)
def test_turns_come_one_after_the_other(plan: Plan, due_at: datetime) -> None:
    begins = [plan.begins(number, due_at, HOURS) for number in range(len(plan.turns) + 3)]
    known = [moment for moment in begins if moment]
    assert known == sorted(known)
    assert (None in begins) == (plan.every is None)


@plans
@given(due_at=moments, after=st.timedeltas(timedelta(days=-60), timedelta(days=200)))
def test_the_turns_that_have_begun_are_the_first_ones(plan: Plan, due_at: datetime, after: timedelta) -> None:
    begun = list(turns_begun(plan, due_at, due_at + after, HOURS))
    assert begun == list(range(len(begun)))


@given(moment=moments, days=st.integers(1, 400))
def test_days_later_is_the_same_wall_time_in_london(moment: datetime, days: int) -> None:
    """Both changes of the clocks included, but for the hour that the spring change takes away."""
    before, later = moment.astimezone(LONDON), days_later(moment, days).astimezone(LONDON)
    assert (later.date() - before.date()).days == days
    assert later.time() == before.time() or (later.month, before.hour) == (3, 1)


@given(moment=moments)
def test_nobody_is_woken_up(moment: datetime) -> None:
    told = not_at_night(moment).astimezone(LONDON)
    assert told.hour >= 8
    assert told.date() == moment.astimezone(LONDON).date()
    assert told >= moment
