"""What happened: drafts, incidents with their facts, and the conversation about them."""

import uuid
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.facts import FACTS, Facts, Kind


def incident_reference() -> str:
    return new_reference("CS")


def choice(name: str) -> Any:
    """A column for one value of the vocabulary. NULL is *not known*, which is not the same as any empty answer."""
    return models.CharField(FACTS[name].label, max_length=30, null=True, blank=True)


def several(name: str) -> Any:
    return ArrayField(models.CharField(max_length=30), verbose_name=FACTS[name].label, null=True, blank=True)


def truth(name: str) -> Any:
    return models.BooleanField(FACTS[name].label, null=True, blank=True)


def number(name: str) -> Any:
    return models.PositiveIntegerField(FACTS[name].label, null=True, blank=True)


def known_values_only() -> list[models.BaseConstraint]:
    """The database refuses a value that is not in the vocabulary, whoever writes it."""
    lookup = {Kind.CHOICE: "in", Kind.SEVERAL: "contained_by"}
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{name}__isnull": True})
            | models.Q(**{f"{name}__{lookup[fact.kind]}": list(fact.order)}),
            name=f"incident_{name}_known",
        )
        for name, fact in FACTS.items()
        if fact.kind in lookup
    ]


class FactColumns(models.Model):
    """One column a fact, so that trends can be counted. NULL is not known."""

    channel = choice("channel")
    audience = choice("audience")
    conduct = several("conduct")
    threat = choice("threat")
    threatened_harm = choice("threatened_harm")
    specificity = choice("specificity")
    means = choice("means")
    place = choice("place")
    happening_now = truth("happening_now")
    due_within_hours = number("due_within_hours")
    physical_contact = choice("physical_contact")
    property_damage = choice("property_damage")
    targets = several("targets")
    source = choice("source")
    occasions = number("occasions")
    period_days = number("period_days")
    distinct_sources = number("distinct_sources")
    distinct_victims = number("distinct_victims")
    asked_to_stop = choice("asked_to_stop")
    escalating = truth("escalating")
    fixation = truth("fixation")
    surveillance = truth("surveillance")
    address_exposed = truth("address_exposed")
    call_to_action = truth("call_to_action")
    read_as_joke = truth("read_as_joke")
    source_vulnerable = truth("source_vulnerable")
    on_register = truth("on_register")
    clarified = truth("clarified")
    hate_strands = several("hate_strands")
    court_order = choice("court_order")
    because_of_role = truth("because_of_role")
    impact = choice("impact")
    already_with_police = truth("already_with_police")

    class Meta:
        abstract = True

    @property
    def facts(self) -> Facts:
        """The facts that are known."""
        return {name: value for name in FACTS if (value := getattr(self, name)) is not None}

    def set_facts(self, facts: Facts) -> None:
        for name, value in facts.items():
            setattr(self, name, value)


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User) -> "DraftQuerySet":
        """Only its own reporter sees a draft."""
        return self.filter(reporter=user)

    def untouched(self) -> "DraftQuerySet":
        return self.filter(answers={}, incident=None)

    def unfinished(self) -> "DraftQuerySet":
        """Begun and not sent, the newest first."""
        return self.filter(submitted_at=None).exclude(answers={}, incident=None).order_by("-changed_at")


class Draft(models.Model):
    """A report being written. Answers are kept by step as the form has them; `incident` is set once it is one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    incident = models.OneToOneField("Incident", on_delete=models.PROTECT, null=True, blank=True, related_name="draft")

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["reporter", "changed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True) | models.Q(incident__isnull=False),
                name="draft_submitted_is_an_incident",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


def own(user: User, prefix: str = "") -> models.Q:
    """Reported by this user, or done to them. `prefix` leads from the queried model to the incident."""
    return models.Q(**{f"{prefix}reporter": user}) | models.Q(**{f"{prefix}councillor": user})


def visible(user: User, prefix: str = "") -> models.Q:
    """The only door to incidents and what hangs on them."""
    if user.may(Permission.SEE_RESTRICTED):
        return models.Q()
    if user.may(Permission.SEE_CASES):
        return own(user, prefix) | models.Q(**{f"{prefix}restricted": False})
    return own(user, prefix)


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
    councillor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="incidents")
    restricted = models.BooleanField(default=False, help_text="Kept for the monitoring officer.")
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
        constraints = known_values_only()

    def __str__(self) -> str:
        return self.reference


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> "MessageQuerySet":
        return self.filter(visible(user, "incident__"))


class Message(models.Model):
    """One message between the reporter and the team. Never changed after it is sent."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_team = models.BooleanField()
    body = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["incident", "sent_at"])]

    def __str__(self) -> str:
        return f"Message {self.pk} on {self.incident_id}"
