"""Messages between the reporter and the team, and the record of who looked."""

from django.db import transaction

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents import signals
from incidents.models import Incident, Message


@transaction.atomic
def send_message(*, by: User, incident: Incident, body: str) -> Message:
    """From the reporter to the team, or from the team to the reporter."""
    from_team = by.pk not in (incident.reporter_id, incident.councillor_id)
    message = Message.objects.create(incident=incident, author=by, from_team=from_team, body=body)
    record(by=by, verb="message sent", on=incident, detail="to the reporter" if from_team else "to the team")
    signals.message_sent.send(Message, message=message)
    return message


@transaction.atomic
def record_opening(*, by: User, incident: Incident) -> None:
    """Every opening of a case by somebody else than its reporter is recorded."""
    record(by=by, verb="opened", on=incident)
