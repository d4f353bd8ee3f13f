"""What can wait goes together: one mail for one person's day, in the morning of a working day."""

from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from councilsafe.duty.calendar import LONDON, ONE_DAY, at_wall_time, is_working_day
from councilsafe.notifications.models import Channel, OutboxMessage

SWEEP_SIZE = 500


def next_daily_mail(now: datetime) -> datetime:
    """The next time at which daily mails go, after `now`: weekends and bank holidays wait for the day after them."""
    day, wall = now.astimezone(LONDON).date(), time.fromisoformat(settings.DAILY_MAIL_AT)
    while not is_working_day(day) or at_wall_time(day, wall) <= now:
        day += ONE_DAY
    return at_wall_time(day, wall)


def put_together() -> int:
    """Make the day's mail for everybody who has something waiting whose time has come. Returns how many.

    The waiting rows are what counts: whichever moment a worker dies at, the next sweep finds the same people again, and
    the mail's key holds the day, so that nobody gets a second one.
    """
    now = timezone.now()
    people = OutboxMessage.objects.waiting(now).exclude(has_mail_on_its_way()).order_by("recipient")
    found = list(people.values_list("recipient", "recipient__reference").distinct()[:SWEEP_SIZE])
    return sum(make_daily_mail(person, reference, now) for person, reference in found)


def has_mail_on_its_way() -> Exists:
    mails = OutboxMessage.objects.unsent().filter(channel=Channel.DAILY)
    return Exists(mails.filter(recipient=OuterRef("recipient")))


@transaction.atomic
def make_daily_mail(person: int, reference: str, now: datetime) -> bool:
    """False when they have had one today: then everything waits for the next."""
    if had_one_today(person, now):
        later = next_daily_mail(now)
        mine = OutboxMessage.objects.waiting(now).filter(recipient=person)
        mine.update(goes_at=later, next_attempt_at=later)
        return False
    mail = {"recipient_id": person, "channel": Channel.DAILY, "kind": "daily", "path": "/notices/"}
    when = {"goes_at": now, "next_attempt_at": now}
    _, is_new = OutboxMessage.objects.get_or_create(key=f"daily:{reference}:{today(now)}", defaults=mail | when)
    return is_new


def had_one_today(person: int, now: datetime) -> bool:
    """Whichever day it was made for: after an outage, yesterday's may have gone today. One that was refused counts."""
    mails = OutboxMessage.objects.filter(recipient=person, channel=Channel.DAILY)
    midnight = at_wall_time(today(now), time())
    return mails.filter(sent_at__gte=midnight).exists() or mails.filter(failed_at__gte=midnight).exists()


def today(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def waiting_for(mail: OutboxMessage) -> list[OutboxMessage]:
    """All that goes with this mail, locked, so that nothing is taken back while it is sent."""
    mine = OutboxMessage.objects.waiting(mail.goes_at).filter(recipient=mail.recipient_id)
    return list(mine.order_by("created_at", "id").select_for_update(skip_locked=True))
