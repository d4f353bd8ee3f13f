"""Interests whose details a councillor asks to keep out of the public register (P25)."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from riskassess import dates
from riskassess.interests.lifecycle import InterestState


def interest_reference() -> str:
    return new_reference("SI")


class InterestKind(models.TextChoices):
    LAND = "land", "My home or other land"
    WORK = "work", "My work or business"
    SPONSOR = "sponsor", "Somebody who paid towards my election or my work as a councillor"
    CONTRACT = "contract", "A contract with the council"
    TENANCY = "tenancy", "A tenancy or licence"
    SHARES = "shares", "Shares or other securities"
    OTHER = "other", "Something else that must be registered"


class InterestQuerySet(models.QuerySet["SensitiveInterest"]):
    def visible_to(self, user: User) -> "InterestQuerySet":
        """One's own; and those of others to whoever decides. Nobody else learns even that there is one."""
        own = Q(councillor=user)
        return self.filter(Q() if user.may(Permission.DECIDE_INTERESTS) else own)

    def waiting(self) -> "InterestQuerySet":
        return self.filter(state=InterestState.APPLIED)

    def granted(self) -> "InterestQuerySet":
        return self.filter(state=InterestState.GRANTED)

    def decided(self) -> "InterestQuerySet":
        return self.exclude(state__in=[InterestState.APPLIED, InterestState.GRANTED])


@pghistory.track(append_only=True)
class SensitiveInterest(models.Model):
    """One application. `due_on`: by when it is decided, or, once granted, looked at again."""

    reference = models.CharField(max_length=20, unique=True, default=interest_reference, editable=False)
    councillor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sensitive_interests")
    about_ref = models.CharField(max_length=20, blank=True, help_text="The incident that it was applied for from.")
    kind = models.CharField(max_length=10, choices=InterestKind)
    which = models.TextField(help_text="Which interest.")
    why = models.TextField(help_text="What publishing it would put at risk.")
    signed_name = models.CharField(max_length=120)
    applied_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=InterestState, default=InterestState.APPLIED)
    due_on = models.DateField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, help_text="Of the decision. The councillor reads it.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "due_on", "id"], name="interest_due")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=InterestKind.values), name="interest_kind_known"),
            models.CheckConstraint(
                condition=~Q(which="") & ~Q(why="") & ~Q(signed_name=""), name="interest_said_and_signed"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[InterestState.APPLIED, InterestState.WITHDRAWN],
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                    reason="",
                )
                | (
                    Q(
                        state__in=[InterestState.GRANTED, InterestState.REFUSED, InterestState.ENDED],
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                    )
                    & ~Q(reason="")
                ),
                name="interest_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("councillor")),
                name="interest_not_decided_by_oneself",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=[InterestState.WITHDRAWN, InterestState.ENDED])
                    & Q(ended_at__isnull=False, ended_by__isnull=False)
                    & ~Q(end_reason="")
                )
                | Q(
                    state__in=[InterestState.APPLIED, InterestState.GRANTED, InterestState.REFUSED],
                    ended_at__isnull=True,
                    ended_by__isnull=True,
                    end_reason="",
                ),
                name="interest_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=InterestState.GRANTED) | Q(due_on__lte=F("decided_at") + dates.LONGEST_BETWEEN),
                name="interest_reviewed_within_a_year",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("risk-interest", args=[self.reference])

    @property
    def own_url(self) -> str:
        return reverse("my-interest", args=[self.reference])

    @property
    def clock_state(self) -> str:
        return dates.clock_state(timezone.localdate(), self.due_on)

    @property
    def due_in_words(self) -> str:
        return dates.due_in_words(timezone.localdate(), self.due_on)
