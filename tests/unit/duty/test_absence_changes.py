"""An absence is changed as people's plans change: what has passed stays, gaps follow, and nobody overwrites unseen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.accounts.guards import ActionDenied
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.actions import (
    StaleAbsenceError,
    add_absence,
    change_absence,
    end_absence,
    remind_due_deadlines,
    watch_gaps,
)
from councilsafe.duty.models import Absence, Deadline, Shift
from councilsafe.duty.rota import on_duty
from tests.unit.duty.conftest import People, london

NOON = london("2026-11-23 12:00")
THURSDAY, FRIDAY, SATURDAY = (london(f"2026-11-{day} 00:00") for day in (26, 27, 28))


@pytest.fixture(autouse=True)
def clock(people: People) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def absence(people: People) -> Absence:
    """Bob's, on Thursday."""
    times = {"starts_at": THURSDAY, "ends_at": FRIDAY}
    return add_absence(by=people.bob, person=people.bob, kind="sick", **times)


def change(absence: Absence, by: Any, **to: Any) -> Absence:
    now = {"starts_at": absence.starts_at, "ends_at": absence.ends_at, "kind": absence.kind, "seen": absence.drawn}
    return change_absence(by=by, absence=absence, **now | to)


def test_it_is_longer_on_record_and_why_is_in_no_event(people: People, absence: Absence) -> None:
    change(absence, people.bob, ends_at=SATURDAY, kind="leave")
    absence.refresh_from_db()
    assert (absence.starts_at, absence.ends_at, absence.kind) == (THURSDAY, SATURDAY, "leave")
    event = AuditEvent.objects.get(verb="absence changed")
    assert (event.actor, event.detail, event.reason) == (people.bob.reference, people.bob.reference, "")


def test_saved_as_it_is_nothing_is_recorded(people: People, absence: Absence) -> None:
    change(absence, people.bob)
    assert not AuditEvent.objects.filter(verb="absence changed").exists()


def test_only_oneself_and_who_plans_and_why_only_oneself(people: People, absence: Absence) -> None:
    with pytest.raises(ActionDenied, match="Only they themselves"):
        change(absence, people.ann, ends_at=SATURDAY)
    with pytest.raises(ActionDenied, match="why they are away"):
        change(absence, people.manager, kind="leave")
    assert change(absence, people.manager, ends_at=SATURDAY).ends_at == SATURDAY


def test_what_has_passed_stays(people: People, absence: Absence, clock: time_machine.Traveller) -> None:
    clock.move_to(london("2026-11-26 09:00"), tick=False)
    with pytest.raises(ActionDenied, match="begun"):
        change(absence, people.bob, starts_at=london("2026-11-25 00:00"))
    with pytest.raises(ActionDenied, match="over already"):
        change(absence, people.bob, ends_at=london("2026-11-26 08:00"))
    assert change(absence, people.bob, ends_at=SATURDAY).starts_at == THURSDAY
    clock.move_to(london("2026-11-28 09:00"), tick=False)
    with pytest.raises(ActionDenied, match="This is over"):
        change(Absence.objects.get(), people.bob, ends_at=london("2026-11-30 00:00"))


def test_nobody_overwrites_what_they_have_not_seen(people: People, absence: Absence) -> None:
    drawn = absence.drawn
    change(absence, people.manager, ends_at=SATURDAY)
    with pytest.raises(StaleAbsenceError) as stale:
        change(absence, people.bob, ends_at=london("2026-11-26 12:00"), seen=drawn)
    assert stale.value.absence.ends_at == SATURDAY
    end_absence(by=people.bob, absence=absence)
    with pytest.raises(ActionDenied, match="removed"):
        change(absence, people.bob, ends_at=SATURDAY)


def test_who_answers_and_what_is_a_gap_follow_it(
    people: People, plan: Callable[..., Shift], absence: Absence, clock: time_machine.Traveller
) -> None:
    plan("2026-11-23 00:00", "2027-02-01 00:00", first=people.bob, second=None)
    watch_gaps()
    remind_due_deadlines()
    assert Deadline.objects.open().get().due_at == THURSDAY
    moved = change(absence, people.bob, starts_at=FRIDAY, ends_at=SATURDAY)
    assert Deadline.objects.open().get().due_at == FRIDAY
    change(moved, people.bob, starts_at=london("2026-12-03 00:00"), ends_at=london("2026-12-04 00:00"))
    assert not Deadline.objects.open().exists()
    watch_gaps()
    assert Deadline.objects.open().get().due_at == london("2026-12-03 00:00")
    assert on_duty(london("2026-11-26 12:00")).first == people.bob
    assert on_duty(london("2026-12-03 12:00")).first != people.bob


# On the page -------------------------------------------------------------------------------------------------------


def address(absence: Absence) -> str:
    return f"/duty/absences/{absence.reference}/"


def typed(client: Client, absence: Absence, **to: Any) -> dict[str, Any]:
    """The form as a browser would send it."""
    form = client.get(address(absence)).context["form"]
    parts = {"first_day": "26 11 2026", "last_day": "26 11 2026"} | {k: v for k, v in to.items() if k.endswith("_day")}
    days = {
        f"{name}-{part}": text
        for name, day in parts.items()
        if name in form.fields
        for part, text in zip(("day", "month", "year"), day.split(), strict=True)
    }
    rest = {"from_time": "", "until_time": "", "kind": "sick", "seen": form["seen"].value()}
    return days | {name: value for name, value in {**rest, **to}.items() if name in form.fields and name not in parts}


def test_the_form_holds_what_is_and_saves_what_is_typed(client: Client, people: People, absence: Absence) -> None:
    client.force_login(people.bob)
    form = client.get(address(absence)).context["form"]
    held = {name: form[name].value() for name in ("first_day", "last_day", "from_time", "until_time", "kind")}
    assert held == {
        "first_day": THURSDAY.date(),
        "last_day": THURSDAY.date(),
        "from_time": None,
        "until_time": None,
        "kind": "sick",
    }
    said = typed(client, absence, last_day="27 11 2026", until_time="1pm")
    assertRedirects(client.post(address(absence), said), "/duty/absences/")
    absence.refresh_from_db()
    assert (absence.starts_at, absence.ends_at) == (THURSDAY, london("2026-11-27 13:00"))
    form = client.get(address(absence)).context["form"]
    assert (form["last_day"].value(), f"{form['until_time'].value():%H:%M}") == (FRIDAY.date(), "13:00")


def test_a_stale_page_says_so_and_keeps_what_was_typed(client: Client, people: People, absence: Absence) -> None:
    client.force_login(people.bob)
    said = typed(client, absence, last_day="30 11 2026")
    change(absence, people.manager, ends_at=SATURDAY)
    response = client.post(address(absence), said)
    assertContains(response, "Others changed this absence while you were writing.")
    assertContains(response, 'value="30"')
    assert Absence.objects.get().ends_at == SATURDAY
    again = {**said, "seen": response.context["form"]["seen"].value()}
    assertRedirects(client.post(address(absence), again), "/duty/absences/")
    assert Absence.objects.get().ends_at == london("2026-12-01 00:00")


def test_who_plans_changes_the_times_and_never_learns_why(client: Client, people: People, absence: Absence) -> None:
    client.force_login(people.manager)
    assertNotContains(client.get(address(absence)), "Sickness")
    said = typed(client, absence, last_day="27 11 2026")
    assert "kind" not in said
    assertRedirects(client.post(address(absence), {**said, "kind": "leave"}), "/duty/absences/")
    absence.refresh_from_db()
    assert (absence.ends_at, absence.kind) == (SATURDAY, "sick")


def test_errors_keep_what_was_typed(client: Client, people: People, absence: Absence) -> None:
    client.force_login(people.bob)
    response = client.post(address(absence), typed(client, absence, last_day="20 11 2026"))
    assertContains(response, "The last day must not be before the first")
    assertContains(response, 'value="20"')


def test_once_begun_its_beginning_is_not_asked(
    client: Client, people: People, absence: Absence, clock: time_machine.Traveller
) -> None:
    clock.move_to(london("2026-11-26 09:00"), tick=False)
    client.force_login(people.bob)
    assertNotContains(client.get(address(absence)), "First day away")
    early = client.post(address(absence), typed(client, absence, last_day="25 11 2026"))
    assertContains(early, "The last day must")
    assertRedirects(client.post(address(absence), typed(client, absence, last_day="27 11 2026")), "/duty/absences/")
    clock.move_to(london("2026-11-30 09:00"), tick=False)
    client.force_login(people.bob)  # their session has ended, too
    assertContains(client.get(address(absence)), "This is over", status_code=403)


def test_others_do_not_find_it(client: Client, people: People, absence: Absence) -> None:
    client.force_login(people.ann)
    assert client.get(address(absence)).status_code == 404
