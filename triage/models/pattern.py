"""Incidents that belong together, and cases that have to be scored again because of others."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.govuk.dates import day
from councilsafe.references import new_reference
from incidents.models import Incident, team
from triage.pattern_lifecycle import PatternState


def pattern_reference() -> str:
    return new_reference("PT")


class PatternQuerySet(models.QuerySet["Pattern"]):
    def visible_to(self, user: User) -> "PatternQuerySet":
        """Those who see at least one of its cases as the team."""
        return self.filter(Exists(PatternMember.objects.visible_to(user).present().filter(pattern=OuterRef("pk"))))


class Pattern(models.Model):
    """Incidents that belong together: offered by the sweep or begun by an officer, and counted once confirmed."""

    class Kind(models.TextChoices):
        SAME_PERSON = "same_person", "The same person"
        PILE_ON = "pile_on", "Pile-on"
        CAMPAIGN = "campaign", "Campaign"
        SERIES = "series", "Series"

    reference = models.CharField(max_length=20, unique=True, default=pattern_reference, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=20, choices=PatternState, default=PatternState.OFFERED)
    why = models.CharField("why it was offered", max_length=300, help_text="Our words: no name and no number of cases.")
    began_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, help_text="Empty for the sweep."
    )
    began_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    size_then = models.PositiveIntegerField("how many it had when it was dismissed or dissolved", default=0)

    objects = PatternQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-began_at", "-id"], name="pattern_state_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PatternState.values), name="pattern_state_known"),
            models.CheckConstraint(
                condition=Q(state=PatternState.OFFERED, decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(reason="")
                & ~Q(state=PatternState.OFFERED),
                name="pattern_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("pattern", args=[self.reference])

    @property
    def title(self) -> str:
        """In our words, so that it names nobody."""
        return f"{self.get_kind_display()} of {day(self.began_at)}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == PatternState.CONFIRMED

    @property
    def is_offered(self) -> bool:
        return self.state == PatternState.OFFERED


class MemberQuerySet(models.QuerySet["PatternMember"]):
    def visible_to(self, user: User) -> "MemberQuerySet":
        return self.filter(team(user, "incident__"))

    def present(self) -> "MemberQuerySet":
        """In it, or suggested for it."""
        return self.filter(removed_at__isnull=True)

    def counted(self) -> "MemberQuerySet":
        """What an officer has said to belong together."""
        return self.present().filter(suggested=False, pattern__state=PatternState.CONFIRMED)


class PatternMember(models.Model):
    """An incident's place in a pattern. `suggested`: by the sweep, for a pattern that was confirmed before."""

    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="members")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="pattern_members")
    suggested = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField("why it was removed", blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pattern", "incident"], name="pattern_member_once"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(reason=""),
                name="pattern_member_removed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} in {self.pattern_id}"


class Rescoring(models.Model):
    """All that is linked with this incident has to be scored again. Goes when it is done."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["asked_at", "id"], name="rescoring_oldest")]

    def __str__(self) -> str:
        return f"Rescoring with {self.incident_id}"
