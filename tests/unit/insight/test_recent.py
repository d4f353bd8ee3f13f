from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councilsafe.accounts.models import User
from insight import recent
from insight.periods import last_weeks
from tests.factories import LOG, POLICE, report
from tests.unit.insight.conftest import MakeCases
from triage.actions import acknowledge

LIST = "/dashboard/reports/"


def test_only_filters_that_exist_narrow_the_list() -> None:
    asked = {"tier": "police", "kind": "nonsense", "answer": "missed", "owner": "me"}
    assert recent.chosen(asked) == {"tier": "police", "answer": "missed"}
    assert recent.chosen({"kind": "unknown"}) == {"kind": "unknown"}


def test_filters_are_said_in_words() -> None:
    wanted = {"tier": "police", "kind": "threat", "answer": "in_time"}
    assert recent.in_words(wanted) == {
        "tier": "Police: refer now",
        "kind": "A threat",
        "answer": "Answered in time",
    }


@pytest.mark.usefixtures("stopped_clock")
def test_each_filter_narrows(councillor: User, officer: User, monitoring: User, now: datetime) -> None:
    grave, mild = report(councillor, **POLICE), report(councillor, **LOG)
    acknowledge(by=officer, case=mild)

    def found(**wanted: str) -> set[int]:
        return {case.pk for case in recent.reports(monitoring, wanted, last_weeks(now.date())[0], now)}

    assert found() == {grave.pk, mild.pk}
    assert found(tier="police") == {grave.pk}
    assert found(kind="criticism") == {mild.pk}
    assert found(answer="in_time") == {mild.pk}
    assert found(answer="missed") == set()
    assert found(tier="log", answer="missed") == set()


@pytest.mark.parametrize(("asked", "weeks"), [({}, 12), ({"weeks": "4"}, 4), ({"weeks": "99999999"}, 12)])
def test_it_looks_as_far_back_as_the_numbers_do(asked: dict[str, str], weeks: int) -> None:
    assert recent.weeks(asked) == weeks


@pytest.mark.usefixtures("stopped_clock")
def test_the_title_says_how_far(client: Client, monitoring: User, make_cases: MakeCases) -> None:
    make_cases(12, days=60)
    client.force_login(monitoring)
    near, far = client.get(f"{LIST}?weeks=4"), client.get(LIST)
    assert "Reports of the last 4 weeks" in near.text
    assert "Reports of the last 12 weeks" in far.text
    assert 0 < len(near.context["page"].rows) < len(far.context["page"].rows)


@pytest.mark.usefixtures("stopped_clock")
@pytest.mark.parametrize("count", [10, 1000])
def test_queries_do_not_grow_with_cases(
    client: Client,
    monitoring: User,
    make_cases: MakeCases,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_cases(count, days=60)
    client.force_login(monitoring)
    with django_assert_num_queries(3):
        assert client.get(LIST).context["page"].rows


def test_a_report_is_named_by_what_was_done(client: Client, councillor: User, officer: User, monitoring: User) -> None:
    report(councillor, **POLICE)
    client.force_login(monitoring)
    assert "Following, or waiting near home or work" in client.get(LIST).text


def test_an_address_that_makes_no_sense_is_no_error(client: Client, monitoring: User) -> None:
    client.force_login(monitoring)
    answer = client.get(f"{LIST}?tier=nonsense&kind=&answer=x&cursor=x")
    assert answer.status_code == 200
    assert "There is no such report." in answer.text
