"""Whether this server can do its work: what `/readyz` tells whoever watches over it. No personal data, no waiting."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Count, Q
from django.utils import timezone
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from councilsafe.notifications.actions import BEAT
from councilsafe.notifications.models import Heartbeat, OutboxMessage

OK = "ok"
TIMEOUT = timedelta(seconds=2)
OLDEST_HEARTBEAT = timedelta(seconds=60)
OLDEST_UNSENT = timedelta(minutes=5)
MANY_REFUSED = 3
FAILED_LATELY = timedelta(hours=24)  # long enough to be seen, and what is over does not hide what comes next

Checks = dict[str, str]
"""The name of a check to `ok`, or to the reason why it is not."""


def readiness() -> Checks:
    return stored(timezone.now()) | {"broker": broker()}


def stored(now: datetime) -> Checks:
    """All that the database knows, in one transaction that cannot take long."""
    try:
        with transaction.atomic():
            keep_short()
            return {
                "database": OK,
                "beat": beat(now),
                "oldest unsent message": oldest(now),
                "failed messages": failed(now),
            }
    except Error as error:
        reason = f"does not answer ({type(error).__name__})"
        unknown = dict.fromkeys(("beat", "oldest unsent message", "failed messages"), "not known without the database")
        return {"database": reason, **unknown}


def keep_short() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{milliseconds(TIMEOUT)}ms"])


def milliseconds(duration: timedelta) -> int:
    return duration // timedelta(milliseconds=1)


def beat(now: datetime) -> str:
    """Beat asks for a heartbeat and a worker writes it: a fresh one shows that both are there."""
    last = Heartbeat.objects.filter(name=BEAT).values_list("at", flat=True).first()
    if last is None:
        return "has never been seen"
    age = now - last
    return OK if age < OLDEST_HEARTBEAT else f"last seen {seconds(age)} seconds ago"


def oldest(now: datetime) -> str:
    """By each channel. What waits for the day's one mail is not late before its time."""
    ages = OutboxMessage.objects.oldest_unsent_ages(now).items()
    late = sorted(f"{channel} has waited for {seconds(age)} seconds" for channel, age in ages if age >= OLDEST_UNSENT)
    return ", ".join(late) or OK


def failed(now: datetime) -> str:
    """One person's address that refuses is that person's matter; those of several are the server's."""
    lately = OutboxMessage.objects.failed().filter(failed_at__gt=now - FAILED_LATELY)
    refusing = Count("recipient", distinct=True, filter=~Q(delivery=""))
    count, refused = lately.aggregate(count=Count("pk", filter=Q(delivery="")), refused=refusing).values()
    told = [f"{count} given up in the last day"] if count else []
    told += [f"the addresses of {refused} people refused in the last day"] if refused >= MANY_REFUSED else []
    return ", ".join(told) or OK


def seconds(age: timedelta) -> int:
    return round(age.total_seconds())


def broker() -> str:
    timeout = TIMEOUT.total_seconds()
    try:
        with Redis.from_url(
            settings.CELERY_BROKER_URL,
            socket_connect_timeout=timeout,
            socket_timeout=timeout,
            retry=Retry(NoBackoff(), 0),
        ) as client:
            client.ping()
    except RedisError as error:
        return f"does not answer ({type(error).__name__})"
    return OK
