"""Why a review is open, as each reader may know it: who does not see an entry is told no word of the register."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.models import Conflict
from riskassess import actions
from riskassess.models import Band, Cause, RegisterEntry, ReviewCause, RiskReview
from riskassess.reviews.readable import JOINED
from tests.factories import CouncillorFactory, IncidentFactory, UserFactory
from tests.unit.riskassess.register.conftest import incident, make, people, person

__all__ = ["incident", "make", "people", "person"]  # fixtures of the register
MakeEntry = Callable[..., RegisterEntry]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TELLING = "Somebody was entered in the register"
NEUTRAL = "Something happened"


@pytest.fixture(autouse=True)
def at_ten() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def entry(make: MakeEntry) -> RegisterEntry:
    return make("in-force")


@pytest.fixture
def review(entry: RegisterEntry) -> RiskReview:
    """What the entry alone opened: the incident had been looked at before."""
    found = RiskReview.objects.get(causes__about_ref=entry.reference)
    found.causes.exclude(about_ref=entry.reference).delete()
    RiskReview.objects.filter(pk=found.pk).update(cause=Cause.REGISTER)
    return RiskReview.objects.get()


def pages(client: Client, reader: User, review: RiskReview) -> tuple[str, str]:
    client.force_login(reader)
    found = [client.get(path) for path in (reverse("risk-reviews"), review.get_absolute_url())]
    assert [one.status_code for one in found] == [200, 200]
    listed, shown = (" ".join(one.content.decode().split()) for one in found)
    return listed, shown


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.MONITORING])
def test_who_sees_the_entry_reads_its_word_and_follows_it(
    client: Client, review: RiskReview, entry: RegisterEntry, role: Role
) -> None:
    listed, shown = pages(client, UserFactory(roles=[role]), review)
    assert TELLING in listed
    assert TELLING in shown
    assert f'href="{entry.get_absolute_url()}"' in shown


def test_health_and_safety_reads_no_word_of_the_register(
    client: Client, review: RiskReview, entry: RegisterEntry
) -> None:
    for page in pages(client, UserFactory(roles=[Role.SAFETY]), review):
        assert NEUTRAL in page
        assert "register" not in page.lower()
        assert entry.reference not in page


def test_nor_does_an_officer_to_whom_the_entry_is_closed(
    client: Client, review: RiskReview, entry: RegisterEntry
) -> None:
    friend = UserFactory(roles=[Role.OFFICER])
    entry.conflicts.create(user=friend)
    for page in pages(client, friend, review):
        assert NEUTRAL in page
        assert TELLING not in page
        assert entry.reference not in page


def test_it_cannot_be_told_from_another_incident(client: Client, review: RiskReview) -> None:
    """The same line, word for word, as that of an incident of the same day."""
    ReviewCause.objects.create(review=review, about_ref=IncidentFactory().reference)
    _, shown = pages(client, UserFactory(roles=[Role.SAFETY]), review)
    assert shown.count("<li> Something happened, 24 November 2026 </li>") == 2


def test_nobody_who_was_not_asked_about_learns_of_it(review: RiskReview) -> None:
    assert review.why == review.causes.get().why == NEUTRAL


@pytest.mark.parametrize("cause", [one for one in Cause if one not in (Cause.PERIODIC, Cause.REGISTER)])
def test_each_other_cause_has_its_own_words(
    client: Client, make_review: Callable[..., RiskReview], cause: Cause
) -> None:
    review = make_review(CouncillorFactory(), date(2026, 12, 1), cause=cause)
    ReviewCause.objects.create(review=review, cause=cause, about_ref="XX-1")
    for role in (Role.OFFICER, Role.SAFETY):
        for page in pages(client, UserFactory(roles=[role]), review):
            assert cause.label in page


def test_every_cause_that_can_join_has_words_of_its_own() -> None:
    assert set(JOINED) == set(Cause) - {Cause.PERIODIC}
    assert len(set(JOINED.values())) == len(JOINED)


@pytest.mark.parametrize("cause", list(JOINED))
def test_what_joined_meanwhile_is_called_by_its_name(
    make_review: Callable[..., RiskReview], safety: User, officer: User, cause: Cause
) -> None:
    review = make_review(CouncillorFactory(), date(2026, 12, 1))
    ReviewCause.objects.create(review=review, cause=cause, about_ref="XX-1")
    known = JOINED[Cause.INCIDENT if cause == Cause.REGISTER else cause]
    for reader in (safety, officer):
        with pytest.raises(actions.StaleReviewError, match=f"^{known} while you were writing"):
            actions.do_review(by=reader, review=review, band=Band.LOW, reasons="A", causes_seen=0)


def test_who_sees_the_entry_hears_of_it_and_who_does_not_hears_of_something(
    review: RiskReview, safety: User, officer: User
) -> None:
    for reader, known in ((safety, JOINED[Cause.INCIDENT]), (officer, JOINED[Cause.REGISTER])):
        with pytest.raises(actions.StaleReviewError, match=known):
            actions.do_review(by=reader, review=review, band=Band.LOW, reasons="A", causes_seen=0)


def test_what_is_closed_to_somebody_meanwhile_is_no_reason_to_save(review: RiskReview, safety: User) -> None:
    with pytest.raises(actions.StaleReviewError, match="Why this review is open has changed"):
        actions.do_review(by=safety, review=review, band=Band.LOW, reasons="A", causes_seen=5)


def test_who_must_not_know_of_the_incident_sees_nothing(client: Client, make: MakeEntry) -> None:
    entry = make("in-force")
    friend = UserFactory(roles=[Role.OFFICER])
    Conflict.objects.create(incident=entry.incidents.get().incident, user=friend, reason="A friend")
    known = RiskReview.objects.visible_to(friend).as_known_to(friend)
    assert not [one for one in known if one.known_cause == Cause.REGISTER]
