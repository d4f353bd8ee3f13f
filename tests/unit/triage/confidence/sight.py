"""When it is, who was told of a case, and who may see it."""

from datetime import UTC, datetime

from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage
from triage.models import Case

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
TEAM = {"Olive Officer", "Oscar Officer", "Mary Manager", "Mo Monitoring"}


def told(case: Case, kind: str = "alert") -> list[str]:
    """Who was told, one after the other."""
    messages = OutboxMessage.objects.filter(about_ref=case.reference, kind=kind).order_by("id")
    return list(messages.values_list("recipient__name", flat=True))


def now(case: Case) -> Case:
    return Case.objects.select_related("incident", "owner").get(pk=case.pk)


def may_see(case: Case) -> set[str]:
    """Two ways to the same answer, which must be one."""
    people = {user.name for user in User.objects.all() if Case.objects.visible_to(user).filter(pk=case.pk).exists()}
    assert people == set(now(case).incident.officers().values_list("name", flat=True))
    return people
