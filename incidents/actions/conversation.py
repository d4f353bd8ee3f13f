"""Messages between the reporter and the team, what the team writes for itself, and the record of who looked."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents import signals
from incidents.actions.evidence import receive
from incidents.evidence.uploads import Received
from incidents.models import Incident, Message, Note, ReadMark


@transaction.atomic
def send_message(*, by: User, incident: Incident, body: str, files: Sequence[Received] = ()) -> Message:
    """From the reporter to the team, or from the team to the reporter. Of the files, those that are good are kept."""
    from_team = Incident.objects.team(by).filter(pk=incident.pk).exists()
    message = Message.objects.create(incident=incident, author=by, from_team=from_team, body=body)
    if files:
        receive(by=by, files=list(files), incident=incident, message=message)
    record(by=by, verb="message sent", on=incident, detail="to the reporter" if from_team else "to the team")
    signals.message_sent.send(Message, message=message)
    return message


@transaction.atomic
def mark_read(*, by: User, incident: Incident) -> None:
    """Somebody has the conversation before them. Only what is new moves the mark: it says when that was read."""
    read = ReadMark.objects.filter(incident=incident, user=by, read_at__gte=OuterRef("sent_at"))
    if incident.messages.exclude(author=by).filter(~Exists(read)).exists():
        ReadMark.objects.update_or_create(incident=incident, user=by, defaults={"read_at": timezone.now()})


@transaction.atomic
def write_note(*, by: User, incident: Incident, body: str) -> Note:
    """For the team alone: no page, mail or export of the reporter ever has it."""
    note = Note.objects.create(incident=incident, author=by, body=body)
    record(by=by, verb="note written", on=incident)
    return note


@transaction.atomic
def record_opening(*, by: User, incident: Incident) -> None:
    """Every opening of a case by somebody else than its reporter is recorded."""
    record(by=by, verb="opened", on=incident)
