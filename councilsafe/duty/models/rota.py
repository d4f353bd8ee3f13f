"""Who is on duty when."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import connection, models
from django.db.models import F, Q

from councilsafe.duty.clocks import is_working_time
from councilsafe.references import new_reference


def shift_reference() -> str:
    return new_reference("S")


class Period(models.Func):
    """From a first moment, included, to a last one, excluded."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ShiftQuerySet(models.QuerySet["Shift"]):
    def at(self, moment: datetime) -> "ShiftQuerySet":
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def within(self, start: datetime, end: datetime) -> "ShiftQuerySet":
        """Every shift of which some part lies between the two moments, in order."""
        return self.filter(starts_at__lt=end, ends_at__gt=start).order_by("starts_at")

    def hold(self) -> None:
        """Nobody else plans until this transaction is through. Everybody can still read who is on duty.

        Two who wrote the same time at once would wait for each other, until PostgreSQL threw one of them out.
        """
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE duty_shift IN SHARE ROW EXCLUSIVE MODE")


class Shift(models.Model):
    """A stretch of time and the one or two officers who answer in it. Shifts never overlap."""

    reference = models.CharField(max_length=20, unique=True, default=shift_reference, editable=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    first = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects: ClassVar = ShiftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="shift_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("first")),
                name="shift_of_two_people",
            ),
            ExclusionConstraint(
                name="shifts_do_not_overlap",
                expressions=[(Period("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def hours(self) -> str:
        return "Working hours" if is_working_time(self.starts_at) else "Out of hours"
