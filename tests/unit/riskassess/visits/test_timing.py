"""No clock tells the word for help from the other one: the request does the same work, a worker does the rest."""

import re
from collections import Counter
from collections.abc import Callable
from statistics import median
from time import perf_counter

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councilsafe.accounts.models import User
from riskassess.actions.visit_check_ins import follow_check_ins, follow_waiting_check_ins
from riskassess.actions.visit_clock import watch_visits
from riskassess.actions.visits import ask_for_call, end_visit, give_more_time
from riskassess.models import AlarmReason, CheckIn, Visit, VisitAlarm
from tests.unit.riskassess.visits.conftest import HELP, HOUR, MINUTE, SAFE

Plan = Callable[..., Visit]
VALUES = re.compile(r"'(?:[^']|'')*'(?:::\w+)?|\b\d+\b|\btrue\b|\bfalse\b|\bs\d+_x\d+\b", re.IGNORECASE)


@pytest.fixture
def visit(plan: Plan, clock, words: None, buddy: User, officer: User) -> Visit:
    found = plan()
    clock.shift(HOUR)
    watch_visits()
    found.refresh_from_db()
    return found


def work_of(visit: Visit, button: str, typed: dict, capture) -> tuple:
    """The statements without their values, the rows by table, what is woken, and the bytes: as if it had never been."""
    with transaction.atomic():
        client = Client()
        client.force_login(visit.councillor)
        before = rows()
        with capture(execute=False) as woken, CaptureQueriesContext(connection) as queries:
            answer = client.post(reverse(f"my-visit-{button}", args=[visit.reference]), typed)
        headers = {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}
        asked = [VALUES.sub("?", one["sql"]) for one in queries]
        found = (asked, rows() - before, len(woken), answer.status_code, headers, answer.content)
        transaction.set_rollback(True)
    return found


def rows() -> Counter[str]:
    tables = set(connection.introspection.table_names())
    kept = [model for model in apps.get_models() if model._meta.db_table in tables]
    return Counter({model._meta.label: model._base_manager.count() for model in kept})


@pytest.mark.parametrize("late", [0, 61, 90], ids=["in time", "past its end", "after the alarm"])
@pytest.mark.parametrize(("button", "more"), [("end", {}), ("more-time", {"minutes": "30"})])
def test_both_words_are_the_same_work(
    late: int, button: str, more: dict, visit: Visit, clock, django_capture_on_commit_callbacks
) -> None:
    clock.shift(late * MINUTE)
    watch_visits()
    typed = more | {"seen_end": visit.expected_end_at.isoformat()}
    safe, help = (
        work_of(visit, button, typed | {"word": word}, django_capture_on_commit_callbacks) for word in (SAFE, HELP)
    )
    assert [pair for pair in zip(safe[0], help[0], strict=True) if pair[0] != pair[1]] == []
    assert safe == help
    assert safe[1]["riskassess.CheckIn"] == 1


def test_after_too_many_guesses_they_are_the_same_work_too(visit: Visit, django_capture_on_commit_callbacks) -> None:
    for _ in range(5):
        end_visit(by=visit.councillor, visit=visit, word="guess")
    one, two, three = (
        work_of(visit, "end", {"word": word}, django_capture_on_commit_callbacks) for word in (SAFE, HELP, "guess")
    )
    assert one == two == three


def test_the_times_are_close(visit: Visit) -> None:
    """A guard against work that comes back into the request: calling people takes a hundred statements."""
    spent: dict[str, list[float]] = {SAFE: [], HELP: []}
    for _ in range(15):
        for word, times in spent.items():
            with transaction.atomic():
                started = perf_counter()
                end_visit(by=visit.councillor, visit=visit, word=word)
                times.append(perf_counter() - started)
                transaction.set_rollback(True)
    assert median(spent[HELP]) == pytest.approx(median(spent[SAFE]), rel=0.5)


def test_a_worker_calls_people_as_of_when_the_word_was_typed(visit: Visit, clock) -> None:
    end_visit(by=visit.councillor, visit=visit, word=HELP)
    typed_at = CheckIn.objects.get().at
    clock.shift(MINUTE)
    assert follow_check_ins(visit_id=visit.pk)
    assert not follow_check_ins(visit_id=visit.pk)
    assert VisitAlarm.objects.get().raised_at == typed_at
    assert not CheckIn.objects.exists()


def test_help_and_then_safe_before_a_worker_came_is_help(visit: Visit, clock) -> None:
    clock.shift(2 * HOUR)
    watch_visits()
    visit.refresh_from_db()
    give_more_time(by=visit.councillor, visit=visit, minutes=30, seen_end=visit.expected_end_at, word=HELP)
    end_visit(by=visit.councillor, visit=visit, word=SAFE)
    watch_visits()
    assert set(VisitAlarm.objects.open().values_list("reason", flat=True)) == {AlarmReason.DURESS}
    assert VisitAlarm.objects.get(reason=AlarmReason.MISSED).outcome == "graver"


def test_what_was_asked_after_the_word_is_not_ended_by_it(visit: Visit, clock) -> None:
    give_more_time(by=visit.councillor, visit=visit, minutes=30, seen_end=visit.expected_end_at, word=SAFE)
    clock.shift(MINUTE)
    ask_for_call(by=visit.councillor, visit=visit)
    follow_waiting_check_ins()
    assert set(VisitAlarm.objects.open().values_list("reason", flat=True)) == {AlarmReason.CALL}


def test_a_wrong_word_ends_no_call(visit: Visit) -> None:
    ask_for_call(by=visit.councillor, visit=visit)
    end_visit(by=visit.councillor, visit=visit, word="guess")
    follow_waiting_check_ins()
    assert set(VisitAlarm.objects.open().values_list("reason", flat=True)) == {AlarmReason.CALL}
