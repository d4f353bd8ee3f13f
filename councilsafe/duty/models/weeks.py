"""The week as it usually is, from which weeks are planned."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from councilsafe.references import new_reference


def week_reference() -> str:
    return new_reference("RW")


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class RotaWeek(models.Model):
    """A week under a name. Shifts that were planned from it do not change with it."""

    reference = models.CharField(max_length=20, unique=True, default=week_reference, editable=False)
    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class RotaSlot(models.Model):
    """From a time on a weekday to a time on the same or a later day, in the wall time of London.

    `days` says how many midnights lie between: 17:00 to 09:00 on the next morning has one.
    """

    week = models.ForeignKey(RotaWeek, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField()
    days = models.PositiveSmallIntegerField(default=0)
    first = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering: ClassVar = ["weekday", "starts", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__in=Weekday.values), name="slot_weekday_known"),
            models.CheckConstraint(condition=Q(days__lte=7), name="slot_within_a_week"),
            models.CheckConstraint(condition=Q(days__gt=0) | Q(ends__gt=F("starts")), name="slot_ends_after_start"),
            models.CheckConstraint(condition=Q(second__isnull=True) | ~Q(second=F("first")), name="slot_of_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}"
