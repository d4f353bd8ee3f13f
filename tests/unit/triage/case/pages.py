"""What the tests of a case's pages share: the way to a page, and the ways to bring a case into a state."""

from datetime import timedelta
from typing import Any

from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from triage import actions
from triage.models import Case

NEXT_WEEK = timezone.localdate() + timedelta(days=7)


def page(case: Case, name: str = "") -> str:
    return reverse(f"case-{name}" if name else "case", args=[case.reference])


def events(case: Case, verb: str) -> Any:
    return AuditEvent.objects.filter(object_ref=case.reference, verb=verb)


def step(client: Client, case: Case) -> str | None:
    first = client.get(page(case)).context["step"]
    return first and first.label


def restrict(case: Case) -> None:
    case.incident.restricted = True
    case.incident.save()


def closed(case: Case, by: User) -> Case:
    actions.acknowledge(by=by, case=case)
    return actions.close(by=by, case=case, reason="It stopped")


def complete(case: Case, by: User, **facts: Any) -> Case:
    return actions.complete_facts(by=by, case=case, seen=case.assessment, facts=facts)


def filled(form: BaseForm) -> dict[str, Any]:
    """What the form's fields hold, as a browser would send it."""
    return {bound.html_name: value for bound in form if (value := bound.value()) is not None}


def date(name: str, days: int = 7) -> dict[str, int]:
    day = timezone.localdate() + timedelta(days=days)
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
