"""Persons of concern: who is believed to be behind incidents, by what they are known, and in what they are involved."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.models.incident import Incident, team
from incidents.people.normalise import PLATFORMS


def person_reference() -> str:
    return new_reference("P")


class PersonQuerySet(models.QuerySet["PersonOfConcern"]):
    def visible_to(self, user: User) -> "PersonQuerySet":
        """Those who work on cases see the people behind the cases that they may see, and no others."""
        seen = Involvement.objects.visible_to(user).standing().filter(person=models.OuterRef("pk"))
        return self.filter(models.Exists(seen))


class PersonOfConcern(models.Model):
    """Somebody, or an account, or many, believed to be behind one or more incidents."""

    class Kind(models.TextChoices):
        KNOWN = "known", "Known by name"
        PARTLY = "partly", "Partly known"
        ACCOUNT = "account", "An anonymous account"
        MANY = "many", "Many people"

    reference = models.CharField(max_length=20, unique=True, default=person_reference, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    label = models.CharField("what we call them", max_length=120)
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="If they have an account here.",
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    added_at = models.DateTimeField(default=timezone.now)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "persons of concern"
        indexes = [
            models.Index(fields=["-added_at", "-id"], name="person_newest"),
            GinIndex(fields=["label"], opclasses=["gin_trgm_ops"], name="person_label_alike"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="person_not_into_self"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class IdentifierQuerySet(models.QuerySet["Identifier"]):
    def visible_to(self, user: User) -> "IdentifierQuerySet":
        return self.known_to(user).filter(person__in=PersonOfConcern.objects.visible_to(user))

    def known_to(self, user: User) -> "IdentifierQuerySet":
        """Of people whom this user sees: what is known from an incident is for those alone who see that incident."""
        return self.filter(Q(incident=None) | team(user, "incident__"))


class Identifier(models.Model):
    """A name, address, number or handle by which a person is known, as given and in the form that is matched."""

    class Kind(models.TextChoices):
        NAME = "name", "Name"
        EMAIL = "email", "Email address"
        HANDLE = "handle", "Account on a platform"
        PHONE = "phone", "Telephone number"
        ADDRESS = "address", "Postal address"
        VEHICLE = "vehicle", "Vehicle"

    person = models.ForeignKey(PersonOfConcern, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=Kind)
    platform = models.CharField(max_length=40, blank=True)
    value = models.CharField("as given", max_length=300)
    normalised = models.CharField(max_length=300)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = IdentifierQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "normalised"]),
            GinIndex(fields=["normalised"], opclasses=["gin_trgm_ops"], name="identifier_alike"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "platform", "normalised", "incident"],
                nulls_distinct=False,
                name="identifier_once_from_each_incident",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"

    @property
    def platform_name(self) -> str:
        return PLATFORMS.get(self.platform, self.platform)


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    def visible_to(self, user: User) -> "InvolvementQuerySet":
        """Those of the incidents that this user sees from the team's side: reporters see none, of their own neither."""
        return self.filter(team(user, "incident__"))

    def standing(self) -> "InvolvementQuerySet":
        """Confirmed or possible: everything but what was refused."""
        return self.exclude(standing=Involvement.Standing.REFUSED)


class Involvement(models.Model):
    """That a person is, may be, or is not behind an incident, with why and who said so."""

    class Standing(models.TextChoices):
        POSSIBLE = "possible", "Possibly"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Not them"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="involvements")
    person = models.ForeignKey(PersonOfConcern, on_delete=models.PROTECT, related_name="involvements")
    standing = models.CharField(max_length=20, choices=Standing)
    why = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="involvement_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.incident_id}"
