from typing import Protocol

from councilsafe.audit.models import AuditEvent

SYSTEM = "councilsafe"


class Actor(Protocol):
    """Anybody with a public reference: a user."""

    @property
    def reference(self) -> str: ...


class Audited(Protocol):
    """Anything with a public reference that something can be done to."""

    @property
    def reference(self) -> str: ...


def record(*, by: Actor | None, verb: str, on: Audited, reason: str = "", detail: str = "") -> AuditEvent:
    """Write one audit event in the caller's transaction. `by=None` is the system itself."""
    return AuditEvent.objects.create(
        actor=str(by.reference) if by else SYSTEM,
        verb=verb,
        object_type=type(on).__name__.lower(),
        object_ref=str(on.reference),
        reason=reason,
        detail=detail,
    )
