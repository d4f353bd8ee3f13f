"""Who sees what on the board, and that it costs the same with few and with many."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.clocks import end_of
from councilsafe.duty.models import Deadline
from riskassess.actions import tensions
from riskassess.actions.reviews import remind_of
from riskassess.board.kinds import on_board
from riskassess.models import RiskReview
from tests.unit.riskassess.conftest import MakePerson

pytestmark = pytest.mark.django_db
MakeReview = Callable[..., RiskReview]


def board(client: Client, user: User, **query: str) -> str:
    client.force_login(user)
    response = client.get(reverse("risk-board"), query)
    assert response.status_code == 200
    return response.content.decode()


def review(make_review: MakeReview, councillor: User, days: int) -> RiskReview:
    made = make_review(councillor, timezone.localdate() + timedelta(days=days))
    remind_of(made)
    return made


def test_tensions_are_for_those_who_keep_them(
    officer: User, councillor: User, safety: User, monitoring: User, client: Client
) -> None:
    day = timezone.localdate() + timedelta(days=3)
    made = tensions.add_tension(by=officer, title="A", coming="B", starts_on=day, ends_on=day, members=[councillor])
    assert made.reference in board(client, monitoring)
    assert made.reference not in board(client, safety)


def test_nobody_sees_what_is_barred_to_them(
    councillor: User, safety: User, monitoring: User, make_review: MakeReview
) -> None:
    made = review(make_review, councillor, 2)
    Deadline.objects.filter(about_ref=made.reference).update(barred=[monitoring.pk])
    assert [on_board(one).count() for one in (safety, monitoring)] == [1, 0]


def test_it_is_counted_by_person_and_filtered(
    councillor: User, make_person: MakePerson, safety: User, make_review: MakeReview, client: Client
) -> None:
    late, later = review(make_review, councillor, -3), review(make_review, make_person(Role.COUNCILLOR), 40)
    page = board(client, safety)
    assert "1 late" in page
    assert late.reference in page
    assert later.reference in page
    page = board(client, safety, late="1", person=safety.reference)
    assert later.reference not in page
    assert page.count("Remove this filter") == 2


def test_many_cost_what_few_do(make_person: MakePerson, safety: User, make_review: MakeReview, client: Client) -> None:
    def queries() -> int:
        board(client, safety)
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("risk-board"))
        return len(found)

    for number in range(10):
        review(make_review, make_person(Role.COUNCILLOR), number)
    few = queries()
    for number in range(30):
        owner = make_person(Role.SAFETY)
        made = make_review(make_person(Role.COUNCILLOR), timezone.localdate() + timedelta(days=number), owner=owner)
        remind_of(made)
    assert Deadline.objects.filter(due_at__gt=end_of(timezone.localdate())).count() > 30
    assert queries() == few
