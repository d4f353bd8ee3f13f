"""Every change to risk profiles and their reviews. Whoever changes both locks the profile first."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import meet_deadline, set_deadline
from councilsafe.duty.clocks import end_of
from councilsafe.govuk.dates import day
from riskassess.actions import activities
from riskassess.actions.mitigations import offer_what_the_band_asks, tell_them
from riskassess.dates import FIRST_REVIEW_IN, OPENS_BEFORE
from riskassess.models import Band, Cause, ReviewCause, RiskProfile, RiskReview, RiskReviewQuerySet, Why
from riskassess.periods import latest_next_review, reopened_due
from riskassess.reviews.owners import next_owner, people_with_conflicts
from riskassess.reviews.policies import check_may_review
from riskassess.reviews.readable import joined_in_words

KIND = "review"  # of its deadline


class StaleReviewError(Exception):
    """The review is no longer as its reviewer saw it. The message is written for them."""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What a review finds beside the band: what makes them a target, who took part, and what the councillor says."""

    targets: list[str] = field(default_factory=list)
    strands: list[str] = field(default_factory=list)
    target_words: str = ""
    with_police: bool = False
    police_who: str = ""
    police_on: date | None = None
    agreed: str = ""
    agreed_on: date | None = None
    own_words: str = ""


# Opening ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def ensure_profile(*, councillor: User) -> RiskProfile:
    """The councillor's profile. A new one has no band, and its first review falls due soon."""
    first = timezone.localdate() + FIRST_REVIEW_IN
    profile, is_new = RiskProfile.objects.get_or_create(councillor=councillor, defaults={"next_review_on": first})
    if is_new:
        record(by=None, verb="profile opened", on=profile)
    return profile


@transaction.atomic
def reopen(*, councillor: User, cause: Cause, about_ref: str) -> RiskReview:
    """Something happened or changed (P31): a review is due, or the open one is due sooner. Once for each of these."""
    profile = locked(ensure_profile(councillor=councillor))
    due_on = reopened_due(timezone.now())
    review = RiskReview.objects.open().filter(profile=profile).select_for_update().first()
    if review is None:
        review = open_review(profile, cause, due_on)
    if not review.causes.filter(about_ref=about_ref).exists():
        join(review, cause, about_ref, due_on)
    return review


def open_due_periodic_reviews(*, today: date) -> int:
    """Open every review that falls due soon, each in its own transaction. Returns how many were opened."""
    for councillor in User.objects.with_role(Role.COUNCILLOR).filter(risk_profile__isnull=True):
        ensure_profile(councillor=councillor)
    due = RiskProfile.objects.due_by(today + OPENS_BEFORE).order_by("next_review_on", "pk")
    return sum(open_periodic_review(profile=profile, today=today) for profile in due)


@transaction.atomic
def open_periodic_review(*, profile: RiskProfile, today: date) -> bool:
    """Open it if it is still due. Who waited for the lock looks again at what the other one left."""
    profile = locked(profile)
    if not RiskProfile.objects.due_by(today + OPENS_BEFORE).filter(pk=profile.pk).exists():
        return False
    open_review(profile, Cause.PERIODIC, profile.next_review_on)
    return True


def locked(profile: RiskProfile) -> RiskProfile:
    return RiskProfile.objects.select_for_update(of=("self",)).select_related("councillor").get(pk=profile.pk)


def open_review(profile: RiskProfile, cause: Cause, due_on: date) -> RiskReview:
    owner = next_owner(profile.councillor)
    review = RiskReview.objects.create(profile=profile, cause=cause, due_on=due_on, owner=owner)
    record(by=None, verb="review opened", on=review, detail=f"{cause.value}, due {due_on.isoformat()}")
    remind_of(review)
    return review


def join(review: RiskReview, cause: Cause, about_ref: str, due_on: date) -> None:
    """One cause more for an open review, whose day may come nearer and never moves away. An incident counts most."""
    ReviewCause.objects.create(review=review, cause=cause, about_ref=about_ref)
    if review.cause != Cause.INCIDENT:
        review.cause = cause
    review.due_on = min(review.due_on, due_on)
    review.save(update_fields=["cause", "due_on"])
    remind_of(review)
    record(by=None, verb="review cause added", on=review, detail=f"{about_ref}, due {review.due_on.isoformat()}")


# Doing -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def do_review(  # noqa: PLR0913  # keyword-only: all that a review decides
    *,
    by: User,
    review: RiskReview,
    band: str,
    reasons: str,
    next_review_on: date | None = None,
    causes_seen: int | None = None,
    findings: Findings | None = None,
) -> RiskReview:
    """Set the councillor's band with its reasons. Reminders stop, and the next review is planned.

    All that the band asks for is offered in the same moment. Whatever the councillor agreed with, they are asked again.

    Without `next_review_on` that is as late as the band allows. `causes_seen` is how many causes the reviewer was
    shown. Raises StaleReviewError when it was done meanwhile, or when another cause joined.
    """
    check_may_review(by, review)
    profile = locked(review.profile)
    review = RiskReview.objects.select_for_update(of=("self",)).select_related("profile").get(pk=review.pk)
    check_as_seen(by, review, causes_seen)
    now = timezone.now()
    before = profile.band
    profile.next_review_on = checked_next_review(next_review_on, band, timezone.localdate(now))
    profile.band, profile.reasons, profile.set_at, profile.set_by = band, reasons, now, by
    take_findings(profile, findings, by)
    profile.save()
    review.outcome, review.reasons, review.done_at, review.done_by = band, reasons, now, by
    review.save(update_fields=["outcome", "reasons", "done_at", "done_by"])
    meet_deadline(by=by, kind=KIND, about_ref=review.reference, at=now)
    record(by=by, verb="reviewed", on=review, detail=f"{band}, next {profile.next_review_on.isoformat()}")
    offer_what_the_band_asks(by=by, profile=profile, band=band)
    tell_them(profile, key=review.reference)
    think_again_if_it_rose(review, before)
    return review


def think_again_if_it_rose(review: RiskReview, before: str) -> None:
    """P31: what they plan was assessed while less could happen to them. No band is taken for the lowest."""
    order = Band.values
    if order.index(review.outcome) > order.index(before or Band.LOW):
        councillor, ref = review.profile.councillor, review.reference
        activities.reopen(councillor=councillor, why=Why.PROFILE, about_ref=ref)


def take_findings(profile: RiskProfile, findings: Findings | None, by: User) -> None:
    """Without any, only the agreement goes: it was with another band, or with other reasons."""
    profile.agreed, profile.agreed_on, profile.agreed_by = "", None, None
    if findings is None:
        return
    for name in ("targets", "strands", "target_words", "with_police", "police_who", "police_on"):
        setattr(profile, name, getattr(findings, name))
    profile.own_words = findings.own_words or profile.own_words
    if findings.agreed:
        profile.agreed, profile.agreed_by = findings.agreed, by
        profile.agreed_on = findings.agreed_on or timezone.localdate()


def check_as_seen(by: User, review: RiskReview, causes_seen: int | None) -> None:
    if review.done_at:
        raise StaleReviewError("Somebody else has done this review meanwhile. Yours was not saved.")
    if causes_seen is not None and review.causes.visible_to(by).count() != causes_seen:
        what = joined_in_words(by, review, causes_seen)
        raise StaleReviewError(f"{what} while you were writing. Look at why this is reviewed, then save again.")


def checked_next_review(wanted: date | None, band: str, today: date) -> date:
    latest = latest_next_review(band, today)
    if wanted is None:
        return latest
    if not today < wanted <= latest:
        raise ActionDenied(f"The next review must be after today and no later than {day(latest)}")
    return wanted


@transaction.atomic
def record_opening(*, by: User, review: RiskReview) -> None:
    """Every opening of a review is recorded, as with cases."""
    record(by=by, verb="opened", on=review)


# Looking after ---------------------------------------------------------------------------------------------------


def look_after_reviews(*, now: datetime) -> None:
    """Open what falls due, and see that each has an owner and reminders. Safe to run as often as one likes."""
    open_due_periodic_reviews(today=timezone.localdate(now))
    for pk in RiskReview.objects.in_wrong_hands().values_list("pk", flat=True):
        hand_over(review_id=pk)
    for pk in RiskReview.objects.never_reminded_of().values_list("pk", flat=True):
        begin_reminding(review_id=pk)


@transaction.atomic
def hand_over(*, review_id: int) -> bool:
    """A review whose owner has gone, or may no longer do it, gets another. Who finds the row locked leaves it."""
    review = held(RiskReview.objects.in_wrong_hands(), review_id)
    owner = next_owner(review.profile.councillor, but=people_with_conflicts(review)) if review else None
    if review is None or owner is None or owner == review.owner:
        return False
    review.owner = owner
    review.save(update_fields=["owner"])
    record(by=None, verb="review handed over", on=review, detail=owner.reference)
    remind_of(review)
    return True


@transaction.atomic
def begin_reminding(*, review_id: int) -> bool:
    if review := held(RiskReview.objects.never_reminded_of(), review_id):
        remind_of(review)
    return review is not None


def held(reviews: RiskReviewQuerySet, pk: int) -> RiskReview | None:
    together = reviews.filter(pk=pk).select_related("owner", "profile__councillor")
    return together.select_for_update(of=("self",), skip_locked=True).first()


def remind_of(review: RiskReview) -> None:
    """Before its day, on it, and then every week, higher up from week to week: `councilsafe/duty/plans.py`."""
    set_deadline(
        kind=KIND,
        about_type="riskreview",
        about_ref=review.reference,
        path=review.get_absolute_url(),
        owner=review.owner,
        due_at=end_of(review.due_on),
        plan="review",
    )
