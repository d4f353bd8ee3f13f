"""Every list, count, search, mail, file and page there is, as everybody, against the table of who may know of what."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote_plus, urlencode

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from councilsafe.accounts.models import User
from councilsafe.duty.models import Alert, AlertStep
from councilsafe.notifications.actions import as_email
from councilsafe.notifications.mailbox import MailboxBackend
from councilsafe.notifications.models import OutboxMessage
from incidents.models import Evidence, Incident, Message, PersonOfConcern
from insight import numbers
from insight.periods import last_weeks
from riskassess.models import ReviewCause
from tests.access_matrix import rows
from tests.world.table import CASES, PEOPLE, SIGHT, seen_by
from tests.world.world import MONDAY, World, make_world, mark
from triage.forms.queue import QueueForm
from triage.models import Case
from triage.queue import STATES

LATER = MONDAY.replace(day=18)
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)"')
LEFT_ALONE = re.compile(
    r"^/(static|accounts)/|^/cases/[^/]+/.|^/my/reports/[^/]+/.|^/people/[^/]+/.|^/duty/|^/report/."
)
ONE_CASE = {"case", "my-report", "report-sent"}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Once for all these tests; each of them leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        mails = [as_email(message) for message in OutboxMessage.objects.select_related("recipient")]
        MailboxBackend().send_messages(mails)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World, db: None, settings: Settings) -> Iterator[World]:
    settings.DEMO_MODE = True
    with time_machine.travel(LATER, tick=False):
        yield made


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# The table -------------------------------------------------------------------------------------------------------


def test_the_table_is_whole(world: World) -> None:
    assert (set(SIGHT), set(PEOPLE)) == (set(world.cases), set(world.people))
    assert {side for row in SIGHT.values() for side in row.values()} == {"mine", "team", "both", "-"}
    assert CASES.count("\n") == len(SIGHT) + 2


# The doors -------------------------------------------------------------------------------------------------------


def test_every_door_is_open_to_those_of_the_table_alone(world: World) -> None:
    for person, user in world.people.items():
        found = {
            "case": world.named(Case.objects.visible_to(user)),
            "own": world.named(Case.objects.own(user)),
            "incident": {name for name, case in world.cases.items() if sees(user, case)},
            "evidence": {name for name, one in world.evidence.items() if one in Evidence.objects.visible_to(user)},
            "message": world.named(message.incident.case for message in Message.objects.visible_to(user)),
            "officers": {name for name, case in world.cases.items() if user in of_now(case).officers()},
            "person": {name for name, one in world.persons.items() if one in PersonOfConcern.objects.visible_to(user)},
        }
        team, everything = seen_by(person, "team"), seen_by(person)
        talked = {"grave", "about-nia"}
        assert (person, found) == (
            person,
            {
                "case": team,
                "own": seen_by(person, "mine"),
                "incident": everything,
                "evidence": everything,
                "message": everything & talked,
                "officers": team,
                "person": team,
            },
        )


def sees(user: User, case: Case) -> bool:
    return Incident.objects.visible_to(user).filter(case=case).exists()


def of_now(case: Case) -> Incident:
    return Incident.objects.get(case=case)


def test_every_case_is_in_the_hands_of_somebody_who_may_see_it(world: World) -> None:
    """Or of nobody, where nobody is left; never of somebody else."""
    owners = {name: Case.objects.get(pk=case.pk).owner for name, case in world.cases.items()}
    names = {user.pk: name for name, user in world.people.items()}
    for case, owner in owners.items():
        assert owner is None or SIGHT[case][names[owner.pk]] in ("team", "both"), case
    assert {case for case, owner in owners.items() if owner is None} == {"nobody"}


# Mail ------------------------------------------------------------------------------------------------------------


def test_nobody_is_told_of_what_they_may_not_see(world: World) -> None:
    """Nothing has left yet in this world, so what was to be told before somebody lost sight has been taken back."""
    told = {name: set() for name in world.people}
    for name, user in world.people.items():
        references = OutboxMessage.objects.filter(recipient=user).values_list("about_ref", flat=True)
        told[name] = {case for case, row in world.cases.items() if row.reference in set(references)}
    assert {name: cases - seen_by(name) for name, cases in told.items()} == {name: set() for name in told}
    assert set().union(*told.values()) == set(SIGHT)


def test_no_alert_calls_anybody_who_had_lost_sight(world: World) -> None:
    """At the last round of every alert that is still open. Where nobody is left there is no other round, for nobody."""
    names = {user.pk: name for name, user in world.people.items()}
    for case, row in world.cases.items():
        seeing = {who for who in PEOPLE if case in seen_by(who, "team")}
        for alert in Alert.objects.open().about(row.reference):
            last = AlertStep.objects.filter(alert=alert, round=alert.round)
            assert alert.only == [] or {names[step.recipient_id] for step in last} <= seeing
            assert seeing or alert.only == []


# Lists and counts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_the_queue_lists_the_teams_cases(state: str, world: World) -> None:
    for person, user in world.people.items():
        response = as_user(user).get(reverse("queue"), {"state": state})
        if response.status_code == 403:
            assert not seen_by(person, "team")
            continue
        closed = {"withdrawn"}
        wanted = {"open": seen_by(person, "team") - closed, "closed": seen_by(person, "team") & closed}
        listed = world.named(row.case for row in response.context["rows"])
        assert (person, listed) == (person, wanted.get(state, seen_by(person, "team")))


def test_every_number_counts_what_its_reader_sees(world: World) -> None:
    now = timezone.now()
    monday = last_weeks(timezone.localdate(now))[0]
    for person in ("mary", "max", "mo", "nia"):
        user, team = world.people[person], seen_by(person, "team")
        still_open = team - {"withdrawn"}
        counted = {
            "open": numbers.together(numbers.open_cases(user, now)).total,
            "reports": sum(week.number for week in numbers.reports(user, last_weeks(timezone.localdate(now)))),
            "answers": sum(tier.reports for tier in numbers.answers(user, monday, now)),
            "second": numbers.second_officer(user).count(),
            "late": numbers.late(user, now).count() <= len(still_open),
        }
        waiting = still_open & {"grave", "about-nia"}
        wanted = {"open": len(still_open), "reports": len(team), "answers": len(team), "second": len(waiting)}
        assert (person, counted) == (person, {**wanted, "late": True})


def test_reviews_of_risk_name_and_count_only_what_their_reader_sees(world: World) -> None:
    references = {case.reference: name for name, case in world.cases.items()}
    for person in ("olive", "oscar", "alex", "mary", "max", "mo", "nia"):
        causes = ReviewCause.objects.visible_to(world.people[person]).values_list("about_ref", flat=True)
        assert {references[one] for one in causes} <= seen_by(person), person


# Pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_says_a_word_of_what_its_reader_may_not_know(person: str, world: World) -> None:
    """From every address that needs no argument, every filter and every search, along every link."""
    client, unseen = as_user(world.people[person]), set(SIGHT) - seen_by(person)
    hidden = {word: name for name in unseen for word in world.marks(name)}
    not_for_reporters = {
        world.persons[name].reference: name for name in seen_by(person, "mine") - seen_by(person, "team")
    }
    visited: set[str] = set()
    waiting = starts(world)
    while waiting:
        path = waiting.pop()
        if path in visited or LEFT_ALONE.match(path):
            continue
        visited.add(path)
        body = body_of(client.get(path))
        typed = unquote_plus(path)  # what somebody searches for is theirs, and stands in the search box
        said = {word for word in (*hidden, *not_for_reporters) if word in body and word not in typed}
        assert (path, {(hidden | not_for_reporters)[word] for word in said}) == (path, set())
        waiting |= {unescape(link) for link in LINK.findall(body)} - visited
    assert reverse("home") in visited


def starts(world: World) -> set[str]:
    """Every page without an argument; the queue by each of its filters; and searches for what is hidden."""
    plain = {reverse(name) for name, method, about, _ in rows() if (method, about) == ("GET", "-")}
    queue = {f"{reverse('queue')}?{urlencode(one)}" for one in choices(QueueForm({}))}
    words = {mark("kept"), mark("about-mary"), f"Somebody {mark('merged')}", world.cases["confided"].reference}
    searches = {f"{reverse(name)}?{urlencode({'q': word})}" for name in ("people", "queue") for word in words}
    others = {f"{reverse('risk-reviews')}?show=done", f"{reverse('risk-reviews')}?due=overdue"}
    return plain | queue | searches | others


def choices(form: QueueForm) -> Iterator[dict[str, str]]:
    for name, field in form.fields.items():
        for value, _words in getattr(field, "choices", []):
            yield {"state": "all", name: value}


def body_of(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]  # of a file
    return content.decode(errors="replace") + str(response.headers)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_address_of_a_hidden_case_answers(person: str, world: World) -> None:
    """Not a page, not a form, not a file: as if there were no such case."""
    client, unseen = as_user(world.people[person]), set(SIGHT) - seen_by(person)
    answers = {path: client.get(path) for name in unseen for path in addresses_of(world, name)}
    assert {path: one.status_code for path, one in answers.items() if one.status_code not in (403, 404, 405)} == {}
    mentioned = {path for path, one in answers.items() if any(mark(name) in body_of(one) for name in unseen)}
    assert mentioned == set()


def addresses_of(world: World, name: str) -> set[str]:
    arguments = [
        (("case", "report-", "my-", "evidence-add-", "person-add", "support-shared-"), world.cases[name].reference),
        (("evidence",), world.evidence[name].reference),
        (("person",), world.persons[name].reference),
    ]
    names = {one for one, *_ in rows()}
    found = {path(one, of) for starting, of in arguments for one in names if one.startswith(starting)}
    return {one for one in found if one}


def path(name: str, reference: str) -> str:
    try:
        return reverse(name, kwargs={"reference": reference})
    except NoReverseMatch:
        return ""  # it takes something else


def test_who_may_see_a_case_can_open_it_and_its_files(world: World) -> None:
    """That the walk finds nothing must not be because nothing opens."""
    for person, user in world.people.items():
        client = as_user(user)
        for name in seen_by(person, "team"):
            assert mark(name) in body_of(client.get(reverse("case", args=[world.cases[name].reference]))), (
                person,
                name,
            )
        for name in seen_by(person, "mine"):
            page = reverse("my-report", args=[world.cases[name].reference])
            assert mark(name) in body_of(client.get(page)), (person, name)
        for name in seen_by(person):
            file = reverse("evidence-download", args=[world.evidence[name].reference])
            assert "PNG" in body_of(client.get(file)), (person, name)
