"""The council's own versions of the threat process, and what each would have made of what was reported before."""

import json
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.db import connection, models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from incidents.models import Incident
from triage.models.assessment import TIER_CHOICES
from triage.process_lifecycle import Stage

PREFIX = "council-"


class Sha256(models.Func):
    """The database's own digest of a text, in the form of `hashlib.sha256(…).hexdigest()`."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.CharField()


class ProcessVersionQuerySet(models.QuerySet["ProcessVersion"]):
    def approved(self) -> "ProcessVersionQuerySet":
        return self.filter(stage=Stage.APPROVED)

    def in_force(self, at: datetime) -> "ProcessVersionQuerySet":
        """The first of these is. Of two from the same moment the later approved one counts."""
        return self.approved().filter(effective_from__lte=at).order_by("-effective_from", "-approved_at", "-id")

    def coming(self, at: datetime) -> "ProcessVersionQuerySet":
        return self.approved().filter(effective_from__gt=at).order_by("effective_from", "id")

    def hold(self) -> None:
        """Nobody else takes a number until this transaction is through."""
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE triage_processversion IN SHARE ROW EXCLUSIVE MODE")


class ProcessVersion(models.Model):
    """One version of the threat process that the council made. Once approved the database never lets it change.

    `canonical` is its data in the one form whose digest names it; the database itself holds the digest to it.
    `origin` is what it was drafted from, so that a rule that is switched off can be switched on again.
    """

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    canonical = models.TextField()
    digest = models.CharField(max_length=64)
    origin = models.TextField()
    drafted_from = models.CharField("the version it was drafted from", max_length=20)
    why = models.TextField("why it was drafted")
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1, help_text="Counts the changes, so that none is made unseen.")
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.DRAFT)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    accepted = models.JSONField(default=list, help_text="Worked cases that it lowers, each accepted by the proposer.")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    effective_from = models.DateTimeField("in force from", null=True, blank=True)
    ended_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Who refused or discarded it.",
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    objects = ProcessVersionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-effective_from", "-approved_at", "-id"],
                include=["digest"],
                name="process_in_force",
                condition=Q(stage=Stage.APPROVED),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="process_stage_known"),
            models.CheckConstraint(condition=Q(digest=Sha256("canonical")), name="process_digest_of_its_data"),
            models.CheckConstraint(condition=~Q(why=""), name="process_drafted_for_a_reason"),
            models.UniqueConstraint(fields=["digest"], condition=Q(stage=Stage.APPROVED), name="process_approved_once"),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.PROPOSED, Stage.APPROVED, Stage.REFUSED], proposed_by__isnull=False)
                & Q(proposed_at__isnull=False, effective_from__isnull=False)
                | Q(stage__in=[Stage.DRAFT, Stage.DISCARDED]),
                name="process_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.APPROVED, approved_by__isnull=False, approved_at__isnull=False)
                | ~Q(stage=Stage.APPROVED) & Q(approved_by__isnull=True, approved_at__isnull=True),
                name="process_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("drafted_by")) & ~Q(approved_by=F("proposed_by")) & ~Q(approved_by=F("changed_by")),
                name="process_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(effective_from__gte=F("approved_at")),
                name="process_never_in_force_before_approved",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.REFUSED, Stage.DISCARDED], ended_by__isnull=False, ended_at__isnull=False)
                & ~Q(ended_reason="")
                | ~Q(stage__in=[Stage.REFUSED, Stage.DISCARDED])
                & Q(ended_by__isnull=True, ended_at__isnull=True, ended_reason=""),
                name="process_ended_with_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="approved_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__stage=Stage.APPROVED.value),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("process-version", args=[self.reference])

    @property
    def reference(self) -> str:
        """The version's name in its data, in addresses and on assessments. No shipped version has such a name."""
        return f"{PREFIX}{self.number}"

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.canonical)
        return data

    @property
    def is_open(self) -> bool:
        return self.stage in (Stage.DRAFT, Stage.PROPOSED)


class ReplayQuerySet(models.QuerySet["Replay"]):
    def unfinished(self) -> "ReplayQuerySet":
        return self.filter(finished_at__isnull=True, stopped_at__isnull=True).order_by("id")


class Replay(models.Model):
    """One run of a draft over the worked cases and over every incident, beside the version then in force.

    It goes on from `reached`, the key of the last incident that was scored, whoever dies meanwhile.
    """

    version = models.ForeignKey(ProcessVersion, on_delete=models.CASCADE, related_name="replays")
    digest = models.CharField(max_length=64, help_text="Of the draft as it was then.")
    against = models.CharField("the version in force then", max_length=20)
    against_digest = models.CharField(max_length=64)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    last_incident = models.BigIntegerField(help_text="The newest there was when it was asked for.")
    total = models.PositiveIntegerField()
    reached = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="How many go from which tier to which: {'2>1': 7}.")
    worked_cases = models.JSONField(help_text="The worked cases that go another way, as the changes of incidents.")
    finished_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="The draft changed, or another was asked for.")

    objects = ReplayQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="replay_unfinished",
                condition=Q(finished_at__isnull=True, stopped_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(finished_at__isnull=True, stopped_at__isnull=True),
                name="replay_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(stopped_at__isnull=True), name="replay_finished_or_stopped"
            ),
        ]

    def __str__(self) -> str:
        return f"Replay {self.pk} of {self.version_id}"

    @property
    def lowered_cases(self) -> list[dict[str, Any]]:
        """The worked cases that it would put at a lower tier."""
        return [case for case in self.worked_cases if case["to_tier"] < case["from_tier"]]

    @property
    def percent(self) -> int:
        return 100 if self.finished_at else min(99, 100 * self.done // max(self.total, 1))

    @property
    def took(self) -> timedelta | None:
        return self.finished_at - self.asked_at if self.finished_at else None


class ReplayedIncident(models.Model):
    """An incident that the draft would have put at another tier, with the rules that make the difference."""

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="changes")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    from_tier = models.PositiveSmallIntegerField(choices=TIER_CHOICES)
    to_tier = models.PositiveSmallIntegerField(choices=TIER_CHOICES)
    first_tier = models.PositiveSmallIntegerField(
        "the tier of its first assessment", choices=TIER_CHOICES, null=True, blank=True
    )
    gained = models.JSONField(help_text="Rules that count in the draft alone, each with its sentence and weight.")
    lost = models.JSONField(help_text="Rules that count in the version in force alone.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["replay", "incident"], name="replay_each_incident_once"),
            models.CheckConstraint(condition=~Q(from_tier=F("to_tier")), name="replay_keeps_changes_only"),
        ]
        indexes = [models.Index(fields=["replay", "from_tier", "to_tier", "-incident"], name="replay_changes")]

    def __str__(self) -> str:
        return f"{self.incident_id} from {self.from_tier} to {self.to_tier}"
