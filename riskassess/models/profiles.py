"""The standing risk of each councillor, and the reviews that keep it true."""

from datetime import date

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.models import Deadline
from councilsafe.references import new_reference
from incidents.facts import FACTS
from incidents.models import Conflict, Incident
from incidents.models import visible as incident_visible
from riskassess import dates
from riskassess.models.register import RegisterEntry
from riskassess.profiles.targets import Agreed, Target

OPEN = Q(done_at__isnull=True)
DONE = Q(done_at__isnull=False)
STRANDS = FACTS["hate_strands"]


class Band(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class Cause(models.TextChoices):
    PERIODIC = "periodic", "Regular review"
    INCIDENT = "incident", "Something happened"
    PATTERN = "pattern", "Reports that belong together"
    TENSION = "tension", "Something is coming up"
    REGISTER = "register", "Somebody was entered in the register"
    ROLE = "role", "They have another role"
    ASKED = "asked", "They asked for it"


def known_cause(entry: Exists) -> models.Case:
    """What a reader who does not see that `entry` in the register is told instead (P8). It rests on incidents (P1), so
    that is as true, and cannot be told from any other incident."""
    kept = Q(cause=Cause.REGISTER) & ~Q(entry)
    return models.Case(models.When(kept, then=models.Value(Cause.INCIDENT)), default=F("cause"))


def known_of(row: "RiskReview | ReviewCause") -> Cause:
    """Whoever did not ask what the reader may know learns nothing of the register."""
    safe = Cause.INCIDENT if row.cause == Cause.REGISTER else row.cause
    return Cause(getattr(row, "known_cause", safe))


def profile_reference() -> str:
    return new_reference("RP")


def review_reference() -> str:
    return new_reference("RR")


def visible(user: User, prefix: str = "") -> Q:
    """The only door to profiles and reviews: all by permission, else one's own. `prefix` leads to the profile."""
    if user.may(Permission.SEE_REVIEWS):
        return Q()
    return Q(**{f"{prefix}councillor": user})


def kept_reviews(user: User) -> "models.QuerySet[ReviewCause]":
    """What keeps a review from this user: it came of an incident in which they have a conflict of interest."""
    conflicts = Incident.objects.filter(conflicts__user=user).values("reference")
    return ReviewCause.objects.filter(about_ref__in=conflicts)


class RiskProfileQuerySet(models.QuerySet["RiskProfile"]):
    def visible_to(self, user: User) -> "RiskProfileQuerySet":
        """One's own always. Another's not where a review of it is kept from this user: its reasons would tell."""
        kept_away = kept_reviews(user).values("review__profile")
        return self.filter(visible(user)).exclude(~Q(councillor=user), pk__in=kept_away)

    def with_people(self) -> "RiskProfileQuerySet":
        return self.select_related("councillor__councillor", "set_by", "keeper", "agreed_by")

    def in_wrong_hands(self) -> "RiskProfileQuerySet":
        """Whoever keeps it may not do it any more, or must not know of an incident that a review of it came of."""
        may = User.objects.who_may(Permission.DO_REVIEWS)
        about = ReviewCause.objects.filter(review__profile=OuterRef(OuterRef("pk"))).values("about_ref")
        conflicts = Conflict.objects.filter(user=OuterRef("keeper"), incident__reference__in=about)
        return self.filter(keeper__isnull=False).filter(~Q(keeper__in=may) | Exists(conflicts))

    def in_band(self, band: str) -> "RiskProfileQuerySet":
        """Of people who are still here. No band is a band to look for as well."""
        return self.filter(band=band, councillor__is_active=True)

    def due_by(self, day: date) -> "RiskProfileQuerySet":
        """Of people who are still here, to be reviewed by that day, and without a review that is open already."""
        under_review = RiskReview.objects.open().filter(profile=OuterRef("pk"))
        return self.filter(~Exists(under_review), next_review_on__lte=day, councillor__is_active=True)


@pghistory.track(append_only=True)
class RiskProfile(models.Model):
    """One councillor's standing risk. No band means that nobody has assessed it yet, which is not the same as low."""

    reference = models.CharField(max_length=20, unique=True, default=profile_reference, editable=False)
    councillor = models.OneToOneField(User, on_delete=models.PROTECT, related_name="risk_profile")
    band = models.CharField(max_length=10, choices=Band, blank=True)
    reasons = models.TextField(blank=True, help_text="Written for the councillor, who reads them.")
    set_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    next_review_on = models.DateField(help_text="Never later than the band's own period after the last review.")
    targets = ArrayField(models.CharField(max_length=20, choices=Target), default=list, blank=True)
    strands = ArrayField(models.CharField(max_length=30), default=list, blank=True, help_text="Of hostility (P14).")
    target_words = models.TextField(blank=True, help_text="Written for the councillor, who reads them.")
    with_police = models.BooleanField(null=True, blank=True, help_text="Unknown where no review has said.")
    police_who = models.CharField(max_length=120, blank=True)
    police_on = models.DateField(null=True, blank=True)
    own_words = models.TextField(blank=True, help_text="The councillor's.")
    agreed = models.CharField(max_length=10, choices=Agreed, blank=True, help_text="With this band and these reasons.")
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who recorded it: the councillor, or an officer who spoke with them.",
    )
    keeper = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_profiles",
        help_text="The officer who has what was offered in hand: whoever did the last review, or took it over.",
    )

    objects = RiskProfileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_review_on"], name="profile_due"),
            models.Index(fields=["band", "next_review_on", "id"], name="profile_in_band"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(band="", reasons="", set_at__isnull=True, set_by__isnull=True)
                | (Q(band__in=Band.values, set_at__isnull=False, set_by__isnull=False) & ~Q(reasons="")),
                name="profile_set_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(targets__contained_by=Target.values, strands__contained_by=list(STRANDS.order)),
                name="profile_targets_known",
            ),
            models.CheckConstraint(
                condition=(Q(with_police=True, police_on__isnull=False) & ~Q(police_who=""))
                | ((Q(with_police=False) | Q(with_police__isnull=True)) & Q(police_on__isnull=True, police_who="")),
                name="profile_police_named",
            ),
            models.CheckConstraint(
                condition=Q(agreed="", agreed_on__isnull=True, agreed_by__isnull=True)
                | (Q(agreed__in=Agreed.values, agreed_on__isnull=False, agreed_by__isnull=False) & ~Q(band="")),
                name="profile_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(keeper__isnull=True) | ~Q(keeper=F("councillor")), name="profile_not_kept_by_oneself"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("risk-profile", args=[self.reference])

    @property
    def clock_state(self) -> str:
        return dates.clock_state(timezone.localdate(), self.next_review_on)

    @property
    def due_in_words(self) -> str:
        return dates.due_in_words(timezone.localdate(), self.next_review_on)

    @property
    def due_on(self) -> date:
        return self.next_review_on

    @property
    def targets_in_words(self) -> list[str]:
        return [Target(one).label for one in self.targets]

    @property
    def strands_in_words(self) -> list[str]:
        return [STRANDS.values[one] for one in self.strands]


class RiskReviewQuerySet(models.QuerySet["RiskReview"]):
    def visible_to(self, user: User) -> "RiskReviewQuerySet":
        """But for those that came of an incident in which this user has a conflict of interest."""
        return self.filter(visible(user, "profile__")).exclude(pk__in=kept_reviews(user).values("review"))

    def as_known_to(self, user: User) -> "RiskReviewQuerySet":
        """With `known_cause`: why it is open, as far as this user may know."""
        entries = RegisterEntry.objects.visible_to(user).values("reference")
        known = ReviewCause.objects.filter(review=OuterRef("pk"), cause=Cause.REGISTER, about_ref__in=entries)
        return self.annotate(known_cause=known_cause(Exists(known)))

    def open(self) -> "RiskReviewQuerySet":
        return self.filter(OPEN)

    def done(self) -> "RiskReviewQuerySet":
        return self.filter(DONE)

    def overdue(self, today: date) -> "RiskReviewQuerySet":
        return self.open().filter(due_on__lt=today)

    def about(self, incident_ref: str) -> "RiskReviewQuerySet":
        """Opened by that incident, or joined by it."""
        return self.filter(causes__about_ref=incident_ref)

    def with_people(self) -> "RiskReviewQuerySet":
        return self.select_related("profile__councillor__councillor", "owner", "done_by")

    def in_wrong_hands(self) -> "RiskReviewQuerySet":
        """Whoever has it may not do it, or may not know of it."""
        may = User.objects.who_may(Permission.DO_REVIEWS)
        about = ReviewCause.objects.filter(review=OuterRef(OuterRef("pk"))).values("about_ref")
        conflicts = Conflict.objects.filter(user=OuterRef("owner"), incident__reference__in=about)
        return self.open().filter(~Q(owner__in=may) | Exists(conflicts))

    def never_reminded_of(self) -> "RiskReviewQuerySet":
        """Open, and without the deadline that reminds of it: from before there were any."""
        reminded = Deadline.objects.open().filter(about_ref=OuterRef("reference"))
        return self.open().filter(~Exists(reminded))


class RiskReview(models.Model):
    """One look at a councillor's risk: opened by the calendar or by an incident, and once done never changed."""

    reference = models.CharField(max_length=20, unique=True, default=review_reference, editable=False)
    profile = models.ForeignKey(RiskProfile, on_delete=models.PROTECT, related_name="reviews")
    cause = models.CharField(max_length=10, choices=Cause)
    opened_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="risk_reviews")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Band, blank=True)
    reasons = models.TextField(blank=True)

    objects = RiskReviewQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], condition=OPEN, name="review_due"),
            models.Index(fields=["done_at", "id"], condition=DONE, name="review_done"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["profile"], condition=OPEN, name="review_one_open"),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="review_cause_known"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, outcome="", reasons="")
                | (Q(done_at__isnull=False, done_by__isnull=False, outcome__in=Band.values) & ~Q(reasons="")),
                name="review_done_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="done_stays_done",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__done_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("risk-review", args=[self.reference])

    @property
    def why(self) -> str:
        return known_of(self).label

    @property
    def due_in_words(self) -> str:
        return dates.due_in_words(timezone.localdate(), self.due_on)

    @property
    def clock_state(self) -> str:
        return dates.clock_state(timezone.localdate(), self.due_on)


class ReviewCauseQuerySet(models.QuerySet["ReviewCause"]):
    def visible_to(self, user: User) -> "ReviewCauseQuerySet":
        """Whoever sees cases counts those of the incidents that they see; others, what is kept from nobody."""
        may_know = incident_visible(user) if user.may(Permission.SEE_CASES) else Q(restricted=False)
        hidden = Incident.objects.filter(reference=OuterRef("about_ref")).exclude(may_know)
        return self.exclude(Exists(hidden))

    def as_known_to(self, user: User) -> "ReviewCauseQuerySet":
        """With `known_cause`: what it is, as far as this user may know."""
        entries = RegisterEntry.objects.visible_to(user).filter(reference=OuterRef("about_ref"))
        return self.annotate(known_cause=known_cause(Exists(entries)))


class ReviewCause(models.Model):
    """What opened a review, or joined an open one: only its public reference, the rest is where that belongs."""

    review = models.ForeignKey(RiskReview, on_delete=models.PROTECT, related_name="causes")
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.INCIDENT)
    about_ref = models.CharField(max_length=40)
    added_at = models.DateTimeField(default=timezone.now)

    objects = ReviewCauseQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["about_ref", "review"], name="review_cause_once"),
            models.CheckConstraint(
                condition=Q(cause__in=Cause.values) & ~Q(cause=Cause.PERIODIC), name="review_joined_cause_known"
            ),
        ]

    def __str__(self) -> str:
        return self.about_ref

    @property
    def why(self) -> str:
        return known_of(self).label
