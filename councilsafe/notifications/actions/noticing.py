"""What somebody has seen of what they were told."""

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage


@transaction.atomic
def read_notice(*, by: User, notice: OutboxMessage) -> None:
    """Opened, and with it whatever else leads to the same page. No audit event: the page itself has one."""
    OutboxMessage.objects.unread(by).filter(path=notice.path).update(read_at=timezone.now())


@transaction.atomic
def read_all(*, by: User) -> int:
    return OutboxMessage.objects.unread(by).update(read_at=timezone.now())
