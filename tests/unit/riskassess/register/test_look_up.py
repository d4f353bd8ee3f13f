"""P8: whoever asks cannot tell whether there is an entry; an officer can, and rings about every one."""

from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from riskassess.actions import register
from riskassess.models import LookUp
from riskassess.register.advice import GENERAL, STRICTNESS, USUAL, usual_advice
from riskassess.register.matching import matched, word_for
from tests.unit.riskassess.register.conftest import MakeEntry

LISTED, UNLISTED = "Ned Sample", "Ida Nobody"
PURPOSE = "A ward visit about a fence."


def asked(by: User, name: str = LISTED, address: str = "") -> LookUp:
    advice = register.look_up(by=by, name=name, address=address, purpose=PURPOSE)
    return LookUp.objects.get(reference=advice.reference)


def test_listed_and_unlisted_get_the_same_rows_messages_and_queries(make: MakeEntry, councillor: User) -> None:
    make("in-force")
    shapes = []
    for name in (LISTED, UNLISTED):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            look_up = asked(councillor, name)
        deadline = Deadline.objects.get(about_ref=look_up.reference)
        message = OutboxMessage.objects.get(about_ref=look_up.reference)
        audit = AuditEvent.objects.get(object_ref=look_up.reference)
        shapes.append(
            (
                len(queries),
                (deadline.kind, deadline.owner, deadline.plan),
                (message.kind, message.recipient),
                (audit.verb, audit.reason, audit.detail),
                len(look_up.reference),
            )
        )
        assert not any("register" in query["sql"].lower() for query in queries)
    assert shapes[0] == shapes[1]


def test_the_answer_is_the_general_one_and_its_reference(make: MakeEntry, councillor: User) -> None:
    make("in-force")
    assert register.look_up(by=councillor, name=LISTED, purpose=PURPOSE).lines == GENERAL


def test_the_time_does_not_tell(make: MakeEntry, councillor: User, settings: Any) -> None:
    """Turn by turn, the medians of many, each undone so that nothing grows."""
    settings.LOOK_UPS_IN_TEN_MINUTES = settings.LOOK_UPS_A_DAY = 10_000
    make("in-force")
    times: dict[str, list[float]] = {LISTED: [], UNLISTED: []}
    for turn in range(60):
        for name in (LISTED, UNLISTED) if turn % 2 else (UNLISTED, LISTED):
            with transaction.atomic():
                began = perf_counter()
                register.look_up(by=councillor, name=name, purpose=PURPOSE)
                times[name].append(perf_counter() - began)
                transaction.set_rollback(True)
    assert 0.85 < median(times[LISTED]) / median(times[UNLISTED]) < 1.15


def test_an_officer_sees_the_entry_and_its_advice(make: MakeEntry, councillor: User, officer: User) -> None:
    entry = make("in-force")
    word = word_for(asked(councillor), officer)
    assert word.advice == entry.advice
    assert [found for found, _ in word.entries] == [entry]


@pytest.mark.parametrize("given", [("sample, NED", ""), ("Mr Ned Sampel", ""), ("", "4 quince lane"), ("Sample", "")])
def test_finds_who_is_meant(make: MakeEntry, given: tuple[str, str]) -> None:
    entry = make("in-force")
    assert [found for found, _ in matched(*given)] == [entry]


def test_finds_nobody_else_and_nobody_who_has_been_removed(make: MakeEntry) -> None:
    make("removed")
    assert matched(LISTED, "") == []
    assert matched(UNLISTED, "9 Elm Road") == []


def test_who_must_not_know_says_the_same_advice_and_sees_no_entry(
    make: MakeEntry, councillor: User, officer: User
) -> None:
    entry = make("in-force")
    register.step_aside(by=officer, entry=entry, reason="My uncle.")
    word = word_for(asked(councillor), officer)
    assert (word.advice, word.entries) == (entry.advice, [])


def test_each_advice_is_given_to_people_of_whom_nothing_is_known() -> None:
    assert set(USUAL) == set(STRICTNESS)
    assert {usual_advice(f"Somebody {number}", "") for number in range(300)} == set(STRICTNESS)


def test_asking_again_in_other_words_gives_the_same() -> None:
    assert usual_advice("Ida Nobody", "") == usual_advice("nobody, Mrs IDA", "1 Elm Road")


def test_an_officer_answers_once_and_nobody_their_own(councillor: User, officer: User, manager: User) -> None:
    look_up = asked(councillor)
    register.answer_look_up(by=officer, look_up=look_up, advice="not-alone")
    again = register.answer_look_up(by=manager, look_up=look_up, advice="call-first")
    assert (again.answered_by, again.advice) == (officer, "not-alone")
    assert not Deadline.objects.open().filter(about_ref=look_up.reference).exists()
    with pytest.raises(ActionDenied, match="yourself"):
        register.answer_look_up(by=officer, look_up=asked(officer), advice="not-alone")
    with pytest.raises(ActionDenied, match="role"):
        register.answer_look_up(by=councillor, look_up=look_up, advice="not-alone")


def test_three_in_ten_minutes_and_ten_in_a_day(councillor: User, safety: User) -> None:
    begin = timezone.now()
    for _ in range(3):
        asked(councillor)
    with pytest.raises(register.TooManyLookUps, match="ten minutes"):
        asked(councillor)
    asked(safety)  # is somebody else
    for number in range(3, 10):
        with time_machine.travel(begin + timedelta(minutes=11 * number), tick=False):
            asked(councillor)
    with (
        time_machine.travel(begin + timedelta(hours=5), tick=False),
        pytest.raises(register.TooManyLookUps, match="day"),
    ):
        asked(councillor)
    with time_machine.travel(begin + timedelta(hours=25), tick=False):
        asked(councillor)


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.OFFICER, Role.SAFETY])
def test_one_too_many_leaves_its_record_and_nothing_else(make_person: Any, settings: Any, role: Role) -> None:
    settings.LOOK_UPS_IN_TEN_MINUTES = 1
    by = make_person(role)
    asked(by)
    with pytest.raises(register.TooManyLookUps):
        asked(by, UNLISTED)
    assert LookUp.objects.count() == 1
    refused = AuditEvent.objects.get(verb="look-up refused")
    assert (refused.actor, refused.object_ref, refused.detail) == (by.reference, by.reference, "too many")


def test_old_ones_go_and_the_audit_keeps_who_asked(councillor: User, officer: User) -> None:
    look_up = register.answer_look_up(by=officer, look_up=asked(councillor), advice="not-alone")
    waiting = asked(councillor)
    register.look_after_register(now=timezone.now() + timedelta(days=400))
    assert list(LookUp.objects.all()) == [waiting]
    assert AuditEvent.objects.get(object_ref=look_up.reference, verb="looked up").actor == councillor.reference
