"""Every move of an application, by every person; its clock; and what the database refuses."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.actions import remind_due_deadlines
from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from riskassess.actions import interests as actions
from riskassess.interests.lifecycle import INTEREST_MOVES, InterestState
from riskassess.models import SensitiveInterest

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY = NOW.date()
SECRET = "14 Pepper Street"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def interest(councillor: User, monitoring: User) -> SensitiveInterest:
    return actions.apply(by=councillor, kind="land", which=SECRET, why="He came twice", signed_name="Ada Hollis")


def test_an_application_has_a_clock_and_an_owner(interest: SensitiveInterest, monitoring: User) -> None:
    assert (interest.due_on, interest.owner) == (date(2026, 12, 1), monitoring)
    assert Deadline.objects.get(about_ref=interest.reference).kind == "interest.decide"
    assert OutboxMessage.objects.get(kind="interest.new").recipient == monitoring
    event = AuditEvent.objects.get(verb="interest applied for")
    assert SECRET not in event.detail + event.reason


def test_sent_twice_it_is_one(interest: SensitiveInterest, councillor: User) -> None:
    actions.apply(by=councillor, kind="land", which=SECRET, why="He came twice", signed_name="Ada Hollis")
    assert SensitiveInterest.objects.count() == 1


def go(name: str, by: User, interest: SensitiveInterest) -> SensitiveInterest:
    return getattr(actions, name)(by=by, interest=interest, reason="Because")


@pytest.mark.parametrize("state", list(InterestState))
@pytest.mark.parametrize("name", list(INTEREST_MOVES))
@pytest.mark.parametrize("who", ["councillor", "monitoring", "manager", "stranger"])
def test_every_move_state_and_person(  # pytest's fixtures
    interest: SensitiveInterest,
    councillor: User,
    monitoring: User,
    manager: User,
    make_person: Callable[..., User],
    who: str,
    name: str,
    state: str,
) -> None:
    by = {"councillor": councillor, "monitoring": monitoring, "manager": manager}.get(who) or make_person(
        Role.COUNCILLOR
    )
    ways = {
        InterestState.GRANTED: ["grant"],
        InterestState.REFUSED: ["refuse"],
        InterestState.ENDED: ["grant", "end"],
    }
    for step in ways.get(InterestState(state), []):
        go(step, monitoring, interest)
    if state == InterestState.WITHDRAWN:
        go("withdraw", councillor, interest)
    move = INTEREST_MOVES[name]
    permitted = (who == "councillor" and move.theirs) or (who == "monitoring" and move.decided)
    if permitted and state in move.sources:
        assert go(name, by, interest).state == move.target
    else:
        with pytest.raises(ActionDenied):
            go(name, by, interest)


def test_nobody_decides_about_their_own(make_person: Callable[..., User], councillor: User) -> None:
    both = make_person(Role.COUNCILLOR)
    both.roles = [Role.COUNCILLOR, Role.MONITORING]
    both.save()
    interest = actions.apply(by=both, kind="land", which=SECRET, why="Why", signed_name="Both")
    assert interest.owner is None
    with pytest.raises(ActionDenied, match="your own"):
        actions.grant(by=both, interest=interest, reason="Mine")
    other = make_person(Role.MONITORING)
    actions.look_after_interests()
    interest.refresh_from_db()
    assert interest.owner == other


def test_granted_it_is_looked_at_again(interest: SensitiveInterest, monitoring: User, councillor: User) -> None:
    with pytest.raises(ActionDenied, match="24 November 2027"):
        actions.grant(by=monitoring, interest=interest, reason="Yes", review_on=TODAY + timedelta(366))
    granted = actions.grant(by=monitoring, interest=interest, reason="Yes")
    assert granted.due_on == date(2027, 11, 24)
    assert [one.kind for one in Deadline.objects.open().about(interest.reference)] == ["interest.review"]
    assert OutboxMessage.objects.get(kind="interest.answer").recipient == councillor


def test_a_decision_that_does_not_come_is_reminded_of(
    interest: SensitiveInterest, monitoring: User, manager: User, councillor: User, clock: time_machine.Traveller
) -> None:
    for day in range(16):
        clock.move_to(NOW + timedelta(days=day))
        remind_due_deadlines()
    kinds = list(OutboxMessage.objects.filter(recipient=monitoring).order_by("id").values_list("kind", flat=True))
    assert kinds == ["interest.new", "interest.before", "interest.today", "interest.overdue"]
    assert not OutboxMessage.objects.filter(recipient__in=[manager, councillor]).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "yacht"},
        {"why": ""},
        {"signed_name": ""},
        {"state": "granted"},
        {"state": "refused", "reason": "No"},
        {"state": "withdrawn"},
        {"reason": "None asked"},
        {"end_reason": "Over"},
    ],
)
def test_the_database_refuses(interest: SensitiveInterest, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SensitiveInterest.objects.filter(pk=interest.pk).update(**wrong)


def test_the_database_refuses_ones_own_decision_and_a_late_look(
    interest: SensitiveInterest, monitoring: User, councillor: User
) -> None:
    actions.grant(by=monitoring, interest=interest, reason="Yes")
    for wrong in ({"decided_by": councillor}, {"due_on": TODAY + timedelta(368)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SensitiveInterest.objects.filter(pk=interest.pk).update(**wrong)


def test_only_who_decides_reads_it(
    interest: SensitiveInterest, monitoring: User, officer: User, manager: User, client: Client
) -> None:
    for person in (officer, manager):
        assert not SensitiveInterest.objects.visible_to(person).exists()
    client.force_login(monitoring)
    assert SECRET not in client.get(reverse("risk-interests")).content.decode()
    assert SECRET in client.get(interest.get_absolute_url()).content.decode()


def test_from_report_to_decision(councillor: User, monitoring: User, client: Client) -> None:
    client.force_login(councillor)
    said = {"kind": "land", "which": SECRET, "why": "They come", "signed": "on", "signed_name": "Ada"}
    page = client.post(f"{reverse('my-interest-apply')}?report=CS-not-theirs", {**said, "signed": ""})
    assert "Confirm that what you have written is true" in page.content.decode()
    client.post(reverse("my-interest-apply"), said)
    interest = SensitiveInterest.objects.get()
    assert interest.about_ref == ""
    client.force_login(monitoring)
    client.post(interest.get_absolute_url(), {"decision": "grant", "reason": "There is a danger."})
    client.force_login(councillor)
    page = client.get(interest.own_url).content.decode()
    assert "There is a danger." in page
    assert "Granted" in page
