"""What has to be done about a case, by whom and by when; and which cases bring which tasks with them."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.references import new_reference
from incidents.facts import FACTS
from incidents.models import team
from triage.casework import Template, Who
from triage.models.assessment import TIER_CHOICES
from triage.models.case import Case
from triage.process import Tier
from triage.task_lifecycle import TaskState

LONGEST_TITLE = 120
UNITS = {
    Unit.MINUTES.value: "minutes, day and night",
    Unit.HOURS.value: "hours, day and night",
    Unit.WORKING_HOURS.value: "working hours",
    Unit.WORKING_DAYS.value: "working days",
}
OPEN = Q(done_at__isnull=True, dropped_at__isnull=True)


def task_reference() -> str:
    return new_reference("T")


class TaskTemplate(models.Model):
    """How one kind of task has stood since a time. A change is another row: only `replaced_at` is ever set later.

    Where its key is that of a shipped one it stands in its place. Switched off, no case brings it.
    """

    key = models.CharField(max_length=40)
    title = models.CharField(max_length=LONGEST_TITLE)
    least_tier = models.PositiveSmallIntegerField(choices=TIER_CHOICES)
    conduct = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    routes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=UNITS)
    who = models.CharField(max_length=12, choices=Who.choices())
    is_on = models.BooleanField(default=True)
    reason = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["key", "-made_at"], name="task_template_history")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(replaced_at__isnull=True), name="task_template_one_now"
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(title="") & ~Q(reason=""), name="task_template_says_something"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1), name="task_template_has_time"),
            models.CheckConstraint(condition=Q(unit__in=list(UNITS)), name="task_template_unit_known"),
            models.CheckConstraint(condition=Q(who__in=[one.value for one in Who]), name="task_template_who_known"),
            models.CheckConstraint(
                condition=Q(least_tier__in=[tier.value for tier in Tier]), name="task_template_tier_known"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["replaced_at"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """What the audit knows it by."""
        return self.key

    @property
    def as_template(self) -> Template:
        return Template(
            key=self.key,
            title=self.title,
            least_tier=Tier(self.least_tier),
            conduct=frozenset(self.conduct) & FACTS["conduct"].values.keys(),
            routes=frozenset(self.routes),
            clock=Clock(self.amount, Unit(self.unit)),
            who=Who(self.who),
        )


class CaseTaskQuerySet(models.QuerySet["CaseTask"]):
    def visible_to(self, user: User) -> "CaseTaskQuerySet":
        return self.filter(team(user, "case__incident__"))

    def open(self) -> "CaseTaskQuerySet":
        return self.filter(OPEN)

    def of(self, user: User) -> "CaseTaskQuerySet":
        """What this user still has to do."""
        return self.open().visible_to(user).filter(owner=user)


class CaseTask(models.Model):
    """One thing to be done about a case. It is open until it is done, or dropped with a reason.

    `template` is the key of what it was made from; a case has one task from each at most. `who` says for whom it was
    meant; it is the owner's where nobody of those may see the case.
    """

    reference = models.CharField(max_length=20, unique=True, default=task_reference, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    template = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=LONGEST_TITLE)
    who = models.CharField(max_length=12, choices=Who.choices(), blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    due_at = models.DateTimeField()
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    drop_reason = models.TextField(blank=True)
    dropped_with_case = models.BooleanField(default=False, help_text="It comes back when the case is reopened.")
    revision = models.PositiveIntegerField(default=0)

    objects = CaseTaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "due_at", "id"], name="task_mine", condition=OPEN),
            models.Index(fields=["case", "due_at", "id"], name="task_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "template"], condition=~Q(template=""), name="task_once_a_template_and_case"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="task_says_what"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False, dropped_at__isnull=True),
                name="task_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True, drop_reason="", dropped_with_case=False)
                | Q(dropped_at__isnull=False) & ~Q(drop_reason=""),
                name="task_dropped_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("task", args=[self.reference])

    @property
    def state(self) -> TaskState:
        if self.done_at:
            return TaskState.DONE
        return TaskState.DROPPED if self.dropped_at else TaskState.OPEN

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < timezone.now()

    @property
    def owner_name(self) -> str:
        return self.owner.name if self.owner else "Nobody yet"
