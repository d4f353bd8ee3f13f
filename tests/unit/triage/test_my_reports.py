"""What reporters see of their own reports, and what they do not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions import complete_facts, save_answers, send_message, start_draft, submit_report
from incidents.typed import WELCOME_BACK
from tests.factories import COUNCIL, LOG, PASSWORD, POLICE, CouncillorFactory, UserFactory, alarm, report
from tests.unit.incidents.answers import LOITERING, drafted
from triage import actions
from triage.models import Case
from triage.news import news, what_we_do

SATURDAY = datetime(2026, 11, 21, 9, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory(roles=[Role.OFFICER], name="Olive Officer")


@pytest.fixture
def councillor(officer: User) -> User:
    return CouncillorFactory()


@pytest.fixture
def reader(client: Client, councillor: User) -> Client:
    client.force_login(councillor)
    return client


def shown(case: Case) -> str:
    return reverse("my-report", args=[case.reference])


# In words ----------------------------------------------------------------------------------------------------------


@time_machine.travel(SATURDAY, tick=False)
def test_news_say_who_answers_and_by_when(councillor: User) -> None:
    told = news(report(councillor, **POLICE), timezone.now())
    assert told.stands == "Sent, and waiting for an answer"
    assert told.next == "Olive Officer has been told, and will answer no later than today at 10am."


@time_machine.travel(SATURDAY, tick=False)
def test_news_are_honest_when_nobody_answered(councillor: User) -> None:
    told = news(report(councillor, **POLICE), timezone.now() + timedelta(hours=2))
    assert told.is_late
    assert told.next.startswith("An answer was due today at 10am. It is late, and we are sorry.")


def test_news_do_not_promise_what_nobody_is_there_to_keep(db: None) -> None:
    told = news(report(CouncillorFactory(), **POLICE), timezone.now())
    assert told.next.startswith("Nobody is there to answer yet")


@time_machine.travel(SATURDAY, tick=False)
def test_news_follow_the_case(councillor: User, officer: User) -> None:
    case = actions.acknowledge(by=officer, case=report(councillor, **POLICE))
    assert news(case, timezone.now()).next == "Olive Officer will refer it to the police no later than today at 1pm."
    case = actions.refer(by=officer, case=case, police_reference="WX-1")
    assert "will tell you how it stands no later than" in news(case, timezone.now()).next
    case = actions.close(by=officer, case=case, reason="The police have it.")
    assert (news(case, timezone.now()).stands, news(case, timezone.now()).next) == ("Closed", "")


@time_machine.travel(SATURDAY, tick=False)
def test_news_of_what_the_council_does_itself(councillor: User, officer: User) -> None:
    case = actions.acknowledge(by=officer, case=report(councillor, **COUNCIL))
    assert "will decide what to do no later than" in news(case, timezone.now()).next


def test_each_tier_is_explained_without_its_score(councillor: User) -> None:
    assert "refer to the police" in what_we_do(report(councillor, **POLICE))
    assert "keep a record" in what_we_do(report(councillor, **LOG))
    assert "council to act on" in what_we_do(report(councillor, **COUNCIL))
    assert "call now" in what_we_do(alarm(councillor))


# The list ----------------------------------------------------------------------------------------------------------


def test_the_list_holds_ones_own_reports_the_newest_first(reader: Client, councillor: User) -> None:
    older, newer = report(councillor, **LOG), report(councillor, **POLICE)
    other = report(CouncillorFactory(), **LOG)
    response = reader.get(reverse("my-reports"))
    assert [one["news"].reference for one in response.context["reports"]] == [newer.reference, older.reference]
    assertContains(response, "Officer: Olive Officer")
    assertNotContains(response, other.reference)


def test_an_empty_list_says_where_to_begin(reader: Client) -> None:
    assertContains(reader.get(reverse("my-reports")), reverse("report-start"))


def test_the_list_goes_on_after_25(reader: Client, councillor: User) -> None:
    for _ in range(26):
        report(councillor, **LOG)
    first = reader.get(reverse("my-reports"))
    assert len(first.context["reports"]) == 25
    second = reader.get(reverse("my-reports"), {"cursor": first.context["page"].next_cursor})
    assert len(second.context["reports"]) == 1


def test_the_list_asks_as_much_of_the_database_for_many_as_for_one(reader: Client, councillor: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            reader.get(reverse("my-reports"))
        return len(captured)

    report(councillor, **LOG)
    few = queries()
    for _ in range(10):
        report(councillor, **POLICE)
    assert queries() == few <= 4


# One report --------------------------------------------------------------------------------------------------------


def test_a_report_shows_where_it_stands_and_what_was_told(reader: Client, councillor: User) -> None:
    draft = start_draft(by=councillor)
    for step, answers in drafted(LOITERING).items():
        draft = save_answers(by=councillor, draft=draft, step=step, answers=answers)
    case = submit_report(by=councillor, draft=draft, facts=POLICE, told={}).case
    response = reader.get(shown(case))
    assertContains(response, "Olive Officer")
    assertContains(response, "We treat this as something to refer to the police.")
    assertContains(response, "A man has sat outside my house on four evenings")
    assertContains(response, "Following somebody, or waiting near their home or work")
    assertContains(response, f"<title>Report {case.reference} – CouncilSafe</title>")


def test_what_officers_think_is_not_for_the_reporter(reader: Client, councillor: User, officer: User) -> None:
    case = report(councillor, told={"description": "A man sat outside."}, **POLICE)
    complete_facts(by=officer, incident=case.incident, facts={"source_vulnerable": True}, reason="SECRET-REASON")
    case = actions.acknowledge(by=officer, case=Case.objects.get(pk=case.pk))
    case = actions.plan(by=officer, case=case, text="SECRET-PLAN", follow_up_on=timezone.localdate())
    response = reader.get(shown(case))
    assertContains(response, "A man sat outside.")
    for hidden in ("SECRET", "vulnerable", "points", "gate", "tier"):
        assertNotContains(response, hidden)


def test_the_police_reference_and_the_reason_for_closing_are_shown(
    reader: Client, councillor: User, officer: User
) -> None:
    case = actions.acknowledge(by=officer, case=report(councillor, **POLICE))
    case = actions.refer(by=officer, case=case, police_reference="WX-1")
    case = actions.close(by=officer, case=case, reason="He was spoken to & has stopped.")
    response = reader.get(shown(case))
    assertContains(response, "Their reference is WX-1.")
    assertContains(response, "He was spoken to &amp; has stopped.")


def test_an_alarm_offers_to_finish_the_report(reader: Client, councillor: User) -> None:
    case = alarm(councillor)
    assertContains(reader.get(shown(case)), reverse("report-resume", args=[case.incident.draft.pk]))


def test_the_conversation_is_in_order_and_can_be_answered(reader: Client, councillor: User, officer: User) -> None:
    case = report(councillor, **LOG)
    send_message(by=officer, incident=case.incident, body="May I <b>ring</b> you?")
    assertRedirects(reader.post(shown(case), {"body": "Please do."}), shown(case))
    response = reader.get(shown(case))
    text = response.content.decode()
    assert text.index("May I &lt;b&gt;ring&lt;/b&gt; you?") < text.index("Please do.")
    assertContains(response, "You, <time")


def test_an_empty_message_is_an_error_at_its_field(reader: Client, councillor: User) -> None:
    case = report(councillor, **LOG)
    assertContains(reader.post(shown(case), {"body": " "}), "Enter your message", count=2)
    assert not case.incident.messages.exists()


def test_a_message_that_was_typed_after_the_session_ended_is_still_there(client: Client, councillor: User) -> None:
    case = report(councillor, **LOG)
    response = client.post(shown(case), {"body": "It got worse"})
    response = client.post(response.url, {"login": councillor.email, "password": PASSWORD}, follow=True)
    assertContains(response, "It got worse")
    assertContains(response, WELCOME_BACK)


def test_the_confirmation_says_what_to_do_next(reader: Client, councillor: User) -> None:
    case = report(councillor, **POLICE)
    response = reader.get(reverse("report-sent", args=[case.reference]))
    assertContains(response, f"Your reference<br><strong>{case.reference}</strong>")
    assertContains(response, "Olive Officer has been told, and will answer no later than")
    assertContains(response, "Keep every message")
    assertContains(response, 'href="tel:999"')


@pytest.mark.parametrize("name", ["my-report", "report-sent"])
def test_strangers_find_nothing(client: Client, councillor: User, officer: User, name: str) -> None:
    case = report(councillor, **POLICE)
    for stranger in (CouncillorFactory(), officer):
        client.force_login(stranger)
        assert client.get(reverse(name, args=[case.reference])).status_code == 404
        assert client.post(reverse("my-report", args=[case.reference]), {"body": "x"}).status_code == 404


def test_who_may_not_report_is_told_so(client: Client, db: None) -> None:
    client.force_login(UserFactory(roles=[Role.SAFETY]))
    assert client.get(reverse("my-reports")).status_code == 403
