"""What a councillor does, what could go wrong there, and what is done about it: HSE's five steps."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from riskassess import dates
from riskassess.activities.kinds import ActivityKind
from riskassess.activities.lifecycle import DONE, HELPED, IN_FORCE, ActivityState
from riskassess.activities.matrix import ORDER, Level, level, score
from riskassess.models.venues import Venue

LONGEST = timedelta(days=366)  # P31: twelve months
DONE_IN_SQL = ", ".join(f"'{state}'" for state in DONE)
# What was finished stays in every word. Its state and its next day go on.
KEEPS_WORDS = f"""
    IF OLD.state IN ({DONE_IN_SQL}) AND (
        NEW.state NOT IN ({DONE_IN_SQL})
        OR (to_jsonb(OLD) - 'state' - 'review_on') IS DISTINCT FROM (to_jsonb(NEW) - 'state' - 'review_on')
    ) THEN
        RAISE EXCEPTION 'finished_activity_stays';
    END IF;
    RETURN NEW;
"""
HAZARD_STAYS = f"""
    IF EXISTS (SELECT 1 FROM riskassess_activity WHERE id = {{row}}.activity_id AND state IN ({DONE_IN_SQL})) THEN
        RAISE EXCEPTION 'finished_activity_stays';
    END IF;
    RETURN {{answer}};
"""  # nosec B608  # names of ours, in a trigger


class Why(models.TextChoices):
    """Why an assessment is looked at again, in words that its councillor may read."""

    INCIDENT = "incident", "Something has changed."
    VENUE = "venue", "The place is being looked at again."
    TENSION = "tension", "Something is coming up that can bring abuse."
    PROFILE = "profile", "The council has found that more can happen to you than before."


def template_key() -> str:
    return new_reference("AT")


def activity_reference() -> str:
    return new_reference("AC")


def activity_hazard_reference() -> str:
    return new_reference("AH")


def hazard_stays(name: str, operation: pgtrigger.Operation, row: str) -> pgtrigger.Trigger:
    answer = "OLD" if operation == pgtrigger.Delete else "NEW"
    func = HAZARD_STAYS.format(row=row, answer=answer)
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=func)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> "ActivityQuerySet":
        """Least: councillors their own, officers those that somebody asked them to help with."""
        own = Q(councillor=user) if user.may(Permission.OWN_SAFETY) else Q(pk__in=())
        helped = Q(asked_at__isnull=False) if user.may(Permission.HELP_ACTIVITIES) else Q(pk__in=())
        return self.filter(own | helped)

    def own(self, user: User) -> "ActivityQuerySet":
        return self.filter(councillor=user)

    def in_force(self) -> "ActivityQuerySet":
        return self.filter(state__in=IN_FORCE)

    def in_wrong_hands(self) -> "ActivityQuerySet":
        """Somebody waits for an officer who has gone, or may not help any more."""
        waiting = self.filter(state__in=(ActivityState.ASKED, ActivityState.WITH_OFFICER))
        return waiting.exclude(helper__in=User.objects.who_may(Permission.HELP_ACTIVITIES))

    def of_people_here(self) -> "ActivityQuerySet":
        return self.filter(councillor__in=User.objects.who_may(Permission.OWN_SAFETY))


@pghistory.track(append_only=True)
class Activity(models.Model):
    """One version of one assessment. A newer one `replaces` it; a finished one keeps its words."""

    reference = models.CharField(max_length=20, unique=True, default=activity_reference, editable=False)
    councillor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=12, choices=ActivityKind)
    what = models.CharField("what you plan, and where", max_length=200)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    threatened = models.BooleanField("somebody has threatened them", null=True, blank=True)
    others = models.TextField("who else could be harmed", blank=True)
    state = models.CharField(max_length=12, choices=ActivityState, default=ActivityState.DRAFT)
    begun_at = models.DateTimeField(default=timezone.now)
    helper = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="helps_with")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_for = models.TextField("what help is asked for", blank=True)
    begun_by_officer = models.BooleanField(default=False)
    advice = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    remaining = models.CharField("what remains of the risk", max_length=10, choices=Level, blank=True)
    review_on = models.DateField(null=True, blank=True)
    review_by = models.DateField("latest day of its review", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="newer", help_text="The version before."
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["councillor", "-begun_at", "-id"], name="activity_of_councillor"),
            models.Index(fields=["-asked_at", "-id"], condition=Q(asked_at__isnull=False), name="activity_by_asking"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ActivityState.values, kind__in=ActivityKind.values), name="activity_known"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=False, review_on__isnull=False, review_by__isnull=False, state__in=DONE)
                | Q(finished_at__isnull=True, review_on__isnull=True, review_by__isnull=True) & ~Q(state__in=DONE),
                name="activity_finished_with_a_day",
            ),
            models.CheckConstraint(
                condition=Q(review_by__isnull=True)
                | Q(review_by__lte=F("finished_at") + LONGEST) & Q(review_on__lte=F("review_by")),
                name="activity_reviewed_in_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HELPED) | Q(asked_at__isnull=False, helper__isnull=False),
                name="activity_helped_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActivityState.ADVISED) | ~Q(advice=""), name="activity_advised_in_words"
            ),
            models.CheckConstraint(
                condition=Q(remaining="") | Q(remaining__in=Level.values, state__in=DONE),
                name="activity_remaining_known",
            ),
            models.CheckConstraint(
                condition=~Q(remaining__in=(Level.HIGH, Level.VERY_HIGH)) | ~Q(advice=""),
                name="activity_high_only_with_advice",
            ),
            models.CheckConstraint(condition=~Q(helper=F("councillor")), name="activity_helper_is_another"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="finished_keeps_words", when=pgtrigger.Before, operation=pgtrigger.Update, func=KEEPS_WORDS
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("my-activity", args=[self.reference])

    @property
    def officers_url(self) -> str:
        return reverse("activity", args=[self.reference])

    @property
    def is_done(self) -> bool:
        return self.state in DONE

    @property
    def has_run_out(self) -> bool:
        in_force = self.state in IN_FORCE
        return bool(in_force and self.review_on and self.review_on < timezone.localdate())

    @property
    def due_in_words(self) -> str:
        return dates.due_in_words(timezone.localdate(), self.review_on) if self.review_on else ""


class ActivityHazard(models.Model):
    """One thing that could go wrong, in the words that were suggested or written then."""

    reference = models.CharField(max_length=20, unique=True, default=activity_hazard_reference, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="hazards")
    title = models.CharField(max_length=200)
    applies = models.BooleanField(default=True)
    who = models.CharField("who might be harmed", max_length=300, blank=True)
    controls = models.TextField("what is done about it", blank=True)
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    severity = models.PositiveSmallIntegerField(null=True, blank=True)
    likelihood_after = models.PositiveSmallIntegerField(null=True, blank=True)
    severity_after = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField("why it is higher afterwards", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood=None, severity=None, likelihood_after=None, severity_after=None)
                | Q(
                    likelihood__range=(1, 5),
                    severity__range=(1, 5),
                    likelihood_after__range=(1, 5),
                    severity_after__range=(1, 5),
                    likelihood__isnull=False,
                    severity__isnull=False,
                    likelihood_after__isnull=False,
                    severity_after__isnull=False,
                ),
                name="activity_hazard_rated_whole",
            ),
            models.CheckConstraint(
                condition=Q(likelihood=None)
                | LessThanOrEqual(F("likelihood_after") * F("severity_after"), F("likelihood") * F("severity"))
                | ~Q(reason=""),
                name="activity_hazard_higher_for_a_reason",
            ),
        ]
        triggers = [
            hazard_stays("finished_stays", pgtrigger.Update, "OLD"),
            hazard_stays("finished_grows_no_more", pgtrigger.Insert, "NEW"),
            hazard_stays("finished_loses_nothing", pgtrigger.Delete, "OLD"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_rated(self) -> bool:
        return self.likelihood is not None

    @property
    def before(self) -> Level | None:
        return level(score(self.likelihood, self.severity)) if self.likelihood and self.severity else None

    @property
    def after(self) -> Level | None:
        both = self.likelihood_after and self.severity_after
        return level(score(self.likelihood_after, self.severity_after)) if both else None  # type: ignore[arg-type]


class ActivityCause(models.Model):
    """Why the next look at an assessment has come nearer: a public reference, which no page of the councillor shows."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="causes")
    cause = models.CharField(max_length=10, choices=Why)
    about_ref = models.CharField(max_length=40)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about_ref", "activity"], name="activity_cause_once"),
            models.CheckConstraint(condition=Q(cause__in=Why.values), name="activity_cause_known"),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.about_ref


@pghistory.track(append_only=True)
class ActivityTemplate(models.Model):
    """What usually can go wrong, in the council's own words. What was begun with other words keeps them.

    With the key of a suggestion that we ship it stands in its place; any other key is the council's own addition.
    """

    key = models.CharField(max_length=40, unique=True, default=template_key, editable=False)
    kind = models.CharField(max_length=12, choices=ActivityKind)
    title = models.CharField(max_length=200)
    who = models.CharField("who might be harmed", max_length=300)
    controls = models.TextField("what usually helps")
    retired_at = models.DateTimeField("not offered any more since", null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "id"], name="activity_template_of_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActivityKind.values), name="activity_template_kind_known"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(who="") & ~Q(controls=""), name="activity_template_in_words"
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """What the audit names it by."""
        return self.key

    @property
    def seen(self) -> str:
        """How its reader knows that nobody has changed it since. Nothing: as we ship it."""
        return self.changed_at.isoformat() if self.pk else ""


def worst(hazards: list[ActivityHazard]) -> Level:
    """What remains where most remains."""
    levels = [one.after for one in hazards if one.applies and one.after]
    return max(levels, key=ORDER.index, default=Level.LOW)
