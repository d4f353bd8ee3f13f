"""Six digits that show that a mobile number belongs to who types them. Worked out, and kept nowhere."""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from councilsafe.notifications.models import MobileCode

VALID_FOR = timedelta(minutes=15)
MOST_TRIES = 5
SALT = "councilsafe.notifications.mobile_codes"


def code_of(pending: MobileCode) -> str:
    text = f"{pending.user_id} {pending.mobile} {pending.made_at.isoformat()}"
    return f"{int(salted_hmac(SALT, text, algorithm='sha256').hexdigest(), 16) % 1_000_000:06}"


def is_open(pending: MobileCode) -> bool:
    return pending.tries < MOST_TRIES and timezone.now() - pending.made_at < VALID_FOR


def is_right(pending: MobileCode, typed: str) -> bool:
    return is_open(pending) and constant_time_compare(code_of(pending), typed)
