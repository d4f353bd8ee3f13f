"""Places where councillors meet the public: whether they may be used, until when, and why."""

from datetime import date, timedelta

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.models import Incident
from incidents.models import visible as incident_visible
from riskassess import dates
from riskassess.models.profiles import Cause
from riskassess.venues.lifecycle import VenueState

LONGEST_REVIEW = timedelta(days=366)  # P31: twelve months


def venue_reference() -> str:
    return new_reference("VN")


class VenueQuerySet(models.QuerySet["Venue"]):
    def visible_to(self, user: User) -> "VenueQuerySet":
        """Who assesses sees all; everybody else what has been assessed, because a draft would pass for advice."""
        if user.may(Permission.ASSESS_VENUES):
            return self
        return self.exclude(state=VenueState.NEW) if user.may(Permission.SEE_VENUES) else self.none()

    def approved(self, today: date) -> "VenueQuerySet":
        """What may be used today: whatever has run out leaves by itself."""
        return self.filter(state=VenueState.APPROVED, review_on__gte=today)

    def in_use(self) -> "VenueQuerySet":
        return self.exclude(state=VenueState.WITHDRAWN)

    def in_wrong_hands(self) -> "VenueQuerySet":
        """Whoever looks after it has gone, or may not assess venues any more."""
        return self.in_use().exclude(owner__in=User.objects.who_may(Permission.ASSESS_VENUES))


@pghistory.track(append_only=True)
class Venue(models.Model):
    """One place. `latest` is the assessment that was finished last, which is what it is approved or refused by."""

    reference = models.CharField(max_length=20, unique=True, default=venue_reference, editable=False)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    ward = models.CharField(max_length=120)
    used_for = models.CharField("what it is used for", max_length=200)
    opening = models.CharField("when it is open and who opens it", max_length=300, blank=True)
    contact = models.CharField("whom to ask there", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=VenueState, default=VenueState.NEW)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="venues", help_text="Sees to its review.")
    latest = models.ForeignKey(
        "riskassess.VenueAssessment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField(null=True, blank=True)
    review_on = models.DateField("approved until", null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = VenueQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="venue_by_name"),
            models.Index(fields=["ward", "name", "id"], name="venue_by_ward"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VenueState.values), name="venue_state_known"),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=False, review_on__isnull=False, latest__isnull=False)
                & Q(state=VenueState.APPROVED)
                | Q(approved_on__isnull=True, review_on__isnull=True) & ~Q(state=VenueState.APPROVED),
                name="venue_approved_with_a_day",
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__lte=F("approved_on") + LONGEST_REVIEW),
                name="venue_reviewed_in_a_year",
            ),
            models.CheckConstraint(
                condition=Q(state=VenueState.WITHDRAWN) & ~Q(withdrawn_reason="")
                | ~Q(state=VenueState.WITHDRAWN) & Q(withdrawn_reason=""),
                name="venue_withdrawn_for_a_reason",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("venue", args=[self.reference])

    @property
    def standing(self) -> str:
        """Its state, or "expired" where the day of its review has passed."""
        if self.review_on and self.review_on < timezone.localdate():
            return "expired"
        return self.state

    @property
    def due_in_words(self) -> str:
        return dates.due_in_words(timezone.localdate(), self.review_on) if self.review_on else ""

    @property
    def clock_state(self) -> str:
        return dates.clock_state(timezone.localdate(), self.review_on) if self.review_on else ""


def known_to(user: User, path: str) -> Q:
    """Rows about incidents: who sees cases, those that they see; who does not, what is kept from nobody."""
    may_know = incident_visible(user) if user.may(Permission.SEE_CASES) else Q(restricted=False)
    hidden = Incident.objects.filter(reference=OuterRef(path)).exclude(may_know)
    return ~Q(Exists(hidden))


class VenueCauseQuerySet(models.QuerySet["VenueCause"]):
    def visible_to(self, user: User) -> "VenueCauseQuerySet":
        return self.filter(known_to(user, "about_ref"))

    def open(self) -> "VenueCauseQuerySet":
        return self.filter(answered_by=None)


class VenueCause(models.Model):
    """Why the next look at a venue has come nearer: a public reference alone, the rest is where that belongs."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="causes")
    cause = models.CharField(max_length=10, choices=Cause)
    about_ref = models.CharField(max_length=40)
    added_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        "riskassess.VenueAssessment", on_delete=models.PROTECT, null=True, blank=True, related_name="causes"
    )

    objects = VenueCauseQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["about_ref", "venue"], name="venue_cause_once"),
            models.CheckConstraint(
                condition=Q(cause__in=Cause.values) & ~Q(cause=Cause.PERIODIC), name="venue_cause_known"
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.about_ref


class VenueIncidentQuerySet(models.QuerySet["VenueIncident"]):
    def visible_to(self, user: User) -> "VenueIncidentQuerySet":
        return self.filter(known_to(user, "incident__reference"))


class VenueIncident(models.Model):
    """An officer said that it happened there. Nothing of what happened is told from here."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="incidents")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="venues")
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = VenueIncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["incident", "venue"], name="venue_incident_once")]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.incident_id}"
