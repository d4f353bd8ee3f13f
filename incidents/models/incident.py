"""What was reported, and the only door to it."""

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User, UserQuerySet
from councilsafe.references import new_reference
from incidents.models.columns import FactColumns, known_values_only

INTERNAL = ("councillor", "officer")  # of the fact `source`


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
    """The reporter's side: reported by this user; or done to them, once nobody says that they do not know of it.

    `prefix` leads from the queried model to the incident.
    """
    knows = models.Q(**{f"{prefix}harmed_knows": True}) | models.Q(**{f"{prefix}harmed_knows": None})
    return models.Q(**{f"{prefix}reporter": user}) | models.Q(**{f"{prefix}councillor": user}) & knows


def team(user: User, prefix: str = "") -> models.Q:
    """The team's side: all by role, but the few that are hidden. `Incident.officers` is the same from the other end."""
    if not user.may(Permission.SEE_CASES):
        return models.Q(**{f"{prefix}pk__in": []})
    return models.Q(**{f"{prefix}pk__isnull": False}) & ~hidden_from(user, prefix)


def hidden_from(user: User, prefix: str = "") -> models.Q:
    """What was kept for the monitoring officer or for one named officer; and what is this user's own matter.

    Nobody stands on the team's side of what they reported or what was done to them, nor where they have a conflict of
    interest. Lists stay quick because these few are looked up once, not asked of every row.
    """
    kept = Incident.objects.filter(kept_from(user)).values("pk")
    concerning = Incident.objects.filter(concerns(user)).values("pk")
    conflicted = Conflict.objects.filter(user=user).values("incident")
    among = f"{prefix}pk__in"
    return models.Q(**{among: kept}) | models.Q(**{among: concerning}) | models.Q(**{among: conflicted})


def kept_from(user: User) -> models.Q:
    """Restricted, and not to this user."""
    others = ~models.Q(confidant=user)
    if user.may(Permission.SEE_RESTRICTED):
        others &= models.Q(confidant__isnull=False, monitoring_may_know=False)
    return models.Q(restricted=True) & others


def concerns(user: User) -> models.Q:
    return models.Q(councillor=user) | models.Q(reporter=user, intake=Intake.ONLINE)


def visible(user: User, prefix: str = "") -> models.Q:
    """The only door to incidents and what hangs on them: from the reporter's side or from the team's."""
    return own(user, prefix) | team(user, prefix)


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User) -> "IncidentQuerySet":
        return self.filter(visible(user))

    def team(self, user: User) -> "IncidentQuerySet":
        return self.filter(team(user))

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
    monitoring_may_know = models.BooleanField(default=False, help_text="As well as the officer who was named.")
    unanswered_at = models.DateTimeField(
        "when the reporter was told that the named officer did not answer", null=True, blank=True
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
            GinIndex(fields=["harmed_name"], opclasses=["gin_trgm_ops"], name="incident_harmed_alike"),
            models.Index(
                fields=["id"],
                include=["confidant", "monitoring_may_know"],
                name="incident_restricted",
                condition=models.Q(restricted=True),
            ),
        ]
        constraints = [
            *known_values_only(),
            models.CheckConstraint(
                condition=models.Q(confidant__isnull=True) | models.Q(restricted=True),
                name="incident_confidant_restricts",
            ),
            models.CheckConstraint(
                condition=models.Q(monitoring_may_know=False, unanswered_at__isnull=True)
                | models.Q(confidant__isnull=False),
                name="incident_monitoring_beside_confidant",
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

    @property
    def parties(self) -> frozenset[int]:
        """The keys of those whose own matter it is: they follow it as reporters, and never work on it.

        Who took it on the telephone, or rang it in for somebody else, is none of them: it was not done to them.
        """
        reporter = self.reporter_id if self.intake == Intake.ONLINE else None
        return frozenset(person for person in (reporter, self.councillor_id) if person)

    @property
    def is_internal(self) -> bool:
        """Reported conduct of a councillor or an officer: the monitoring officer's route."""
        return self.source in INTERNAL

    def officers(self) -> UserQuerySet:
        """Who of the team may see it: `team` from the other end."""
        seeing = User.objects.who_may(Permission.SEE_CASES)
        monitoring = models.Q(pk__in=User.objects.who_may(Permission.SEE_RESTRICTED).values("pk"))
        if self.confidant_id:
            named = models.Q(pk=self.confidant_id)
            seeing = seeing.filter(named | monitoring if self.monitoring_may_know else named)
        elif self.restricted:
            seeing = seeing.filter(monitoring)
        return seeing.exclude(pk__in=self.parties).exclude(pk__in=self.conflicts.values("user"))


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
