"""The conversation: whose side a message is from, its files, who has read it, and what the reporter never sees."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.accounts.models import User
from councilsafe.notifications.actions import as_email
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import mark_read, send_message, write_note
from incidents.conversation import conversation
from incidents.models import Intake, ReadMark
from tests.factories import LOG, CouncillorFactory, officer, report
from triage import actions
from triage.models import Case

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECRET = "He drinks, says the warden."
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def olive() -> User:
    return officer(name="Olive Officer")


@pytest.fixture
def casey() -> User:
    return CouncillorFactory(name="Casey Councillor")


@pytest.fixture
def case(olive: User, casey: User) -> Case:
    return actions.acknowledge(by=olive, case=report(casey, **LOG))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def new_in_queue(olive: User) -> list[int]:
    return [row.case.unread for row in signed_in(olive).get(reverse("queue")).context["rows"]]


def new_in_mine(casey: User) -> list[int]:
    return [row["unread"] for row in signed_in(casey).get(reverse("my-reports")).context["reports"]]


class TestSides:
    def test_the_team_and_the_reporter(self, case: Case, olive: User, casey: User) -> None:
        assert send_message(by=olive, incident=case.incident, body="x").from_team
        assert not send_message(by=casey, incident=case.incident, body="x").from_team

    def test_who_took_a_report_by_telephone_is_of_the_team(self, case: Case, olive: User, casey: User) -> None:
        case.incident.reporter, case.incident.intake = olive, Intake.TELEPHONE
        case.incident.save()
        assert send_message(by=olive, incident=case.incident, body="x").from_team


class TestReadMarks:
    def test_what_nobody_has_read_is_counted_for_the_other_side(self, case: Case, olive: User, casey: User) -> None:
        for body in ("One", "Two"):
            send_message(by=casey, incident=case.incident, body=body)
        send_message(by=olive, incident=case.incident, body="Three")
        assert (new_in_queue(olive), new_in_mine(casey)) == ([2], [1])

    def test_opening_it_is_reading_it(self, case: Case, olive: User, casey: User) -> None:
        send_message(by=casey, incident=case.incident, body="One")
        send_message(by=olive, incident=case.incident, body="Two")
        signed_in(olive).get(reverse("case", args=[case.reference]))
        signed_in(casey).get(reverse("my-report", args=[case.reference]))
        assert (new_in_queue(olive), new_in_mine(casey)) == ([0], [0])

    def test_a_colleague_who_looks_in_does_not_read_it_for_the_owner(
        self, case: Case, olive: User, casey: User
    ) -> None:
        send_message(by=casey, incident=case.incident, body="One")
        mark_read(by=officer(), incident=case.incident)
        assert new_in_queue(olive) == [1]

    def test_each_side_sees_when_the_other_read_it(
        self, case: Case, olive: User, casey: User, clock: time_machine.Traveller
    ) -> None:
        send_message(by=casey, incident=case.incident, body="One")
        clock.shift(timedelta(minutes=30))
        signed_in(olive).get(reverse("case", args=[case.reference]))
        clock.shift(timedelta(minutes=30))
        signed_in(olive).get(reverse("case", args=[case.reference]))
        page = signed_in(casey).get(reverse("my-report", args=[case.reference]))
        assertContains(page, "Read by Olive Officer, today at 12:30pm")

    def test_only_the_last_message_read_carries_the_mark(self, case: Case, olive: User, casey: User) -> None:
        for body in ("One", "Two"):
            send_message(by=casey, incident=case.incident, body=body)
        mark_read(by=olive, incident=case.incident)
        assert [bool(line.read) for line in conversation(case.incident)] == [False, True]

    def test_reading_nothing_new_leaves_no_mark(self, case: Case, olive: User) -> None:
        send_message(by=olive, incident=case.incident, body="One")
        mark_read(by=olive, incident=case.incident)
        assert not ReadMark.objects.exists()

    def test_queries_do_not_grow(
        self, case: Case, olive: User, casey: User, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(30):
            send_message(by=(olive, casey)[number % 2], incident=case.incident, body="x")
        with django_assert_max_num_queries(3):
            assert len(conversation(case.incident)) == 30


class TestFiles:
    @pytest.mark.parametrize("side", ["casey", "olive"])
    def test_go_with_a_message_both_ways(self, side: str, case: Case, request: pytest.FixtureRequest) -> None:
        name = "my-report" if side == "casey" else "case-message"
        client, path = signed_in(request.getfixturevalue(side)), reverse(name, args=[case.reference])
        file = SimpleUploadedFile("letter.pdf", PDF)
        client.post(path, {"body": "See this.", "attached": [file]})
        [line] = conversation(case.incident)
        assert [one.name for one in line.files] == ["letter.pdf"]
        for reader, page in (("casey", "my-report"), ("olive", "case")):
            shown = signed_in(request.getfixturevalue(reader)).get(reverse(page, args=[case.reference]))
            assertContains(shown, "letter.pdf")

    def test_one_that_cannot_be_kept_is_named_and_the_message_goes(self, case: Case, casey: User) -> None:
        path = reverse("my-report", args=[case.reference])
        sent = {"body": "See this.", "attached": [SimpleUploadedFile("run.exe", b"MZ" + bytes(100))]}
        response = signed_in(casey).post(path, sent, follow=True)
        assertContains(response, "“run.exe” was not kept")
        assert [line.message.body for line in conversation(case.incident)] == ["See this."]

    def test_forgery_is_refused(self, case: Case, casey: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(casey)
        assert client.post(reverse("my-report", args=[case.reference]), {"body": "x"}).status_code == 403
        client.logout()
        assert client.post(reverse("my-report", args=[case.reference]), {"body": "x"}).status_code == 403


class TestNotes:
    def test_are_on_the_case(self, case: Case, olive: User) -> None:
        page = reverse("case-note", args=[case.reference])
        assertContains(signed_in(olive).post(page, {"body": ""}), "Enter a note")
        assertContains(signed_in(olive).post(page, {"body": SECRET}, follow=True), SECRET)

    def test_never_reach_the_reporter_on_any_page_or_in_any_mail(self, case: Case, olive: User, casey: User) -> None:
        write_note(by=olive, incident=case.incident, body=SECRET)
        send_message(by=olive, incident=case.incident, body="Hello")
        actions.close(by=olive, case=case, reason="Over")
        reader = signed_in(casey)
        about = ("my-report", "report-sent", "evidence-add-mine", "my-support", "my-sharing")
        pages = [reverse(name, args=[case.reference]) for name in about]
        for page in (*pages, reverse("my-reports"), reverse("my-safety"), reverse("home"), reverse("report-start")):
            assertNotContains(reader.get(page, follow=True), SECRET)
        for name in ("case", "case-note", "case-message"):
            assert reader.get(reverse(name, args=[case.reference])).status_code in (403, 404)
        assert not [one for one in map(as_email, OutboxMessage.objects.all()) if SECRET in one.body + one.subject]
