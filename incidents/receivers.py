"""What incidents answer and write down when duty asks or tells, in the same transaction."""

from typing import Any

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty import signals
from councilsafe.duty.audience import Audience
from councilsafe.duty.models import Deadline
from incidents.models import Wellbeing
from incidents.support import helpers

REQUEST = "wellbeing"


def connect() -> None:
    signals.who_may_hear.connect(who_may_hear, dispatch_uid="incidents")
    signals.deadline_climbed.connect(on_deadline_climbed, dispatch_uid="incidents")


def who_may_hear(*, about_type: str, about_ref: str, **kwargs: Any) -> Audience | None:
    request = find(about_type, about_ref)
    return helpers.who_may_hear(request) if request else None


def on_deadline_climbed(*, deadline: Deadline, people: list[User], **kwargs: Any) -> None:
    if request := find(deadline.about_type, deadline.about_ref):
        record(by=None, verb="support late", on=request, detail=f"told {len(people)} above")


def find(about_type: str, about_ref: str) -> Wellbeing | None:
    if about_type != REQUEST:
        return None
    return Wellbeing.objects.select_related("incident").filter(reference=about_ref).first()
