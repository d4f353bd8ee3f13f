import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councilsafe.accounts.models import User
from incidents.actions.mail import hold_mail, set_mail_aside
from incidents.evidence.uploads import take
from incidents.models import HeldMail, Incident
from riskassess.models import RiskReview
from tests.corpus.messages import MESSAGES
from tests.factories import POLICE, alarm, report
from tests.unit.insight.conftest import NOW, MakeCases
from triage.actions import acknowledge, propose_override
from triage.models import Case
from triage.process import Tier

pytestmark = pytest.mark.usefixtures("stopped_clock")

DASHBOARD = "/dashboard/"
QUERIES = 11  # session and user among them
NUMBER_LINK = re.compile(r'href="(/(?:queue|dashboard|risk|intake)/[^"]*)">\s*(\d+)')


def numbers_on(page: str) -> list[tuple[str, int]]:
    return [(unescape(href), int(number)) for href, number in NUMBER_LINK.findall(page)]


def rows_behind(client: Client, href: str) -> int:
    """All rows of a list, over all its pages."""
    page = client.get(href).context["page"]
    counted = len(page.rows)
    joined = "&" if "?" in href else "?"
    while page.next_cursor:
        page = client.get(f"{href}{joined}cursor={page.next_cursor}").context["page"]
        counted += len(page.rows)
    return counted


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.EVIDENCE_DIR = tmp_path / "evidence"


def something_of_everything(councillor: User, officer: User) -> None:
    """Beside the cases in bulk: an unanswered emergency, a waiting change of tier, a late review, two held mails."""
    for name in ("plain", "40 parts"):
        hold_mail(by=None, file=take("a.eml", MESSAGES[name].content))
    alarm(councillor)
    case = report(councillor, **POLICE)
    acknowledge(by=officer, case=case)
    propose_override(by=officer, case=case, tier=Tier.COUNCIL, reason="A neighbour waiting for a bus")
    RiskReview.objects.update(due_on=NOW.date() - timedelta(days=1))
    late = Case.objects.open().exclude(pk=case.pk)[:40].values("pk")
    Case.objects.filter(pk__in=late).update(due_at=NOW - timedelta(hours=3), queue_at=NOW - timedelta(hours=3))


def test_every_number_is_the_number_of_rows_behind_its_link(
    client: Client, councillor: User, officer: User, monitoring: User, make_cases: MakeCases
) -> None:
    make_cases(400)
    something_of_everything(councillor, officer)
    client.force_login(monitoring)
    shown = numbers_on(client.get(DASHBOARD).text)
    for href, number in shown:
        assert rows_behind(client, href) == number, href
    lists = {href.partition("?")[0] for href, _number in shown}
    assert lists == {"/queue/", "/dashboard/reports/", "/dashboard/second-officer/", "/risk/", "/intake/mail/"}
    assert len(shown) > 40


def test_the_numbers_of_a_manager_leave_out_what_is_restricted_and_so_do_their_lists(
    client: Client, councillor: User, officer: User, manager: User, make_cases: MakeCases
) -> None:
    make_cases(60)
    something_of_everything(councillor, officer)
    half = Incident.objects.order_by("id")[:30].values("pk")
    Incident.objects.filter(pk__in=half).update(restricted=True)
    client.force_login(manager)
    for href, number in numbers_on(client.get(DASHBOARD).text):
        assert rows_behind(client, href) == number, href


@pytest.mark.parametrize("count", [10, 1000])
def test_queries_do_not_grow_with_cases(
    client: Client,
    monitoring: User,
    make_cases: MakeCases,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_cases(count)
    client.force_login(monitoring)
    with django_assert_num_queries(QUERIES):
        client.get(DASHBOARD)


def test_an_empty_council_is_told_so_in_words(client: Client, monitoring: User) -> None:
    client.force_login(monitoring)
    page = client.get(DASHBOARD).text
    for sentence in (
        "No emergency or police case is open.",
        "No case is open.",
        "Nothing waits for your decision, no held mail waits to be read, and no risk review is overdue.",
        "No report came in over the last 12 weeks.",
    ):
        assert sentence in page
    assert not numbers_on(page) or all(not number for _href, number in numbers_on(page))


def test_what_just_happened_is_counted(client: Client, councillor: User, officer: User, monitoring: User) -> None:
    case = report(councillor, **POLICE)
    client.force_login(monitoring)
    in_time = "/dashboard/reports/?tier=police&weeks=4&answer=in_time"
    assert (in_time, 1) not in numbers_on(client.get(DASHBOARD).text)
    acknowledge(by=officer, case=case)
    assert (in_time, 1) in numbers_on(client.get(DASHBOARD).text)


def test_it_says_how_many_weeks_of_answers_it_looks_at(client: Client, monitoring: User) -> None:
    client.force_login(monitoring)
    assert "These are the reports of the last 4 weeks." in client.get(DASHBOARD).text


def test_nothing_on_it_names_a_councillor_or_tells_what_was_said(
    client: Client, councillor: User, monitoring: User
) -> None:
    report(councillor, {"description": "He shouted across the road"}, **POLICE)
    User.objects.filter(pk=councillor.pk).update(name="Ada Hollis")
    client.force_login(monitoring)
    page = client.get(DASHBOARD).text
    assert "Ada Hollis" not in page
    assert "He shouted" not in page


def test_the_gravest_unanswered_case_is_one_click_away(client: Client, councillor: User, monitoring: User) -> None:
    case = alarm(councillor)
    client.force_login(monitoring)
    assert f'href="/cases/{case.reference}/"' in client.get(DASHBOARD).text


def test_held_mail_is_counted_until_somebody_has_read_it(client: Client, manager: User, officer: User) -> None:
    client.force_login(manager)
    mails = [hold_mail(by=None, file=take("a.eml", MESSAGES[name].content))[0] for name in ("plain", "40 parts")]
    assert "2 held mails wait to be read</a>" in client.get(DASHBOARD).text
    HeldMail.objects.filter(pk=mails[0].pk).update(due_at=NOW - timedelta(minutes=1))
    assert "2 held mails wait to be read, 1 of them late</a>" in client.get(DASHBOARD).text
    for mail in mails:
        assert "/intake/mail/" in client.get(DASHBOARD).text
        set_mail_aside(by=officer, mail=mail, reason="Advertising")
    assert "held mails wait" not in client.get(DASHBOARD).text
