"""What is offered with a review, and everything that becomes of it until it is checked, late, or over."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, InternalError, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.actions import remind_due_deadlines
from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from incidents.models import Conflict
from riskassess.actions import do_review, profiles, reopen
from riskassess.actions import mitigations as actions
from riskassess.models import Band, Cause, Mitigation, MitigationCheck, RiskProfile, RiskReview
from riskassess.profiles.kinds import DEVICES, KINDS, MUST_OFFER, must_offer
from riskassess.profiles.lifecycle import MITIGATION_MOVES, MitigationState
from tests.factories import IncidentFactory

MakePerson = Callable[..., User]
MakeReview = Callable[..., RiskReview]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def profile(councillor: User, safety: User, make_review: MakeReview) -> RiskProfile:
    """High since just now."""
    do_review(by=safety, review=make_review(councillor, TODAY), band=Band.HIGH, reasons="He came twice.")
    return RiskProfile.objects.get()


@pytest.fixture
def alarm(profile: RiskProfile) -> Mitigation:
    return profile.mitigations.get(kind="alarm")


@pytest.fixture
def placed(alarm: Mitigation, councillor: User, safety: User) -> Mitigation:
    actions.accept(by=councillor, mitigation=alarm)
    return actions.put_in_place(by=safety, mitigation=alarm, on=TODAY, serial="A-1", tested_on=TODAY)


def again(councillor: User, by: User, band: str) -> None:
    review = reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=f"CS-{RiskReview.objects.count()}")
    do_review(by=by, review=review, band=band, reasons="Again.")


# With a review ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("band", Band.values)
def test_all_that_a_band_asks_for_is_offered_with_the_review(
    councillor: User, safety: User, make_review: MakeReview, band: str
) -> None:
    do_review(by=safety, review=make_review(councillor, TODAY), band=band, reasons="A")
    found = set(Mitigation.objects.filter(state=MitigationState.OFFERED, band=band).values_list("kind", flat=True))
    assert found == set(MUST_OFFER[band])
    assert RiskProfile.objects.get().keeper == safety
    assert OutboxMessage.objects.filter(recipient=councillor, kind="plan.new").count() == 1


def test_a_higher_band_never_asks_for_less() -> None:
    assert set(MUST_OFFER["low"]) <= set(MUST_OFFER["medium"]) <= set(MUST_OFFER["high"]) <= set(KINDS)


@given(band=st.sampled_from(Band.values), also=st.lists(st.sampled_from(list(KINDS))))
def test_a_council_adds_and_never_takes_away(band: str, also: list[str]) -> None:
    asked = must_offer(band, {band: also})
    assert set(asked) == {*MUST_OFFER[band], *also}
    assert len(asked) == len(set(asked))


def test_what_the_council_adds_is_offered_too(
    councillor: User, safety: User, make_review: MakeReview, settings: Settings
) -> None:
    settings.OFFER_ALSO = {"low": ["lighting"], "medium": [], "high": []}
    do_review(by=safety, review=make_review(councillor, TODAY), band=Band.LOW, reasons="A")
    assert Mitigation.objects.get().kind == "lighting"


def test_what_is_there_is_not_offered_again(profile: RiskProfile, councillor: User, safety: User) -> None:
    before = profile.mitigations.count()
    again(councillor, safety, Band.HIGH)
    assert profile.mitigations.count() == before


def test_what_was_declined_is_offered_again_only_when_the_band_rises(
    councillor: User, safety: User, make_review: MakeReview
) -> None:
    do_review(by=safety, review=make_review(councillor, TODAY), band=Band.MEDIUM, reasons="A")
    training = Mitigation.objects.get(kind="training")
    actions.decline(by=councillor, mitigation=training, reason="No time")
    again(councillor, safety, Band.MEDIUM)
    assert Mitigation.objects.filter(kind="training").count() == 1
    again(councillor, safety, Band.HIGH)
    assert Mitigation.objects.filter(kind="training", state=MitigationState.OFFERED, band=Band.HIGH).count() == 1


# Moves -----------------------------------------------------------------------------------------------------------


def go(name: str, by: User, mitigation: Mitigation) -> Mitigation:
    match name:
        case "accept":
            return actions.accept(by=by, mitigation=mitigation)
        case "decline":
            return actions.decline(by=by, mitigation=mitigation, reason="R")
        case "place":
            return actions.put_in_place(by=by, mitigation=mitigation, on=TODAY, serial="1", tested_on=TODAY)
        case "check":
            return actions.check(by=by, mitigation=mitigation, on=TODAY, works=True)
    return actions.end(by=by, mitigation=mitigation, reason="R")


def in_state(mitigation: Mitigation, state: str, by: User) -> Mitigation:
    """As it stands, without how it came there, and long enough ago for everything."""
    yesterday = TODAY - timedelta(1)
    over = state in (MitigationState.DECLINED, MitigationState.ENDED)
    there = {"in_place_on": yesterday, "checked_on": yesterday, "works": True, "serial": "1"}
    Mitigation.objects.filter(pk=mitigation.pk).update(
        state=state,
        due_on=None if over else TODAY,
        reason="R" if over else "",
        changed_by=by,
        **(there if state == MitigationState.IN_PLACE else {}),
    )
    return Mitigation.objects.get(pk=mitigation.pk)


@pytest.mark.parametrize("state", list(MitigationState))
@pytest.mark.parametrize("name", [name for name, move in MITIGATION_MOVES.items() if not move.follows])
@pytest.mark.parametrize("who", ["councillor", "officer", "stranger", "police"])
def test_every_move_state_and_person(
    alarm: Mitigation, councillor: User, officer: User, make_person: MakePerson, who: str, name: str, state: str
) -> None:
    people = {"councillor": councillor, "officer": officer}
    by = people.get(who) or make_person(Role.POLICE if who == "police" else Role.COUNCILLOR)
    mitigation, move = in_state(alarm, state, make_person(Role.SAFETY)), MITIGATION_MOVES[name]
    permitted = who == "officer" or (who == "councillor" and move.theirs)
    if permitted and state in move.sources:
        assert go(name, by, mitigation).state == move.target
        assert AuditEvent.objects.filter(verb=move.event, actor=by.reference).exists()
    else:
        with pytest.raises(ActionDenied):
            go(name, by, mitigation)


def test_nobody_looks_after_their_own(make_person: MakePerson, safety: User, make_review: MakeReview) -> None:
    both = make_person(Role.COUNCILLOR)
    both.roles = [Role.COUNCILLOR, Role.OFFICER]
    both.save()
    do_review(by=safety, review=make_review(both, TODAY), band=Band.HIGH, reasons="A")
    alarm = Mitigation.objects.get(kind="alarm")
    actions.accept(by=both, mitigation=alarm)
    with pytest.raises(ActionDenied, match="about you"):
        actions.put_in_place(by=both, mitigation=alarm, on=TODAY, serial="1", tested_on=TODAY)


def test_a_second_click_does_no_harm(placed: Mitigation, safety: User, clock: time_machine.Traveller) -> None:
    actions.put_in_place(by=safety, mitigation=placed, on=TODAY, serial="A-2", tested_on=TODAY)
    clock.shift(timedelta(days=10))
    for _ in range(2):
        actions.check(by=safety, mitigation=placed, on=TODAY + timedelta(10), works=True)
    placed.refresh_from_db()
    assert placed.serial == "A-1"
    assert placed.checks.count() == 2


def test_a_device_needs_its_number_and_a_test(alarm: Mitigation, councillor: User, safety: User) -> None:
    actions.accept(by=councillor, mitigation=alarm)
    for said in ({"serial": "1"}, {"tested_on": TODAY}, {}):
        with pytest.raises(ActionDenied, match="serial number"):
            actions.put_in_place(by=safety, mitigation=alarm, on=TODAY, **said)


@pytest.mark.parametrize("wrong", [TODAY, TODAY + timedelta(100)])
def test_the_next_check_comes_within_the_kinds_time(
    alarm: Mitigation, councillor: User, safety: User, wrong: date
) -> None:
    actions.accept(by=councillor, mitigation=alarm)
    with pytest.raises(ActionDenied, match="24 February 2027"):
        actions.put_in_place(by=safety, mitigation=alarm, on=TODAY, serial="1", tested_on=TODAY, check_on=wrong)


def test_what_does_not_work_is_due_again_in_a_week(
    placed: Mitigation, safety: User, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=30))
    day = TODAY + timedelta(30)
    broken = actions.check(by=safety, mitigation=placed, on=day, works=False, note="Flat battery")
    assert (broken.works, broken.due_on) == (False, day + timedelta(7))


def test_a_check_is_never_of_a_day_to_come_or_before_the_last(placed: Mitigation, safety: User) -> None:
    for wrong in (TODAY + timedelta(1), TODAY - timedelta(1)):
        with pytest.raises(ActionDenied):
            actions.check(by=safety, mitigation=placed, on=wrong, works=True)


def test_a_declined_one_can_be_wanted_after_all(alarm: Mitigation, councillor: User) -> None:
    actions.decline(by=councillor, mitigation=alarm, reason="Too much")
    assert actions.accept(by=councillor, mitigation=alarm).reason == ""


def test_but_not_beside_an_offer_of_the_same(alarm: Mitigation, councillor: User, safety: User) -> None:
    actions.decline(by=councillor, mitigation=alarm, reason="Too much")
    actions.offer(by=safety, profile=alarm.profile, kind="alarm")
    with pytest.raises(ActionDenied, match="offered again"):
        actions.accept(by=councillor, mitigation=alarm)


def test_audit_holds_no_reason(alarm: Mitigation, councillor: User) -> None:
    actions.decline(by=councillor, mitigation=alarm, reason="My husband would ask why")
    event = AuditEvent.objects.get(verb="mitigation declined")
    assert "husband" not in event.reason + event.detail


# Reminding -------------------------------------------------------------------------------------------------------


def told(person: User) -> list[str]:
    about = OutboxMessage.objects.filter(recipient=person, kind__regex=r"^(plan|offer)\.").order_by("id")
    return list(about.values_list("kind", flat=True))


def test_an_offer_without_an_answer_is_reminded_of(
    profile: RiskProfile, safety: User, councillor: User, manager: User, clock: time_machine.Traveller
) -> None:
    deadline = Deadline.objects.get(kind="plan.answer")
    assert deadline.due_at.date() == date(2026, 12, 8)  # ten working days
    for day in range(23):
        clock.move_to(NOW + timedelta(days=day))
        remind_due_deadlines()
    assert told(safety) == ["offer.before", "offer.today", "offer.overdue"]
    assert told(manager) == ["offer.escalated"]
    assert told(councillor) == ["plan.new", "plan.yours", "plan.yours"]


def test_the_last_answer_stops_it(profile: RiskProfile, councillor: User) -> None:
    for one in profile.mitigations.all():
        assert Deadline.objects.open().filter(kind="plan.answer").exists()
        actions.accept(by=councillor, mitigation=one)
    assert not Deadline.objects.open().filter(kind__in=["plan.answer", "plan.yours"]).exists()
    assert Deadline.objects.open().filter(kind="plan.place").exists()


def test_a_test_falls_due_and_is_late(placed: Mitigation, safety: User, clock: time_machine.Traveller) -> None:
    assert placed.due_on == date(2027, 2, 24)
    assert Deadline.objects.open().get(kind="plan.check").owner == safety
    clock.move_to(datetime(2027, 2, 25, 10, tzinfo=UTC))
    assert placed.is_late
    remind_due_deadlines()
    assert "offer.overdue" in told(safety)


def test_who_has_a_conflict_hears_nothing_and_keeps_nothing(
    profile: RiskProfile, councillor: User, safety: User, officer: User, manager: User, clock: time_machine.Traveller
) -> None:
    incident = IncidentFactory(reporter=councillor)
    reopen(councillor=councillor, cause=Cause.INCIDENT, about_ref=incident.reference)
    for person in (safety, manager):
        Conflict.objects.create(incident=incident, user=person, reason="A friend")
    assert not RiskProfile.objects.visible_to(safety).exists()
    assert not Mitigation.objects.visible_to(safety).exists()
    profiles.look_after_plans()
    profile.refresh_from_db()
    assert profile.keeper == officer
    clock.move_to(NOW + timedelta(days=30))
    remind_due_deadlines()
    assert told(manager) == told(safety) == []


def test_what_is_offered_by_somebody_who_left_gets_another_keeper(
    profile: RiskProfile, safety: User, officer: User
) -> None:
    User.objects.filter(pk=safety.pk).update(is_active=False)
    profiles.look_after_plans()
    profile.refresh_from_db()
    assert profile.keeper == officer
    assert Deadline.objects.open().get(kind="plan.answer").owner == officer


# In the database -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "moat"},
        {"state": "lost"},
        {"state": "declined", "due_on": None, "reason": ""},
        {"state": "accepted", "due_on": None},
        {"reason": "For nothing"},
        {"state": "in_place"},
        {"state": "in_place", "in_place_on": TODAY, "checked_on": TODAY, "works": True},
        {"state": "in_place", "in_place_on": TODAY, "checked_on": TODAY, "works": True, "serial": "1"}
        | {"due_on": TODAY + timedelta(368)},
    ],
)
def test_the_database_refuses(alarm: Mitigation, wrong: dict[str, object]) -> None:
    assert alarm.kind in DEVICES
    with pytest.raises(IntegrityError), transaction.atomic():
        Mitigation.objects.filter(pk=alarm.pk).update(**wrong)


def test_one_live_of_a_kind(alarm: Mitigation, safety: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Mitigation.objects.create(
            profile=alarm.profile, kind="alarm", due_on=TODAY, offered_by=safety, changed_by=safety
        )


def test_checks_never_change_and_nothing_is_deleted(placed: Mitigation) -> None:
    for deed in (
        lambda: MitigationCheck.objects.update(works=False, note="x"),
        lambda: Mitigation.objects.filter(pk=placed.pk).delete(),
    ):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            deed()
