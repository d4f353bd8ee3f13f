"""What the council looks for in what people write, and what officers said about the words that were seen."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.models import Incident

LONGEST_WORDS = 60


def word_reference() -> str:
    return new_reference("W")


class WordEntryQuerySet(models.QuerySet["WordEntry"]):
    def counting(self) -> "WordEntryQuerySet":
        return self.filter(state=WordEntry.State.ACTIVE)

    def waiting(self) -> "WordEntryQuerySet":
        return self.filter(state=WordEntry.State.PROPOSED)


class WordEntry(models.Model):
    """Words that the council adds to a sign. They count once a second person has agreed; they are never deleted."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits for a second person"
        ACTIVE = "active", "Looked for"
        REFUSED = "refused", "Not agreed"
        RETIRED = "retired", "No longer looked for"

    reference = models.CharField(max_length=20, unique=True, default=word_reference, editable=False)
    sign = models.CharField(max_length=30)
    words = models.CharField(max_length=LONGEST_WORDS)
    compared = models.CharField("as they are compared", max_length=LONGEST_WORDS * 2)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    reason = models.TextField()
    seen_in = models.PositiveIntegerField(help_text="How many past reports of the sample have these words.")
    sample = models.PositiveIntegerField(help_text="How many past reports were looked at.")
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    retired_reason = models.TextField(blank=True)

    objects = WordEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "word entries"
        indexes = [
            models.Index(fields=["-proposed_at", "-id"], name="word_newest"),
            models.Index(fields=["id"], name="word_counting", condition=Q(state="active")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sign", "compared"], condition=Q(state__in=["proposed", "active"]), name="word_once_a_sign"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "active", "refused", "retired"]), name="word_state_known"
            ),
            models.CheckConstraint(condition=~Q(compared="") & ~Q(reason=""), name="word_says_something"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="word_second_is_another"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(state="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="word_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="retired", retired_at__isnull=False, retired_by__isnull=False) & ~Q(retired_reason="")
                | ~Q(state="retired") & Q(retired_at__isnull=True, retired_by__isnull=True),
                name="word_retired_with_reason",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("word", args=[self.reference])


class SignAnswer(models.Model):
    """What an officer said about words that were seen. `seen` holds pairs of the text and the phrase it is about."""

    class Verdict(models.TextChoices):
        MEANS = "means", "They mean something"
        NOTHING = "nothing", "They mean nothing here"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="sign_answers")
    sign = models.CharField(max_length=30)
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField(blank=True)
    seen = models.JSONField()
    answered_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["incident", "answered_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=["means", "nothing"]), name="sign_answer_known"),
            models.CheckConstraint(condition=Q(verdict="means") | ~Q(reason=""), name="sign_answer_nothing_has_reason"),
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verdict} of {self.incident_id}"
