"""Held mail: kept at once with a clock and an alert, because it can hold a threat to life; then checked by a person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import answer_alerts, raise_alert
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due
from councilsafe.notifications.models import Heartbeat
from incidents import signals
from incidents.actions.evidence import receive
from incidents.actions.sender import name_sender
from incidents.evidence.kinds import KINDS
from incidents.evidence.store import store
from incidents.evidence.uploads import CHUNK, Received
from incidents.facts import check
from incidents.mail.parse import parse
from incidents.mail.parsed import ParsedMail
from incidents.mail.prefill import prefill_held
from incidents.models import HeldMail, Incident, Intake

LADDER = "council"
MAILBOX = "held mail"


# Coming in -------------------------------------------------------------------------------------------------------


def hold_mail(*, by: User | None, file: Received, problems: Sequence[str] = ()) -> tuple[HeldMail, bool]:
    """Keep a mail until somebody has checked it, and call for that person. Says whether it is new.

    The same bytes are one mail, however often they come. `by` is None for what came from the mailbox.
    """
    with store.open(file.key) as plain:
        parsed = parse(plain)
    for problem in problems:
        parsed.trouble(problem)
    return keep_mail(by=by, file=file, parsed=parsed)


@transaction.atomic
def keep_mail(*, by: User | None, file: Received, parsed: ParsedMail) -> tuple[HeldMail, bool]:
    now = timezone.now()
    clock = Clock(settings.HELD_MAIL_WORKING_HOURS, Unit.WORKING_HOURS)
    columns = described(parsed) | {"received_at": now, "due_at": due(now, clock)}
    columns |= {"key": file.key, "recipient": file.recipient, "size": file.size, "kind": file.kind}
    mail, is_new = HeldMail.objects.get_or_create(fingerprint=file.digest, defaults=columns)
    if is_new:
        file.kept = True
        record(by=by, verb="held", on=mail)
        sound(mail, clock)
    return mail, is_new


def described(parsed: ParsedMail) -> dict[str, Any]:
    return {
        "sender": parsed.sender,
        "sender_name": parsed.sender_name,
        "to": parsed.to,
        "subject": parsed.subject,
        "sent_at": parsed.date,
        "body": parsed.text,
        "headers": parsed.headers,
        "attachments": [[one.name, one.kind, one.size] for one in parsed.attachments],
        "problems": parsed.problems,
    }


def sound(mail: HeldMail, clock: Clock) -> None:
    raise_alert(
        kind="alert",
        about_type="mail",
        about_ref=mail.reference,
        path=mail.get_absolute_url(),
        ladder=LADDER,
        first_clock=clock,
    )


@transaction.atomic
def note_mailbox_read() -> None:
    """So that officers can see whether the mailbox is still being read."""
    Heartbeat.objects.update_or_create(name=MAILBOX, defaults={"at": timezone.now()})


# Being checked ---------------------------------------------------------------------------------------------------


@transaction.atomic
def record_mail_opening(*, by: User, mail: HeldMail) -> None:
    record(by=by, verb="opened", on=mail)


@transaction.atomic
def set_mail_aside(*, by: User, mail: HeldMail, reason: str) -> HeldMail:
    """Somebody has read it, and there is nothing to do. It stays, and can still be made a report."""
    mail = HeldMail.objects.select_for_update().get(pk=mail.pk)
    if mail.checked_at:
        raise ActionDenied(f"{mail.checked_by} has checked this mail already.")
    return close_mail(mail, by=by, outcome=reason, verb="nothing to do")


@transaction.atomic
def report_mail(*, by: User, mail: HeldMail, happened_on: date, description: str, **harmed: Any) -> Incident:
    """Make it a report, with the mail itself as evidence. Doing it twice gives the same incident back.

    `harmed` says who it was sent to or about, in the incident's own columns.
    """
    mail = HeldMail.objects.select_for_update(of=("self",)).select_related("incident").get(pk=mail.pk)
    if mail.incident:
        return mail.incident
    incident = Incident(reporter=by, intake=Intake.MAIL, reported_at=timezone.now(), **harmed)
    incident.set_facts(check(prefill_held(mail).facts))
    incident.happened_on, incident.description = happened_on, description
    incident.save()
    record(by=by, verb="reported", on=incident, detail=f"from {mail.reference}")
    signals.incident_reported.send(Incident, incident=incident, by=by)
    receive(by=by, files=[copy_of(mail)], incident=incident)
    named = f"Named as the sender of {mail.reference}"
    name_sender(by=by, incident=incident, identifiers=prefill_held(mail).identifiers, why=named)
    mail.incident = incident
    close_mail(mail, by=by, outcome="Made a report", verb="made a report")
    return incident


def close_mail(mail: HeldMail, *, by: User, outcome: str, verb: str) -> HeldMail:
    mail.checked_at, mail.checked_by, mail.outcome = timezone.now(), by, outcome
    mail.save(update_fields=["checked_at", "checked_by", "outcome", "incident"])
    record(by=by, verb=verb, on=mail, reason=outcome)
    answer_alerts(by=by, about_ref=mail.reference)
    return mail


def copy_of(mail: HeldMail) -> Received:
    """The same bytes once more: evidence has its own life, and is never removed with the mail."""
    deposit = store.begin()
    try:
        with store.open(mail.key) as plain:
            while chunk := plain.read(CHUNK):
                deposit.write(chunk)
        deposit.finish()
    except BaseException:
        deposit.abandon()
        raise
    name = f"{mail.reference}.{KINDS[mail.kind].suffix}"
    return Received(
        name=name,
        size=mail.size,
        digest=mail.fingerprint,
        kind=mail.kind,
        refused="",
        key=deposit.key,
        recipient=deposit.recipient,
    )
