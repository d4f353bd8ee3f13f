"""What is offered, or in place, because of a risk; and what was said between reviews that opens another."""

from datetime import date

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from riskassess import dates
from riskassess.models.profiles import Band, Cause, RiskProfile
from riskassess.profiles.kinds import DEVICES, KINDS, Kind
from riskassess.profiles.lifecycle import LIVE, OVER, MitigationState

LONGEST = dates.LONGEST_BETWEEN


def mitigation_reference() -> str:
    return new_reference("MG")


def note_reference() -> str:
    return new_reference("PN")


class MitigationQuerySet(models.QuerySet["Mitigation"]):
    def visible_to(self, user: User) -> "MitigationQuerySet":
        return self.filter(profile__in=RiskProfile.objects.visible_to(user).values("pk"))

    def live(self) -> "MitigationQuerySet":
        return self.filter(state__in=LIVE)


@pghistory.track(append_only=True)
class Mitigation(models.Model):
    """One thing that makes one councillor safer. `due_on`: by when it is answered, in place, or checked again."""

    reference = models.CharField(max_length=20, unique=True, default=mitigation_reference, editable=False)
    profile = models.ForeignKey(RiskProfile, on_delete=models.PROTECT, related_name="mitigations")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=MitigationState, default=MitigationState.OFFERED)
    band = models.CharField(max_length=10, choices=Band, blank=True, help_text="That asks for it. Else an officer did.")
    note = models.TextField(blank=True, help_text="Written for the councillor.")
    offered_at = models.DateTimeField(default=timezone.now)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, help_text="Why it was declined, or ended.")
    in_place_on = models.DateField(null=True, blank=True)
    serial = models.CharField("serial number", max_length=60, blank=True)
    checked_on = models.DateField(null=True, blank=True, help_text="Last checked or tested.")
    works = models.BooleanField(null=True, blank=True, help_text="As it was found then.")

    objects = MitigationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["due_on", "id"], condition=Q(due_on__isnull=False), name="mitigation_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "kind"], condition=Q(state__in=LIVE), name="mitigation_live_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="mitigation_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=OVER, due_on__isnull=True) | Q(state__in=LIVE, due_on__isnull=False),
                name="mitigation_due_while_live",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=OVER) & ~Q(reason="")) | Q(state__in=LIVE, reason=""),
                name="mitigation_over_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=MitigationState.IN_PLACE)
                | Q(in_place_on__isnull=False, checked_on__isnull=False, works__isnull=False),
                name="mitigation_in_place_since",
            ),
            models.CheckConstraint(
                condition=~Q(state=MitigationState.IN_PLACE) | ~Q(kind__in=DEVICES) | ~Q(serial=""),
                name="mitigation_device_has_serial",
            ),
            models.CheckConstraint(
                condition=~Q(state=MitigationState.IN_PLACE) | Q(due_on__lte=F("checked_on") + LONGEST),
                name="mitigation_checked_within_a_year",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reference

    @property
    def what(self) -> Kind:
        return KINDS[self.kind]

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def clock_state(self) -> str:
        return dates.clock_state(timezone.localdate(), self.due_on) if self.due_on else ""

    @property
    def due_in_words(self) -> str:
        return dates.due_in_words(timezone.localdate(), self.due_on) if self.due_on else ""


class MitigationCheck(models.Model):
    """It was tried or looked at on a day, and worked or did not. Never changed."""

    mitigation = models.ForeignKey(Mitigation, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField()
    works = models.BooleanField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-checked_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["mitigation", "checked_on"], name="mitigation_checked_once_a_day"),
            models.CheckConstraint(condition=Q(works=True) | ~Q(note=""), name="mitigation_fault_said"),
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.mitigation_id} on {self.checked_on}"


class ProfileNoteQuerySet(models.QuerySet["ProfileNote"]):
    def visible_to(self, user: User) -> "ProfileNoteQuerySet":
        return self.filter(profile__in=RiskProfile.objects.visible_to(user).values("pk"))


class ProfileNote(models.Model):
    """Why somebody wants the risk looked at again: another role, or the councillor asked. Never changed."""

    reference = models.CharField(max_length=20, unique=True, default=note_reference, editable=False)
    profile = models.ForeignKey(RiskProfile, on_delete=models.PROTECT, related_name="notes")
    cause = models.CharField(max_length=10, choices=Cause)
    words = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ProfileNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__in=[Cause.ROLE, Cause.ASKED]) & ~Q(words=""), name="profile_note_says_why"
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("risk-profile", args=[self.profile.reference])

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)
