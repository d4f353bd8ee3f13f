"""What somebody chose reaches the person they chose, is done, and is known to nobody else (P27)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.actions import remind_due_deadlines
from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from councilsafe.notifications.wording import render
from incidents.actions.support import choose_wellbeing, finish, look_after_support
from incidents.models import Conflict, Incident, Wellbeing
from incidents.support.words import in_words
from tests.factories import CouncillorFactory, IncidentFactory, UserFactory
from tests.unit.incidents.support.conftest import NOW

pytestmark = pytest.mark.usefixtures("clock")
Choice = Wellbeing.Choice


def sweep(clock: time_machine.Traveller, now: datetime) -> None:
    """What beat does: both sweeps, and more than once."""
    clock.move_to(now, tick=False)
    for _ in range(2):
        look_after_support(now=now)
        remind_due_deadlines()


def told() -> list[tuple[str, str]]:
    return [(message.kind, message.recipient.email) for message in OutboxMessage.objects.order_by("id")]


def verbs(of: Wellbeing) -> list[str]:
    events = AuditEvent.objects.filter(object_type="wellbeing", object_ref=of.reference)
    return [event.verb for event in events.order_by("id")]


def call(incident: Incident, *, may_know_what: bool = False) -> Wellbeing:
    return choose_wellbeing(by=incident.reporter, incident=incident, choice=Choice.CALL, may_know_what=may_know_what)


# Choosing --------------------------------------------------------------------------------------------------------


def test_a_call_goes_to_the_champion_for_the_next_working_day(incident: Incident, champion: User) -> None:
    chosen = call(incident)
    assert (chosen.goes_to, chosen.due_on) == (champion, date(2026, 11, 25))
    assert told() == [("support.asked", champion.email)]
    assert verbs(chosen) == ["support chosen"]
    assert "Cleo Champion, the wellbeing champion, will call you no later than tomorrow." in in_words(chosen)


def test_the_mail_tells_nothing_of_the_case(incident: Incident, champion: User) -> None:
    call(incident)
    message = OutboxMessage.objects.get()
    subject, body = render(kind=message.kind, ref=message.about_ref, link=message.path)
    assert "Somebody has asked for a call" in subject
    for hidden in (incident.reference, incident.reporter.name, incident.description):
        assert hidden not in subject + body


def test_nothing_of_it_stands_in_the_audit_of_the_case(incident: Incident, champion: User) -> None:
    finish(by=champion, request=call(incident, may_know_what=True))
    assert not AuditEvent.objects.filter(object_ref=incident.reference).exists()


def test_it_goes_to_whoever_has_least_to_do(incident: Incident, champion: User, councillor: User) -> None:
    other = UserFactory(roles=[Role.CHAMPION])
    assert call(incident).goes_to == champion
    assert call(IncidentFactory(reporter=councillor)).goes_to == other


def test_without_a_champion_the_monitoring_officer_steps_in_and_the_reporter_is_told_so(
    incident: Incident, monitoring: User
) -> None:
    chosen = call(incident)
    assert chosen.goes_to == monitoring
    assert "There is no wellbeing champion who could do it. Mona Monitoring, the monitoring" in in_words(chosen)


def test_without_anybody_nothing_is_promised_until_somebody_comes(incident: Incident) -> None:
    chosen = call(incident)
    assert chosen.goes_to is None
    assert in_words(chosen).startswith("There is nobody who could call you at the moment")
    champion = UserFactory(roles=[Role.CHAMPION])
    look_after_support(now=NOW)
    chosen.refresh_from_db()
    assert chosen.goes_to == champion
    assert told() == [("support.asked", champion.email)]


def test_nobody_helps_in_what_they_are_concerned_in(champion: User, monitoring: User, incident: Incident) -> None:
    Conflict.objects.create(incident=incident, user=champion, reason="A friend of his.")
    assert call(incident).goes_to == monitoring
    own = IncidentFactory(reporter=CouncillorFactory(roles=[Role.COUNCILLOR, Role.CHAMPION]))
    Conflict.objects.create(incident=own, user=champion, reason="A friend of his.")
    assert call(own).goes_to == monitoring


@pytest.mark.parametrize("choice", [Choice.COUNSELLING, Choice.NOTHING])
def test_what_needs_nobody_tells_nobody(incident: Incident, champion: User, choice: str) -> None:
    chosen = choose_wellbeing(by=incident.reporter, incident=incident, choice=choice, may_know_what=True)
    assert (chosen.goes_to, chosen.due_on, chosen.may_know_what) == (None, None, False)
    assert told() == []


def test_said_twice_it_is_one(incident: Incident, champion: User) -> None:
    assert call(incident) == call(incident)
    assert (Wellbeing.objects.count(), len(told())) == (1, 1)


def test_a_change_of_mind_is_kept_and_the_helper_is_told(incident: Incident, champion: User) -> None:
    first = call(incident)
    second = choose_wellbeing(by=incident.reporter, incident=incident, choice=Choice.NOTHING)
    first.refresh_from_db()
    assert first.taken_back
    assert first.title == "A call from the wellbeing champion (you changed your mind)"
    assert Wellbeing.objects.open().get() == second
    assert told() == [("support.asked", champion.email), ("support.changed", champion.email)]


def test_only_those_whose_report_it_is_choose(incident: Incident, champion: User) -> None:
    for stranger in (CouncillorFactory(), UserFactory(roles=[Role.OFFICER]), champion):
        with pytest.raises(ActionDenied):
            choose_wellbeing(by=stranger, incident=incident, choice=Choice.CALL)


def test_reporter_and_councillor_choose_each_for_themselves(champion: User) -> None:
    incident = IncidentFactory(reporter=CouncillorFactory(), councillor=CouncillorFactory())
    call(incident)
    choose_wellbeing(by=incident.councillor, incident=incident, choice=Choice.NOTHING)
    assert Wellbeing.objects.open().count() == 2


def test_a_choice_that_there_is_not_is_refused(incident: Incident) -> None:
    with pytest.raises(ValueError, match="hug"):
        choose_wellbeing(by=incident.reporter, incident=incident, choice="hug")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_request(incident: Incident, champion: User) -> None:
    together = Barrier(2)

    def click(_: int) -> int:
        together.wait()
        try:
            return call(incident).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        first, second = both.map(click, range(2))
    assert first == second
    assert len(told()) == 1


# Helping ---------------------------------------------------------------------------------------------------------


def test_after_a_call_a_check_in_falls_due_once(incident: Incident, champion: User) -> None:
    asked = finish(by=champion, request=call(incident), note="Sleeps badly.")
    finish(by=champion, request=asked)
    check_in = Wellbeing.objects.open().get()
    assert (check_in.follows, check_in.goes_to, check_in.due_on) == (asked, champion, date(2026, 12, 8))
    finish(by=champion, request=check_in)
    assert not Wellbeing.objects.open().exists()
    assert (verbs(asked), verbs(check_in)) == (["support chosen", "support given"], ["check-in done"])


def test_another_call_can_be_asked_for_before_the_check_in(incident: Incident, champion: User) -> None:
    finish(by=champion, request=call(incident))
    again = call(incident)
    assert (again.follows, again.due_on) == (None, date(2026, 11, 25))
    assert Wellbeing.objects.open().get() == again


def test_nobody_else_says_that_it_is_done(incident: Incident, champion: User, monitoring: User) -> None:
    with pytest.raises(ActionDenied, match="Somebody else"):
        finish(by=monitoring, request=call(incident))


def test_what_was_taken_back_cannot_be_done(incident: Incident, champion: User) -> None:
    asked = call(incident)
    choose_wellbeing(by=incident.reporter, incident=incident, choice=Choice.LATER)
    with pytest.raises(ActionDenied, match="changed their mind"):
        finish(by=champion, request=asked)


def test_the_request_is_seen_by_who_asked_and_who_was_asked_alone(
    incident: Incident, champion: User, monitoring: User, manager: User
) -> None:
    asked = call(incident)
    others = [monitoring, manager, UserFactory(roles=[Role.CHAMPION]), UserFactory(roles=[Role.OFFICER])]
    assert [list(Wellbeing.objects.visible_to(user)) for user in others] == [[], [], [], []]
    assert [list(Wellbeing.objects.visible_to(user)) for user in (incident.reporter, champion)] == [[asked], [asked]]


# Reminding -------------------------------------------------------------------------------------------------------


def test_a_late_call_goes_up_without_a_name(
    incident: Incident, champion: User, manager: User, clock: time_machine.Traveller
) -> None:
    asked = call(incident)
    for days in range(3):
        sweep(clock, NOW + timedelta(days))
    assert told() == [
        ("support.asked", champion.email),
        ("support.today", champion.email),
        ("support.overdue", champion.email),
        ("support.late", manager.email),
    ]
    late = OutboxMessage.objects.get(kind="support.late")
    assert (late.path, late.about_ref) == ("/", asked.reference)
    assert verbs(asked) == ["support chosen", "support late"]
    sweep(clock, NOW + timedelta(9))
    assert [kind for kind, _ in told()[4:]] == ["support.overdue", "support.late"]


def test_a_check_in_is_reminded_of_before_its_day(
    incident: Incident, champion: User, clock: time_machine.Traveller
) -> None:
    finish(by=champion, request=call(incident))
    OutboxMessage.objects.all().delete()
    for days in range(15):
        sweep(clock, NOW + timedelta(days))
    assert told() == [("support.before", champion.email), ("support.today", champion.email)]


def test_who_has_just_been_asked_is_not_reminded_at_once(
    incident: Incident, champion: User, clock: time_machine.Traveller
) -> None:
    call(incident)
    sweep(clock, NOW)
    assert told() == [("support.asked", champion.email)]


def test_who_wanted_to_be_asked_later_is_asked_once(incident: Incident, clock: time_machine.Traveller) -> None:
    UserFactory(roles=[Role.MANAGER])
    choose_wellbeing(by=incident.reporter, incident=incident, choice=Choice.LATER)
    for days in range(30):
        sweep(clock, NOW + timedelta(days))
    assert told() == [("support.again", incident.reporter.email)]
    message = OutboxMessage.objects.get()
    assert message.path == f"/my/reports/{incident.reference}/support/"
    assert not Deadline.objects.missed().exists()


def test_it_is_asked_again_on_the_fifth_working_day(incident: Incident, clock: time_machine.Traveller) -> None:
    choose_wellbeing(by=incident.reporter, incident=incident, choice=Choice.LATER)
    sweep(clock, NOW + timedelta(6))
    assert told() == []
    sweep(clock, NOW + timedelta(7))
    assert len(told()) == 1


@pytest.mark.parametrize("choice", [Choice.CALL, Choice.LATER])
def test_who_chose_otherwise_is_reminded_of_nothing(
    incident: Incident, champion: User, manager: User, clock: time_machine.Traveller, choice: str
) -> None:
    choose_wellbeing(by=incident.reporter, incident=incident, choice=choice)
    choose_wellbeing(by=incident.reporter, incident=incident, choice=Choice.NOTHING)
    OutboxMessage.objects.all().delete()
    sweep(clock, NOW + timedelta(20))
    assert told() == []


def test_what_is_done_is_not_reminded_of(incident: Incident, champion: User, clock: time_machine.Traveller) -> None:
    asked = finish(by=champion, request=call(incident))
    sweep(clock, NOW + timedelta(2))
    assert told() == [("support.asked", champion.email)]
    assert Deadline.objects.get(about_ref=asked.reference).met_by == champion


def test_while_nobody_can_help_those_above_learn_that_and_no_more(
    incident: Incident, manager: User, clock: time_machine.Traveller
) -> None:
    asked = call(incident)
    sweep(clock, NOW + timedelta(1))
    assert told() == [("owner.gone", manager.email)]
    message = OutboxMessage.objects.get()
    assert (message.path, message.about_ref) == ("/", asked.reference)


def test_what_was_asked_before_there_were_deadlines_is_reminded_of_too(
    incident: Incident, champion: User, clock: time_machine.Traveller
) -> None:
    call(incident)
    Deadline.objects.all().delete()
    sweep(clock, NOW + timedelta(1))
    assert told()[1:] == [("support.today", champion.email)]


def test_a_helper_who_left_hands_over(incident: Incident, champion: User, monitoring: User) -> None:
    asked = call(incident)
    User.objects.filter(pk=champion.pk).update(is_active=False)
    look_after_support(now=NOW)
    asked.refresh_from_db()
    assert asked.goes_to == monitoring
    assert verbs(asked) == ["support chosen", "support handed over"]
    assert told()[-1] == ("support.asked", monitoring.email)


def test_a_conflict_takes_it_away_at_once(incident: Incident, champion: User, monitoring: User) -> None:
    asked = call(incident)
    Conflict.objects.create(incident=incident, user=champion, reason="It was her brother.")
    assert not Wellbeing.objects.visible_to(champion).exists()
    look_after_support(now=NOW)
    asked.refresh_from_db()
    assert asked.goes_to == monitoring


def test_nobody_is_reminded_at_night(incident: Incident, champion: User, clock: time_machine.Traveller) -> None:
    call(incident)
    sweep(clock, NOW.replace(day=25, hour=7))
    assert len(told()) == 1
    sweep(clock, NOW.replace(day=25, hour=8))
    assert len(told()) == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once(incident: Incident, champion: User, clock: time_machine.Traveller) -> None:
    call(incident)
    clock.shift(timedelta(1))
    together = Barrier(2)

    def sweep(_: int) -> None:
        together.wait()
        try:
            remind_due_deadlines()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(sweep, range(2)))
    assert [kind for kind, _ in told()] == ["support.asked", "support.today"]
