"""Words that the council adds to a sign: one person proposes them, a second decides, and none is ever deleted."""

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from triage.models import WordEntry
from triage.policies import check_decide_word, check_keep_words, check_retire_word
from triage.reading import compared
from triage.words import seen_before


@transaction.atomic
def propose_words(*, by: User, sign: str, words: str, reason: str) -> WordEntry:
    """Ask a second person whether words should be looked for, with how often they stood in past reports."""
    check_keep_words(by)
    same = " ".join(compared(words))
    if WordEntry.objects.filter(sign=sign, compared=same, state__in=["proposed", "active"]).exists():
        raise ActionDenied("These words are looked for already, or somebody has proposed them.")
    seen_in, sample = seen_before(words)
    entry = WordEntry.objects.create(
        sign=sign, words=words, compared=same, reason=reason, seen_in=seen_in, sample=sample, proposed_by=by
    )
    record(by=by, verb="words proposed", on=entry, reason=reason, detail=sign)
    return entry


@transaction.atomic
def decide_words(*, by: User, entry: WordEntry, decision: WordEntry.State, reason: str) -> WordEntry:
    """From the next assessment on they count; what was assessed before stands as it is."""
    entry = locked_word(entry)
    check_decide_word(by, entry)
    entry.state, entry.decided_at, entry.decided_by, entry.decision_reason = decision, timezone.now(), by, reason
    entry.save()
    agreed = decision == WordEntry.State.ACTIVE
    record(by=by, verb="words agreed" if agreed else "words refused", on=entry, reason=reason)
    return entry


@transaction.atomic
def retire_words(*, by: User, entry: WordEntry, reason: str) -> WordEntry:
    """They are no longer looked for. They stay here, with who proposed and who agreed."""
    entry = locked_word(entry)
    check_retire_word(by, entry)
    entry.state, entry.retired_at, entry.retired_by = WordEntry.State.RETIRED, timezone.now(), by
    entry.retired_reason = reason
    entry.save()
    record(by=by, verb="words retired", on=entry, reason=reason)
    return entry


def locked_word(entry: WordEntry) -> WordEntry:
    return WordEntry.objects.select_for_update().get(pk=entry.pk)
