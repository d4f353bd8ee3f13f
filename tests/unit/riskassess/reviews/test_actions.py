"""Opening, doing and reminding, at single moments. Years of it are in test_years.py."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.actions import remind_due_deadlines
from councilsafe.duty.models import Deadline
from councilsafe.notifications.actions import deliver_due
from councilsafe.notifications.models import OutboxMessage
from incidents.models import Conflict
from riskassess.actions import reviews as actions
from riskassess.actions.reviews import remind_of
from riskassess.models import Band, Cause, RiskProfile, RiskReview
from tests.factories import IncidentFactory

MakePerson = Callable[..., User]
MakeReview = Callable[..., RiskReview]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()
INCIDENT, ANOTHER = "CS-22222-33333", "CS-44444-55555"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def sweep(clock: time_machine.Traveller, day: date) -> None:
    """What beat has done on a day: both sweeps, and more than once."""
    clock.move_to(datetime.combine(day, time(10), UTC), tick=False)
    for _ in range(2):
        actions.look_after_reviews(now=datetime.now(UTC))
        remind_due_deadlines()
        deliver_due()


def told() -> list[tuple[str, str]]:
    """Of reviews: what is offered with them is tried beside (`profiles/`)."""
    about = OutboxMessage.objects.filter(kind__startswith="review.").order_by("id")
    return [(message.kind, message.recipient.email) for message in about]


def verbs(review: RiskReview) -> list[str]:
    events = AuditEvent.objects.filter(object_type="riskreview", object_ref=review.reference)
    return [event.verb for event in events.order_by("id")]


# Profiles --------------------------------------------------------------------------------------------------------


def test_a_new_profile_has_no_band_and_is_reviewed_soon(councillor: User) -> None:
    profile = actions.ensure_profile(councillor=councillor)
    assert (profile.band, profile.next_review_on) == ("", TODAY + timedelta(28))
    assert actions.ensure_profile(councillor=councillor) == profile
    assert AuditEvent.objects.filter(verb="profile opened").count() == 1


# After an incident -----------------------------------------------------------------------------------------------


def test_an_incident_opens_a_review(councillor: User, safety: User) -> None:
    review = actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=INCIDENT)
    assert (review.cause, review.due_on, review.owner) == (Cause.INCIDENT, date(2026, 12, 1), safety)
    assert [cause.about_ref for cause in review.causes.all()] == [INCIDENT]
    assert verbs(review) == ["review opened", "review cause added"]


def test_the_same_incident_counts_once(councillor: User, safety: User, clock: time_machine.Traveller) -> None:
    first = actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=INCIDENT)
    clock.shift(timedelta(days=2))
    again = actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=INCIDENT)
    assert (again, again.due_on) == (first, first.due_on)
    assert verbs(first) == ["review opened", "review cause added"]


def test_a_second_incident_joins_and_never_puts_it_off(
    councillor: User, safety: User, clock: time_machine.Traveller
) -> None:
    first = actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=INCIDENT)
    clock.shift(timedelta(days=2))
    second = actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=ANOTHER)
    assert (second, second.due_on) == (first, first.due_on)
    assert [cause.about_ref for cause in second.causes.all()] == [INCIDENT, ANOTHER]


def test_an_incident_brings_a_regular_review_forward(councillor: User, make_review: MakeReview) -> None:
    regular = make_review(councillor, date(2026, 12, 8))
    review = actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=INCIDENT)
    assert review == regular
    assert (review.due_on, review.cause) == (date(2026, 12, 1), Cause.INCIDENT)


def test_an_incident_leaves_a_late_review_late(councillor: User, make_review: MakeReview) -> None:
    make_review(councillor, date(2026, 11, 1))
    assert actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=INCIDENT).due_on == date(2026, 11, 1)


def test_after_a_done_review_the_next_incident_opens_another(councillor: User, safety: User) -> None:
    first = actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=INCIDENT)
    actions.do_review(by=safety, review=first, band=Band.LOW, reasons="It was a mistake.")
    assert actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=INCIDENT) != first


@pytest.mark.django_db(transaction=True)
def test_two_incidents_at_once_share_one_review(councillor: User, safety: User) -> None:
    together = Barrier(2)

    def report(about_ref: str) -> int:
        together.wait()
        try:
            return actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=about_ref).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        first, second = both.map(report, (INCIDENT, ANOTHER))
    assert first == second
    assert RiskReview.objects.get().causes.count() == 2


# By the calendar -------------------------------------------------------------------------------------------------


def test_regular_reviews_open_two_weeks_before_their_day(councillor: User, safety: User) -> None:
    day = actions.ensure_profile(councillor=councillor).next_review_on
    assert actions.open_due_periodic_reviews(today=day - timedelta(15)) == 0
    assert actions.open_due_periodic_reviews(today=day - timedelta(14)) == 1
    assert actions.open_due_periodic_reviews(today=day - timedelta(14)) == 0
    review = RiskReview.objects.get()
    assert (review.cause, review.due_on, review.owner) == (Cause.PERIODIC, day, safety)


def test_councillors_without_a_profile_get_one(councillor: User, safety: User, make_person: MakePerson) -> None:
    make_person(Role.COUNCILLOR, is_active=False)
    actions.open_due_periodic_reviews(today=TODAY)
    assert [profile.councillor for profile in RiskProfile.objects.all()] == [councillor]


def test_who_has_left_is_not_reviewed_by_the_calendar(councillor: User, safety: User) -> None:
    actions.ensure_profile(councillor=councillor)
    User.objects.filter(pk=councillor.pk).update(is_active=False)
    assert actions.open_due_periodic_reviews(today=TODAY + timedelta(100)) == 0


def test_who_waited_for_the_lock_looks_again(councillor: User, make_review: MakeReview) -> None:
    review = make_review(councillor, TODAY)
    assert actions.open_periodic_review(profile=review.profile, today=TODAY) is False


# Doing -----------------------------------------------------------------------------------------------------------


def test_doing_a_review_sets_the_profile(councillor: User, officer: User, make_review: MakeReview) -> None:
    review = make_review(councillor, TODAY)
    actions.do_review(by=officer, review=review, band=Band.HIGH, reasons="He came to the house twice.")
    profile = RiskProfile.objects.get()
    assert (profile.band, profile.reasons, profile.set_by) == (Band.HIGH, "He came to the house twice.", officer)
    assert profile.next_review_on == date(2027, 2, 24)
    review.refresh_from_db()
    assert (review.outcome, review.done_by, review.done_at) == (Band.HIGH, officer, NOW)
    assert verbs(review) == ["reviewed"]


def test_the_audit_event_does_not_repeat_the_reasons(councillor: User, officer: User, make_review: MakeReview) -> None:
    actions.do_review(by=officer, review=make_review(councillor, TODAY), band=Band.LOW, reasons="Private words.")
    event = AuditEvent.objects.get(verb="reviewed")
    assert (event.reason, event.detail) == ("", "low, next 2027-11-24")


def test_the_next_review_may_be_sooner_and_never_later(
    councillor: User, officer: User, make_review: MakeReview
) -> None:
    review = make_review(councillor, TODAY)
    for wrong in (TODAY, date(2027, 5, 25)):
        with pytest.raises(ActionDenied, match="24 May 2027"):
            actions.do_review(by=officer, review=review, band=Band.MEDIUM, reasons="A", next_review_on=wrong)
    actions.do_review(by=officer, review=review, band=Band.MEDIUM, reasons="A", next_review_on=date(2027, 5, 24))
    assert RiskProfile.objects.get().next_review_on == date(2027, 5, 24)


def test_a_review_is_done_once(councillor: User, officer: User, make_review: MakeReview) -> None:
    review = make_review(councillor, TODAY)
    actions.do_review(by=officer, review=review, band=Band.LOW, reasons="First")
    with pytest.raises(actions.StaleReviewError, match="Somebody else"):
        actions.do_review(by=officer, review=review, band=Band.HIGH, reasons="Second")
    assert RiskProfile.objects.get().reasons == "First"


def test_what_the_reviewer_has_not_seen_is_not_reviewed(councillor: User, safety: User) -> None:
    review = actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=INCIDENT)
    actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=ANOTHER)
    with pytest.raises(actions.StaleReviewError, match="Something else happened while you were writing"):
        actions.do_review(by=safety, review=review, band=Band.LOW, reasons="A", causes_seen=1)
    actions.do_review(by=safety, review=review, band=Band.LOW, reasons="A", causes_seen=2)


def test_nobody_reviews_themselves(safety: User, make_review: MakeReview) -> None:
    with pytest.raises(ActionDenied, match="about you"):
        actions.do_review(by=safety, review=make_review(safety, TODAY), band=Band.LOW, reasons="A")


# Reminding -------------------------------------------------------------------------------------------------------


def test_the_owner_is_reminded_once_in_each_turn(
    councillor: User, safety: User, make_review: MakeReview, clock: time_machine.Traveller
) -> None:
    review = make_review(councillor, TODAY + timedelta(8))
    for late in range(-8, 7):
        sweep(clock, review.due_on + timedelta(late))
    assert told() == [("review.before", safety.email), ("review.today", safety.email)]
    assert {message.path for message in OutboxMessage.objects.all()} == {review.get_absolute_url()}


def test_late_reviews_go_up(
    councillor: User,
    safety: User,
    manager: User,
    monitoring: User,
    make_review: MakeReview,
    clock: time_machine.Traveller,
) -> None:
    review = make_review(councillor, TODAY - timedelta(7))
    sweep(clock, TODAY)
    assert told() == [("review.overdue", safety.email), ("review.escalated", manager.email)]
    sweep(clock, TODAY + timedelta(7))
    assert told()[2:] == [
        ("review.overdue", safety.email),
        ("review.escalated", manager.email),
        ("review.escalated", monitoring.email),
    ]
    assert verbs(review) == ["review escalated", "review escalated"]
    assert Deadline.objects.missed().count() == 1


def test_going_up_skips_whom_it_is_about_and_who_has_a_conflict(
    councillor: User, manager: User, monitoring: User, make_review: MakeReview, clock: time_machine.Traveller
) -> None:
    review = make_review(monitoring, TODAY - timedelta(14))
    incident = IncidentFactory(reporter=councillor)
    review.causes.create(about_ref=incident.reference)
    Conflict.objects.create(incident=incident, user=manager, reason="His brother.")
    sweep(clock, TODAY)
    assert told() == [("review.overdue", review.owner.email)]


def test_after_weeks_of_silence_only_the_turn_of_today_is_told(
    councillor: User, safety: User, make_review: MakeReview, clock: time_machine.Traveller
) -> None:
    make_review(councillor, TODAY - timedelta(40))
    sweep(clock, TODAY)
    assert told() == [("review.overdue", safety.email)]
    sweep(clock, TODAY + timedelta(1))
    assert len(told()) == 1


def test_a_missed_day_is_told_the_day_after(
    councillor: User, safety: User, make_review: MakeReview, clock: time_machine.Traveller
) -> None:
    make_review(councillor, TODAY + timedelta(6))
    sweep(clock, TODAY)
    sweep(clock, TODAY + timedelta(7))
    assert told() == [("review.before", safety.email), ("review.overdue", safety.email)]


def test_a_day_that_came_nearer_is_not_a_second_mail_that_day(
    councillor: User, make_review: MakeReview, clock: time_machine.Traveller
) -> None:
    review = make_review(councillor, date(2026, 12, 1))
    sweep(clock, TODAY)
    review.due_on = date(2026, 11, 30)
    remind_of(review)
    sweep(clock, TODAY)
    assert len(told()) == 1
    sweep(clock, TODAY + timedelta(1))
    assert len(told()) == 2


def test_done_reviews_are_not_reminded_of(
    councillor: User, officer: User, make_review: MakeReview, clock: time_machine.Traveller
) -> None:
    review = make_review(councillor, TODAY)
    remind_of(review)
    actions.do_review(by=officer, review=review, band=Band.LOW, reasons="A")
    sweep(clock, TODAY)
    assert told() == []
    assert Deadline.objects.get(kind="review").met_by == officer


def test_a_review_whose_owner_left_gets_another(
    councillor: User, safety: User, make_person: MakePerson, make_review: MakeReview, clock: time_machine.Traveller
) -> None:
    review = make_review(councillor, TODAY)
    User.objects.filter(pk=safety.pk).update(is_active=False)
    other = make_person(Role.SAFETY)
    sweep(clock, TODAY)
    review.refresh_from_db()
    assert review.owner == other
    assert told() == [("review.today", other.email)]
    assert verbs(review) == ["review handed over"]


def test_a_conflict_of_interest_takes_a_review_away(
    councillor: User, safety: User, officer: User, clock: time_machine.Traveller
) -> None:
    incident = IncidentFactory(reporter=councillor)
    review = actions.reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=incident.reference)
    Conflict.objects.create(incident=incident, user=safety, reason="A friend of his.")
    sweep(clock, TODAY)
    review.refresh_from_db()
    assert review.owner == officer
    assert told() == [("review.before", officer.email)]


@pytest.mark.parametrize(
    ("now", "mails"),
    [
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), 0),
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 24, 23, 59, tzinfo=UTC), 1),
        (datetime(2026, 6, 24, 6, 59, tzinfo=UTC), 0),  # summer time: an hour before eight in London
        (datetime(2026, 6, 24, 7, 0, tzinfo=UTC), 1),
    ],
)
def test_nobody_is_reminded_at_night(
    councillor: User, make_review: MakeReview, now: datetime, mails: int, clock: time_machine.Traveller
) -> None:
    clock.move_to(now - timedelta(days=9), tick=False)
    remind_of(make_review(councillor, now.date() + timedelta(7)))
    clock.move_to(now, tick=False)
    remind_due_deadlines()
    assert len(told()) == mails


def test_the_day_is_londons(councillor: User, make_review: MakeReview) -> None:
    """At half past eleven in the evening of Greenwich, summer London already has the next day, and sleeps."""
    actions.ensure_profile(councillor=councillor)
    RiskProfile.objects.update(next_review_on=date(2026, 7, 15))
    actions.look_after_reviews(now=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    assert RiskReview.objects.count() == 0
    actions.look_after_reviews(now=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert RiskReview.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once(councillor: User, make_review: MakeReview) -> None:
    make_review(councillor, TODAY)
    together = Barrier(2)

    def sweep(_: int) -> None:
        together.wait()
        try:
            actions.look_after_reviews(now=NOW)
            remind_due_deadlines()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(sweep, range(2)))
    assert len(told()) == 1
    assert RiskReview.objects.count() == 1
