"""Two words that somebody chose beforehand: with one all is well, with the other help is called and nothing shows it.

Neither is ever read again, logged or put on record. Both are always compared, so that no answer comes sooner.
"""

import unicodedata
from datetime import datetime
from enum import Enum

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from riskassess.models import SafetyWords, Visit

SHORTEST = 3


class Heard(Enum):
    SAFE = "safe"
    HELP = "help"
    WRONG = "wrong"
    LOCKED = "locked"
    HELP_LOCKED = "help, while nothing is taken"  # after too many tries it still calls help

    @property
    def is_help(self) -> bool:
        return self in (Heard.HELP, Heard.HELP_LOCKED)

    @property
    def counts(self) -> bool:
        return self in (Heard.SAFE, Heard.HELP)


def plain(word: str) -> str:
    """Case, spaces, accents' spelling and punctuation at the end make no difference to a thumb in a hurry."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(folded.split()).strip(".,!?'\"")


@transaction.atomic
def set_words(*, by: User, safe: str, help: str) -> SafetyWords:
    """Not while a visit is under way: somebody could be made to."""
    check_words(by, safe, help)
    hashed = {"safe": make_password(plain(safe)), "help": make_password(plain(help)), "set_at": timezone.now()}
    fresh = {"wrong_tries": 0, "first_wrong_at": None}
    words, _ = SafetyWords.objects.update_or_create(user=by, defaults=hashed | fresh)
    record(by=by, verb="safety words set", on=words)
    return words


def check_words(by: User, safe: str, help: str) -> None:
    one, two = plain(safe), plain(help)
    if min(len(one), len(two)) < SHORTEST:
        raise ActionDenied(f"Each word must have {SHORTEST} letters or more.")
    if one in two or two in one:
        raise ActionDenied("Choose two words that are not alike.")
    if Visit.objects.own(by).open().filter(starts_at__lte=timezone.now()).exists():
        raise ActionDenied("You cannot change your words while a visit is under way.")


def listen(*, to: User, word: str) -> Heard:
    """In the caller's transaction, before it locks the visit, because comparing is slow on purpose."""
    words = SafetyWords.objects.filter(user=to).first()
    if words is None:
        return Heard.SAFE
    typed = plain(word)
    is_safe, is_help = check_password(typed, words.safe), check_password(typed, words.help)
    return judge(SafetyWords.objects.select_for_update().get(pk=words.pk), is_safe, is_help, timezone.now())


def judge(words: SafetyWords, is_safe: bool, is_help: bool, now: datetime) -> Heard:
    if words.is_locked(now):
        return Heard.HELP_LOCKED if is_help else Heard.LOCKED
    if not (is_safe or is_help):
        note_wrong(words, now)
        return Heard.WRONG
    words.wrong_tries, words.first_wrong_at = 0, None
    words.save(update_fields=["wrong_tries", "first_wrong_at"])
    return Heard.HELP if is_help else Heard.SAFE


def note_wrong(words: SafetyWords, now: datetime) -> None:
    is_old = words.first_wrong_at is None or not words.counts_tries_at(now)
    words.first_wrong_at = now if is_old else words.first_wrong_at
    words.wrong_tries = 1 if is_old else words.wrong_tries + 1
    words.save(update_fields=["wrong_tries", "first_wrong_at"])
