"""A clock that stands still: for whom, how long, what ends it, and what never stands still."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.actions import remind_due_deadlines
from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import send_message
from tests.factories import COUNCIL, POLICE, UserFactory, report
from triage import actions
from triage.countdown import countdown
from triage.explain import why_this_hour, why_this_officer
from triage.models import Case, ClockPause, PausedFor
from triage.news import news
from triage.process import Tier
from triage.tasks import catch_up, resume_pauses

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)
Traveller = time_machine.Traveller


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def case(olive: User, councillor: User) -> Case:
    """At `council`, answered on Monday at ten: the plan is due on Wednesday at ten."""
    return actions.acknowledge(by=olive, case=report(councillor, **COUNCIL))


def pause(by: User, case: Case, waits_for: PausedFor = PausedFor.REPORTER, until: date = FRIDAY) -> Case:
    return actions.pause(by=by, case=case, waits_for=waits_for, reason="Who was there?", until=until)


def fresh(case: Case) -> Case:
    return Case.objects.select_related("incident", "owner", "owner_from", "assessment").get(pk=case.pk)


def sweep(clock: Traveller, now: datetime) -> None:
    clock.move_to(now, tick=False)
    resume_pauses()
    remind_due_deadlines()


class TestWhatItDoes:
    def test_the_case_waits_for_them_until_the_limit(self, case: Case, olive: User) -> None:
        paused = pause(olive, case)
        assert (paused.waits_for, paused.due_at) == ("reporter", datetime(2026, 11, 27, 17, tzinfo=UTC))
        words = countdown(paused, MONDAY)
        assert (words.state, words.words) == ("paused", "Paused until 27 November 2026, waiting for the reporter")
        assert "stands still until Friday 27 November at 5pm" in why_this_hour(paused)

    def test_the_reporter_reads_it_in_plain_words_and_is_told(self, case: Case, olive: User, councillor: User) -> None:
        before = OutboxMessage.objects.filter(recipient=councillor).count()
        assert "needs an answer from you first" in news(pause(olive, case), MONDAY).next
        assert OutboxMessage.objects.filter(recipient=councillor).count() == before + 1

    def test_what_was_left_goes_on_when_they_answer(
        self, case: Case, olive: User, councillor: User, clock: Traveller
    ) -> None:
        pause(olive, case)
        clock.move_to(datetime(2026, 11, 26, 12, tzinfo=UTC), tick=False)
        send_message(by=councillor, incident=case.incident, body="My neighbour was there.")
        after = fresh(case)
        assert (after.waits_for, after.act_due_at) == ("plan", datetime(2026, 11, 30, 12, tzinfo=UTC))
        assert Deadline.objects.open().get(kind="case.act").due_at == after.act_due_at
        assert ClockPause.objects.get().ended_because == ClockPause.Ended.ANSWERED
        assert "without the time for which it was paused" in why_this_hour(after)

    def test_what_the_team_writes_is_no_answer(self, case: Case, olive: User) -> None:
        pause(olive, case)
        send_message(by=olive, incident=case.incident, body="Who was there?")
        assert fresh(case).paused_for == "reporter"

    def test_at_its_limit_it_goes_on_however_late_the_sweep(self, case: Case, olive: User, clock: Traveller) -> None:
        pause(olive, case)
        sweep(clock, datetime(2026, 12, 1, 3, tzinfo=UTC))
        after = fresh(case)
        assert (after.paused_for, after.act_due_at) == ("", datetime(2026, 12, 1, 17, tzinfo=UTC))
        assert OutboxMessage.objects.filter(recipient=olive, kind="pause.over").count() == 1
        sweep(clock, datetime(2026, 12, 1, 4, tzinfo=UTC))
        assert OutboxMessage.objects.filter(recipient=olive, kind="pause.over").count() == 1

    def test_nobody_is_reminded_of_the_plan_meanwhile(self, case: Case, olive: User, clock: Traveller) -> None:
        pause(olive, case)
        sweep(clock, datetime(2026, 11, 26, 12, tzinfo=UTC))
        assert not OutboxMessage.objects.filter(kind__startswith="plan.").exists()
        assert not Deadline.objects.missed().exclude(kind="task").exists()

    def test_the_update_clock_never_stands_still(self, case: Case, olive: User, clock: Traveller) -> None:
        pause(olive, case, until=date(2026, 12, 4))
        update = fresh(case).update_due_at
        assert update == datetime(2026, 12, 7, 10, tzinfo=UTC)
        sweep(clock, datetime(2026, 12, 7, 11, tzinfo=UTC))
        assert OutboxMessage.objects.filter(recipient=olive, kind="update.late").count() == 1


class TestWhatEndsIt:
    def test_graver_facts_start_the_clocks_again(self, case: Case, olive: User) -> None:
        pause(olive, case)
        actions.complete_facts(by=olive, case=case, seen=fresh(case).assessment, facts=POLICE)
        after = fresh(case)
        assert (after.paused_for, after.tier) == ("", Tier.POLICE.value)
        assert ClockPause.objects.get().ended_because == ClockPause.Ended.RESTARTED
        assert Deadline.objects.open().get(kind="case.act").due_at == after.act_due_at

    def test_the_plan_does(self, case: Case, olive: User) -> None:
        pause(olive, case)
        actions.plan(by=olive, case=case, text="Write to them", follow_up_on=FRIDAY)
        assert ClockPause.objects.get().ended_because == ClockPause.Ended.ACTED
        assert Deadline.objects.get(kind="case.act").met_by == olive

    def test_closing_does(self, case: Case, olive: User) -> None:
        pause(olive, case)
        actions.close(by=olive, case=case, reason="It was a mistake.")
        assert ClockPause.objects.get().ended_because == ClockPause.Ended.CLOSED
        assert not Deadline.objects.open().filter(about_ref=case.reference).exists()

    def test_an_officer_does(self, case: Case, olive: User) -> None:
        pause(olive, case)
        assert actions.resume(by=olive, case=case).waits_for == "plan"
        with pytest.raises(ActionDenied, match="not paused"):
            actions.resume(by=olive, case=case)


class TestWhoMayAndHowLong:
    def test_answering_is_never_paused(self, olive: User, councillor: User) -> None:
        with pytest.raises(ActionDenied, match="No clock is running"):
            pause(olive, report(councillor, **COUNCIL))

    def test_what_is_late_stays_late(self, case: Case, olive: User, clock: Traveller) -> None:
        clock.shift(timedelta(days=3))
        with pytest.raises(ActionDenied, match="run out already"):
            pause(olive, case)

    def test_no_longer_than_the_council_allows(self, case: Case, olive: User) -> None:
        limit = pause(olive, case, PausedFor.POLICE, until=date(2027, 3, 1)).paused_until
        assert limit == datetime(2026, 11, 30, 10, tzinfo=UTC)

    def test_however_often(self, case: Case, olive: User, clock: Traveller) -> None:
        pause(olive, case, PausedFor.POLICE, until=date(2027, 3, 1))
        sweep(clock, datetime(2026, 11, 30, 10, 1, tzinfo=UTC))
        with pytest.raises(ActionDenied, match="as long as it may"):
            pause(olive, case, PausedFor.POLICE, until=date(2027, 3, 1))

    def test_at_police_a_second_officer_pauses_and_for_a_day(self, olive: User, oscar: User, councillor: User) -> None:
        case = actions.acknowledge(by=olive, case=report(councillor, **POLICE))
        with pytest.raises(ActionDenied, match="second officer"):
            pause(olive, case)
        limit = pause(oscar, case, until=date(2027, 3, 1)).paused_until
        assert limit == datetime(2026, 11, 24, 10, tzinfo=UTC)

    def test_in_an_emergency_nothing_waits(self, case: Case, olive: User, oscar: User) -> None:
        actions.propose_override(by=olive, case=case, tier=Tier.EMERGENCY, reason="He is at the door.")
        with pytest.raises(ActionDenied, match="nothing waits"):
            pause(oscar, case)


class TestThePages:
    def test_pausing_and_letting_go_on(self, case: Case, olive: User, client: Client) -> None:
        client.force_login(olive)
        address = reverse("case-pause", args=[case.reference])
        assert "Pause the clock" in client.get(case.get_absolute_url()).content.decode()
        said = {"waits_for": "police", "reason": "They look at the tape.", "seen": fresh(case).revision}
        late = client.post(address, {**said, "until-day": "1", "until-month": "3", "until-year": "2027"})
        assert "The date must be no later than 30 November 2026" in late.content.decode()
        client.post(address, {**said, "until-day": "26", "until-month": "11", "until-year": "2026"})
        page = client.get(case.get_absolute_url()).content.decode()
        assert "The clock is paused" in page
        assert "They look at the tape." in page
        client.post(reverse("case-resume", args=[case.reference]))
        assert fresh(case).paused_for == ""

    def test_the_queue_finds_what_waits(self, case: Case, olive: User, client: Client) -> None:
        pause(olive, case)
        client.force_login(olive)
        found = {waits: client.get(reverse("queue"), {"waits_for": waits}) for waits in ("reporter", "police", "plan")}
        assert [len(page.context["rows"]) for page in found.values()] == [1, 0, 0]
        assert "Paused until 27 November 2026" in found["reporter"].content.decode()


class TestOwed:
    def test_a_plan_is_reminded_of_and_those_above_hear(self, case: Case, olive: User, clock: Traveller) -> None:
        manager = UserFactory(roles=[Role.MANAGER])
        for now in (datetime(2026, 11, 24, 8, 1), datetime(2026, 11, 25, 10, 1), datetime(2026, 11, 26, 10, 1)):
            sweep(clock, now.replace(tzinfo=UTC))
        told = OutboxMessage.objects.filter(kind__startswith="plan.").order_by("id")
        assert [(one.kind, one.recipient) for one in told] == [
            ("plan.before", olive),
            ("plan.late", olive),
            ("plan.escalated", manager),
            ("plan.late", olive),
        ]
        assert AuditEvent.objects.filter(verb="plan or referral late", object_ref=case.reference).count() == 1

    def test_the_next_look_is_reminded_of(self, case: Case, olive: User, clock: Traveller) -> None:
        actions.plan(by=olive, case=case, text="Ring", follow_up_on=date(2026, 11, 26))
        sweep(clock, datetime(2026, 11, 26, 8, 1, tzinfo=UTC))
        sweep(clock, datetime(2026, 11, 27, 8, 1, tzinfo=UTC))
        told = OutboxMessage.objects.filter(kind__startswith="look.").order_by("id")
        assert [one.kind for one in told] == ["look.today", "look.late"]

    def test_handed_over_the_new_owner_hears(self, case: Case, olive: User, oscar: User, clock: Traveller) -> None:
        actions.assign(by=olive, case=case, to=oscar, note="Yours")
        sweep(clock, datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
        assert [one.recipient for one in OutboxMessage.objects.filter(kind="plan.before")] == [oscar]

    def test_a_case_from_before_there_were_deadlines_is_caught_up_with(self, case: Case) -> None:
        Deadline.objects.all().delete()
        catch_up()
        assert set(Deadline.objects.open().values_list("kind", flat=True)) == {"case.act", "case.update"}
        catch_up()
        assert Deadline.objects.count() == 2


class TestWhy:
    def test_this_hour(self, case: Case, olive: User, councillor: User) -> None:
        new = report(councillor, **POLICE)
        assert why_this_hour(new) == "Police: 1 hour, day and night, from when it was reported today at 10am."
        assert why_this_hour(fresh(case)).startswith("Council: 2 working days, from when it was reported")
        planned = actions.plan(by=olive, case=case, text="Ring", follow_up_on=FRIDAY)
        assert why_this_hour(planned) == "The day for the next look was chosen with the plan: 27 November 2026."
        assert why_this_hour(actions.close(by=olive, case=case, reason="Over")) == ""

    def test_this_officer(self, case: Case, olive: User, oscar: User, councillor: User) -> None:
        assert why_this_officer(case) == "Olive Officer was the first on duty who may have it when it came."
        actions.assign(by=olive, case=case, to=oscar, note="Yours")
        assert why_this_officer(fresh(case)).endswith("because Olive Officer handed it over to them.")
        actions.assign(by=olive, case=case, to=olive)
        assert why_this_officer(fresh(case)) == "Olive Officer took it over from Oscar Officer."
        answered = actions.acknowledge(by=oscar, case=report(councillor, **COUNCIL))
        assert why_this_officer(answered).endswith("because they answered it before Olive Officer did.")
