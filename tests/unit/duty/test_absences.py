"""Who is away is called last, and the shift that counts on them is a gap."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from councilsafe.accounts.guards import ActionDenied
from councilsafe.duty.actions import add_absence, change_shift, end_absence, remind_due_deadlines, watch_gaps
from councilsafe.duty.gaps import Gap, away_gaps
from councilsafe.duty.models import Absence, Deadline, DeadlineStep, Shift
from councilsafe.duty.rota import on_duty
from councilsafe.notifications.models import OutboxMessage
from tests.factories import UserFactory
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]
NOON = london("2026-11-23 12:00")
MONDAY = "2026-11-23 09:00", "2026-11-23 17:00"


def away(person: object, starts: str = MONDAY[0], ends: str = MONDAY[1]) -> Absence:
    return add_absence(by=person, person=person, starts_at=london(starts), ends_at=london(ends), kind="sick")


def test_whoever_is_away_goes_last_and_not_never(people: People, plan: Plan) -> None:
    plan(*MONDAY)
    away(people.bob)
    assert on_duty(NOON).ladder == [people.ann, people.manager, people.monitoring, people.bob]
    away(people.ann)
    assert on_duty(NOON).ladder == [people.manager, people.monitoring, people.bob, people.ann]


def test_when_everybody_is_away_the_plan_counts(people: People, plan: Plan) -> None:
    plan(*MONDAY)
    for person in people:
        away(person)
    assert on_duty(NOON).ladder == [people.bob, people.ann, people.manager, people.monitoring]


def test_whoever_is_in_charge_stays_at_the_top_while_they_are_away(people: People, plan: Plan) -> None:
    """Nobody before them has answered for hours. An officer who is away is not in charge."""
    plan(*MONDAY)
    away(people.bob)
    away(people.manager)
    duty = on_duty(NOON)
    assert duty.ladder == [people.ann, people.monitoring, people.bob, people.manager]
    assert duty.top == [1, 3]


def test_an_absence_begins_with_its_first_moment_and_ends_before_its_last(people: People, plan: Plan) -> None:
    plan("2026-11-23 00:00", "2026-11-24 00:00")
    away(people.bob)
    firsts = [on_duty(london(at)).first for at in ("2026-11-23 08:59", *MONDAY)]
    assert firsts == [people.bob, people.ann, people.bob]


def test_two_absences_of_one_person_are_one_gap(people: People, plan: Plan) -> None:
    shift = plan(*MONDAY)
    away(people.bob, "2026-11-22 12:00", "2026-11-23 11:00")
    away(people.bob, "2026-11-23 10:00", "2026-11-23 12:00")
    found = away_gaps([shift], list(Absence.objects.all()), london("2026-11-23 00:00"), london("2026-11-24 00:00"))
    assert found == [Gap(london("2026-11-23 09:00"), NOON, away="Bob")]


def test_only_oneself_and_who_plans_may_say_it(people: People) -> None:
    times = {"starts_at": NOON, "ends_at": london("2026-11-24 12:00"), "kind": "sick"}
    with pytest.raises(ActionDenied):
        add_absence(by=people.ann, person=people.bob, **times)
    absence = add_absence(by=people.manager, person=people.bob, **times)
    with pytest.raises(ActionDenied):
        end_absence(by=people.ann, absence=absence)


@time_machine.travel(NOON, tick=False)
def test_why_is_for_themselves_alone(client: Client, people: People) -> None:
    away(people.bob)
    seen = {}
    for person in people:
        client.force_login(person)
        page = client.get("/duty/absences/").text
        seen[person.name] = ("Bob" in page, "Sickness" in page)
    assert seen == {"Ann": (False, False), "Bob": (True, True), "Mary": (True, False), "Olive": (True, False)}


@time_machine.travel(NOON, tick=False)
def test_an_absence_is_added_and_ended_on_the_pages(client: Client, people: People) -> None:
    client.force_login(people.ann)
    day = {"day": "24", "month": "11", "year": "2026"}
    days = {f"{name}-{part}": value for name in ("first_day", "last_day") for part, value in day.items()}
    assert client.post("/duty/absences/add/", {**days, "kind": "leave"}).status_code == 302
    absence = Absence.objects.get()
    times = absence.starts_at, absence.ends_at
    assert (absence.person, *times) == (people.ann, london("2026-11-24 00:00"), london("2026-11-25 00:00"))
    client.post(f"/duty/absences/{absence.reference}/end/")
    assert not Absence.objects.exists()


def test_what_has_passed_of_an_absence_stays(people: People) -> None:
    absence = away(people.bob)
    with time_machine.travel(NOON, tick=False):
        end_absence(by=people.bob, absence=absence)
        absence.refresh_from_db()
        assert absence.ends_at == NOON
        with pytest.raises(ActionDenied, match="over"):
            end_absence(by=people.bob, absence=absence)


# Gaps are told weeks ahead ---------------------------------------------------------------------------------------


def fill(plan: Plan, until: str = "2026-12-22 00:00") -> Shift:
    return plan("2026-11-23 00:00", until)


def gap_tellings() -> list[str]:
    return list(
        DeadlineStep.objects.filter(kind="rota.gap").order_by("id").values_list("deadline__about_ref", flat=True)
    )


def test_a_gap_is_told_weeks_a_week_and_a_day_before_and_then_no_more(people: People, plan: Plan) -> None:
    """Simulated time: every hour of five weeks, with the sweeps as they run."""
    whole = fill(plan, "2027-02-01 00:00")
    change_shift(
        by=people.manager,
        shift=whole,
        starts_at=whole.starts_at,
        ends_at=london("2026-12-16 00:00"),
        first=people.bob,
        second=people.ann,
    )
    plan("2026-12-17 00:00", "2027-02-01 00:00")
    with time_machine.travel(NOON, tick=False) as now:
        for _ in range(25 * 24):
            watch_gaps()
            remind_due_deadlines()
            now.shift(3600)
    assert gap_tellings() == ["the week of 14 December 2026"] * 3


def test_one_mail_for_a_week_and_none_when_it_is_filled(people: People, plan: Plan) -> None:
    plan("2026-11-23 00:00", "2026-12-01 09:00")
    plan("2026-12-01 10:00", "2026-12-02 09:00")
    plan("2026-12-02 10:00", "2027-02-01 00:00")
    with time_machine.travel(NOON, tick=False) as now:
        for _ in range(3):
            watch_gaps()
            remind_due_deadlines()
        assert gap_tellings() == ["the week of 30 November 2026"]
        plan("2026-12-01 09:00", "2026-12-01 10:00")
        plan("2026-12-02 09:00", "2026-12-02 10:00")
        assert not Deadline.objects.open().exists()
        now.shift(86400)
        watch_gaps()
        remind_due_deadlines()
    assert len(gap_tellings()) == 1


def test_a_shift_of_somebody_who_is_away_is_told_too(people: People, plan: Plan) -> None:
    plan("2026-11-23 00:00", "2027-02-01 00:00", first=people.bob, second=None)
    away(people.bob, "2026-12-03 00:00", "2026-12-04 00:00")
    with time_machine.travel(NOON, tick=False):
        watch_gaps()
        remind_due_deadlines()
        assert gap_tellings() == ["the week of 30 November 2026"]
        absence = Absence.objects.get()
        end_absence(by=people.bob, absence=absence)
        assert not Deadline.objects.open().exists()


def test_only_who_plans_is_told(people: People) -> None:
    UserFactory(roles=["officer"])
    with time_machine.travel(NOON, tick=False):
        watch_gaps()
        remind_due_deadlines()
    assert set(OutboxMessage.objects.values_list("recipient__name", flat=True)) == {"Mary"}
