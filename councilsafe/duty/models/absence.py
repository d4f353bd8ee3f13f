"""When somebody who answers is not there."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference


def absence_reference() -> str:
    return new_reference("AW")


class AbsenceKind(models.TextChoices):
    LEAVE = "leave", "Leave"
    SICK = "sick", "Sickness"
    TRAINING = "training", "Training"
    OTHER = "other", "Something else"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def at(self, moment: datetime) -> "AbsenceQuerySet":
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def within(self, start: datetime, end: datetime) -> "AbsenceQuerySet":
        return self.filter(starts_at__lt=end, ends_at__gt=start).order_by("starts_at", "id")

    def visible_to(self, user: User) -> "AbsenceQuerySet":
        """One's own; all of them for who plans the rota. Why somebody is away is for themselves alone (`why_for`)."""
        return self.all() if user.may(Permission.PLAN_ROTA) else self.filter(person=user)


class Absence(models.Model):
    """From a first moment, included, to a last one, excluded, a person is away."""

    reference = models.CharField(max_length=20, unique=True, default=absence_reference, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=AbsenceKind)

    objects: ClassVar = AbsenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=Q(kind__in=AbsenceKind.values), name="absence_kind_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "starts_at", "ends_at"], name="absence_of_person")]

    def __str__(self) -> str:
        return self.reference

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now

    @property
    def drawn(self) -> str:
        """Its times, as a page keeps them to tell whether others have changed them since."""
        return f"{self.starts_at.isoformat()} {self.ends_at.isoformat()}"

    def why_for(self, reader: User) -> str:
        """Whether somebody is ill is nobody else's business, not even that of who wrote it down."""
        return self.get_kind_display() if reader.pk == self.person_id else "Away"
