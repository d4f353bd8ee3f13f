"""A person's own mobile number: taken only from who shows that it is theirs."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.notifications import wording
from councilsafe.notifications.actions.telling import put
from councilsafe.notifications.channels import texts
from councilsafe.notifications.mobile_codes import is_right
from councilsafe.notifications.models import Channel, MobileCode, OutboxMessage

CODES_AN_HOUR = 5


@transaction.atomic
def offer_mobile(*, by: User, mobile: str) -> MobileCode:
    """Send a code to the number, which stays unused until the code comes back. A new number replaces the last."""
    check_may_offer(by)
    pending, _ = MobileCode.objects.update_or_create(
        user=by, defaults={"mobile": mobile, "made_at": timezone.now(), "tries": 0}
    )
    what = {"recipient": by, "channel": Channel.SMS, "kind": wording.CODE, "path": "/account/contact/"}
    put(f"code:{by.reference}:{pending.made_at.isoformat()}", what, pending.made_at)
    record(by=by, verb="mobile number offered", on=by)
    return pending


def check_may_offer(user: User) -> None:
    if not texts.is_on():
        raise ActionDenied("This council does not send text messages.")
    User.objects.select_for_update().get(pk=user.pk)  # so that two requests are counted one after the other
    codes = OutboxMessage.objects.filter(recipient=user, kind=wording.CODE)
    if codes.filter(created_at__gt=timezone.now() - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        raise ActionDenied("You have asked for too many codes. Wait an hour, then try again.")


@transaction.atomic
def confirm_mobile(*, by: User, typed: str) -> bool:
    """Whether the code was right. Five wrong ones, or 15 minutes, and a new code is needed."""
    pending = MobileCode.objects.select_for_update().filter(user=by).first()
    if pending is None:
        return False
    if not is_right(pending, typed):
        pending.tries += 1
        pending.save(update_fields=["tries"])
        return False
    by.mobile, by.wants_texts = pending.mobile, True
    by.save(update_fields=["mobile", "wants_texts"])
    pending.delete()
    record(by=by, verb="mobile number confirmed", on=by)
    return True


@transaction.atomic
def stop_texts(*, by: User) -> None:
    """No text goes to them any more, and the number is forgotten."""
    MobileCode.objects.filter(user=by).delete()
    OutboxMessage.objects.unsent().filter(recipient=by, channel=Channel.SMS).delete()
    by.mobile, by.wants_texts = "", False
    by.save(update_fields=["mobile", "wants_texts"])
    record(by=by, verb="text messages stopped", on=by)
