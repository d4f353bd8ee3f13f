"""What the person who reports has agreed to, and what support they chose."""

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.models import Deadline
from councilsafe.references import new_reference
from incidents.models.incident import Conflict, Incident

OPEN = Q(done_at__isnull=True)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def newest_first(self) -> "ConsentQuerySet":
        return self.order_by("-at", "-id")

    def answers(self) -> dict[str, bool]:
        """What holds now, by purpose. A purpose that nobody was asked about is not in it."""
        return dict(self.order_by("at", "id").values_list("purpose", "given"))

    def police_in_words(self) -> str:
        words = {None: "Not asked", True: "Agreed", False: "Not agreed"}
        return words[self.answers().get(Consent.Purpose.POLICE)]


class Consent(models.Model):
    """One answer to one question about sharing. The newest for a purpose holds; none is ever overwritten (P29)."""

    class Purpose(models.TextChoices):
        GROUP = "group", "My group leader"
        CHAMPION = "champion", "The councillor safety champion"
        POLICE = "police", "The police"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    given = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["incident", "purpose", "-at"])]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given}"


def support_reference() -> str:
    return new_reference("WS")


class WellbeingQuerySet(models.QuerySet["Wellbeing"]):
    def visible_to(self, user: User) -> "WellbeingQuerySet":
        """One's own, and what was asked of oneself. Not the case's readers at large (P27)."""
        asked = Q(goes_to=user) & ~Q(incident__in=Conflict.objects.filter(user=user).values("incident"))
        return self.filter(Q(asked_by=user) | asked)

    def open(self) -> "WellbeingQuerySet":
        return self.filter(OPEN)

    def for_helper(self, user: User) -> "WellbeingQuerySet":
        """What this helper still has to do, whatever they chose for themselves."""
        return self.visible_to(user).open().filter(goes_to=user)

    def never_reminded_of(self) -> "WellbeingQuerySet":
        """Due, and without the deadline that reminds of it: from before there were any."""
        reminded = Deadline.objects.filter(about_ref=OuterRef("reference"))
        return self.open().filter(~Exists(reminded), due_on__isnull=False)

    def in_wrong_hands(self) -> "WellbeingQuerySet":
        """Somebody has to do it, and whoever has it may not, or nobody has it."""
        helpers = User.objects.who_may(Permission.SUPPORT)
        conflicted = Exists(Conflict.objects.filter(user=OuterRef("goes_to"), incident=OuterRef("incident")))
        nobodys = Q(goes_to__isnull=True) | ~Q(goes_to__in=helpers) | Q(conflicted)
        return self.open().filter(choice__in=Wellbeing.HELPED).alias(conflicted=conflicted).filter(nobodys)


class Wellbeing(models.Model):
    """What somebody who reported chose when asked whether they want support (P27).

    The open one holds; at most one a person and incident. Ended by `asked_by` themselves, they changed their mind;
    ended by anybody else, it was done. A check-in `follows` what was done.
    """

    class Choice(models.TextChoices):
        CALL = "call", "A call from the wellbeing champion"
        COUNSELLING = "counselling", "Details of counselling"
        PEER = "peer", "A talk with another councillor"
        NOTHING = "nothing", "Nothing now"
        LATER = "later", "Ask me later"

    HELPED = (Choice.CALL, Choice.PEER)

    reference = models.CharField(max_length=20, unique=True, default=support_reference, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="wellbeing")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", help_text="Who wants the support.")
    choice = models.CharField(max_length=20, choices=Choice)
    may_know_what = models.BooleanField("the helper may read the report", default=False)
    goes_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_to_support")
    at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True, help_text="When somebody checks in, or asks again.")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True, help_text="The helper's own. Nobody else reads it.")
    follows = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="followed_by", help_text="A check-in."
    )

    objects = WellbeingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "wellbeing"
        indexes = [models.Index(fields=["due_on"], name="wellbeing_due", condition=OPEN)]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="wellbeing_done_by_somebody",
            ),
            models.UniqueConstraint(fields=["incident", "asked_by"], condition=OPEN, name="wellbeing_one_open"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def needs_helper(self) -> bool:
        return self.choice in self.HELPED

    @property
    def may_read(self) -> bool:
        """Whether its helper may read the report: while they help, and unless it is kept confidential."""
        return self.may_know_what and not (self.done_at or self.incident.restricted)

    @property
    def title(self) -> str:
        """As a line of its history."""
        words = "A check-in" if self.follows_id else self.get_choice_display()
        return f"{words} (you changed your mind)" if self.taken_back else words

    @property
    def taken_back(self) -> bool:
        """They changed their mind."""
        return self.done_at is not None and self.done_by_id == self.asked_by_id
