"""Held mail is kept whole and encrypted, calls for a person at once, and is checked once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.actions import climb_due_alerts
from councilsafe.duty.models import Alert
from councilsafe.notifications.models import OutboxMessage
from incidents.actions.mail import hold_mail, report_mail, set_mail_aside
from incidents.evidence.store import store
from incidents.evidence.uploads import take
from incidents.models import Evidence, HeldMail, Incident, Intake
from tests.corpus.messages import MESSAGES, WORDS
from tests.factories import officer
from tests.unit.incidents.mail.conftest import held
from triage.models import Case

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
TOLD = {"happened_on": date(2026, 11, 20), "description": "He knows where I live.", "harmed_knows": False}


@pytest.fixture
def report(olive: User, casey: User) -> Callable[[HeldMail], Incident]:
    return lambda mail: report_mail(by=olive, mail=mail, councillor=casey, **TOLD)


# Coming in -------------------------------------------------------------------------------------------------------


def test_it_is_kept_as_it_came_and_encrypted(olive: User, folder: Path) -> None:
    mail = held()
    with store.open(mail.key) as plain:
        assert plain.read() == MESSAGES["plain"].content
    assert all(WORDS.encode() not in path.read_bytes() for path in folder.glob("??/*"))


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_can_be_held(db: None, folder: Path, name: str) -> None:
    file = take("a.eml", MESSAGES["plain"].content)
    deposit = store.begin()
    deposit.write(MESSAGES[name].content)
    deposit.finish()
    file.key, file.digest = deposit.key, "0" * 64
    mail, is_new = hold_mail(by=None, file=file)
    mail.refresh_from_db()
    assert is_new
    assert (mail.sender, mail.subject) == (MESSAGES[name].sender, MESSAGES[name].subject)


def test_somebody_is_called_at_once_and_the_next_one_when_its_time_is_up(olive: User) -> None:
    second = officer()
    with time_machine.travel(MONDAY, tick=False) as clock:
        mail = held()
        assert mail.due_at == MONDAY + timedelta(hours=4)
        assert told() == [olive.pk]
        clock.shift(timedelta(hours=4))
        climb_due_alerts()
    assert told() == [olive.pk, second.pk]


def told() -> list[int]:
    return list(OutboxMessage.objects.order_by("id").values_list("recipient", flat=True))


def test_the_clock_is_the_councils_own(olive: User, settings: Any) -> None:
    settings.HELD_MAIL_WORKING_HOURS = 1
    with time_machine.travel(MONDAY, tick=False):
        assert held().due_at == MONDAY + timedelta(hours=1)


def test_the_same_mail_twice_is_one(olive: User, folder: Path) -> None:
    first, again = held(), take("b.eml", MESSAGES["plain"].content)
    mail, is_new = hold_mail(by=olive, file=again)
    again.close()
    assert (mail, is_new) == (first, False)
    assert Alert.objects.count() == 1
    assert [path.name for path in folder.glob("??/*")] == [first.key]


def test_it_is_kept_even_while_there_is_nobody_to_call(db: None) -> None:
    assert held().checked_at is None


# Being checked ---------------------------------------------------------------------------------------------------


def test_nothing_to_do_answers_the_call_and_is_recorded_with_why(olive: User) -> None:
    mail = set_mail_aside(by=olive, mail=held(), reason="It is advertising.")
    assert (mail.checked_by, mail.outcome) == (olive, "It is advertising.")
    assert Alert.objects.get().answered_by == olive
    assert AuditEvent.objects.get(verb="nothing to do").reason == "It is advertising."


def test_only_one_person_can_check_it(olive: User) -> None:
    mail = set_mail_aside(by=olive, mail=held(), reason="It is advertising.")
    with pytest.raises(ActionDenied, match="Olive Officer has checked this mail already"):
        set_mail_aside(by=officer(), mail=mail, reason="I was late.")


def test_the_report_has_what_the_mail_says(olive: User, casey: User, report: Callable[..., Incident]) -> None:
    incident = report(held())
    assert (incident.intake, incident.reporter, incident.councillor) == (Intake.MAIL, olive, casey)
    assert incident.facts == {"channel": "quarantined_email", "place": "remote"}
    assert incident.happened_on == date(2026, 11, 20)
    assert Case.objects.get().incident == incident


def test_the_mail_itself_is_evidence(report: Callable[..., Incident]) -> None:
    mail = held()
    report(mail)
    evidence = Evidence.objects.get()
    assert (evidence.digest, evidence.kind) == (mail.fingerprint, "message/rfc822")
    assert evidence.key != mail.key
    with store.open(evidence.key) as plain:
        assert plain.read() == MESSAGES["plain"].content


@pytest.mark.parametrize("name", ["every byte", "no headers but the sender"])
def test_also_a_mail_that_looks_like_none_is_evidence(olive: User, report: Callable[..., Incident], name: str) -> None:
    file = take("a.eml", MESSAGES["plain"].content)
    deposit = store.begin()
    deposit.write(MESSAGES[name].content)
    deposit.finish()
    file.key = deposit.key
    mail, _ = hold_mail(by=None, file=file)
    assert report(mail).evidence.count() == 1


def test_the_sender_is_possibly_behind_it(report: Callable[..., Incident]) -> None:
    involved = report(held()).involvements.get()
    assert (involved.standing, involved.person.label) == ("possible", "Robin")
    assert set(involved.person.identifiers.values_list("kind", "value")) == {
        ("email", "robin@example.org"),
        ("name", "Robin"),
    }


def test_without_a_sender_nobody_is(report: Callable[..., Incident]) -> None:
    assert not report(held("a sender without an address")).involvements.exists()


def test_making_it_a_report_answers_the_call(olive: User, report: Callable[..., Incident]) -> None:
    mail = held()
    report(mail)
    assert Alert.objects.get(about_ref=mail.reference).answered_by == olive


def test_twice_pressed_is_one_report(report: Callable[..., Incident]) -> None:
    mail = held()
    assert report(mail) == report(mail)
    assert Incident.objects.count() == Evidence.objects.count() == 1


def test_what_was_set_aside_by_mistake_can_still_be_a_report(olive: User, report: Callable[..., Incident]) -> None:
    mail = set_mail_aside(by=olive, mail=held(), reason="It is advertising.")
    assert report(mail).evidence.count() == 1


def test_a_report_that_fails_leaves_the_mail_to_be_checked(olive: User, casey: User) -> None:
    mail = held()
    store.delete(mail.key)
    with pytest.raises(FileNotFoundError):
        report_mail(by=olive, mail=mail, councillor=casey, **TOLD)
    mail.refresh_from_db()
    assert mail.checked_at is None
    assert not Incident.objects.exists()


def test_no_word_of_a_mail_is_in_what_we_send_or_log(
    olive: User, report: Callable[..., Incident], caplog: pytest.LogCaptureFixture
) -> None:
    report(held())
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row(o.*)::text, '') FROM notifications_outboxmessage o")
        sent = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(row(a.*)::text, '') FROM audit_auditevent a")
        audit = cursor.fetchone()[0]
    for text in (sent, audit, caplog.text):
        assert "robin" not in text.lower()
        assert WORDS not in text
