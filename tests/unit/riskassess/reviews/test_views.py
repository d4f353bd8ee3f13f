from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from riskassess.actions import reviews as actions
from riskassess.models import Band, Cause, ReviewCause, RiskProfile, RiskReview
from tests.factories import POLICE, report

MakePerson = Callable[..., User]
MakeReview = Callable[..., RiskReview]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY = NOW.date()
LIST, MINE = "/risk/", "/my/safety/"
SECRET = "He said what nobody else should read"


@pytest.fixture(autouse=True)
def at_ten() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(client: Client, safety: User) -> Client:
    client.force_login(safety)
    return client


@pytest.fixture
def review(councillor: User, make_review: MakeReview) -> RiskReview:
    return make_review(councillor, TODAY)


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def answers(review: RiskReview, **changes: str) -> dict[str, str]:
    plain = {"band": "medium", "reasons": "It happened twice.", "causes_seen": str(review.causes.count())}
    plain |= {"targets": "role", "with_police": "no", "agreed": "not_yet"}
    return plain | {"next_review_on-day": "", "next_review_on-month": "", "next_review_on-year": ""} | changes


# The list --------------------------------------------------------------------------------------------------------


def test_open_reviews_stand_by_the_day_they_are_due(
    reader: Client, make_person: MakePerson, make_review: MakeReview
) -> None:
    later = make_review(make_person(Role.COUNCILLOR), TODAY + timedelta(9))
    late = make_review(make_person(Role.COUNCILLOR), TODAY - timedelta(3), cause=Cause.INCIDENT)
    page = words(reader.get(LIST))
    assert page.index(late.reference) < page.index(later.reference)
    assert "Late by 3 days" in page
    assert "Due in 9 days" in page
    assert "Something happened" in page
    assert "Millbrook" in page


def test_late_ones_can_be_shown_alone(reader: Client, make_person: MakePerson, make_review: MakeReview) -> None:
    later = make_review(make_person(Role.COUNCILLOR), TODAY)
    late = make_review(make_person(Role.COUNCILLOR), TODAY - timedelta(1))
    page = words(reader.get(LIST, {"due": "overdue"}))
    assert late.reference in page
    assert later.reference not in page
    assert "Remove this filter" in page


def test_done_ones_stand_apart(reader: Client, officer: User, review: RiskReview) -> None:
    assert "No review has been done yet" in words(reader.get(LIST, {"show": "done"}))
    actions.do_review(by=officer, review=review, band=Band.HIGH, reasons=SECRET)
    assert "No review is open" in words(reader.get(LIST))
    assert "No review is late" in words(reader.get(LIST, {"due": "overdue"}))
    done = words(reader.get(LIST, {"show": "done", "due": "overdue"}))
    assert review.reference in done
    assert "High" in done
    assert SECRET not in done


def test_what_makes_no_sense_in_the_address_is_no_error(reader: Client) -> None:
    assert reader.get(LIST, {"due": "x", "show": "y", "cursor": "z"}).status_code == 200


def test_pages_of_25(reader: Client, make_person: MakePerson, make_review: MakeReview) -> None:
    for number in range(26):
        make_review(make_person(Role.COUNCILLOR), TODAY + timedelta(number))
    first = reader.get(LIST)
    assert len(first.context["page"].rows) == 25
    second = reader.get(LIST, {"cursor": first.context["page"].next_cursor})
    assert [row.due_on for row in second.context["page"].rows] == [TODAY + timedelta(25)]


@pytest.fixture
def many_reviews(safety: User, make_person: MakePerson, make_review: MakeReview) -> None:
    done = {"done_at": NOW, "done_by": safety, "outcome": Band.LOW, "reasons": "A"}
    for _ in range(30):
        councillor = make_person(Role.COUNCILLOR)
        make_review(councillor, TODAY, **done)
        make_review(councillor, TODAY)


@pytest.mark.usefixtures("many_reviews")
@pytest.mark.parametrize("shown", ["open", "done"])
def test_the_list_costs_the_same_at_any_length(
    reader: Client, shown: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):  # session, reader, reviews with their people
        reader.get(LIST, {"show": shown})


# One review ------------------------------------------------------------------------------------------------------


def test_the_page_says_whose_it_is_and_why(reader: Client, councillor: User, review: RiskReview) -> None:
    page = words(reader.get(review.get_absolute_url()))
    assert "<title>Risk review " + review.reference in page
    assert councillor.name in page
    assert "Not assessed yet" in page
    assert "Regular review" in page
    assert "Due today" in page
    assert (
        "Leave this empty for the longest time the band allows, in months: 12 for low, 6 for medium, 3 for high" in page
    )


def test_an_unknown_review_is_not_found(reader: Client) -> None:
    assert reader.get("/risk/reviews/RR-22222-33333/").status_code == 404


def test_opening_it_is_recorded(reader: Client, safety: User, review: RiskReview) -> None:
    reader.get(review.get_absolute_url())
    event = AuditEvent.objects.get(verb="opened")
    assert (event.actor, event.object_ref) == (safety.reference, review.reference)


def test_saving_it_sets_the_band(reader: Client, review: RiskReview) -> None:
    response = reader.post(review.get_absolute_url(), answers(review), follow=True)
    assert response.redirect_chain == [(review.get_absolute_url(), 302)]
    page = words(response)
    assert "The review is saved" in page
    assert "Do this review" not in page
    assert "medium risk" in page
    assert RiskProfile.objects.get().next_review_on == date(2027, 5, 24)


def test_a_sooner_day_is_kept(reader: Client, review: RiskReview) -> None:
    sooner = {"next_review_on-day": "1", "next_review_on-month": "2", "next_review_on-year": "2027"}
    reader.post(review.get_absolute_url(), answers(review, **sooner))
    assert RiskProfile.objects.get().next_review_on == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"band": ""}, "Select how high the risk is"),
        ({"band": "extreme"}, "Select how high the risk is"),
        ({"reasons": " "}, "Enter the reasons"),
        ({"reasons": "x" * 4001}, "Reasons must be 4000 characters or fewer"),
        ({"next_review_on-day": "31", "next_review_on-month": "2", "next_review_on-year": "2027"}, "real date"),
        ({"next_review_on-day": "24", "next_review_on-month": "11", "next_review_on-year": "2026"}, "after today"),
        ({"next_review_on-day": "25", "next_review_on-month": "5", "next_review_on-year": "2027"}, "24 May 2027"),
    ],
)
def test_mistakes_are_named_and_change_nothing(
    reader: Client, review: RiskReview, changes: dict[str, str], error: str
) -> None:
    page = words(reader.post(review.get_absolute_url(), answers(review, **changes)))
    assert "There is a problem" in page
    assert error in page
    assert RiskReview.objects.open().exists()


def test_what_joined_meanwhile_is_shown_before_it_is_saved(reader: Client, review: RiskReview) -> None:
    stale = answers(review)
    ReviewCause.objects.create(review=review, about_ref="CS-22222-33333")
    refused = reader.post(review.get_absolute_url(), stale)
    page = words(refused)
    assert "Something else happened while you were writing" in page
    assert "It happened twice." in page
    assert 'name="causes_seen" value="1"' in page
    reader.post(review.get_absolute_url(), answers(review))
    assert RiskReview.objects.done().exists()


def test_a_colleague_was_faster(reader: Client, officer: User, review: RiskReview) -> None:
    mine = answers(review)
    actions.do_review(by=officer, review=review, band=Band.LOW, reasons="Theirs")
    page = words(reader.post(review.get_absolute_url(), mine))
    assert "Somebody else has done this review" in page
    assert "It happened twice." in page
    assert RiskProfile.objects.get().reasons == "Theirs"


def test_nobody_reviews_themselves(reader: Client, safety: User, make_review: MakeReview) -> None:
    review = make_review(safety, TODAY)
    assert "A colleague has to do it" in words(reader.get(review.get_absolute_url()))
    refused = reader.post(review.get_absolute_url(), answers(review))
    assert refused.status_code == 403
    assert "This review is about you" in words(refused)


def test_what_is_typed_outlives_the_session(reader: Client, safety: User, review: RiskReview) -> None:
    reader.logout()
    sent_away = reader.post(review.get_absolute_url(), answers(review))
    assert sent_away.status_code == 302
    reader.force_login(safety)
    assert "It happened twice." in words(reader.get(review.get_absolute_url()))
    assert RiskReview.objects.open().exists()


def test_earlier_reviews_are_shown(reader: Client, councillor: User, officer: User, make_review: MakeReview) -> None:
    actions.do_review(by=officer, review=make_review(councillor, TODAY), band=Band.LOW, reasons="Quiet <b>year</b>")
    page = words(reader.get(make_review(councillor, TODAY).get_absolute_url()))
    assert "Reviews so far" in page
    assert "Low risk" in page
    assert "Quiet &lt;b&gt;year&lt;/b&gt;" in page


def test_incidents_are_links_for_those_who_may_open_them(
    client: Client, make_person: MakePerson, councillor: User
) -> None:
    safety, officer, monitoring = map(make_person, (Role.SAFETY, Role.OFFICER, Role.MONITORING))
    case = report(councillor, told={"description": SECRET}, **POLICE)
    review = RiskReview.objects.about(case.reference).get()
    link = f'href="/cases/{case.reference}/"'

    def page(user: User) -> str:
        client.force_login(user)
        return words(client.get(review.get_absolute_url()))

    assert link in page(officer)
    assert link not in page(safety)
    assert case.reference not in page(safety)
    assert SECRET not in page(safety) + page(officer)
    type(case.incident).objects.filter(pk=case.incident_id).update(restricted=True)
    assert case.reference not in page(officer)
    assert link in page(monitoring)


@pytest.fixture
def long_story(councillor: User, officer: User, make_review: MakeReview) -> RiskReview:
    """After 25 reviews, one that 25 incidents have joined."""
    for _ in range(25):
        actions.do_review(by=officer, review=make_review(councillor, TODAY), band=Band.LOW, reasons="A")
    review = make_review(councillor, TODAY)
    ReviewCause.objects.bulk_create(ReviewCause(review=review, about_ref=f"CS-{number}") for number in range(25))
    return review


def test_the_page_costs_the_same_whatever_happened(
    client: Client, officer: User, long_story: RiskReview, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(officer)
    with django_assert_num_queries(11):  # of which 2 are the savepoint around the audit event
        client.get(long_story.get_absolute_url())


# One's own safety ------------------------------------------------------------------------------------------------


@pytest.fixture
def own(client: Client, councillor: User) -> Client:
    client.force_login(councillor)
    return client


def test_before_anything_is_known(own: Client) -> None:
    page = words(own.get(MINE))
    assert "Nobody has assessed your risk yet" in page
    assert "call <a" in page
    assert "Exit this page" in page
    assert RiskProfile.objects.count() == 0


def test_the_own_band_in_plain_words(own: Client, councillor: User, officer: User, make_review: MakeReview) -> None:
    actions.do_review(
        by=officer, review=make_review(councillor, TODAY), band=Band.HIGH, reasons="It comes <i>closer</i>."
    )
    page = words(own.get(MINE))
    assert "<strong>High.</strong>" in page
    assert "It comes &lt;i&gt;closer&lt;/i&gt;." in page
    assert "24 February 2027" in page


def test_who_is_looking_now(own: Client, councillor: User, safety: User, make_review: MakeReview) -> None:
    make_review(councillor, date(2026, 12, 1))
    assert f"{safety.name} is looking at your risk now. It is due on 1 December 2026." in words(own.get(MINE))


def test_whom_to_call(own: Client, make_person: MakePerson) -> None:
    assert "Call member services." in words(own.get(MINE))
    make_person(Role.OFFICER, name="Beth Dray", phone="01632 960 001")
    page = words(own.get(MINE))
    assert "Beth Dray is on duty now" in page
    assert 'href="tel:01632960001"' in page


def test_never_another_councillors(
    client: Client, councillor: User, officer: User, make_person: MakePerson, make_review: MakeReview
) -> None:
    other = make_person(Role.COUNCILLOR)
    actions.do_review(by=officer, review=make_review(other, TODAY), band=Band.HIGH, reasons=SECRET)
    for reader in (councillor, officer):
        client.force_login(reader)
        assert SECRET not in words(client.get(MINE))


# Who may open what -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.SAFETY, [200, 200, 403]),
        (Role.OFFICER, [200, 200, 403]),
        (Role.MANAGER, [200, 200, 403]),
        (Role.MONITORING, [200, 200, 403]),
        (Role.COUNCILLOR, [403, 403, 200]),
        (Role.CHAMPION, [403, 403, 403]),
        (Role.POLICE, [403, 403, 403]),
        (Role.ADMIN, [403, 403, 403]),
    ],
)
def test_the_role_decides(
    client: Client, review: RiskReview, make_person: MakePerson, role: Role, statuses: list[int]
) -> None:
    client.force_login(make_person(role))
    assert [client.get(url).status_code for url in (LIST, review.get_absolute_url(), MINE)] == statuses
    if 403 in statuses[:2]:
        assert client.post(review.get_absolute_url(), answers(review)).status_code == 403
        assert RiskReview.objects.open().exists()


@pytest.mark.parametrize("url", [LIST, MINE, "/risk/reviews/RR-22222-33333/"])
def test_strangers_sign_in_first(client: Client, db: None, url: str) -> None:
    assert client.get(url).status_code == 302
