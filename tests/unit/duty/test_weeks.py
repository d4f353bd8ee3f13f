"""Planning many weeks from one: every week of a year, with both changes of the clocks and all bank holidays."""

import itertools
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from councilsafe.accounts.models import User
from councilsafe.duty.actions import SlotTaken, add_slot, add_week, plan_shifts
from councilsafe.duty.calendar import LONDON, WorkingHours, bank_holidays
from councilsafe.duty.gaps import gaps
from councilsafe.duty.models import RotaSlot, RotaWeek, Shift
from councilsafe.duty.preview import preview_of
from councilsafe.duty.weeks import Slot, expand, moment_at, monday_of, slots_of_week, week_bounds
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]
HOURS = WorkingHours()
DAY, NIGHT = User(pk=1, name="Day", reference="U-1"), User(pk=2, name="Night", reference="U-2")
MINUTES = st.integers(0, 7 * 24 * 60 - 1)
CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]  # of the clocks
MONDAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31)).map(monday_of)


def usual_week(day: User = DAY, night: User = NIGHT) -> list[Slot]:
    """Five working days, and every night, the weekend by night's people."""
    by_day = [Slot(weekday, time(9), time(17), 0, day) for weekday in range(5)]
    by_night = [Slot(weekday, time(17), time(9), 1, night) for weekday in range(4)]
    return [*by_day, *by_night, Slot(4, time(17), time(9), 3, night)]


def cut_at(minutes: list[int]) -> list[Slot]:
    """A whole week, cut into slots at these minutes: without a gap, and without an overlap."""
    ends = [*minutes[1:], minutes[0] + 7 * 24 * 60]
    return [slot(start, end) for start, end in zip(minutes, ends, strict=True)]


def slot(start: int, end: int) -> Slot:
    first, last = divmod(start, 1440), divmod(end, 1440)
    walls = [time(minute // 60, minute % 60) for _, minute in (first, last)]
    return Slot(first[0], *walls, last[0] - first[0], DAY)


@settings(max_examples=200, deadline=None)
@given(
    monday=MONDAYS | st.sampled_from(CHANGES).map(monday_of),
    minutes=st.lists(MINUTES, min_size=1, max_size=12, unique=True).map(sorted),
)
def test_whatever_covers_a_week_covers_every_week(monday: date, minutes: list[int]) -> None:
    """No overlap and no gap between the first and the last, whatever the clocks do."""
    found = expand(cut_at(minutes), monday, 3, bank_holidays(), HOURS)
    for one, following in itertools.pairwise(found):
        assert one.starts_at < one.ends_at == following.starts_at


@pytest.mark.parametrize("walls", [(60, 90), (75, 105), (105, 135), (90, 120), (45, 75)])
@pytest.mark.parametrize("monday", [date(2026, 3, 23), date(2026, 10, 19)])
def test_cuts_within_the_hour_that_is_missing_or_comes_twice(monday: date, walls: tuple[int, int]) -> None:
    found = expand(cut_at([0, *(6 * 1440 + minute for minute in walls)]), monday, 2, {}, HOURS)
    assert all(one.ends_at == next_one.starts_at for one, next_one in itertools.pairwise(found))


@settings(max_examples=100, deadline=None)
@given(day=st.sampled_from(CHANGES), minutes=st.tuples(*[st.integers(0, 240)] * 2).map(sorted))
def test_a_later_wall_time_is_never_an_earlier_moment(day: date, minutes: list[int]) -> None:
    early, late = (moment_at(day, time(minute // 60, minute % 60)) for minute in minutes)
    assert early <= late


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 15), (date(2026, 10, 24), 17), (date(2026, 6, 6), 16)])
def test_a_night_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    night = Slot(day.weekday(), time(17), time(9), 1, NIGHT)
    [found] = expand([night], monday_of(day), 1, {}, HOURS)
    assert found.ends_at - found.starts_at == timedelta(hours=hours)
    assert found.ends_at.astimezone(LONDON).hour == 9


@pytest.mark.parametrize("day", sorted(day for day in bank_holidays() if day.year in (2026, 2027)))
def test_on_a_bank_holiday_the_nights_people_answer_by_day(day: date) -> None:
    found = expand(usual_week(), monday_of(day), 1, bank_holidays(), HOURS)
    own = [one for one in found if one.starts_at.astimezone(LONDON).date() == day]
    assert own
    assert {one.first for one in own} == {NIGHT}
    assert {one.note for one in own} == {bank_holidays()[day]}
    assert {one.hours for one in own} == {"Out of hours"}


def test_a_year_from_one_week_has_no_gap(people: People) -> None:
    monday = date(2026, 11, 30)
    with time_machine.travel(london("2026-11-23 12:00"), tick=False):
        proposals = expand(usual_week(people.ann, people.bob), monday, 52, bank_holidays(), HOURS)
        preview = preview_of(proposals, london("2026-11-23 12:00"), whole_weeks=True)
        assert [gap.ends_at for gap in preview.gaps] == [london("2026-11-30 09:00")]
        plan_shifts(by=people.manager, proposals=proposals)
    shifts = list(Shift.objects.order_by("starts_at"))
    assert gaps(shifts, london("2026-11-30 09:00"), london("2027-11-29 09:00")) == []
    assert len(shifts) == 52 * 10


def test_what_is_planned_already_is_left_as_it_is_and_said(people: People, plan: Plan) -> None:
    monday = date(2026, 11, 30)
    with time_machine.travel(london("2026-11-23 12:00"), tick=False):
        plan("2026-11-30 09:00", "2026-11-30 17:00", first=people.ann, second=None)  # exactly so
        plan("2026-12-01 12:00", "2026-12-01 13:00")  # in the way
        proposals = expand(usual_week(people.ann, people.bob), monday, 1, {}, HOURS)
        sifted = preview_of(proposals, london("2026-11-23 12:00")).sifted
        assert [one.starts_at for one in sifted.there] == [london("2026-11-30 09:00")]
        assert [one.starts_at for one, _ in sifted.refused] == [london("2026-12-01 09:00")]
        assert len(plan_shifts(by=people.manager, proposals=proposals)) == 8
        assert plan_shifts(by=people.manager, proposals=proposals) == []


def test_a_week_that_was_planned_gives_the_slots_again(people: People) -> None:
    slots = usual_week(people.ann, people.bob)
    with time_machine.travel(london("2026-11-23 12:00"), tick=False):
        plan_shifts(by=people.manager, proposals=expand(slots, date(2026, 11, 30), 1, {}, HOURS))
    shifts = Shift.objects.within(*week_bounds(date(2026, 11, 30))).select_related("first", "second")
    by_start = sorted(slots, key=lambda one: one.minutes)
    assert slots_of_week(date(2026, 11, 30), shifts) == by_start


def test_a_usual_week_has_nobody_twice_at_a_time(people: People) -> None:
    week = add_week(by=people.manager, name="Usual")
    add_slot(by=people.manager, week=week, slot=Slot(6, time(17), time(9), 1, people.ann))
    for taken in (Slot(0, time(8), time(10), 0, people.bob), Slot(5, time(9), time(18), 1, people.bob)):
        with pytest.raises(SlotTaken):
            add_slot(by=people.manager, week=week, slot=taken)
    add_slot(by=people.manager, week=week, slot=Slot(0, time(9), time(17), 0, people.bob))


# Pages -----------------------------------------------------------------------------------------------------------


def typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@time_machine.travel(london("2026-12-14 12:00"), tick=False)
def test_weeks_are_planned_after_they_were_shown(client: Client, people: People) -> None:
    client.force_login(people.manager)
    client.post("/duty/weeks/add/", {"name": "Usual"})
    week = RotaWeek.objects.get()
    url = f"/duty/weeks/{week.reference}/"
    slot = {"weekday": "4", "starts": "9am", "end_weekday": "4", "ends": "5pm", "first": people.ann.reference}
    assert client.post(url, slot).status_code == 302
    assert "This week has somebody in this time already" in client.post(url, slot).text
    client.post(url, {**slot, "starts": "17:00", "ends": "9:00", "end_weekday": "0", "first": people.bob.reference})
    wanted = {**typed("from_day", date(2026, 12, 21)), "weeks": "2"}
    response = client.post(f"{url}plan/", wanted)
    page = response.content.decode()
    assert "4 new shifts" in page
    assert "Christmas Day" in page
    assert "Gaps that would be left" in page
    assert not Shift.objects.exists()
    seen = response.context["preview"].sifted.mark
    assert client.post(f"{url}plan/", {**wanted, "seen": "something else"}).status_code == 200
    assert not Shift.objects.exists()
    assert client.post(f"{url}plan/", {**wanted, "seen": seen}).status_code == 302
    assert Shift.objects.count() == 4
    assert client.post(f"/duty/weeks/{week.reference}/shifts/{RotaSlot.objects.first().pk}/remove/").status_code == 302
    assert RotaSlot.objects.count() == 1


@time_machine.travel(london("2026-11-23 12:00"), tick=False)
def test_a_week_is_copied(client: Client, people: People, plan: Plan) -> None:
    plan("2026-11-24 09:00", "2026-11-24 17:00")
    client.force_login(people.manager)
    wanted = {**typed("like", date(2026, 11, 26)), **typed("from_day", date(2026, 12, 2)), "weeks": "2"}
    seen = client.post("/duty/weeks/copy/", wanted).context["preview"].sifted.mark
    client.post("/duty/weeks/copy/", {**wanted, "seen": seen})
    starts = list(Shift.objects.order_by("starts_at").values_list("starts_at", flat=True))
    assert starts == [london(f"2026-{day} 09:00") for day in ("11-24", "12-01", "12-08")]
