"""What was reported, and the only door to it."""

import pghistory
from django.db import models
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.models.columns import FactColumns, known_values_only


def incident_reference() -> str:
    return new_reference("CS")


class Harmed(models.TextChoices):
    """Who it was done to (P16)."""

    COUNCILLOR = "councillor", "A councillor"
    FORMER = "former_member", "A former councillor"
    CANDIDATE = "candidate", "A candidate"
    FAMILY = "family", "Somebody in a councillor's family"
    STAFF = "staff", "A member of staff"


class Intake(models.TextChoices):
    """How the report came in."""

    ONLINE = "online", "By the reporter, here"
    TELEPHONE = "telephone", "By telephone"
    PILE_ON = "pile_on", "Gathered by an officer"
    MAIL = "mail", "From quarantined mail"


def own(user: User, prefix: str = "") -> models.Q:
    """Reported by this user, or done to them. `prefix` leads from the queried model to the incident."""
    return models.Q(**{f"{prefix}reporter": user}) | models.Q(**{f"{prefix}councillor": user})


def visible(user: User, prefix: str = "") -> models.Q:
    """The only door to incidents and what hangs on them.

    One's own; the team's, by permission; what was kept for the monitoring officer or for one named officer, by them
    alone. Whoever has a conflict of interest in an incident has no sight of it but as its reporter.
    """
    mine = own(user, prefix)
    if not user.may(Permission.SEE_CASES):
        return mine
    confided = models.Q(**{f"{prefix}confidant": user})
    by_role = models.Q(**{f"{prefix}restricted": False})
    if user.may(Permission.SEE_RESTRICTED):
        by_role |= models.Q(**{f"{prefix}confidant": None})
    conflicted = models.Q(**{f"{prefix}pk__in": Conflict.objects.filter(user=user).values("incident")})
    return mine | ((by_role | confided) & ~conflicted)


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User) -> "IncidentQuerySet":
        return self.filter(visible(user))

    def own(self, user: User) -> "IncidentQuerySet":
        return self.filter(own(user))


@pghistory.track(append_only=True)
class Incident(FactColumns):
    """One report of one thing that happened, or of a run of things told together."""

    reference = models.CharField(max_length=20, unique=True, default=incident_reference, editable=False)
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reported_incidents")
    councillor = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="incidents",
        null=True,
        blank=True,
        help_text="If they have an account.",
    )
    harmed_as = models.CharField("who it was done to", max_length=20, choices=Harmed, default=Harmed.COUNCILLOR)
    harmed_name = models.CharField("their name", max_length=120, blank=True, help_text="Where they are not a user.")
    harmed_knows = models.BooleanField("they know of this report", null=True, blank=True)
    harmed_agrees = models.BooleanField("they agree with it", null=True, blank=True)
    intake = models.CharField("how it came in", max_length=20, choices=Intake, default=Intake.ONLINE)
    restricted = models.BooleanField(default=False, help_text="Kept from the team.")
    confidant = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The only officer who sees a restricted incident; the monitoring officer where none is named.",
    )
    continues = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="continued_by",
        null=True,
        blank=True,
        help_text="It happened again.",
    )
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, related_name="duplicates", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    description = models.TextField("what happened", blank=True)
    happened_on = models.DateField("date it happened, or last happened", null=True, blank=True)
    whereabouts = models.CharField("where they are", max_length=200, blank=True)
    phone = models.CharField("telephone number", max_length=30, blank=True)
    finished = models.BooleanField(default=True, help_text="False while an alarm waits for the rest of its report.")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["reporter", "-reported_at"]),
            models.Index(fields=["councillor", "-reported_at"]),
        ]
        constraints = [
            *known_values_only(),
            models.CheckConstraint(
                condition=models.Q(confidant__isnull=True) | models.Q(restricted=True),
                name="incident_confidant_restricts",
            ),
            models.CheckConstraint(
                condition=models.Q(councillor__isnull=False) | ~models.Q(harmed_name=""),
                name="incident_harmed_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(duplicate_of__isnull=True) | ~models.Q(duplicate_of=models.F("pk")),
                name="incident_no_duplicate_of_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def harmed(self) -> str:
        """The name of the person it was done to."""
        return self.harmed_name or (self.councillor.name if self.councillor else "")


class Conflict(models.Model):
    """Somebody who must not see an incident: they declared an interest, or they are the one complained about."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conflicts")
    reason = models.TextField()
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "incident"], name="conflict_once")]

    def __str__(self) -> str:
        return f"Conflict of {self.user_id} in {self.incident_id}"
