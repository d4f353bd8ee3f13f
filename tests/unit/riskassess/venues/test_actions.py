"""Adding, assessing, approving, reopening and letting go, at single moments."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.actions import remind_due_deadlines
from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from incidents.models import Conflict, Incident
from riskassess.actions import venue_assessments, venues
from riskassess.actions.venue_assessments import StaleVenueError
from riskassess.models import Cause, Outcome, Venue, VenueAssessment, VenueIncident
from riskassess.venues.areas import KEYS, Rating
from tests.factories import IncidentFactory, UserFactory
from tests.unit.riskassess.venues.making import ABOUT, assessed, finished

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()
WHISTLE = "CS-22222-33333"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def on(clock: time_machine.Traveller, day: date) -> None:
    """What beat has done on a day, more than once."""
    clock.move_to(datetime.combine(day, time(10), UTC), tick=False)
    for _ in range(2):
        venues.look_after_venues(now=datetime.now(UTC))
        remind_due_deadlines()


def told(kind: str = "") -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(kind__startswith=kind).order_by("id")
    return [(message.kind, message.recipient.email) for message in rows]


def verbs(venue: Venue) -> list[str]:
    events = AuditEvent.objects.filter(object_type="venue", object_ref=venue.reference)
    return [event.verb for event in events.order_by("id")]


def control(owner: User, **fields: object) -> dict[str, object]:
    return {
        "rating": Rating.CONTROLS,
        "evidence": "Dark.",
        "controls": "A lamp",
        "owner": owner,
        "due_on": TODAY + timedelta(14),
        **fields,
    }


def open_deadlines() -> list[tuple[str, date]]:
    return [(one.kind, one.due_at.date()) for one in Deadline.objects.open().order_by("kind", "due_at")]


# Venues ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_those_who_assess_add_venues_and_nobody_else(role: Role) -> None:
    by = UserFactory(roles=[role])
    if role in {Role.SAFETY, Role.MANAGER, Role.MONITORING}:
        assert venues.add_venue(by=by, **ABOUT).owner == by
    else:
        with pytest.raises(ActionDenied):
            venues.add_venue(by=by, **ABOUT)


def test_a_new_venue_is_a_draft_that_only_assessors_see(venue: Venue, safety: User, officer: User) -> None:
    assert (venue.state, venue.review_on) == ("new", None)
    assert list(Venue.objects.visible_to(safety)) == [venue]
    assert not Venue.objects.visible_to(officer).exists()


def test_a_withdrawn_venue_reminds_nobody_and_has_to_be_assessed_anew(safety: User, venue: Venue) -> None:
    finished(safety, assessed(safety, venue, parking=control(safety)))
    venue = venues.withdraw(by=safety, venue=venue, reason="It was sold.")
    assert (venue.standing, venue.review_on, open_deadlines()) == ("withdrawn", None, [])
    with pytest.raises(ActionDenied):
        venue_assessments.begin(by=safety, venue=venue)
    assert venues.bring_back(by=safety, venue=venue).standing == "new"
    assert verbs(venue)[-2:] == ["withdrawn", "brought back"]


def test_a_second_click_says_that_it_is_done(approved: Venue, safety: User) -> None:
    venues.withdraw(by=safety, venue=approved, reason="Sold.")
    with pytest.raises(ActionDenied, match="Not used any more"):
        venues.withdraw(by=safety, venue=approved, reason="Sold.")
    venues.bring_back(by=safety, venue=approved)
    with pytest.raises(ActionDenied):
        venues.bring_back(by=safety, venue=approved)


# Assessing -------------------------------------------------------------------------------------------------------


def test_an_assessment_has_seven_areas_that_nobody_has_looked_at(venue: Venue, safety: User) -> None:
    assessment = venue_assessments.begin(by=safety, venue=venue)
    assert [(one.area, one.rating) for one in assessment.findings.all()] == [(key, "unseen") for key in KEYS]


def test_begun_twice_it_is_one(venue: Venue, safety: User, manager: User) -> None:
    assert venue_assessments.begin(by=safety, venue=venue) == venue_assessments.begin(by=manager, venue=venue)


def test_approved_it_is_on_the_list_for_twelve_months(approved: Venue) -> None:
    assert (approved.standing, approved.approved_on, approved.review_on) == ("approved", TODAY, date(2027, 11, 24))
    assert open_deadlines() == [("venue.review", date(2027, 11, 24))]
    assert list(Venue.objects.approved(date(2027, 11, 24))) == [approved]
    assert not Venue.objects.approved(date(2027, 11, 25)).exists()


def test_a_council_may_ask_for_a_shorter_time(venue: Venue, safety: User, settings: object) -> None:
    settings.VENUE_REVIEW_MONTHS = 6  # type: ignore[attr-defined]
    assessment = assessed(safety, venue)
    with pytest.raises(ActionDenied, match="no later than 24 May 2027"):
        finished(safety, assessment, until=date(2027, 5, 25))
    with pytest.raises(ActionDenied):
        finished(safety, assessment, until=TODAY)
    assert finished(safety, assessment).review_on == date(2027, 5, 24)


@pytest.mark.parametrize("area", KEYS)
@pytest.mark.parametrize(
    ("rating", "said", "in_place", "may"),
    [
        (Rating.UNSEEN, False, False, False),
        (Rating.BAD, False, False, False),
        (Rating.BAD, True, False, False),
        (Rating.BAD, True, True, True),
        (Rating.CONTROLS, True, False, True),
        (Rating.CONTROLS, True, True, True),
        (Rating.GOOD, False, False, True),
    ],
)
def test_what_is_unsafe_cannot_be_approved_while_no_control_is_in_place(  # a table's columns
    venue: Venue, safety: User, area: str, rating: str, said: bool, in_place: bool, may: bool
) -> None:
    plain = {"controls": "", "owner": None, "due_on": None}
    found = control(safety, rating=rating, in_place=in_place) | ({} if said else plain)
    assessment = assessed(safety, venue, **{area: found})
    if may:
        assert finished(safety, assessment).standing == "approved"
    else:
        with pytest.raises(ActionDenied, match="cannot be approved yet"):
            finished(safety, assessment)
        assert finished(safety, assessment, Outcome.UNFIT).standing == "refused"


def test_nobody_finishes_what_nobody_has_visited(venue: Venue, safety: User) -> None:
    assessment = venue_assessments.begin(by=safety, venue=venue)
    with pytest.raises(ActionDenied, match="when you visited it"):
        finished(safety, assessment, Outcome.UNFIT)


def test_what_is_finished_cannot_be_saved_over(approved: Venue, safety: User) -> None:
    assessment = VenueAssessment.objects.get()
    with pytest.raises(ActionDenied, match="is finished"):
        venue_assessments.save_visit(by=safety, assessment=assessment, visited_on=TODAY, summary="No")
    with pytest.raises(StaleVenueError, match="finished this assessment meanwhile"):
        finished(safety, assessment)


def test_a_new_version_starts_from_the_words_of_the_last_and_none_of_its_judgements(venue: Venue, safety: User) -> None:
    finished(safety, assessed(safety, venue, parking=control(safety)))
    second = venue_assessments.begin(by=safety, venue=venue)
    parking = second.findings.get(area="parking")
    assert (second.number, second.summary, second.visited_on) == (2, "", None)
    assert (parking.rating, parking.evidence, parking.controls) == ("unseen", "Dark.", "A lamp")
    with pytest.raises(ActionDenied):
        finished(safety, second)


def test_approved_it_stays_so_while_the_next_look_is_under_way(approved: Venue, safety: User) -> None:
    venue_assessments.begin(by=safety, venue=approved)
    approved.refresh_from_db()
    assert approved.standing == "approved"


def test_refused_it_is_not_on_the_list_and_is_not_reviewed(approved: Venue, safety: User) -> None:
    venue = finished(safety, assessed(safety, approved), Outcome.UNFIT)
    assert (venue.standing, venue.review_on, venue.latest.number) == ("refused", None, 2)
    assert open_deadlines() == []


# Controls --------------------------------------------------------------------------------------------------------


def test_a_control_is_reminded_of_from_the_day_the_assessment_is_finished(
    venue: Venue, safety: User, officer: User, manager: User, clock: time_machine.Traveller
) -> None:
    assessment = assessed(safety, venue, parking=control(officer))
    assert open_deadlines() == []
    finished(safety, assessment)
    for days in (7, 14, 21, 28):
        on(clock, TODAY + timedelta(days))
    assert told("venue_control") == [
        ("venue_control.before", officer.email),
        ("venue_control.today", officer.email),
        ("venue_control.overdue", officer.email),
        ("venue_control.escalated", manager.email),
        ("venue_control.overdue", officer.email),
        ("venue_control.escalated", manager.email),
    ]


def test_in_place_nobody_is_reminded_any_more(venue: Venue, safety: User, officer: User) -> None:
    finished(safety, assessed(safety, venue, parking=control(officer)))
    finding = VenueAssessment.objects.get().findings.get(area="parking")
    for _ in range(2):
        said = venues.say_in_place(by=officer, finding=finding)
    assert (said.done_on, said.done_by) == (TODAY, officer)
    assert open_deadlines() == [("venue.review", date(2027, 11, 24))]
    assert verbs(venue).count("control in place") == 1


def test_somebody_elses_control_is_not_mine_to_call_done(venue: Venue, safety: User, officer: User) -> None:
    finished(safety, assessed(safety, venue, parking=control(safety)))
    finding = VenueAssessment.objects.get().findings.get(area="parking")
    with pytest.raises(ActionDenied, match="Somebody else"):
        venues.say_in_place(by=officer, finding=finding)
    with pytest.raises(ActionDenied, match="no control"):
        venues.say_in_place(by=safety, finding=VenueAssessment.objects.get().findings.get(area="signal"))


def test_assessed_anew_the_controls_of_before_remind_nobody(venue: Venue, safety: User, officer: User) -> None:
    finished(safety, assessed(safety, venue, parking=control(officer)))
    finished(safety, assessed(safety, venue))
    assert open_deadlines() == [("venue.review", date(2027, 11, 24))]


# Reopening -------------------------------------------------------------------------------------------------------


def test_something_that_happened_brings_the_review_nearer_once(approved: Venue, safety: User) -> None:
    for _ in range(2):
        venue = venues.reopen(venue=approved, cause=Cause.INCIDENT, about_ref=WHISTLE)
    assert venue.review_on == date(2026, 12, 1)  # five working days
    assert open_deadlines() == [("venue.review", date(2026, 12, 1))]
    assert told("venue") == [("venue.reopened", safety.email)]
    assert verbs(venue).count("venue reopened") == 1


def test_a_review_never_moves_away(approved: Venue, clock: time_machine.Traveller) -> None:
    venues.reopen(venue=approved, cause=Cause.INCIDENT, about_ref=WHISTLE)
    clock.move_to(NOW + timedelta(3), tick=False)
    venue = venues.reopen(venue=approved, cause=Cause.TENSION, about_ref="TN-22222-33333")
    assert venue.review_on == date(2026, 12, 1)


def test_not_assessed_in_time_it_leaves_the_list_by_itself_and_goes_up(
    approved: Venue, safety: User, manager: User, monitoring: User, clock: time_machine.Traveller
) -> None:
    venues.reopen(venue=approved, cause=Cause.INCIDENT, about_ref=WHISTLE)
    for day in (date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 8), date(2026, 12, 15)):
        on(clock, day)
    approved.refresh_from_db()
    assert approved.standing == "expired"
    assert told("venue.")[-6:] == [
        ("venue.today", safety.email),
        ("venue.overdue", safety.email),
        ("venue.escalated", manager.email),
        ("venue.overdue", safety.email),
        ("venue.escalated", manager.email),
        ("venue.escalated", monitoring.email),
    ]


def test_the_next_assessment_answers_what_was_known_and_not_what_joined(approved: Venue, safety: User) -> None:
    venues.reopen(venue=approved, cause=Cause.INCIDENT, about_ref=WHISTLE)
    assessment = assessed(safety, approved)
    venues.reopen(venue=approved, cause=Cause.TENSION, about_ref="TN-22222-33333")
    with pytest.raises(StaleVenueError, match="Something else happened"):
        venue_assessments.finish(by=safety, assessment=assessment, outcome="fit", causes_seen=1)
    venue = venue_assessments.finish(by=safety, assessment=assessment, outcome="fit", causes_seen=2)
    assert venue.review_on == date(2027, 11, 24)
    assert {cause.answered_by for cause in venue.causes.all()} == {assessment}


def test_who_must_keep_out_of_it_hears_nothing(approved: Venue, safety: User) -> None:
    incident = IncidentFactory()
    Conflict.objects.create(incident=incident, user=safety, declared_by=safety)
    venues.reopen(venue=approved, cause=Cause.INCIDENT, about_ref=incident.reference)
    assert told("venue") == []


def test_an_officer_says_once_where_it_happened(approved: Venue, officer: User) -> None:
    incident = IncidentFactory()
    for _ in range(2):
        venues.happened_at(by=officer, venue=approved, incident=incident)
    assert VenueIncident.objects.count() == 1
    assert approved.causes.get().about_ref == incident.reference


def test_nobody_says_it_of_a_case_that_they_do_not_see(approved: Venue, safety: User, officer: User) -> None:
    incident = IncidentFactory()
    kept = IncidentFactory(restricted=True)
    for by, about in ((safety, incident), (officer, kept)):
        with pytest.raises(ActionDenied):
            venues.happened_at(by=by, venue=approved, incident=about)
    assert not VenueIncident.objects.exists()


@pytest.mark.parametrize(("who", "knows"), [("safety", False), ("officer", False), ("monitoring", True)])
def test_what_is_kept_from_the_team_does_not_show_at_the_venue(
    approved: Venue, monitoring: User, request: pytest.FixtureRequest, who: str, knows: bool
) -> None:
    kept: Incident = IncidentFactory(restricted=True)
    venues.happened_at(by=monitoring, venue=approved, incident=kept)
    reader = request.getfixturevalue(who)
    assert approved.incidents.visible_to(reader).exists() is knows
    assert approved.causes.visible_to(reader).exists() is knows


# Looking after ---------------------------------------------------------------------------------------------------


def test_a_venue_whose_owner_has_gone_gets_another(
    approved: Venue, safety: User, manager: User, clock: time_machine.Traveller
) -> None:
    safety.is_active = False
    safety.save()
    on(clock, TODAY)
    approved.refresh_from_db()
    assert approved.owner == manager
    assert Deadline.objects.open().get().owner == manager
    assert verbs(approved).count("venue handed over") == 1
