"""Telling members beforehand, moving by the calendar, and counting what followed."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, InternalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from riskassess.actions import briefings, tensions
from riskassess.actions.venues import add_venue, withdraw
from riskassess.models import BriefingCopy, Cause, ReviewCause, RiskReview, Tension, VenueCause
from riskassess.tensions.following import followed
from riskassess.tensions.policies import StaleTensionError
from tests.factories import IncidentFactory
from tests.unit.riskassess.conftest import MakePerson
from tests.unit.riskassess.venues.making import ABOUT as VENUE
from tests.unit.riskassess.venues.making import assessed, finished

pytestmark = pytest.mark.django_db

START = date(2026, 6, 15)  # a Monday; the working day before is Friday 12 June
ABOUT = {"title": "The closure", "coming": "A vote.", "starts_on": START, "ends_on": START + timedelta(days=4)}


def at(day: int, hour: int = 10, month: int = 6) -> time_machine.travel:
    return time_machine.travel(datetime(2026, month, day, hour, tzinfo=UTC), tick=False)


def sweep() -> None:
    tensions.look_after_tensions(now=timezone.now())


@pytest.fixture
def tension(officer: User, councillor: User) -> Tension:
    with at(1):
        return tensions.add_tension(by=officer, members=[councillor], **ABOUT)


def sent(by: User, tension: Tension, text: str = "Take care.") -> Tension:
    tensions.send_briefing(by=by, briefing=briefings.write_briefing(by=by, tension=tension, text=text))
    return Tension.objects.get(pk=tension.pk)


def told(kind: str, to: User) -> int:
    return OutboxMessage.objects.filter(kind=kind, recipient=to).count()


@pytest.mark.parametrize("lack", ["days", "members"])
def test_a_draft_goes_to_nobody_without_days_and_members(officer: User, councillor: User, lack: str) -> None:
    about = {**ABOUT, "starts_on": None, "ends_on": None} if lack == "days" else ABOUT
    draft = tensions.add_tension(by=officer, members=[] if lack == "members" else [councillor], **about)
    with pytest.raises(ActionDenied):
        sent(officer, draft)
    assert not BriefingCopy.objects.exists()


def test_sending_tells_once_announces_and_ends_the_reminder(officer: User, councillor: User, tension: Tension) -> None:
    with at(2):
        now = sent(officer, tension)
        tensions.send_briefing(by=officer, briefing=now.briefings.get())
        tensions.announce(by=officer, tension=now)
    assert now.state == "announced"
    assert told("briefing.sent", councillor) == 1
    assert Deadline.objects.get(kind="tension.briefing").met_at
    assert ReviewCause.objects.get(about_ref=tension.reference).cause == Cause.TENSION
    assert RiskReview.objects.open().get().profile.councillor == councillor


def test_reviews_of_members_and_venues_are_opened_once(
    officer: User, safety: User, councillor: User, make_person: MakePerson
) -> None:
    """Each with its cause and what it is about, also where members and venues join later or it is announced again."""
    used, unused = (finished(safety, assessed(safety, add_venue(by=safety, **VENUE))) for _ in range(2))
    with at(1):
        about = tensions.add_tension(by=officer, members=[councillor], venues=[used], **ABOUT)
        assert not ReviewCause.objects.exists()
        about = sent(officer, about)
        tensions.announce(by=officer, tension=about)
        late = make_person(Role.COUNCILLOR)
        for _ in range(2):
            tensions.change_tension(by=officer, tension=about, members=[late], venues=[used, unused], **ABOUT)
            sweep()
    causes = ReviewCause.objects.filter(about_ref=about.reference)
    opened = sorted(causes.values_list("cause", "review__profile__councillor", "review__done_at"))
    assert opened == sorted((Cause.TENSION, one.pk, None) for one in (councillor, late))
    seen = VenueCause.objects.filter(about_ref=about.reference).order_by("venue")
    assert list(seen.values_list("cause", "venue")) == [(Cause.TENSION, used.pk), (Cause.TENSION, unused.pk)]
    used.refresh_from_db()
    assert used.review_on
    assert used.review_on <= date(2026, 6, 8)
    assert Deadline.objects.open().filter(kind="venue.review", about_ref=used.reference).count() == 1


def test_a_venue_that_is_not_used_any_more_is_left_alone(officer: User, safety: User, councillor: User) -> None:
    gone = withdraw(by=safety, venue=finished(safety, assessed(safety, add_venue(by=safety, **VENUE))), reason="Sold.")
    with at(1):
        sent(officer, tensions.add_tension(by=officer, members=[councillor], venues=[gone], **ABOUT))
    assert not VenueCause.objects.exists()


def test_nobody_saves_over_what_they_have_not_seen(officer: User, councillor: User, tension: Tension) -> None:
    seen = tension.changed_at
    tensions.change_tension(by=officer, tension=tension, members=[councillor], venues=[], seen=seen, **ABOUT)
    with pytest.raises(StaleTensionError):
        tensions.change_tension(by=officer, tension=tension, members=[], venues=[], seen=seen, **ABOUT)
    written = briefings.write_briefing(by=officer, tension=tension, text="A").written_at
    briefings.write_briefing(by=officer, tension=tension, text="B", seen=written)
    with pytest.raises(StaleTensionError):
        briefings.write_briefing(by=officer, tension=tension, text="C", seen=written)
    assert tension.briefings.get().text == "B"


def test_its_title_is_in_no_message(officer: User, tension: Tension) -> None:
    with at(2):
        sent(officer, tension)
    for message in OutboxMessage.objects.all():
        assert "closure" not in f"{message.about_ref} {message.path} {message.why}".lower()


def test_a_changed_briefing_is_a_new_version_and_tells_again(officer: User, councillor: User, tension: Tension) -> None:
    with at(2):
        sent(officer, sent(officer, tension), "Take more care.")
    assert told("briefing.changed", councillor) == 1
    assert BriefingCopy.objects.newest().get().briefing.number == 2


def test_who_has_not_read_is_reminded_once_on_the_working_day_before(
    officer: User, councillor: User, tension: Tension
) -> None:
    with at(2):
        sent(officer, tension)
    for day, hour, reminded in ((11, 10, 0), (12, 2, 0), (12, 10, 1), (12, 11, 1), (13, 10, 1), (15, 10, 1)):
        with at(day, hour):
            sweep()
        assert told("briefing.unread", councillor) == reminded, (day, hour)


def test_who_has_read_is_not_reminded(officer: User, councillor: User, tension: Tension) -> None:
    with at(2):
        sent(officer, tension)
        briefings.read_briefing(by=councillor, copy=BriefingCopy.objects.get())
    with at(12):
        sweep()
    assert told("briefing.unread", councillor) == 0


def test_somebody_new_in_the_ward_is_told_too(officer: User, councillor: User, make_person: MakePerson) -> None:
    with at(1):
        ward = councillor.councillor.ward
        about = sent(officer, tensions.add_tension(by=officer, wards=[ward], **ABOUT))
        new = make_person(Role.COUNCILLOR, councillor__ward=ward)
        sweep()
        sweep()
    assert told("briefing.sent", new) == 1
    assert about.members.count() == 2


def test_the_calendar_begins_and_ends_it_and_asks_for_lessons(officer: User, tension: Tension) -> None:
    with at(2):
        sent(officer, tension)
    states = []
    for day in (14, 15, 19, 20):
        with at(day):
            sweep()
        states.append(Tension.objects.get().state)
    assert states == ["announced", "under-way", "under-way", "over"]
    assert Deadline.objects.open().get(kind="tension.close").owner == officer
    tensions.close(by=officer, tension=tension, lessons="Tell them sooner.")
    assert not Deadline.objects.open().filter(about_ref=tension.reference).exists()
    with pytest.raises(ActionDenied):
        tensions.close(by=officer, tension=tension, lessons="Again.")


def test_what_followed_is_counted_of_what_the_reader_may_see(
    officer: User, monitoring: User, councillor: User, make_person: MakePerson, tension: Tension
) -> None:
    tensions.change_tension(
        by=officer, tension=tension, members=[councillor], venues=[], topics=["bin strike"], **ABOUT
    )
    tension.refresh_from_db()
    assert followed(tension, officer, date(2026, 6, 20)) is None  # nobody was told of a draft
    with at(2):
        tension = sent(officer, tension)
    other = make_person(Role.COUNCILLOR)

    def reported(day: int, who: User, words: str = "Something.", **fields: object) -> None:
        moment = datetime(2026, 6, day, 12, tzinfo=UTC)
        IncidentFactory(councillor=who, reporter=who, reported_at=moment, description=words, **fields)

    reported(16, councillor)
    reported(17, other, "They shouted about the bin strikes.")
    reported(17, other)
    reported(18, councillor, restricted=True)
    reported(1, councillor)
    today = date(2026, 6, 20)
    found = followed(tension, officer, today)
    assert found
    assert (found.after, found.before) == (2, 1)
    assert found.chart
    assert [column.label for column in found.chart.bars] == ["8 Jun", "15 Jun"]
    assert found.weeks == [(date(2026, 6, 8), 0), (date(2026, 6, 15), 2)]
    seen = followed(tension, monitoring, today)
    assert seen
    assert seen.after == 3


def test_a_councillor_reads_their_own_and_nobody_elses(
    officer: User, councillor: User, make_person: MakePerson, tension: Tension, client: Client
) -> None:
    with at(2):
        sent(officer, tension, "Park where it is lit.")
    path = reverse("my-briefing", args=[tension.briefings.get().reference])
    client.force_login(make_person(Role.COUNCILLOR))
    assert client.get(path).status_code == 404
    client.force_login(councillor)
    page = client.get(path).content.decode()
    assert "Park where it is lit." in page
    assert "closure" not in page
    assert BriefingCopy.objects.get().read_at


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "loud"}, "tension_state_known"),
        ({"ends_on": START - timedelta(days=1)}, "tension_days_in_order"),
        ({"ends_on": None}, "tension_days_in_order"),
        ({"state": "announced", "starts_on": None, "ends_on": None}, "tension_announced_with_days"),
        ({"state": "closed"}, "tension_closed_with_lessons"),
        ({"lessons": "Some"}, "tension_closed_with_lessons"),
    ],
)
def test_the_database_refuses(tension: Tension, fields: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Tension.objects.filter(pk=tension.pk).update(**fields)


def test_a_sent_briefing_never_changes(officer: User, tension: Tension) -> None:
    with at(2):
        sent(officer, tension)
    with pytest.raises(InternalError), transaction.atomic():
        tension.briefings.update(text="Other")
