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
from riskassess.actions import activities, do_review, interests, mitigations, reviews, tensions, venues
from riskassess.actions.register import looking_up, steps
from riskassess.actions.reviews import remind_of
from riskassess.board.kinds import KINDS, on_board
from riskassess.board.pages import lines
from riskassess.models import Band, Cause, RiskProfile, RiskReview
from tests.unit.riskassess.conftest import MakePerson
from tests.unit.riskassess.venues.making import ABOUT as VENUE
from tests.unit.riskassess.venues.making import assessed, finished

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
    page = board(client, safety, when="late", person=safety.reference)
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


def test_a_thousand_stay_readable(
    make_person: MakePerson, safety: User, councillor: User, make_review: MakeReview, client: Client
) -> None:
    """Fifty to a page, those with the most that is late on top, and no more queries than for one."""
    review(make_review, councillor, 1)
    client.force_login(safety)
    client.get(reverse("risk-board"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("risk-board"))
    day = timezone.localdate()
    owners = [make_person(Role.SAFETY) for _ in range(40)]
    profiles = RiskProfile.objects.bulk_create(
        RiskProfile(councillor=make_person(Role.COUNCILLOR), next_review_on=day) for _ in range(50)
    )
    made = RiskReview.objects.bulk_create(
        RiskReview(
            profile=profiles[number % 50],
            due_on=day,
            owner=owners[number % 40],
            done_at=timezone.now(),
            done_by=safety,
            cause=Cause.PERIODIC,
            outcome=Band.LOW,
            reasons="A",
        )
        for number in range(1000)
    )
    Deadline.objects.bulk_create(
        Deadline(
            kind="review",
            about_type="riskreview",
            about_ref=one.reference,
            path=one.get_absolute_url(),
            owner=one.owner,
            plan="review",
            due_at=end_of(day + timedelta(days=number % 60 - 30)),
        )
        for number, one in enumerate(made)
    )
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("risk-board"))
    assert len(many) == len(few)
    assert (len(page.context["people"]), page.context["everybody"], len(page.context["lines"])) == (12, 41, 50)
    assert len(client.get(reverse("risk-board"), {"everybody": ""}).context["people"]) == 41
    seen, cursor = 0, ""
    while cursor is not None:
        page = client.get(reverse("risk-board"), {"cursor": cursor})
        seen, cursor = seen + len(page.context["lines"]), page.context["page"].next_cursor
    assert seen == 1001
    late = client.get(reverse("risk-board"), {"when": "late"}).context["lines"]
    assert {line["state"] for line in late} == {"late"}


def test_every_kind_of_these_rooms_is_on_the_board_or_left_out_on_purpose() -> None:
    off = {mitigations.OWN, steps.APPEAL_TIME}
    plain = {
        reviews.KIND,
        looking_up.KIND,
        venues.REVIEW,
        venues.CONTROL,
        activities.HELP,
        activities.REVIEW,
        tensions.BRIEFING,
        tensions.CLOSE,
    }
    more = {*mitigations.WAITED_FOR.values(), mitigations.OWN, interests.DECIDE, interests.REVIEW, *steps.KINDS}
    assert set(KINDS) == (plain | more) - off


@pytest.mark.parametrize("role", ["safety", "manager", "monitoring"])
def test_kinds_are_shown_to_those_who_may_open_them(
    role: str,
    request: pytest.FixtureRequest,
    councillor: User,
    officer: User,
    monitoring: User,
    safety: User,
    make_review: MakeReview,
) -> None:
    """One of each kind that can be set alone, and whatever stands on somebody's board can be opened by them."""
    interests.apply(by=councillor, kind="land", which="A field", why="He came twice", signed_name="Ada Hollis")
    review_ = make_review(councillor, timezone.localdate())
    remind_of(review_)
    do_review(by=safety, review=review_, band=Band.HIGH, reasons="He came twice.")
    finished(safety, assessed(safety, venues.add_venue(by=safety, **VENUE)))
    user = request.getfixturevalue(role)
    client = Client()
    client.force_login(user)
    rows = list(on_board(user))
    kinds = {row.kind for row in rows}
    assert {"plan.answer", "venue.review"} <= kinds
    named = {line["deadline"].kind: line["name"] for line in lines(rows, user, timezone.now())}
    assert (named["plan.answer"], named["venue.review"]) == ("Ada Hollis", "Elm Hall")
    assert ("interest.decide" in kinds) is (role == "monitoring")
    assert {client.get(line["path"]).status_code for line in lines(rows, user, timezone.now())} == {200}
