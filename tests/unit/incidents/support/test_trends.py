from datetime import date

import pytest
import time_machine

from incidents.models import Wellbeing
from incidents.support.trends import FEWER, wanted, year_before
from tests.factories import CouncillorFactory, IncidentFactory

pytestmark = pytest.mark.django_db


def counted(today: date) -> dict[str, str]:
    return {one.key: one.value for one in wanted(today)}


def choose(people: int, choice: str) -> None:
    for _ in range(people):
        incident = IncidentFactory()
        Wellbeing.objects.create(incident=incident, asked_by=incident.reporter, choice=choice)


def test_whole_months_that_are_over() -> None:
    assert year_before(date(2026, 11, 24)) == (date(2025, 11, 1), date(2026, 11, 1))


def test_five_people_are_a_number_and_four_are_not() -> None:
    with time_machine.travel("2026-10-05 12:00"):
        choose(5, "call")
        choose(4, "peer")
    shown = counted(date(2026, 11, 24))
    assert shown["A call from the wellbeing champion"] == "5"
    assert shown["A talk with another councillor"] == shown["Nothing now"] == FEWER


def test_somebody_who_asks_often_is_one_person() -> None:
    one = CouncillorFactory()
    with time_machine.travel("2026-10-05 12:00"):
        for _ in range(9):
            incident = IncidentFactory(reporter=one)
            Wellbeing.objects.create(incident=incident, asked_by=one, choice="call")
    assert set(counted(date(2026, 11, 24)).values()) == {FEWER}


def test_this_month_does_not_count_yet() -> None:
    with time_machine.travel("2026-11-05 12:00"):
        choose(6, "call")
    assert set(counted(date(2026, 11, 24)).values()) == {FEWER}
    assert counted(date(2026, 12, 1))["A call from the wellbeing champion"] == "6"
