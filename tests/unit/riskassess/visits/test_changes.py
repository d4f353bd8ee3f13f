"""A plan can change: all of it before it begins, and then only what calls nobody off."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.notifications.models import OutboxMessage
from riskassess.actions import visits
from riskassess.actions.visit_changes import StaleVisitError, change_plan, change_under_way
from riskassess.actions.visit_clock import watch_visits
from riskassess.actions.visits import cancel_visit, end_visit
from riskassess.models import LookUp, Sharing, Visit, VisitAlarm
from tests.factories import CouncillorFactory
from tests.unit.riskassess.visits.conftest import HOUR, MINUTE, NOW

Make = Callable[..., Visit]
FIELDS = ("kind", "place", "starts_at", "expected_end_at", "phone", "if_not_heard", "call_phrase", "whom", "sharing")


def changed(visit: Visit, *, by: User | None = None, named: tuple[User, ...] = (), **fields: Any) -> Visit:
    seen = fields.pop("seen", visit.revision)
    told = {name: getattr(visit, name) for name in FIELDS}
    plan = visits.Plan(**(told | fields))
    return change_plan(by=by or visit.councillor, visit=visit, plan=plan, seen=seen, named=named)


def told_of_times(person: User) -> int:
    return OutboxMessage.objects.filter(recipient=person, kind="visit.changed").count()


# Before it begins ------------------------------------------------------------------------------------------------


def test_all_of_a_plan_can_change_and_the_clock_follows(plan: Make, clock) -> None:
    visit = plan()
    start = NOW + timedelta(hours=5)
    visit = changed(visit, starts_at=start, expected_end_at=start + HOUR, phone="07700 900 222", call_phrase="the cat")
    assert (visit.next_at, visit.revision, visit.state) == (start, 1, "planned")
    clock.move_to(start - MINUTE)
    watch_visits()
    visit.refresh_from_db()
    assert visit.state == "planned"
    clock.move_to(start + HOUR + 15 * MINUTE)
    watch_visits()
    assert VisitAlarm.objects.get().raised_at == start + HOUR + 15 * MINUTE


def test_an_end_that_comes_sooner_is_missed_sooner(plan: Make, clock) -> None:
    visit = changed(plan(), expected_end_at=NOW + HOUR + 20 * MINUTE)
    clock.move_to(visit.raises_at - timedelta(seconds=1))
    watch_visits()
    assert not VisitAlarm.objects.exists()
    clock.move_to(visit.raises_at)
    watch_visits()
    assert VisitAlarm.objects.exists()


def test_a_start_that_has_come_begins_it(plan: Make, clock) -> None:
    visit = changed(plan(), starts_at=NOW - MINUTE)
    assert (visit.state, visit.confirmed_at) == ("under-way", NOW)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(datetime(2026, 3, 28, 22, tzinfo=UTC), 5), (datetime(2026, 10, 24, 22, tzinfo=UTC), 5)],
    ids=["spring", "autumn"],
)
def test_across_a_change_of_the_clocks_it_is_missed_to_the_second(day: datetime, hours: int, plan: Make, clock) -> None:
    """Moved by the form, in wall time, so that the night on which the clocks change lies within it."""
    clock.move_to(day - timedelta(days=1))
    visit = plan()
    client = Client()
    client.force_login(visit.councillor)
    night = {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}
    typed = as_shown(client, visit) | night | {"starts": "23:30", "ends": "3:00"}
    assert client.post(reverse("my-visit-change", args=[visit.reference]), typed).status_code == 302
    visit.refresh_from_db()
    real = {3: 2.5, 10: 4.5}[day.month]  # hours from half past eleven to three
    assert visit.expected_end_at - visit.starts_at == timedelta(hours=real)
    clock.move_to(visit.raises_at - timedelta(seconds=1))
    watch_visits()
    assert not VisitAlarm.objects.exists()
    clock.move_to(visit.raises_at)
    watch_visits()
    assert VisitAlarm.objects.get().raised_at == visit.raises_at


def test_buddies_hear_of_other_times_and_of_nothing_else(plan: Make, councillor: User, buddy: User) -> None:
    visit = changed(plan(), phone="07700 900 333", place="Elsewhere")
    assert told_of_times(buddy) == 0
    visit = changed(visit, expected_end_at=visit.expected_end_at + HOUR)
    assert (told_of_times(buddy), told_of_times(councillor)) == (1, 0)
    changed(visit, starts_at=visit.starts_at + 5 * MINUTE)
    assert told_of_times(buddy) == 2


@pytest.mark.parametrize("sharing", [Sharing.NOBODY, Sharing.NAMED])
def test_who_does_not_see_it_any_more_hears_nothing(sharing: str, plan: Make, buddy: User) -> None:
    visit = changed(plan(), sharing=sharing, expected_end_at=NOW + 3 * HOUR)
    assert told_of_times(buddy) == 0
    assert not Visit.objects.of_buddies(buddy).filter(pk=visit.pk).exists()


def test_another_person_or_place_is_looked_up_anew_and_other_times_are_not(plan: Make) -> None:
    first = plan()
    second = changed(first, expected_end_at=first.expected_end_at + HOUR)
    assert second.look_up_ref == first.look_up_ref
    third = changed(second, whom="Mrs Jones")
    assert LookUp.objects.get(reference=third.look_up_ref).name == "Mrs Jones"
    fourth = changed(third, place="7 Elm Road")
    assert len({first.look_up_ref, third.look_up_ref, fourth.look_up_ref}) == 3
    fifth = changed(fourth, place="8 Elm Road")  # more often than is allowed
    assert (fifth.look_up_ref, fifth.place) == ("", "8 Elm Road")
    assert changed(fifth, kind="surgery", whom="").look_up_ref == ""


def test_a_stranger_cannot_be_named(plan: Make, buddy: User) -> None:
    visit = changed(plan(), sharing=Sharing.NAMED, named=(buddy, CouncillorFactory()))
    assert list(visit.buddies.all()) == [buddy]


def test_what_is_on_record_says_which_and_never_what(plan: Make) -> None:
    changed(plan(), phone="07700 900 444", whom="Mrs Jones")
    event = AuditEvent.objects.get(verb="visit changed")
    assert set(event.detail.split(", ")) == {"phone", "whom"}
    assert event.reason == ""


# Who, and when not -----------------------------------------------------------------------------------------------


def test_only_its_owner_changes_it(plan: Make, clock, buddy: User, officer: User) -> None:
    visit = plan()
    for other in (buddy, officer):
        with pytest.raises(ActionDenied):
            changed(visit, by=other)
        with pytest.raises(ActionDenied):
            change_under_way(by=other, visit=visit, seen=0, place="x", phone="1", notes="")


@pytest.mark.parametrize("over", [cancel_visit, end_visit])
def test_what_is_over_stays(over: Callable[..., Any], plan: Make, clock, councillor: User, client: Client) -> None:
    visit = plan()
    if over is end_visit:
        clock.shift(HOUR)
    over(by=councillor, visit=visit)
    visit.refresh_from_db()
    with pytest.raises(ActionDenied):
        changed(visit)
    with pytest.raises(ActionDenied):
        change_under_way(by=councillor, visit=visit, seen=0, place="x", phone="1", notes="")
    client.force_login(councillor)
    page = client.get(reverse("my-visit-change", args=[visit.reference]), follow=True).content.decode()
    assert "Its plan stays as it was" in page


@pytest.mark.parametrize("fields", [{"expected_end_at": NOW}, {"expected_end_at": NOW + timedelta(hours=14)}])
def test_times_that_a_plan_cannot_have_are_refused(fields: dict, plan: Make) -> None:
    visit = plan()
    with pytest.raises(ActionDenied):
        changed(visit, **fields)


def test_a_page_that_is_out_of_date_changes_nothing(plan: Make) -> None:
    visit = plan()
    changed(visit, phone="07700 900 555")
    with pytest.raises(StaleVisitError):
        changed(visit, seen=0, phone="07700 900 666")
    visit.refresh_from_db()
    assert visit.phone == "07700 900 555"


# Under way -------------------------------------------------------------------------------------------------------


def test_under_way_its_times_and_who_is_told_stay(plan: Make, clock) -> None:
    visit = plan()
    clock.shift(HOUR)  # the clock has not looked at it yet
    with pytest.raises(StaleVisitError):
        changed(visit, expected_end_at=NOW + 9 * HOUR)
    watch_visits()
    with pytest.raises(StaleVisitError):
        changed(visit, if_not_heard="Do nothing.")


def test_under_way_what_stood_there_before_is_still_read_by_those_on_watch(
    plan: Make, clock, client: Client, councillor: User, officer: User
) -> None:
    visit = plan()
    clock.shift(HOUR)
    watch_visits()
    for _ in range(2):
        visit.refresh_from_db()
        told = {"place": "The Bell, Mill Lane", "phone": visit.phone, "notes": ""}
        change_under_way(by=councillor, visit=visit, seen=visit.revision, **told)
    clock.shift(HOUR + 15 * MINUTE)
    watch_visits()
    client.force_login(officer)
    page = client.get(visit.officers_url).content.decode()
    assert "They are expected at The Bell, Mill Lane" in page
    assert page.count("Where it is, before: 12 Mill Lane") == 1


def test_the_clock_does_not_move_by_it(plan: Make, clock, councillor: User) -> None:
    visit = plan()
    for minutes in (60, 60, 15):
        clock.shift(minutes * MINUTE)
        watch_visits()
        visit.refresh_from_db()
        was = (visit.state, visit.next_at, visit.expected_end_at)
        change_under_way(by=councillor, visit=visit, seen=visit.revision, place=f"{minutes}", phone="1", notes="")
        visit.refresh_from_db()
        assert (visit.state, visit.next_at, visit.expected_end_at) == was
    assert visit.state == "raised"


# Pages -----------------------------------------------------------------------------------------------------------


def as_shown(client: Client, visit: Visit) -> dict[str, Any]:
    """What the page would send if somebody only pressed its button."""
    form = client.get(reverse("my-visit-change", args=[visit.reference])).context["form"]
    sent = {name: form[name].value() for name in form.fields if name not in ("day", "starts", "ends")}
    day = form.initial["day"]
    when = {f"day-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    when |= {name: form.initial[name].strftime("%H:%M") for name in ("starts", "ends")}
    return {
        name: value for name, value in (sent | when).items() if value is not None and value is not False and value != ""
    }


def test_saved_as_it_is_shown_nothing_changes(plan: Make, client: Client, buddy: User) -> None:
    visit = plan(starts=HOUR + timedelta(seconds=17), sharing=Sharing.NAMED, named=(buddy,), notes="A dog.")
    client.force_login(visit.councillor)
    assert client.post(reverse("my-visit-change", args=[visit.reference]), as_shown(client, visit)).status_code == 302
    again = Visit.objects.get()
    for name in (*FIELDS, "notes", "look_up_ref", "next_at"):
        assert getattr(again, name) == getattr(visit, name), name
    assert list(again.buddies.all()) == [buddy]
    assert told_of_times(buddy) == 0


def test_a_stale_page_shows_both_and_keeps_what_was_typed(plan: Make, client: Client, councillor: User) -> None:
    visit = plan()
    client.force_login(councillor)
    typed = as_shown(client, visit) | {"phone": "07700 900 777"}
    changed(visit, phone="07700 900 888")
    url = reverse("my-visit-change", args=[visit.reference])
    page = client.post(url, typed)
    for said in ("in another window", "07700 900 888", 'value="07700 900 777"', 'name="seen" value="1"'):
        assert said in page.content.decode(), said
    assert client.post(url, typed | {"seen": "1"}).status_code == 302
    assert Visit.objects.get().phone == "07700 900 777"


def test_a_page_from_before_it_began_comes_back_as_it_was_typed(plan: Make, clock, client: Client) -> None:
    visit = plan()
    client.force_login(visit.councillor)
    typed = as_shown(client, visit) | {"if_not_heard": "Ring my brother."}
    clock.shift(HOUR)
    page = client.post(reverse("my-visit-change", args=[visit.reference]), typed).content.decode()
    assert "has begun meanwhile" in page
    assert "Ring my brother." in page
    assert Visit.objects.get().if_not_heard == visit.if_not_heard
    fresh = client.get(reverse("my-visit-change", args=[visit.reference])).content.decode()
    assert "Where are you?" in fresh
    assert "Time it starts" not in fresh
    sent = {"place": "The Bell", "phone": "1", "seen": "0"}
    assert client.post(reverse("my-visit-change", args=[visit.reference]), sent).status_code == 302
    assert Visit.objects.get().place == "The Bell"


def test_its_page_asks_as_often_with_many_changes(plan: Make, client: Client, django_assert_max_num_queries) -> None:
    visit = plan()
    client.force_login(visit.councillor)
    for number in range(20):
        visit = changed(visit, phone=str(number))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("my-visit-change", args=[visit.reference])).status_code == 200
