"""The states of a version of the threat process and the moves between them, as one table like a case's."""

from dataclasses import dataclass

from django.db.models import TextChoices

from councilsafe.access import Permission


class Stage(TextChoices):
    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Waits for a second person"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    DISCARDED = "discarded", "Discarded"


@dataclass(frozen=True, slots=True)
class Step:
    """One way from some stages to another. `event` is the audit event's verb."""

    label: str
    sources: tuple[Stage, ...]
    target: Stage
    permission: Permission
    event: str


STEPS = {
    "change": Step("Change the draft", (Stage.DRAFT,), Stage.DRAFT, Permission.PLAN_PROCESS, "changed"),
    "propose": Step("Propose it", (Stage.DRAFT,), Stage.PROPOSED, Permission.PLAN_PROCESS, "proposed"),
    "take back": Step("Take it back", (Stage.PROPOSED,), Stage.DRAFT, Permission.PLAN_PROCESS, "taken back"),
    "approve": Step("Approve it", (Stage.PROPOSED,), Stage.APPROVED, Permission.APPROVE_PROCESS, "approved"),
    "refuse": Step("Refuse it", (Stage.PROPOSED,), Stage.REFUSED, Permission.APPROVE_PROCESS, "refused"),
    "discard": Step("Discard it", (Stage.DRAFT, Stage.PROPOSED), Stage.DISCARDED, Permission.PLAN_PROCESS, "discarded"),
}
