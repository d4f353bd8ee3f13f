"""The queue: its order, its filters, its tags, who sees which rows, and what it costs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.access import Role
from councilsafe.accounts.models import User
from tests.factories import (
    COUNCIL,
    LOG,
    POLICE,
    AssessmentFactory,
    CaseFactory,
    OverrideFactory,
    UserFactory,
    alarm,
    many_cases,
    report,
)
from triage import actions
from triage.models import Case
from triage.models.case import PausedFor
from triage.process import Tier

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
PAGE = reverse("queue")


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


def shown(client: Client, **filters: str) -> list[Case]:
    return [row.case for row in client.get(PAGE, filters).context["rows"]]


def due(left: timedelta, **fields: Any) -> Case:
    return CaseFactory(acknowledge_due_at=NOW + left, **fields)


def act(tier: Tier, olive: User, **fields: Any) -> Case:
    """Answered, and waiting for what the tier asks for next."""
    return CaseFactory(
        tier=tier.value, state="acknowledged", acknowledged_at=NOW, acknowledged_by=olive, act_due_at=NOW, **fields
    )


class TestOrder:
    def test_what_falls_due_first_stands_first(self, client: Client) -> None:
        later, late, soon = (due(timedelta(hours=hours)) for hours in (5, -2, 1))
        assert shown(client) == [late, soon, later]

    def test_not_the_oldest_but_the_most_urgent(self, client: Client, councillor: User) -> None:
        log, police, danger = report(councillor, **LOG), report(councillor, **POLICE), alarm(councillor)
        assert shown(client) == [danger, police, log]

    def test_closed_cases_stand_apart_with_the_newest_report_first(self, client: Client, olive: User) -> None:
        older, newer = (
            CaseFactory(
                reported_at=NOW - timedelta(days=days),
                state="closed",
                acknowledged_at=NOW,
                acknowledged_by=olive,
                closed_at=NOW,
                closed_by=olive,
                close_reason="Over",
                due_at=None,
            )
            for days in (9, 2)
        )
        opened = CaseFactory(reported_at=NOW)
        assert shown(client) == [opened]
        assert shown(client, state="closed") == [newer, older]
        assert shown(client, state="all") == [opened, newer, older]

    def test_twenty_five_a_page(self, client: Client, olive: User, councillor: User) -> None:
        many_cases(30, by=councillor, owner=olive)
        first = client.get(PAGE)
        assert len(first.context["rows"]) == 25
        assert len(shown(client, cursor=first.context["page"].next_cursor)) == 5

    def test_a_cursor_that_makes_no_sense_is_the_first_page(self, client: Client) -> None:
        assert shown(client, cursor="nonsense") == shown(client)


class TestSort:
    @pytest.fixture
    def cases(self) -> dict[str, Case]:
        """The last to fall due was reported first and is the gravest."""
        return {
            name: due(timedelta(hours=left), reported_at=NOW - timedelta(days=age), tier=tier.value)
            for name, left, age, tier in (
                ("soon", 1, 1, Tier.LOG),
                ("next", 2, 5, Tier.POLICE),
                ("later", 3, 9, Tier.POLICE),
            )
        }

    @pytest.mark.parametrize(
        ("sort", "wanted"),
        [
            ("due", ["soon", "next", "later"]),
            ("newest", ["soon", "next", "later"]),
            ("oldest", ["later", "next", "soon"]),
            ("tier", ["next", "later", "soon"]),
        ],
    )
    def test_by_what_was_asked(self, client: Client, cases: dict[str, Case], sort: str, wanted: list[str]) -> None:
        assert shown(client, sort=sort) == [cases[name] for name in wanted]

    def test_the_highest_tier_first_in_closed_cases_too(self, client: Client, olive: User) -> None:
        low, high = (closed(olive, tier=tier.value) for tier in (Tier.LOG, Tier.POLICE))
        assert shown(client, sort="tier", state="closed") == [high, low]

    def test_the_order_stands_in_the_address_and_forgets_the_page(self, client: Client, cases: dict[str, Case]) -> None:
        response = client.get(PAGE, {"tier": "police", "cursor": "x"})
        assertContains(response, 'href="?tier=police&amp;sort=oldest"')
        assertContains(response, "Open cases, due first")

    @pytest.mark.parametrize("sort", ["due", "newest", "oldest", "tier"])
    @pytest.mark.parametrize("state", ["open", "closed", "all"])
    def test_every_order_leads_to_the_last_page_and_back(
        self, client: Client, olive: User, councillor: User, sort: str, state: str
    ) -> None:
        many_cases(30, by=councillor, owner=olive), closed(olive), [closed(olive) for _ in range(29)]
        wanted = {"sort": sort, "state": state}
        forwards = walk(client, wanted, "", "next_cursor")
        backwards = walk(client, wanted, "last", "previous_cursor")
        everything = [case for page in forwards for case in page]
        assert len(everything) == len(set(everything)) == (60 if state == "all" else 30)
        assert (backwards[0], backwards[-1]) == (everything[-25:], everything[:25])
        assert {case for page in backwards for case in page} == set(everything)

    def test_a_cursor_from_another_order_is_no_error(self, client: Client, olive: User, councillor: User) -> None:
        many_cases(30, by=councillor, owner=olive)
        cursor = client.get(PAGE, {"sort": "tier"}).context["page"].next_cursor
        assert len(shown(client, sort="due", cursor=cursor)) == 25


def closed(by: User, **fields: Any) -> Case:
    done = {"acknowledged_at": NOW, "acknowledged_by": by, "closed_at": NOW, "closed_by": by, "close_reason": "Over"}
    return CaseFactory(state="closed", due_at=None, **done, **fields)


def walk(client: Client, wanted: dict[str, str], cursor: str, onwards: str) -> list[list[Case]]:
    pages = []
    while cursor is not None:
        context = client.get(PAGE, wanted | {"cursor": cursor}).context
        pages.append([row.case for row in context["rows"]])
        cursor = getattr(context["page"], onwards)
    return pages


class TestFilters:
    def test_nobodys(self, client: Client) -> None:
        CaseFactory()
        nobodys = CaseFactory(owner=None)
        assert shown(client, owner="nobody") == [nobodys]

    def test_words_that_press(self, client: Client) -> None:
        CaseFactory()
        pressing = CaseFactory(pressing_since=NOW)
        assert shown(client, needs="words") == [pressing]

    def test_what_waits_for_a_second_officer_who_is_not_the_first(self, client: Client, olive: User) -> None:
        OverrideFactory(proposed_by=olive)
        mine = OverrideFactory()
        assert shown(client, needs="second") == [mine.case]

    def test_tier(self, client: Client) -> None:
        CaseFactory()
        police = CaseFactory(tier=Tier.POLICE.value)
        assert shown(client, tier="police") == [police]

    def test_clock_parts_open_cases_at_now_and_at_local_midnight(self, client: Client) -> None:
        late, now, tonight, tomorrow = (
            due(left)
            for left in (-timedelta(seconds=1), timedelta(0), timedelta(hours=11, minutes=59), timedelta(hours=12))
        )
        assert shown(client, clock="late") == [late]
        assert shown(client, clock="today") == [now, tonight]
        assert shown(client, clock="later") == [tomorrow]

    def test_what_it_waits_for_is_what_the_case_says(self, client: Client, olive: User) -> None:
        act(Tier.COUNCIL, olive), act(Tier.POLICE, olive), act(Tier.EMERGENCY, olive)
        act(Tier.COUNCIL, olive, acted_at=NOW), CaseFactory()
        found = {waits: shown(client, waits_for=waits) for waits in ("answer", "plan", "referral", "look")}
        assert {waits: len(cases) for waits, cases in found.items()} == {
            "answer": 1,
            "plan": 1,
            "referral": 2,
            "look": 1,
        }
        assert all(case.waits_for == waits for waits, cases in found.items() for case in cases)

    def test_owner(self, client: Client, olive: User, oscar: User) -> None:
        mine, his = CaseFactory(owner=olive), CaseFactory(owner=oscar)
        assert shown(client, owner="me") == [mine]
        assert shown(client, owner=oscar.reference) == [his]

    def test_kind(self, client: Client) -> None:
        threat, unknown = CaseFactory(kind="threat"), CaseFactory()
        assert shown(client, kind="threat") == [threat]
        assert shown(client, kind="unknown") == [unknown]

    @pytest.mark.parametrize("day", ["2026-11-16", "16/11/2026", "22/11/2026"])
    def test_week_goes_from_monday_to_sunday_in_local_time(self, client: Client, day: str) -> None:
        monday = datetime(2026, 11, 16, tzinfo=UTC)
        CaseFactory(reported_at=monday - timedelta(seconds=1)), CaseFactory(reported_at=monday + timedelta(days=7))
        first, last = CaseFactory(reported_at=monday), CaseFactory(reported_at=monday + timedelta(days=7, seconds=-1))
        assert shown(client, week=day) == [first, last]

    def test_several_narrow_together(self, client: Client, olive: User) -> None:
        wanted = due(-timedelta(hours=1), tier=Tier.POLICE.value, owner=olive)
        due(-timedelta(hours=1), tier=Tier.POLICE.value), due(timedelta(hours=1), tier=Tier.POLICE.value, owner=olive)
        assert shown(client, tier="police", clock="late", owner="me") == [wanted]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"tier": "purple"},
            {"clock": "soon"},
            {"waits_for": "nothing"},
            {"owner": "U-22222-22222"},
            {"kind": "weather"},
            {"week": "yesterday"},
            {"week": "9999-12-31"},
            {"week": "0001-01-01"},
            {"state": "gone"},
        ],
    )
    def test_what_is_unknown_is_left_out_and_said_at_its_field(self, client: Client, wrong: dict[str, str]) -> None:
        case = CaseFactory()
        response = client.get(PAGE, wrong)
        assert [row.case for row in response.context["rows"]] == [case]
        assertContains(response, "left out")
        assertContains(response, f'href="#id_{next(iter(wrong))}"')
        assert not response.context["tags"]


class TestTags:
    def test_each_takes_its_own_filter_away_and_forgets_the_page(self, client: Client) -> None:
        response = client.get(PAGE, {"tier": "police", "clock": "late", "cursor": "x"})
        assert [(tag.text, tag.href) for tag in response.context["tags"]] == [
            ("Tier: Police: refer now", "?clock=late"),
            ("Clock: Late", "?tier=police"),
        ]

    def test_open_cases_need_no_tag_because_they_are_the_queue(self, client: Client) -> None:
        assert not client.get(PAGE, {"state": "open"}).context["tags"]

    def test_nothing_found_offers_to_clear_the_filters(self, client: Client) -> None:
        CaseFactory()
        assertContains(client.get(PAGE, {"tier": "police"}), "No case fits these filters.")

    def test_an_empty_queue_says_so(self, client: Client) -> None:
        assertContains(client.get(PAGE), "No case is open.")


class TestRow:
    def test_says_all_that_an_officer_chooses_by(self, client: Client, councillor: User, olive: User) -> None:
        case = report(councillor, **COUNCIL)
        response = client.get(PAGE)
        unknown = len(case.assessment.questions)
        for words in (
            case.reference,
            "Council acts",
            "Answer due in",
            "Contact without end or purpose",
            "Casey Councillor",
            "Olive Officer",
            "Waiting for somebody to answer",
            f"{unknown} unknown",
        ):
            assertContains(response, words)

    def test_a_new_case_can_be_acknowledged_at_once(self, client: Client, councillor: User, olive: User) -> None:
        case = report(councillor, **COUNCIL)
        action = f'action="{reverse("case-acknowledge", args=[case.reference])}"'
        assertContains(client.get(PAGE), action)
        actions.acknowledge(by=olive, case=case)
        assertNotContains(client.get(PAGE), action)

    def test_the_title_names_nothing(self, client: Client, councillor: User) -> None:
        report(councillor, **COUNCIL)
        assertContains(client.get(PAGE), "<title>Queue – CouncilSafe</title>", html=True)


class TestWhoSeesWhat:
    @pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.SAFETY, Role.CHAMPION, Role.POLICE, Role.ADMIN])
    def test_other_roles_are_turned_away(self, client: Client, role: Role) -> None:
        client.force_login(UserFactory(roles=[role]))
        assert client.get(PAGE).status_code == 403

    def test_restricted_cases_are_the_monitoring_officers(self, client: Client) -> None:
        restricted = CaseFactory(incident__restricted=True)
        assert shown(client) == []
        client.force_login(UserFactory(roles=[Role.MONITORING]))
        assert shown(client) == [restricted]
        assertContains(client.get(PAGE), "Restricted")


class TestCost:
    @pytest.mark.parametrize("filters", [{}, {"tier": "log", "owner": "me", "state": "all"}])
    def test_queries_are_the_same_for_ten_rows_and_a_thousand(
        self,
        client: Client,
        olive: User,
        councillor: User,
        filters: dict[str, str],
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in (10, 990):
            many_cases(number, by=councillor, owner=olive)
            with django_assert_num_queries(QUERIES + (not filters)) as captured:
                client.get(PAGE, filters)
            assert not any(query["sql"].startswith("SELECT COUNT(") for query in captured.captured_queries)

    def test_nor_do_answered_cases_cost_a_query_each(
        self, client: Client, olive: User, councillor: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        """What they wait for stands in more columns than what a new case waits for."""
        answered = {"state": "acknowledged", "acknowledged_at": NOW, "acknowledged_by": olive, "act_due_at": NOW}
        for number in (2, 20):
            many_cases(number, by=councillor, owner=olive)
            Case.objects.update(**answered)
            with django_assert_num_queries(QUERIES):
                client.get(PAGE, {"state": "open"})

    @pytest.mark.parametrize("waited_for", PausedFor)
    def test_a_clock_that_stands_still_says_for_whom(self, client: Client, olive: User, waited_for: str) -> None:
        paused = {"paused_for": waited_for, "paused_until": NOW + timedelta(days=2)}
        act(Tier.COUNCIL, olive, **paused)
        assertContains(client.get(PAGE), f"waiting for the {waited_for}")

    def test_the_questions_come_as_a_number_not_as_a_document(self, client: Client) -> None:
        CaseFactory(assessment=AssessmentFactory(questions=[{"fact": "threat", "tier": "police"}] * 3))
        [case] = shown(client)
        assert case.unknown == 3
        assert "description" in case.incident.get_deferred_fields()


QUERIES = 8  # session, reader, the people in the filter, the page, one's and others' views, how much they show, notes
# and without any filter one more: what the queue opens with
