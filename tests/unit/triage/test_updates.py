"""Being told (P28): every step reaches the reporter, and ten working days of silence are late, counted and said."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.actions import remind_due_deadlines
from councilsafe.duty.models import Deadline
from councilsafe.notifications.actions import deliver_due
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import send_message
from insight import numbers
from tests.factories import COUNCIL, LOG, POLICE, CouncillorFactory, UserFactory, report
from triage import actions
from triage.models import Case
from triage.news import being_told, news
from triage.next_step import UPDATE, next_step
from triage.process import Tier

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
TEN_WORKING_DAYS_LATER = datetime(2026, 12, 7, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def manager(db: None) -> User:
    return UserFactory(name="Mina Manager", roles=[Role.MANAGER])


@pytest.fixture
def case(olive: User, councillor: User) -> Case:
    return actions.acknowledge(by=olive, case=report(councillor, **LOG))


def told(user: User, kind: str) -> int:
    return OutboxMessage.objects.filter(recipient=user, kind=kind).count()


def fresh(case: Case) -> Case:
    return Case.objects.select_related("incident", "owner", "acknowledged_by").get(pk=case.pk)


class TestTheClock:
    def test_starts_with_the_report(self, councillor: User, olive: User) -> None:
        assert report(councillor, **LOG).update_due_at == TEN_WORKING_DAYS_LATER

    def test_every_step_starts_it_anew(
        self, case: Case, olive: User, councillor: User, clock: time_machine.Traveller
    ) -> None:
        steps = [
            lambda: actions.plan(by=olive, case=case, text="Ring", follow_up_on=MONDAY.date() + timedelta(days=90)),
            lambda: actions.refer(by=olive, case=case, police_reference="42"),
            lambda: send_message(by=olive, incident=case.incident, body="Nothing new yet."),
            lambda: actions.propose_override(by=olive, case=case, tier=Tier.COUNCIL, reason="Worse"),
        ]
        for days, step in enumerate(steps, start=1):
            clock.move_to(MONDAY + timedelta(days=days))
            step()
            assert fresh(case).update_due_at == TEN_WORKING_DAYS_LATER + timedelta(days=days)

    def test_what_the_reporter_writes_does_not(
        self, case: Case, councillor: User, clock: time_machine.Traveller
    ) -> None:
        clock.shift(timedelta(days=3))
        send_message(by=councillor, incident=case.incident, body="Hello?")
        assert fresh(case).update_due_at == TEN_WORKING_DAYS_LATER

    def test_it_is_what_the_case_waits_for_when_nothing_else_comes_first(self, case: Case, olive: User) -> None:
        assert (case.waits_for, case.due_at) == ("update", case.update_due_at)
        soon = actions.plan(by=olive, case=case, text="Ring", follow_up_on=MONDAY.date() + timedelta(days=2))
        assert soon.waits_for == "look"
        later = actions.plan(by=olive, case=case, text="Ring", follow_up_on=MONDAY.date() + timedelta(days=90))
        assert later.waits_for == "update"
        assert next_step(later, ["plan"], may_decide=False) == UPDATE

    def test_a_closed_case_owes_nothing(self, case: Case, olive: User, clock: time_machine.Traveller) -> None:
        actions.close(by=olive, case=case, reason="Over")
        clock.shift(timedelta(days=60))
        remind_due_deadlines()
        assert not Case.objects.silent(MONDAY + timedelta(days=60)).exists()
        assert told(olive, "update.late") == 0


class TestTheReporter:
    def test_is_told_of_the_plan_and_when_facts_raise_it(self, olive: User, councillor: User) -> None:
        case = actions.acknowledge(by=olive, case=report(councillor, **COUNCIL))
        before = told(councillor, "case.update")
        actions.plan(by=olive, case=case, text="Ring", follow_up_on=MONDAY.date())
        assert told(councillor, "case.update") == before + 1
        seen = fresh(case).assessment
        actions.complete_facts(by=olive, case=case, seen=seen, facts=POLICE)
        assert told(councillor, "case.update") == before + 2

    def test_a_reference_that_comes_later_is_news(self, case: Case, olive: User, councillor: User) -> None:
        actions.refer(by=olive, case=case, police_reference="")
        actions.refer(by=olive, case=case, police_reference="42/1234")
        assert told(councillor, "case.update") == 3

    def test_sees_who_answered_and_by_when_they_hear_more(self, case: Case, clock: time_machine.Traveller) -> None:
        told = being_told(case, MONDAY)
        assert told.answered == "Olive Officer, today at 10am"
        assert told.update == "No later than 7 December 2026"
        assert "will tell you how it stands no later than" in news(case, MONDAY).next
        clock.move_to(TEN_WORKING_DAYS_LATER + timedelta(hours=1))
        assert being_told(case, TEN_WORKING_DAYS_LATER + timedelta(hours=1)).update.startswith("It was due today.")

    def test_both_are_told_where_it_was_reported_for_somebody_else(self, case: Case, olive: User) -> None:
        harmed = CouncillorFactory()
        case.incident.councillor, case.incident.harmed_knows = harmed, True
        case.incident.save()
        actions.plan(by=olive, case=case, text="Ring", follow_up_on=MONDAY.date())
        assert told(harmed, "case.update") == 1

    def test_who_does_not_know_is_not_told(self, case: Case, olive: User) -> None:
        harmed = CouncillorFactory()
        case.incident.councillor, case.incident.harmed_knows = harmed, False
        case.incident.save()
        actions.plan(by=olive, case=case, text="Ring", follow_up_on=MONDAY.date())
        assert not OutboxMessage.objects.filter(recipient=harmed).exists()


class TestSilence:
    def test_reminds_the_owner_once_and_is_counted(
        self, case: Case, olive: User, manager: User, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(TEN_WORKING_DAYS_LATER + timedelta(minutes=1))
        remind_due_deadlines()
        remind_due_deadlines()
        assert (told(olive, "update.late"), told(manager, "update.escalated")) == (1, 0)
        assert AuditEvent.objects.filter(verb="update late", object_ref=case.reference).count() == 1

    def test_goes_to_the_managers_two_working_days_later(
        self, case: Case, manager: User, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(TEN_WORKING_DAYS_LATER + timedelta(days=2, minutes=1))
        remind_due_deadlines()
        remind_due_deadlines()
        assert told(manager, "update.escalated") == 1

    def test_reminds_anew_of_the_next_update(self, case: Case, olive: User, clock: time_machine.Traveller) -> None:
        clock.move_to(TEN_WORKING_DAYS_LATER + timedelta(minutes=1))
        remind_due_deadlines()
        deliver_due()
        send_message(by=olive, incident=case.incident, body="Nothing new yet.")
        clock.shift(timedelta(days=30))
        remind_due_deadlines()
        assert told(olive, "update.late") == 2

    def test_of_an_owner_who_has_left_is_the_managers(
        self, case: Case, olive: User, manager: User, clock: time_machine.Traveller
    ) -> None:
        User.objects.filter(pk=olive.pk).update(is_active=False)
        clock.move_to(TEN_WORKING_DAYS_LATER + timedelta(minutes=1))
        remind_due_deadlines()
        assert (told(olive, "update.late"), told(manager, "update.late")) == (0, 1)

    def test_never_reaches_who_may_not_see_the_case(
        self, case: Case, olive: User, manager: User, clock: time_machine.Traveller
    ) -> None:
        monitoring = UserFactory(roles=[Role.MONITORING])
        case.incident.restricted = True
        case.incident.save()
        clock.move_to(TEN_WORKING_DAYS_LATER + timedelta(days=9))
        remind_due_deadlines()
        assert (told(olive, "update.late"), told(manager, "update.escalated")) == (0, 0)
        assert told(monitoring, "update.escalated") == 1

    def test_is_a_number_on_the_dashboard_that_opens_its_list(
        self, case: Case, manager: User, client: Client, clock: time_machine.Traveller, councillor: User
    ) -> None:
        report(councillor, **POLICE)
        late = TEN_WORKING_DAYS_LATER + timedelta(minutes=1)
        clock.move_to(late)
        client.force_login(manager)
        page = client.get(reverse("queue"), {"waits_for": "update", "clock": "late"})
        assert numbers.silent(manager, late).count() == len(page.context["rows"]) == 2
        figures = client.get(reverse("dashboard")).context["needs"]
        assert any(one.count == 2 and "waited too long" in one.what for one in figures)


def test_a_look_that_was_planned_before_the_closing_is_not_late_when_the_case_rises(
    olive: User, councillor: User
) -> None:
    """It was dropped with the case, and would be missed a second time at once."""
    case = report(councillor, **COUNCIL)
    actions.acknowledge(by=olive, case=case)
    actions.plan(by=olive, case=case, text="We write.", follow_up_on=timezone.localdate())
    actions.close(by=olive, case=case, reason="It is over.")
    case.incident.set_facts(POLICE)
    case.incident.save()
    actions.reassess(by=olive, incident=case.incident, reason="It happened again.")
    assert not Deadline.objects.open().filter(about_ref=case.reference, kind="case.look").exists()
