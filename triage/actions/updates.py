"""Being told: the reporter hears of every step, and at least every ten working days until it is closed (P28)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due
from councilsafe.notifications.actions import tell
from incidents.models import Evidence, Incident, Message
from triage.actions.clocks import CLOCKS, start_update_clock
from triage.models import Case
from triage.policies import possible_owners

ESCALATE_AFTER = Clock(2, Unit.WORKING_DAYS)


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


def remind_of_silence(*, now: datetime) -> int:
    """Remind of every update that is late, each in its own transaction. Returns how many there are."""
    silent = Case.objects.silent(now).order_by("update_due_at", "id").values_list("pk", flat=True)
    return sum(remind_of(case_id=pk, now=now) for pk in silent)


@transaction.atomic
def remind_of(*, case_id: int, now: datetime) -> bool:
    """Its owner at once, the managers two working days later. A case that somebody holds waits for the next round."""
    silent = Case.objects.silent(now).filter(pk=case_id).select_related("incident", "owner")
    case = silent.select_for_update(of=("self",), skip_locked=True).first()
    if case is None or case.update_due_at is None:
        return False
    if remind(case, owners(case), "update.late"):
        record(by=None, verb="update late", on=case.incident)
    if now >= due(case.update_due_at, ESCALATE_AFTER):
        remind(case, those_above(case), "update.escalated")
    return True


def remind(case: Case, people: list[User], kind: str) -> bool:
    """Each of them once for each update that is late. Says whether anybody was told anew."""
    told = [
        tell(
            to=person,
            kind=kind,
            about_ref=case.reference,
            path=case.get_absolute_url(),
            key=f"{kind}:{case.reference}:{case.update_due_at:%Y%m%dT%H%M%S}:{person.reference}",
        )
        for person in people
    ]
    return any(told)


def owners(case: Case) -> list[User]:
    """The owner while they may still see and work on it; otherwise those above at once."""
    owner = possible_owners(case).filter(pk=case.owner_id or 0).first()
    return [owner] if owner else those_above(case)


def those_above(case: Case) -> list[User]:
    """The managers who may see it; where none may, or there is none, whoever may."""
    allowed = possible_owners(case)
    return list(allowed.filter(roles__contains=[Role.MANAGER.value])) or list(allowed)
