"""Pages: what stands beside somebody must not learn it from them, and nobody else gets them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from councilsafe.accounts.models import User
from riskassess.actions.diary import renew_feed
from riskassess.actions.visit_check_ins import follow_waiting_check_ins
from riskassess.actions.visit_clock import watch_visits
from riskassess.actions.visits import ask_for_call, cancel_visit, end_visit
from riskassess.models import AlarmReason, Buddy, Sharing, Visit, VisitAlarm
from tests.unit.riskassess.visits.conftest import HELP, HOUR, MINUTE, SAFE

Plan = Callable[..., Visit]
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
PAGES = ("my-visit", "my-visits", "my-safety", "notices", "my-diary", "my-buddies", "my-visit-words", "my-visit-plan")


@pytest.fixture
def visit(plan: Plan, clock, words: None, buddy: User, officer: User) -> Visit:
    found = plan()
    clock.shift(HOUR)
    watch_visits()
    found.refresh_from_db()
    return found


def seen_after(person: User, visit: Visit, button: str, typed: dict) -> list[tuple]:
    """All that the screen shows after a button: its answer, and every page of theirs. As if it had never been."""
    with transaction.atomic():
        client = Client()
        client.force_login(person)
        client.get("/notices/")
        answer = client.post(reverse(f"my-visit-{button}", args=[visit.reference]), typed)
        follow_waiting_check_ins()
        pages = [client.get(reverse(one, args=[visit.reference] if one == "my-visit" else [])) for one in PAGES]
        found = [(one.status_code, headers(one), TOKEN.sub(b"", one.content)) for one in [answer, *pages]]
        transaction.set_rollback(True)
    return found


def headers(response) -> dict:
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


@pytest.mark.parametrize("late", [0, 61, 90], ids=["in time", "past its end", "after the alarm"])
@pytest.mark.parametrize(("button", "more"), [("end", {}), ("more-time", {"minutes": "30"})])
def test_both_words_look_the_same_byte_for_byte(late: int, button: str, more: dict, visit: Visit, clock) -> None:
    clock.shift(late * MINUTE)
    watch_visits()
    safe, help = (seen_after(visit.councillor, visit, button, more | {"word": word}) for word in (SAFE, HELP))
    assert safe == help
    wrong = seen_after(visit.councillor, visit, button, more | {"word": "guess"})
    assert wrong != safe


def test_a_locked_page_looks_the_same_as_well(visit: Visit) -> None:
    for _ in range(5):
        end_visit(by=visit.councillor, visit=visit, word="guess")
    one, two, three = (seen_after(visit.councillor, visit, "end", {"word": word}) for word in (SAFE, HELP, "guess"))
    assert one == two == three


def test_after_help_was_accounted_for_their_page_still_says_ended(visit: Visit, client: Client, officer: User) -> None:
    end_visit(by=visit.councillor, visit=visit, word=HELP)
    follow_waiting_check_ins()
    client.force_login(officer)
    page = client.get(visit.officers_url).content.decode()
    assert "They used their word for help" in page
    assert "Do not ring them before" in page
    client.post(reverse("visit-answer", args=[visit.reference]))
    client.post(visit.officers_url, {"what_happened": "The police are with them."})
    assert not VisitAlarm.objects.open().exists()
    own = Client()
    own.force_login(visit.councillor)
    page = own.get(visit.get_absolute_url()).content.decode().partition("<main")[2].partition("</main>")[0]
    assert "Ended." in page
    assert not [word for word in ("help", "police are", "ccounted") if word in page]


def test_nobody_watches_their_own_visit(visit: Visit, client: Client) -> None:
    """Whoever holds the phone of a councillor who is an officer as well must not find out there."""
    visit.councillor.roles = ["councillor", "officer"]
    visit.councillor.save(update_fields=["roles"])
    end_visit(by=visit.councillor, visit=visit, word=HELP)
    follow_waiting_check_ins()
    client.force_login(visit.councillor)
    assert visit.reference not in client.get(reverse("visits")).content.decode()
    assert client.get(visit.officers_url).status_code == 404


def test_pressed_twice_nothing_breaks(visit: Visit, client: Client) -> None:
    client.force_login(visit.councillor)
    for button in ("call-me", "end", "end", "call-me", "more-time"):
        assert client.post(reverse(f"my-visit-{button}", args=[visit.reference]), {"word": SAFE}).status_code == 302
    visit.refresh_from_db()
    assert visit.state == "ended"
    assert VisitAlarm.objects.count() == 1


def test_without_words_a_plain_button_is_enough(plan: Plan, clock, client: Client, councillor: User) -> None:
    found = plan()
    clock.shift(HOUR)
    client.force_login(councillor)
    assert 'name="word"' not in client.get(found.get_absolute_url()).content.decode()
    client.post(reverse("my-visit-end", args=[found.reference]))
    found.refresh_from_db()
    assert found.state == "ended"


def test_a_plan_is_made_on_one_page_in_london_wall_time(client: Client, councillor: User, buddy: User) -> None:
    client.force_login(councillor)
    typed = {
        "kind": "home",
        "place": "12 Mill Lane",
        "day-day": "3",
        "day-month": "6",
        "day-year": "2026",
        "starts": "7pm",
        "ends": "20:30",
        "phone": "07700 900 111",
        "if_not_heard": "Ring my sister.",
        "call_phrase": "the boiler",
        "whom": "Mr Smith",
        "sharing": "named",
        "named": [buddy.reference],
    }
    assert client.post(reverse("my-visit-plan"), typed).status_code == 302
    found = Visit.objects.get()
    assert (found.starts_at.hour, found.expected_end_at.hour, found.sharing) == (18, 19, Sharing.NAMED)
    assert list(found.buddies.all()) == [buddy]
    wrong = client.post(reverse("my-visit-plan"), typed | {"ends": "19:00", "phone": "", "place": ""})
    page = wrong.content.decode()
    for said in ("The end must be after the start", "Enter the address, or select a venue", "Ring my sister."):
        assert said in page


def test_a_buddy_sees_where_and_when_and_not_whom(plan: Plan, client: Client, buddy: User) -> None:
    client.force_login(buddy)
    page = client.get(plan().get_absolute_url()).content.decode()
    assert "12 Mill Lane" in page
    assert "Mr Smith" not in page
    assert "Mr Smith" in client.get(plan(place="Elsewhere", shows_whom=True).get_absolute_url()).content.decode()


def test_a_buddy_rings_with_the_phrase_and_says_how_they_are(visit: Visit, client: Client, buddy: User) -> None:
    ask_for_call(by=visit.councillor, visit=visit)
    client.force_login(buddy)
    assert "the boiler" in client.get(visit.get_absolute_url()).content.decode()
    client.post(reverse("my-visit-rung", args=[visit.reference]), {"how": "not-right"})
    assert set(VisitAlarm.objects.open().values_list("reason", flat=True)) == {AlarmReason.NOT_RIGHT}


def test_the_feed_holds_times_and_a_reference_until_it_is_renewed(
    plan: Plan, client: Client, councillor: User, buddy: User
) -> None:
    shown, gone = plan(), plan(place="Elsewhere")
    cancel_visit(by=councillor, visit=gone)
    key = renew_feed(by=buddy, with_places=False)
    text = client.get(reverse("diary-feed", args=[key])).content.decode()
    assert f"SUMMARY:Visit {shown.reference}" in text
    assert "20260603T180000Z" in text
    assert not [one for one in ("Mill", "Smith", "Hollis", gone.reference) if one in text]
    again = renew_feed(by=buddy, with_places=True)
    assert client.get(reverse("diary-feed", args=[key])).status_code == 404
    assert "Mill Lane" in client.get(reverse("diary-feed", args=[again])).content.decode()
    Buddy.objects.update(state="ended")
    assert "Mill Lane" not in client.get(reverse("diary-feed", args=[again])).content.decode()
    buddy.is_active = False
    buddy.save(update_fields=["is_active"])
    assert client.get(reverse("diary-feed", args=[again])).status_code == 404


def test_every_page_says_that_it_is_no_alarm(visit: Visit, client: Client, officer: User, buddy: User) -> None:
    client.force_login(visit.councillor)
    paths = [reverse(one) for one in PAGES if one not in ("my-visit", "my-safety", "notices")]
    pages = [client.get(path) for path in [*paths, visit.get_absolute_url()]]
    client.force_login(buddy)
    pages.append(client.get(visit.get_absolute_url()))
    client.force_login(officer)
    pages += [client.get(path) for path in (reverse("visits"), visit.officers_url)]
    for page in pages:
        text = page.content.decode()
        assert "BS 8484" in text
        assert "press 55" in text


@pytest.mark.parametrize("name", ["my-visits", "visits", "my-diary-file"])
def test_lists_ask_as_often_with_many_visits(name: str, plan: Plan, clock, client, councillor, officer) -> None:
    client.force_login(officer if name == "visits" else councillor)
    plan(place="0")
    few = asked(client, name)
    for number in range(1, 30):
        plan(place=str(number), starts=HOUR + number * MINUTE)
    clock.shift(timedelta(hours=4))
    watch_visits()
    assert asked(client, name) <= few


def asked(client: Client, name: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(reverse(name))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(name)).status_code == 200
    return len(queries)
