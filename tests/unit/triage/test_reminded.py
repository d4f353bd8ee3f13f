"""Who was reminded of what about a case stands on its timeline, in words of ours, and only what is the case's."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.actions import remind_due_deadlines, set_deadline
from councilsafe.duty.models import Deadline, DeadlineStep
from councilsafe.duty.plans import ABOVE, AWAY, GONE, LOST, OWNER, PLANS, UNREACHED
from tests.factories import COUNCIL, UserFactory, report
from triage import actions
from triage.actions.tasks import add_task
from triage.models import Case
from triage.reminded import SAID, SAID_INSTEAD, WHY, reminded_about
from triage.timeline import SHOWN, Entry, story

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
Traveller = time_machine.Traveller


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def case(olive: User, councillor: User) -> Case:
    """At `council`, answered on Monday at ten: the plan is due on Wednesday at ten. Its tasks are not looked at."""
    case = actions.acknowledge(by=olive, case=report(councillor, **COUNCIL))
    Deadline.objects.filter(kind="task").delete()
    return case


@pytest.fixture
def manager() -> User:
    return UserFactory(name="Max Manager", roles=[Role.MANAGER])


def sweep(clock: Traveller, *moments: datetime) -> None:
    for moment in moments:
        clock.move_to(moment, tick=False)
        remind_due_deadlines()


def told(case: Case) -> list[tuple[str, str]]:
    """The oldest first."""
    return [(one.title, one.text) for one in reversed(reminders(case))]


def reminders(case: Case) -> list[Entry]:
    entries = story(case.reference, whole=True).entries
    return [one for one in entries if "reminded" in one.title or "instead of" in one.title]


def test_each_reminder_is_told_with_whom_what_when_and_why(case: Case, manager: User, clock: Traveller) -> None:
    late = datetime(2026, 11, 26, 10, 5, tzinfo=UTC)
    sweep(clock, datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 25, 10, 5, tzinfo=UTC), late)
    assert told(case) == [
        ("Olive Officer was reminded: the plan is due soon", "Because they had it in hand."),
        ("Olive Officer was reminded: the plan is late", "Because they had it in hand."),
        ("Olive Officer was reminded: the plan is late", "Because they had it in hand."),
        (
            "Max Manager was reminded: nobody has made the plan",
            "Because it was late and its owner had not done it.",
        ),
    ]
    assert (reminders(case)[0].at, reminders(case)[0].by) == (late, "CouncilSafe")


def test_those_who_are_told_together_are_one_line(case: Case, manager: User, clock: Traveller) -> None:
    UserFactory(name="Moira Manager", roles=[Role.MANAGER])
    sweep(clock, datetime(2026, 11, 25, 10, 5, tzinfo=UTC), datetime(2026, 11, 26, 10, 5, tzinfo=UTC))
    assert "Max Manager and Moira Manager were reminded: nobody has made the plan" in [one for one, _ in told(case)]


def test_a_task_is_called_by_its_title(case: Case, olive: User, clock: Traveller) -> None:
    add_task(by=olive, case=case, title="Ring the school", owner=olive, due_on=date(2026, 11, 24))
    sweep(clock, datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert ("Olive Officer was reminded: task “Ring the school” is late", WHY[OWNER]) in told(case)


def test_who_hears_instead_of_somebody_else(case: Case, manager: User) -> None:
    deadline = Deadline.objects.get(about_ref=case.reference, kind="case.act")
    which = {"deadline": deadline, "setting": 0, "turn": 1, "kind": LOST, "why": UNREACHED}
    DeadlineStep.objects.create(**which, recipient=manager)
    assert told(case) == [("Max Manager was told of the plan instead of somebody else", WHY[UNREACHED])]


def test_one_from_before_reasons_were_kept_has_none(case: Case, olive: User) -> None:
    deadline = Deadline.objects.get(about_ref=case.reference, kind="case.act")
    DeadlineStep.objects.create(deadline=deadline, setting=0, turn=1, kind="plan.late", recipient=olive)
    assert told(case) == [("Olive Officer was reminded: the plan is late", "")]


def test_what_is_another_rooms_matter_is_not_told(case: Case, olive: User, councillor: User, clock: Traveller) -> None:
    """Who is to be called about their wellbeing is known to few (P27), whatever its deadline is about."""
    due_at = timezone.now()
    for kind, plan in (("support", "support"), ("review", "review")):
        what = {"about_type": "incident", "about_ref": case.reference, "path": "/", "owner": olive}
        set_deadline(kind=kind, plan=plan, due_at=due_at, **what)
    sweep(clock, MONDAY)
    assert DeadlineStep.objects.filter(deadline__about_ref=case.reference).exists()
    assert told(case) == []


def test_another_case_is_another_story(case: Case, councillor: User, clock: Traveller) -> None:
    other = report(councillor, **COUNCIL)
    sweep(clock, datetime(2026, 11, 25, 10, 5, tzinfo=UTC))
    assert len(reminders(case)) == 1
    assert reminded_about(other.reference) != reminded_about(case.reference)
    assert not reminded_about("CS-22222-22222")


def test_every_reminder_of_a_case_has_words() -> None:
    plans = [PLANS[name] for name in SAID_INSTEAD]
    kinds = {
        kind for plan in plans for turn in plan.turns for one in turn.tellings for kind in (one.kind, one.late_kind)
    }
    assert kinds - {""} == SAID.keys()
    assert all(plan.instead is None for plan in plans)
    assert WHY.keys() == {OWNER, ABOVE, GONE, AWAY, UNREACHED}


def test_many_are_cut_until_they_are_asked_for(
    case: Case, olive: User, manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    deadline = Deadline.objects.get(about_ref=case.reference, kind="case.act")
    which = {"deadline": deadline, "turn": 1, "kind": "plan.late", "why": OWNER, "told_at": MONDAY}
    for setting in range(SHOWN // 2):
        for person in (olive, manager):
            DeadlineStep.objects.create(**which, setting=setting, recipient=person)
    with django_assert_num_queries(6):
        assert story(case.reference).is_cut
    assert not story(case.reference, whole=True).is_cut


def test_the_case_page_shows_it_and_the_reporters_does_not(
    client: Client, case: Case, olive: User, councillor: User, clock: Traveller
) -> None:
    sweep(clock, datetime(2026, 11, 25, 10, 5, tzinfo=UTC))
    client.force_login(olive)
    assertContains(client.get(case.get_absolute_url()), "Olive Officer was reminded: the plan is late")
    client.force_login(councillor)
    assertNotContains(client.get(f"/my/reports/{case.reference}/"), "was reminded")
