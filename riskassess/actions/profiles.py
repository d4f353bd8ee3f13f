"""What is said of a profile between its reviews: what the councillor says of it, and why it is looked at again."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from riskassess.actions.mitigations import locked_profile, settle
from riskassess.actions.reviews import ensure_profile, reopen
from riskassess.models import Cause, ProfileNote, RiskProfile, RiskReview
from riskassess.profiles.owners import people_with_conflicts
from riskassess.profiles.policies import check_keeps, check_own, is_own
from riskassess.reviews.owners import next_owner

CHANGED = "Your plan was changed while you were reading. Look at it again, then say whether you agree."


class StalePlanError(Exception):
    """The plan is no longer as its reader saw it. The message is written for them."""


@transaction.atomic
def record_agreement(  # noqa: PLR0913  # keyword-only: what was said, when, and of what
    *,
    by: User,
    profile: RiskProfile,
    agreed: str,
    own_words: str,
    on: date | None = None,
    seen: datetime | None = None,
) -> RiskProfile:
    """By the councillor, today; or by an officer to whom they said so on a day. `seen`: the plan as they saw it."""
    profile = locked_profile(profile)
    check_own(by, profile) if is_own(by, profile) else check_keeps(by, profile)
    if not profile.set_at:
        raise ActionDenied("Nobody has assessed this risk yet. There is nothing to agree with.")
    if seen is not None and seen != profile.set_at:
        raise StalePlanError(CHANGED)
    profile.agreed, profile.agreed_on, profile.agreed_by = agreed, on or timezone.localdate(), by
    profile.own_words = own_words
    profile.save(update_fields=["agreed", "agreed_on", "agreed_by", "own_words"])
    record(by=by, verb="agreement recorded", on=profile, detail=agreed)
    return profile


@transaction.atomic
def ask_for_review(*, by: User, words: str) -> RiskReview:
    """A councillor wants their risk looked at again. Asked twice, it is the one that waits already."""
    profile = locked_profile(ensure_profile(councillor=by))
    check_own(by, profile)
    waiting = RiskReview.objects.open().filter(profile=profile, causes__cause=Cause.ASKED).first()
    return waiting or reopened(profile, Cause.ASKED, words, by)


@transaction.atomic
def note_role_change(*, councillor: User, by: User, reason: str) -> RiskReview:
    """Another ward, group, committee or post: other people may come after them."""
    profile = locked_profile(ensure_profile(councillor=councillor))
    check_keeps(by, profile)
    return reopened(profile, Cause.ROLE, reason, by)


def reopened(profile: RiskProfile, cause: Cause, words: str, by: User) -> RiskReview:
    note = ProfileNote.objects.create(profile=profile, cause=cause, words=words, by=by)
    record(by=by, verb="review asked for", on=profile, detail=f"{cause.value}, {note.reference}")
    return reopen(councillor=profile.councillor, cause=cause, about_ref=note.reference)


def look_after_plans() -> None:
    """What was offered by somebody who has gone, or must not know any more, gets another keeper. Safe to run often."""
    for pk in RiskProfile.objects.in_wrong_hands().values_list("pk", flat=True):
        hand_over(profile_id=pk)


@transaction.atomic
def hand_over(*, profile_id: int) -> bool:
    """Who finds the row locked leaves it."""
    found = RiskProfile.objects.in_wrong_hands().filter(pk=profile_id).select_related("councillor", "keeper")
    profile = found.select_for_update(of=("self",), skip_locked=True).first()
    owner = next_owner(profile.councillor, but=people_with_conflicts(profile)) if profile else None
    if profile is None or owner in (None, profile.keeper, profile.councillor):
        return False
    profile.keeper = owner
    profile.save(update_fields=["keeper"])
    record(by=None, verb="profile handed over", on=profile, detail=owner.reference)
    settle(profile, None)
    return True


@transaction.atomic
def record_opening(*, by: User, profile: RiskProfile) -> None:
    record(by=by, verb="opened", on=profile)
