"""Being told: the reporter hears of every step, and at least every ten working days until it is closed (P28)."""

from django.db import transaction
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.notifications.actions import tell
from incidents.models import Evidence, Incident, Message
from triage.actions.clocks import CLOCKS, start_update_clock
from triage.actions.deadlines import keep_deadlines
from triage.models import Case
from triage.policies import possible_owners


def tell_reporter(case: Case, event: str) -> None:
    """There is news, and the next is due anew. What it is stands behind the sign-in, never in the mail.

    Changes the case in memory: whoever calls has it locked, and saves it.
    """
    for person in reporters(case.incident):
        tell(
            to=person,
            kind="case.update",
            about_ref=case.reference,
            path=f"/my/reports/{case.reference}/",
            key=f"update:{case.reference}:{event}:{person.reference}",
        )
    start_update_clock(case, timezone.now())


@transaction.atomic
def tell_of_message(*, message: Message) -> None:
    """The other side is told that there is a message, and nothing else. What the team writes is an update."""
    together = Case.objects.select_for_update(of=("self",)).select_related("incident", "owner")
    case = together.get(incident=message.incident_id)
    mine = f"/my/reports/{case.reference}/"
    to, path = (reporters(case.incident), mine) if message.from_team else (owners(case), case.get_absolute_url())
    for person in to:
        key = f"message:{message.pk}:{person.reference}"
        tell(to=person, kind="message", about_ref=case.reference, path=path, key=key)
    if message.from_team and case.is_open:
        start_update_clock(case, message.sent_at)
        case.save(update_fields=CLOCKS)
        keep_deadlines(case, by=message.author)


def tell_of_files(*, incident: Incident, newest: Evidence) -> None:
    """The other side is told that there are files. While a report is still being taken there is nobody to tell yet."""
    for case in Case.objects.select_related("incident", "owner").filter(incident=incident):
        from_team = Incident.objects.team(newest.uploaded_by).filter(pk=incident.pk).exists()
        mine = f"/my/reports/{case.reference}/"
        to, path = (reporters(incident), mine) if from_team else (owners(case), case.get_absolute_url())
        for person in to:
            key = f"files:{newest.pk}:{person.reference}"
            tell(to=person, kind="files", about_ref=case.reference, path=path, key=key)


def reporters(incident: Incident) -> list[User]:
    """Who reported it and whom it was done to, where they follow it in their own reports."""
    people = dict.fromkeys(person for person in (incident.reporter, incident.councillor) if person)
    return [person for person in people if Incident.objects.own(person).filter(pk=incident.pk).exists()]


def owners(case: Case) -> list[User]:
    """The owner while they may still see and work on it; otherwise those above at once."""
    owner = possible_owners(case).filter(pk=case.owner_id or 0).first()
    return [owner] if owner else those_above(case)


def those_above(case: Case) -> list[User]:
    """The managers who may see it; where none may, or there is none, whoever may."""
    allowed = possible_owners(case)
    return list(allowed.filter(roles__contains=[Role.MANAGER.value])) or list(allowed)
