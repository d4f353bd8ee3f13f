"""What triage does when incidents say that something happened, in the same transaction."""

from typing import Any

from councilsafe.accounts.models import User
from councilsafe.notifications.actions import tell
from incidents import signals
from incidents.models import Incident, Message
from triage.actions import open_case, reassess
from triage.models import Case


def connect() -> None:
    signals.incident_reported.connect(on_incident_reported, dispatch_uid="triage")
    signals.facts_changed.connect(on_facts_changed, dispatch_uid="triage")
    signals.message_sent.connect(on_message_sent, dispatch_uid="triage")


def on_incident_reported(*, incident: Incident, by: User, **kwargs: Any) -> None:
    open_case(by=by, incident=incident)


def on_facts_changed(*, incident: Incident, by: User, reason: str, **kwargs: Any) -> None:
    reassess(by=by, incident=incident, reason=reason)


def on_message_sent(*, message: Message, **kwargs: Any) -> None:
    """The other side is told that there is a message, and nothing else."""
    case = Case.objects.select_related("incident__reporter", "owner").get(incident=message.incident_id)
    mine = f"/my/reports/{case.reference}/"
    to, path = (case.incident.reporter, mine) if message.from_team else (case.owner, case.get_absolute_url())
    if to:
        tell(to=to, kind="message", about_ref=case.reference, path=path, key=f"message:{message.pk}")
