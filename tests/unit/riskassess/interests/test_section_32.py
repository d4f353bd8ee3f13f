"""What a plan shows of sensitive interests: every decision brings it with it, and says nothing of what was decided."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import Deadline
from riskassess.actions import do_review, interests
from riskassess.actions import mitigations as actions
from riskassess.interests.lifecycle import INTEREST_MOVES
from riskassess.models import Band, Mitigation, RiskProfile, RiskReview, SensitiveInterest
from riskassess.profiles.lifecycle import MITIGATION_MOVES, MitigationState
from riskassess.profiles.policies import moves_of

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY = NOW.date()
IN_PLACE, OFFERED, ACCEPTED = MitigationState.IN_PLACE, MitigationState.OFFERED, MitigationState.ACCEPTED
SECRET = "14 Pepper Street"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def offered(councillor: User, safety: User, monitoring: User, make_review: Callable[..., RiskReview]) -> Mitigation:
    do_review(by=safety, review=make_review(councillor, TODAY), band=Band.MEDIUM, reasons="A")
    return Mitigation.objects.get(kind="section_32")


def apply(councillor: User, which: str = SECRET) -> SensitiveInterest:
    return interests.apply(by=councillor, kind="land", which=which, why="He came twice", signed_name="Ada Hollis")


def now(offered: Mitigation) -> tuple[str, date | None, date | None]:
    offered.refresh_from_db()
    return offered.state, offered.in_place_on, offered.due_on


def test_whoever_applies_has_said_yes(offered: Mitigation, councillor: User) -> None:
    apply(councillor)
    assert now(offered)[0] == ACCEPTED
    assert AuditEvent.objects.get(verb="mitigation accepted").actor == councillor.reference


def test_granted_it_is_in_place_since_that_day_and_looked_at_by_the_same_day(
    offered: Mitigation, councillor: User, monitoring: User, clock: time_machine.Traveller
) -> None:
    interest = apply(councillor)
    clock.shift(timedelta(days=3))
    granted = interests.grant(by=monitoring, interest=interest, reason="Yes", review_on=date(2027, 6, 1))
    assert now(offered) == (IN_PLACE, date(2026, 11, 27), date(2027, 6, 1))
    assert offered.due_on == granted.due_on
    assert offered.checks.get().by == monitoring
    assert AuditEvent.objects.get(verb="mitigation in place").actor == monitoring.reference


def test_nobody_else_is_reminded_of_what_has_its_own_clock(
    offered: Mitigation, councillor: User, monitoring: User
) -> None:
    interests.grant(by=monitoring, interest=apply(councillor), reason="Yes")
    assert not Deadline.objects.open().filter(kind="plan.check").exists()
    assert Deadline.objects.open().get(kind="interest.review").owner == monitoring


def test_kept_for_longer_it_is_checked(
    offered: Mitigation, councillor: User, monitoring: User, clock: time_machine.Traveller
) -> None:
    granted = interests.grant(by=monitoring, interest=apply(councillor), reason="Yes")
    clock.shift(timedelta(days=300))
    interests.keep(by=monitoring, interest=granted, reason="Still", review_on=date(2027, 12, 1))
    assert now(offered) == (IN_PLACE, TODAY, date(2027, 12, 1))
    assert offered.checks.count() == 2


@pytest.mark.parametrize("name", ["withdraw", "refuse", "end by them", "end by us"])
def test_gone_again_it_is_looked_at_by_both_sides(
    offered: Mitigation, councillor: User, monitoring: User, safety: User, name: str
) -> None:
    interest = apply(councillor)
    if name.startswith("end"):
        interest = interests.grant(by=monitoring, interest=interest, reason="Yes")
    by = monitoring if name in ("refuse", "end by us") else councillor
    getattr(interests, name.split(maxsplit=1)[0])(by=by, interest=interest, reason="Because of the house")
    assert now(offered) == (OFFERED, None, date(2026, 12, 8))
    assert "Because" not in offered.note + offered.reason
    owners = {one.kind: one.owner for one in Deadline.objects.open().about(offered.profile.reference)}
    assert (owners["plan.answer"], owners["plan.yours"]) == (safety, councillor)


def test_of_two_the_other_one_still_holds(offered: Mitigation, councillor: User, monitoring: User) -> None:
    first, second = apply(councillor), apply(councillor, "The shop")
    interests.grant(by=monitoring, interest=first, reason="Yes", review_on=date(2027, 3, 1))
    interests.refuse(by=monitoring, interest=second, reason="No")
    assert now(offered) == (IN_PLACE, TODAY, date(2027, 3, 1))
    third = interests.grant(by=monitoring, interest=apply(councillor, "The boat"), reason="Yes")
    interests.end(by=councillor, interest=SensitiveInterest.objects.get(pk=first.pk), reason="Moved")
    assert now(offered) == (IN_PLACE, TODAY, third.due_on)


def test_while_another_waits_it_is_accepted(offered: Mitigation, councillor: User, monitoring: User) -> None:
    granted = interests.grant(by=monitoring, interest=apply(councillor), reason="Yes")
    apply(councillor, "The shop")
    interests.end(by=councillor, interest=granted, reason="Moved")
    assert now(offered)[0] == ACCEPTED


def test_what_was_declined_and_then_granted_is_in_place(
    offered: Mitigation, councillor: User, monitoring: User
) -> None:
    interest = apply(councillor)
    actions.decline(by=councillor, mitigation=offered, reason="After all not")
    interests.grant(by=monitoring, interest=interest, reason="Yes")
    assert now(offered)[0] == IN_PLACE
    assert offered.reason == ""


def test_granted_to_somebody_to_whom_nothing_was_offered(councillor: User, monitoring: User, safety: User) -> None:
    interest = apply(councillor)
    assert not Mitigation.objects.exists()
    granted = interests.grant(by=monitoring, interest=interest, reason="Yes")
    assert now(Mitigation.objects.get()) == (IN_PLACE, TODAY, granted.due_on)
    interests.end(by=councillor, interest=granted, reason="Moved")
    assert RiskProfile.objects.get().keeper == safety
    assert Deadline.objects.open().get(kind="plan.answer").owner == safety


def test_on_one_day_it_can_come_and_go_and_come(offered: Mitigation, councillor: User, monitoring: User) -> None:
    for number in range(3):
        granted = interests.grant(by=monitoring, interest=apply(councillor, f"House {number}"), reason="Yes")
        interests.end(by=councillor, interest=granted, reason="Moved")
    assert now(offered)[0] == OFFERED


@pytest.mark.parametrize("name", [name for name, move in MITIGATION_MOVES.items() if not move.theirs])
def test_nobody_puts_it_in_place_by_hand(offered: Mitigation, councillor: User, safety: User, name: str) -> None:
    actions.accept(by=councillor, mitigation=offered)
    offered.refresh_from_db()
    assert moves_of(safety, offered) == ["decline"]
    deeds = {"place": actions.put_in_place, "check": actions.check, "end": actions.end}
    said = {"place": {"on": TODAY}, "check": {"on": TODAY, "works": True}, "end": {"reason": "R"}}
    if deed := deeds.get(name):
        with pytest.raises(ActionDenied, match="monitoring officer decides"):
            deed(by=safety, mitigation=offered, **said[name])


def test_who_reads_the_plan_reads_nothing_of_the_interest(
    offered: Mitigation, councillor: User, monitoring: User, safety: User, client: Client
) -> None:
    granted = interests.grant(by=monitoring, interest=apply(councillor), reason="The man at the gate")
    client.force_login(safety)
    for _ in range(2):
        page = client.get(offered.profile.get_absolute_url()).content.decode()
        assert "Keeping an interest out of the public register" in page
        for kept in (SECRET, "He came twice", "The man at the gate", granted.reference, "He moved"):
            assert kept not in page
        if granted.state == "granted":
            granted = interests.end(by=councillor, interest=granted, reason="He moved")


STEPS = st.lists(st.sampled_from(["apply", "grant", "refuse", "withdraw", "end", "keep", "decline"]), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None)
@given(steps=STEPS)
@pytest.mark.django_db
def test_whatever_happens_it_is_in_place_while_one_is_granted(
    offered: Mitigation, councillor: User, monitoring: User, steps: list[str]
) -> None:
    for number, step in enumerate(steps):
        take(step, f"House {number}", offered, councillor, monitoring)
        granted = SensitiveInterest.objects.granted().order_by("due_on").first()
        state, _, due_on = now(offered)
        assert (state == IN_PLACE) == (granted is not None)
        assert granted is None or due_on == granted.due_on


def take(step: str, which: str, offered: Mitigation, councillor: User, monitoring: User) -> None:
    """Where it can be taken. The fixtures stay: what one example leaves, the next begins with."""
    if step == "apply":
        apply(councillor, which)
        return
    try:
        if step == "decline":
            actions.decline(by=councillor, mitigation=Mitigation.objects.get(pk=offered.pk), reason="No")
            return
        interest = SensitiveInterest.objects.filter(state__in=INTEREST_MOVES[step].sources).last()
        by = councillor if step in ("withdraw", "end") else monitoring
        if interest:
            getattr(interests, step)(by=by, interest=interest, reason="R")
    except ActionDenied:
        pass
