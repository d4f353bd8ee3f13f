"""The council's handling of one incident: its tier, its route and clocks, and where it stands."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import ExpressionWrapper, F, IntegerField, Q, Value
from django.db.models.functions import Cast, Extract
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from incidents.facts import FACTS
from incidents.models import Incident, own, team
from triage.lifecycle import OPEN_STATES, State
from triage.models.assessment import TIER_CHOICES, Assessment
from triage.process import Tier

HIGHEST_FIRST = ExpressionWrapper(F("tier") * Value(-1), output_field=IntegerField())
"""What the queue is ordered by where the tier counts first: one index then serves it, whatever comes second."""

NOTICED = (
    *("tier", "state", "owner_id", "acknowledged_by_id", "assessment_id", "plan", "follow_up_on"),
    *("referred_at", "police_reference", "closed_at", "paused_until"),
)
GOES_ON = f"""
NEW.revision := GREATEST(NEW.revision, OLD.revision) + (
    ({", ".join(f"NEW.{name}" for name in NOTICED)}) IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in NOTICED)})
)::int;
RETURN NEW;
"""
SECONDS_TO_ANSWER = Cast(Extract(F("acknowledged_at") - F("reported_at"), "epoch"), IntegerField())


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> "CaseQuerySet":
        """A case is the team's: whoever reported it, or had it done to them, has `own` instead."""
        return self.filter(team(user, "incident__"))

    def own(self, user: User) -> "CaseQuerySet":
        return self.filter(own(user, "incident__"))

    def open(self) -> "CaseQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def late(self, now: datetime) -> "CaseQuerySet":
        return self.open().filter(due_at__lt=now)

    def silent(self, now: datetime) -> "CaseQuerySet":
        """Their reporters should have been told more by now (P28)."""
        return self.open().filter(update_due_at__lt=now)


class PausedFor(models.TextChoices):
    """Whose word is waited for, while the clock for the plan or the referral stands still."""

    REPORTER = "reporter", "The reporter"
    POLICE = "police", "The police"


class OwnerBecause(models.TextChoices):
    """Why a case is whose it is. `owner_from` is who had it before, or who gave it to them."""

    DUTY = "duty", "On duty"
    NAMED = "named", "Named by the reporter"
    MONITORING = "monitoring", "Conduct of a councillor or an officer"
    ANSWERED = "answered", "Answered it"
    TOOK = "took", "Took it over"
    GIVEN = "given", "Was given it"


class ClockBecause(models.TextChoices):
    """Since what the clocks have been running."""

    REPORTED = "reported", "Reported"
    RAISED = "raised", "Raised to another tier"
    LOWERED = "lowered", "Lowered to another tier"
    REOPENED = "reopened", "Opened again"


class Case(models.Model):
    """The council's handling of one incident: its tier, its route and clocks, and where it stands."""

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="case")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    tier = models.PositiveSmallIntegerField(choices=TIER_CHOICES)
    state = models.CharField(max_length=20, choices=State, default=State.NEW)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cases", null=True, blank=True)
    owner_because = models.CharField(max_length=12, choices=OwnerBecause, blank=True)
    owner_from = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("main conduct", max_length=30, blank=True)
    reported_at = models.DateTimeField()
    due_at = models.DateTimeField("next due", null=True, blank=True)
    pressing_since = models.DateTimeField(
        null=True, blank=True, help_text="What was written asks an officer to look at once."
    )
    queue_at = models.DateTimeField("its place in the queue", null=True, blank=True, help_text="The earlier of these.")

    clocks_since = models.DateTimeField(null=True, blank=True, help_text="When the clocks below began to run.")
    clocks_because = models.CharField(max_length=10, choices=ClockBecause, blank=True)
    acknowledge_due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    act_due_at = models.DateTimeField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    paused_for = models.CharField(max_length=10, choices=PausedFor, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)

    plan = models.TextField(blank=True)
    follow_up_on = models.DateField("next look at the plan", null=True, blank=True)
    referred_at = models.DateTimeField(null=True, blank=True)
    police_reference = models.CharField(max_length=60, blank=True)
    update_due_at = models.DateTimeField("the reporter is told more by", null=True, blank=True)  # P28
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    close_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="One more with everything that an officer should see.")

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["queue_at", "id"], name="case_queue", condition=Q(state__in=OPEN_STATES)),
            models.Index(
                fields=["owner", "queue_at", "id"], name="case_owner_queue", condition=Q(state__in=OPEN_STATES)
            ),
            models.Index(fields=["reported_at", "id"], name="case_open_reported", condition=Q(state__in=OPEN_STATES)),
            models.Index(HIGHEST_FIRST, "queue_at", "id", name="case_open_tier", condition=Q(state__in=OPEN_STATES)),
            models.Index(
                fields=["queue_at", "id"],
                name="case_pressing",
                condition=Q(state__in=OPEN_STATES, pressing_since__isnull=False),
            ),
            models.Index(fields=["tier", "reported_at", "id"], name="case_tier_reported"),
            models.Index(fields=["due_at", "id"], name="case_open_due", condition=Q(state__in=OPEN_STATES)),
            models.Index(
                fields=["tier", "due_at", "id"],
                include=["acknowledged_at", "incident"],
                name="case_tier_due",
                condition=Q(state__in=OPEN_STATES),
            ),
            models.Index(
                fields=["reported_at", "id"],
                include=["kind", "tier", "acknowledged_at", "acknowledge_due_at", "incident"],
                name="case_reported",
            ),
            models.Index(fields=["kind", "reported_at", "id"], name="case_kind_reported"),
            models.Index(
                fields=["update_due_at", "id"],
                include=["incident"],
                name="case_update_due",
                condition=Q(state__in=OPEN_STATES),
            ),
            models.Index(fields=["paused_until", "id"], name="case_paused", condition=Q(paused_until__isnull=False)),
            models.Index(fields=["reported_at", "id"], name="case_closed", condition=Q(state=State.CLOSED)),
        ]
        triggers = [
            pgtrigger.Trigger(name="revision_goes_on", when=pgtrigger.Before, operation=pgtrigger.Update, func=GOES_ON)
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_state_known"),
            models.CheckConstraint(condition=Q(tier__in=[tier.value for tier in Tier]), name="case_tier_known"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="case_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=State.NEW) | Q(acknowledged_at__isnull=False), name="case_answered_before_worked"
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False, closed_by__isnull=False, due_at__isnull=True)
                & ~Q(close_reason="")
                | Q(closed_at__isnull=True, closed_by__isnull=True, due_at__isnull=False) & ~Q(state=State.CLOSED),
                name="case_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED) | Q(update_due_at__isnull=False), name="case_open_is_told_of"
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, queue_at__isnull=True)
                | Q(queue_at__isnull=False, queue_at__lte=F("due_at")),
                name="case_queued_by_what_is_due",
            ),
            models.CheckConstraint(
                condition=Q(paused_for="", paused_until__isnull=True)
                | Q(paused_for__in=PausedFor.values, paused_until__isnull=False),
                name="case_paused_until",
            ),
            models.CheckConstraint(
                condition=Q(police_reference="") | Q(referred_at__isnull=False), name="case_police_reference_referred"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.reference])

    @property
    def reference(self) -> str:
        return self.incident.reference

    @property
    def is_open(self) -> bool:
        return self.state != State.CLOSED

    @property
    def owner_name(self) -> str:
        return self.owner.name if self.owner else "Nobody yet"

    @property
    def kind_label(self) -> str:
        return FACTS["conduct"].values.get(self.kind, "Not known yet")

    @property
    def tier_key(self) -> str:
        return Tier(self.tier).key

    @property
    def waits_for(self) -> str:
        """What the running clock is for: `answer`, `referral`, `plan`, `look` (at the plan), `update`, or nothing.

        `reporter` or `police` while the clock for the plan or the referral stands still, waiting for them.
        """
        if not self.is_open:
            return ""
        if self.acknowledged_at is None:
            return "answer"
        if self.act_due_at and self.acted_at is None:
            return self.paused_for or ("referral" if self.tier >= Tier.POLICE else "plan")
        return "update" if self.due_at == self.update_due_at else "look"

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at < timezone.now()
