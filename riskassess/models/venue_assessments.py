"""One look at a venue: what was found in each area, what is done about it, and how the room is set up."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.models import StoredFile
from riskassess.models.venues import Venue
from riskassess.venues.areas import BY_KEY, CHOICES, KEYS, Area, Rating
from riskassess.venues.plan import DOORS, Kind, Wall

OPEN = Q(finished_at__isnull=True)
FINISHED = Q(finished_at__isnull=False)

# Nobody calls a venue fit while an area was not looked at, or is not acceptable and nothing is in place against that.
ALL_SAFE = """
    IF NEW.outcome = 'fit' AND (
        SELECT count(*) FROM riskassess_venuefinding
        WHERE assessment_id = NEW.id AND (rating IN ('good', 'controls') OR (rating = 'bad' AND done_on IS NOT NULL))
    ) < 7 THEN
        RAISE EXCEPTION 'venue_fit_in_every_area';
    END IF;
    RETURN NEW;
"""
# What belongs to a finished assessment stays. Of a finding may be said afterwards that its control is in place, and who
# sees to it.
FROZEN = """
    IF EXISTS (SELECT 1 FROM riskassess_venueassessment WHERE id = {row}.assessment_id AND finished_at IS NOT NULL)
    {but} THEN
        RAISE EXCEPTION 'finished_stays_finished';
    END IF;
    RETURN {answer};
"""
BUT_CONTROLS = """
    AND (OLD.assessment_id, OLD.area, OLD.rating, OLD.evidence, OLD.controls, OLD.due_on)
        IS DISTINCT FROM (NEW.assessment_id, NEW.area, NEW.rating, NEW.evidence, NEW.controls, NEW.due_on)
"""
BUT_CHECKS = """
    AND (OLD.assessment_id, OLD.area, OLD.caption, OLD.digest, OLD.name)
        IS DISTINCT FROM (NEW.assessment_id, NEW.area, NEW.caption, NEW.digest, NEW.name)
"""


def frozen(name: str, operation: pgtrigger.Operation, row: str, but: str = "") -> pgtrigger.Trigger:
    answer = "OLD" if operation == pgtrigger.Delete else "NEW"
    func = FROZEN.format(row=row, but=but, answer=answer)
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=func)


def assessment_reference() -> str:
    return new_reference("VA")


def finding_reference() -> str:
    return new_reference("VF")


def photo_reference() -> str:
    return new_reference("VP")


class Outcome(models.TextChoices):
    FIT = "fit", "It can be used"
    UNFIT = "unfit", "It is not to be used"


class VenueAssessmentQuerySet(models.QuerySet["VenueAssessment"]):
    def open(self) -> "VenueAssessmentQuerySet":
        return self.filter(OPEN)

    def finished(self) -> "VenueAssessmentQuerySet":
        return self.filter(FINISHED)


class VenueAssessment(models.Model):
    """One version. `summary` is what councillors have to know; once finished nothing of it changes."""

    reference = models.CharField(max_length=20, unique=True, default=assessment_reference, editable=False)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    visited_on = models.DateField(null=True, blank=True)
    width_cm = models.PositiveIntegerField("width of the room", null=True, blank=True)
    depth_cm = models.PositiveIntegerField("depth of the room", null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    summary = models.TextField("what to know", blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = VenueAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "number"], name="venue_assessment_number"),
            models.UniqueConstraint(fields=["venue"], condition=OPEN, name="venue_assessment_one_open"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_by__isnull=True, outcome="")
                | Q(finished_at__isnull=False, finished_by__isnull=False, outcome__in=Outcome.values)
                & Q(visited_on__isnull=False)
                & ~Q(summary=""),
                name="venue_finished_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(width_cm__isnull=True, depth_cm__isnull=True)
                | Q(width_cm__isnull=False, depth_cm__isnull=False),
                name="venue_room_has_two_sides",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="finished_stays_finished",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__finished_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="fit_in_every_area",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=ALL_SAFE,
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("venue-assessment", args=[self.reference])


class VenueFindingQuerySet(models.QuerySet["VenueFinding"]):
    def outstanding(self) -> "VenueFindingQuerySet":
        """Controls that are not in place yet, of assessments in force."""
        return self.filter(assessment__pk=F("assessment__venue__latest"), done_on=None).exclude(controls="")


class VenueFinding(models.Model):
    """One area as somebody found it, with the control for it: what is done, by whom, by when, and since when it is."""

    reference = models.CharField(max_length=20, unique=True, default=finding_reference, editable=False)
    assessment = models.ForeignKey(VenueAssessment, on_delete=models.PROTECT, related_name="findings")
    area = models.CharField(max_length=20, choices=CHOICES)
    rating = models.CharField(max_length=10, choices=Rating, default=Rating.UNSEEN)
    evidence = models.TextField("what was found", blank=True)
    controls = models.TextField("what is done about it", blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("in place by", null=True, blank=True)
    done_on = models.DateField("in place since", null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = VenueFindingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "area"], name="venue_finding_once"),
            models.CheckConstraint(
                condition=Q(area__in=KEYS) & Q(rating__in=Rating.values), name="venue_finding_known"
            ),
            models.CheckConstraint(
                condition=Q(rating=Rating.UNSEEN) | ~Q(evidence=""), name="venue_finding_has_evidence"
            ),
            models.CheckConstraint(
                condition=~Q(rating=Rating.CONTROLS) | ~Q(controls=""), name="venue_finding_has_controls"
            ),
            models.CheckConstraint(
                condition=Q(controls="", owner__isnull=True, due_on__isnull=True, done_on__isnull=True)
                | ~Q(controls="") & Q(owner__isnull=False, due_on__isnull=False),
                name="venue_control_has_owner_and_day",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="venue_control_done_by_somebody",
            ),
        ]
        triggers = [
            frozen("finished_stays", pgtrigger.Update, "OLD", BUT_CONTROLS),
            frozen("finished_grows_no_more", pgtrigger.Insert, "NEW"),
            frozen("finished_loses_nothing", pgtrigger.Delete, "OLD"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def about(self) -> Area:
        return BY_KEY[self.area]


class PlanItem(models.Model):
    """One thing in the plan of a room. A door is in a wall, `x_cm` from its beginning; all else stands in the room."""

    assessment = models.ForeignKey(VenueAssessment, on_delete=models.PROTECT, related_name="plan_items")
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.PositiveSmallIntegerField()
    wall = models.CharField(max_length=6, choices=Wall, blank=True)
    x_cm = models.PositiveIntegerField()
    y_cm = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "kind", "number"], name="venue_plan_item_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="venue_plan_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=DOORS, wall__in=Wall.values, y_cm=0) | ~Q(kind__in=DOORS) & Q(wall=""),
                name="venue_plan_doors_in_walls",
            ),
        ]
        triggers = [
            frozen("finished_stays", pgtrigger.Update, "OLD"),
            frozen("finished_grows_no_more", pgtrigger.Insert, "NEW"),
            frozen("finished_loses_nothing", pgtrigger.Delete, "OLD"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class VenuePhotoQuerySet(models.QuerySet["VenuePhoto"]):
    def shown(self) -> "VenuePhotoQuerySet":
        """Checked, and drawn anew without what a camera hides in its pictures."""
        return self.filter(state__in=SHOWN).exclude(preview_key="")


SHOWN = (StoredFile.State.CLEAN, StoredFile.State.UNCHECKED)


class VenuePhoto(StoredFile):
    """A photograph of one area. What is shown of it is drawn anew; the file itself is for those who assess."""

    reference = models.CharField(max_length=20, unique=True, default=photo_reference, editable=False)
    assessment = models.ForeignKey(VenueAssessment, on_delete=models.PROTECT, related_name="photos")
    area = models.CharField(max_length=20, choices=CHOICES)
    caption = models.CharField("what it shows", max_length=200)

    objects = VenuePhotoQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_check_at"], name="venue_photo_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "area", "digest"], name="venue_photo_once"),
            models.CheckConstraint(condition=Q(area__in=KEYS) & ~Q(caption=""), name="venue_photo_known"),
        ]
        triggers = [
            frozen("finished_stays", pgtrigger.Update, "OLD", BUT_CHECKS),
            frozen("finished_grows_no_more", pgtrigger.Insert, "NEW"),
            frozen("finished_loses_nothing", pgtrigger.Delete, "OLD"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_shown(self) -> bool:
        return self.state in SHOWN and bool(self.preview_key)
