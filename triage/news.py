"""What a reporter is told about their case: who has it, what happens next and by when. No scores, no reasons."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from councilsafe.govuk.dates import when
from triage.lifecycle import State
from triage.models import Case
from triage.process import Tier

STANDS = {
    State.NEW: "Sent, and waiting for an answer",
    State.ACKNOWLEDGED: "An officer has it",
    State.IN_HAND: "Being dealt with",
    State.CLOSED: "Closed",
}
WHAT_WE_DO = {
    Tier.LOG: "We keep a record of this and advise you. If anything more happens, this report counts with it.",
    Tier.COUNCIL: "We treat this as something for the council to act on. The officer works out with you what to do: "
    "a letter to the person, for example, or somebody else taking over contact with them.",
    Tier.POLICE: "We treat this as something to refer to the police. The officer does so and tells you what they say. "
    "If you have told the police already, write and give us their reference.",
    Tier.EMERGENCY: "We treat this as an emergency. If nobody has called 999 yet, call now. "
    "The officer tells the police what you told us.",
}
NEXT = {
    "answer": "{owner} has been told, and will answer no later than {due}.",
    "plan": "{owner} will decide what to do no later than {due}.",
    "referral": "{owner} will refer it to the police no later than {due}.",
    "reporter": "{owner} needs an answer from you first. You can write below. They go on no later than {due}.",
    "police": "{owner} is waiting to hear from the police, and goes on no later than {due}.",
    "look": "{owner} will look at it again no later than {due}.",
    "update": "{owner} will tell you how it stands no later than {due}.",
}
LATE = {
    "answer": "An answer was due {due}. It is late, and we are sorry. More people in the team are being told.",
    "plan": "{owner} should have decided what to do: that was due {due}. It is late, and we are sorry.",
    "referral": "{owner} should have referred it to the police: that was due {due}. It is late, and we are sorry.",
    "reporter": "{owner} needed an answer from you, and goes on now without it. You can still write below.",
    "police": "{owner} was waiting to hear from the police, and goes on now.",
    "look": "{owner} should have looked at it again: that was due {due}. It is late, and we are sorry.",
    "update": "{owner} should have told you how it stands: that was due {due}. It is late, and we are sorry.",
}
NOBODY = "Nobody is there to answer yet, and we are sorry. We go on trying. If it cannot wait, ring the council."
WAITS_FOR_NAME = "Waiting until you say who else may read it"
NOBODY_READS = "Nobody whom you chose can deal with it. Say who else may read it. If it cannot wait, ring the council."


@dataclass(frozen=True, slots=True)
class News:
    """`stands` in a few words; `next` one sentence, empty when nothing more is to come."""

    reference: str
    reported_at: datetime
    owner: str
    stands: str
    next: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Who answered and when, and by when they hear more. In words; empty where there is nothing to say."""

    answered: str
    update: str


def news(case: Case, now: datetime) -> News:
    late = case.due_at is not None and case.due_at < now
    return News(
        reference=case.reference,
        reported_at=case.reported_at,
        owner=case.owner_name,
        stands=stands(case),
        next=what_comes(case, late),
        is_late=late,
    )


def stands(case: Case) -> str:
    if case.owner is None and case.is_open and case.incident.restricted:
        return WAITS_FOR_NAME
    return STANDS[State(case.state)]


def being_told(case: Case, now: datetime) -> Told:
    """P28, for the page of one report."""
    return Told(answered(case), update(case, now))


def answered(case: Case) -> str:
    if not (case.acknowledged_at and case.acknowledged_by):
        return ""
    return f"{case.acknowledged_by.name}, {when(case.acknowledged_at)}"


def update(case: Case, now: datetime) -> str:
    """The day until which they hear more. When it has passed that is said, and counted (P28)."""
    if not case.is_open or case.update_due_at is None:
        return ""
    by = when(timezone.localdate(case.update_due_at))
    return f"It was due {by}. It is late, and we are sorry." if case.update_due_at < now else f"No later than {by}"


def what_comes(case: Case, late: bool) -> str:
    if case.due_at is None:
        return ""
    if case.owner is None:
        return NOBODY_READS if case.incident.restricted else NOBODY
    return (LATE if late else NEXT)[case.waits_for].format(owner=case.owner.name, due=when(case.due_at))


def what_we_do(case: Case) -> str:
    return WHAT_WE_DO[Tier(case.tier)]
