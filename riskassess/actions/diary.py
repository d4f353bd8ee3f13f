"""The private address of a diary: made anew as often as somebody likes, and the old one is gone."""

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from riskassess.models import DiaryFeed


@transaction.atomic
def renew_feed(*, by: User, with_places: bool) -> str:
    """Returns the key, which is shown once and kept nowhere."""
    key = secrets.token_urlsafe(32)
    new = {"key_digest": digest(key), "with_places": with_places, "made_at": timezone.now()}
    feed, _ = DiaryFeed.objects.update_or_create(user=by, defaults=new)
    record(by=by, verb="diary feed renewed", on=feed)
    return key


@transaction.atomic
def end_feed(*, by: User) -> None:
    for feed in DiaryFeed.objects.filter(user=by).select_for_update():
        record(by=by, verb="diary feed ended", on=feed)
        feed.delete()


def digest(key: str) -> str:
    """The key is long and random, so that a plain digest is enough."""
    return sha256(key.encode()).hexdigest()
