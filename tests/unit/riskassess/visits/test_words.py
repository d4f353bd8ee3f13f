"""The word for help looks like the other one to whoever stands beside, and only to them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import Alert
from councilsafe.notifications.models import OutboxMessage
from riskassess.actions import safety_words, visits
from riskassess.actions.safety_words import Heard, listen, set_words
from riskassess.actions.visit_alarms import account_for, say_rung
from riskassess.actions.visit_check_ins import follow_waiting_check_ins
from riskassess.actions.visit_clock import watch_visits
from riskassess.actions.visits import Answer, ask_for_call, cancel_visit
from riskassess.models import AlarmReason, SafetyWords, Visit, VisitAlarm
from tests.unit.riskassess.visits.conftest import HELP, HOUR, MINUTE, SAFE

Plan = Callable[..., Visit]


@pytest.fixture
def visit(plan: Plan, clock, words: None) -> Visit:
    found = plan()
    clock.shift(HOUR)
    watch_visits()
    found.refresh_from_db()
    return found


def end_visit(**what: object) -> Answer:
    """And what a worker does about it."""
    answer = visits.end_visit(**what)  # type: ignore[arg-type]
    follow_waiting_check_ins()
    return answer


def give_more_time(**what: object) -> Answer:
    answer = visits.give_more_time(**what)  # type: ignore[arg-type]
    follow_waiting_check_ins()
    return answer


def open_reasons(visit: Visit) -> set[str]:
    return set(VisitAlarm.objects.open().filter(visit=visit).values_list("reason", flat=True))


@pytest.mark.parametrize("typed", [HELP, "  THUNDER ", "thun der", "Thunder."])
def test_the_word_for_help_ends_it_and_calls_duty_and_buddies(
    typed: str, visit: Visit, councillor: User, buddy: User, officer: User
) -> None:
    assert end_visit(by=councillor, visit=visit, word=typed) is Answer.DONE
    visit.refresh_from_db()
    assert visit.state == "ended"
    assert open_reasons(visit) == {AlarmReason.DURESS}
    assert Alert.objects.open().filter(kind="visit.help", ladder="emergency").count() == 1
    kinds = OutboxMessage.objects.filter(kind="visit.help").values_list("recipient", flat=True)
    assert set(kinds) == {buddy.pk, officer.pk}
    assert visit in Visit.objects.visible_to(officer)


@pytest.mark.parametrize("typed", [SAFE, "Marmalade ", "mar malade!"])
def test_the_safe_word_ends_it_and_calls_nobody(typed: str, visit: Visit, councillor: User) -> None:
    assert end_visit(by=councillor, visit=visit, word=typed) is Answer.DONE
    assert open_reasons(visit) == set()


@pytest.mark.parametrize("typed", ["", "thunde", "marmalades"])
def test_a_wrong_word_changes_nothing(typed: str, visit: Visit, councillor: User) -> None:
    assert end_visit(by=councillor, visit=visit, word=typed) is Answer.WRONG
    visit.refresh_from_db()
    assert visit.state == "under-way"
    assert open_reasons(visit) == set()


def test_after_help_the_safe_word_calls_nobody_off(visit: Visit, councillor: User, officer: User) -> None:
    assert give_more_time(by=councillor, visit=visit, minutes=30, seen_end=visit.expected_end_at, word=HELP)
    assert end_visit(by=councillor, visit=visit, word=SAFE) is Answer.DONE
    assert open_reasons(visit) == {AlarmReason.DURESS}
    account_for(by=officer, visit=visit, what_happened="The police are there.")
    assert open_reasons(visit) == set()
    assert Visit.objects.get().own_words == "Ended"


def test_help_after_a_missed_check_in_tells_nobody_that_all_is_well(
    visit: Visit, clock, councillor: User, buddy: User, officer: User
) -> None:
    clock.shift(2 * HOUR)
    watch_visits()
    end_visit(by=councillor, visit=visit, word=HELP)
    assert open_reasons(visit) == {AlarmReason.DURESS}
    assert not OutboxMessage.objects.filter(kind="visit.over").exists()


def test_more_time_with_the_word_for_help_is_more_time_too(visit: Visit, councillor: User) -> None:
    end = visit.expected_end_at
    assert give_more_time(by=councillor, visit=visit, minutes=30, seen_end=end, word=HELP) is Answer.DONE
    visit.refresh_from_db()
    assert (visit.state, visit.expected_end_at) == ("under-way", end + 30 * MINUTE)
    assert open_reasons(visit) == {AlarmReason.DURESS}


def test_help_is_called_from_a_page_that_is_out_of_date(visit: Visit, councillor: User) -> None:
    end_visit(by=councillor, visit=visit, word=SAFE)
    assert end_visit(by=councillor, visit=visit, word=HELP) is Answer.DONE
    assert open_reasons(visit) == {AlarmReason.DURESS}


def test_too_many_guesses_and_only_help_is_heard(visit: Visit, clock, councillor: User) -> None:
    for _ in range(5):
        assert end_visit(by=councillor, visit=visit, word="guess") is Answer.WRONG
    assert end_visit(by=councillor, visit=visit, word=SAFE) is Answer.LOCKED
    assert end_visit(by=councillor, visit=visit, word=HELP) is Answer.LOCKED
    assert open_reasons(visit) == {AlarmReason.DURESS}
    clock.shift(15 * MINUTE)
    assert end_visit(by=councillor, visit=visit, word=SAFE) is Answer.DONE


def test_both_words_are_always_compared(councillor: User, words: None, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    real = safety_words.check_password
    monkeypatch.setattr(safety_words, "check_password", lambda one, two: compared.append(two) or real(one, two))
    kept = SafetyWords.objects.get()
    for typed, heard in ((SAFE, Heard.SAFE), (HELP, Heard.HELP), ("guess", Heard.WRONG)):
        compared.clear()
        assert listen(to=councillor, word=typed) is heard
        assert compared == [kept.safe, kept.help]


def test_no_word_is_kept_or_recorded(visit: Visit, councillor: User) -> None:
    end_visit(by=councillor, visit=visit, word=HELP)
    end_visit(by=councillor, visit=visit, word="zebra")
    kept = [*SafetyWords.objects.values_list("safe", "help")[0]]
    kept += ["".join(map(str, row)) for row in AuditEvent.objects.values_list("verb", "detail", "reason")]
    kept += ["".join(map(str, row)) for row in OutboxMessage.objects.values_list("key", "why", "path")]
    assert not [one for one in kept for word in (SAFE, HELP, "zebra") if word in one]


@pytest.mark.parametrize(
    ("safe", "help"), [("ab", "thunder"), ("thunder", "Thunder"), ("thunder", "thunderstorm"), (" a b ", "thunder")]
)
def test_words_that_are_short_or_alike_are_refused(safe: str, help: str, councillor: User, clock) -> None:
    with pytest.raises(ActionDenied):
        set_words(by=councillor, safe=safe, help=help)


def test_words_do_not_change_while_a_visit_is_under_way(visit: Visit, councillor: User) -> None:
    with pytest.raises(ActionDenied):
        set_words(by=councillor, safe="other word", help="lightning")


def test_a_call_with_a_reason_to_leave(visit: Visit, councillor: User, buddy: User, officer: User) -> None:
    ask_for_call(by=councillor, visit=visit)
    ask_for_call(by=councillor, visit=visit)
    assert open_reasons(visit) == {AlarmReason.CALL}
    assert OutboxMessage.objects.filter(kind="visit.call", recipient__in=[buddy, officer]).count() == 2
    say_rung(by=buddy, visit=visit, all_right=True)
    say_rung(by=officer, visit=visit, all_right=True)
    assert open_reasons(visit) == set()
    assert not Alert.objects.open().filter(kind="visit.call").exists()


def test_rung_and_not_all_right_calls_everybody_anew(
    visit: Visit, councillor: User, buddy: User, officer: User
) -> None:
    ask_for_call(by=councillor, visit=visit)
    say_rung(by=buddy, visit=visit, all_right=False)
    assert open_reasons(visit) == {AlarmReason.NOT_RIGHT}
    end_visit(by=councillor, visit=visit, word=SAFE)
    assert open_reasons(visit) == {AlarmReason.NOT_RIGHT}


def test_a_buddy_cannot_call_off_what_was_missed_or_help(visit: Visit, councillor: User, buddy: User) -> None:
    end_visit(by=councillor, visit=visit, word=HELP)
    say_rung(by=buddy, visit=visit, all_right=True)
    assert open_reasons(visit) == {AlarmReason.DURESS}


def test_nobody_cancels_after_the_start(visit: Visit, plan: Plan, councillor: User) -> None:
    with pytest.raises(ActionDenied):
        cancel_visit(by=councillor, visit=visit)
    later = plan(place="Elsewhere")
    cancel_visit(by=councillor, visit=later)
    cancel_visit(by=councillor, visit=later)
    later.refresh_from_db()
    assert (later.state, later.next_at) == ("cancelled", None)


def test_never_more_than_a_day(visit: Visit, clock, councillor: User) -> None:
    for _ in range(24):
        visit.refresh_from_db()
        answer = give_more_time(by=councillor, visit=visit, minutes=60, seen_end=visit.expected_end_at, word=SAFE)
    assert answer is Answer.TOO_LONG
    assert visit.expected_end_at - visit.starts_at == 24 * HOUR
    assert datetime.now(UTC) < visit.expected_end_at
