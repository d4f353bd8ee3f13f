"""Who looks out for whom, by consent; the words that somebody types; and the key of a private diary feed."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from riskassess.visits.lifecycle import BuddyState

TRIES = 5
TRIES_WITHIN = timedelta(minutes=15)


def buddy_reference() -> str:
    return new_reference("BD")


class BuddyQuerySet(models.QuerySet["Buddy"]):
    def visible_to(self, user: User) -> "BuddyQuerySet":
        """Theirs alone, whatever else somebody may see."""
        return self.filter(Q(asker=user) | Q(asked=user))

    def agreed_with(self, user: User) -> "BuddyQuerySet":
        return self.visible_to(user).filter(state=BuddyState.AGREED)

    def open(self) -> "BuddyQuerySet":
        return self.filter(state__in=[BuddyState.ASKED, BuddyState.AGREED])


class Buddy(models.Model):
    """Two councillors who look out for each other. Both have said yes, and either can say no at any time."""

    reference = models.CharField(max_length=20, unique=True, default=buddy_reference, editable=False)
    asker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BuddyState, default=BuddyState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = BuddyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["asker"], name="buddy_asker"),
            models.Index(fields=["asked"], name="buddy_asked"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BuddyState.values), name="buddy_state_known"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="buddy_of_two_people"),
            models.CheckConstraint(
                condition=Q(state=BuddyState.ASKED, changed_at__isnull=True)
                | (~Q(state=BuddyState.ASKED) & Q(changed_at__isnull=False)),
                name="buddy_changed_at_a_time",
            ),
            models.UniqueConstraint(
                Least("asker", "asked"),
                Greatest("asker", "asked"),
                condition=Q(state__in=["asked", "agreed"]),
                name="buddy_pair_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def other(self, user: User) -> User:
        return self.asked if self.asker_id == user.pk else self.asker


class SafetyWords(models.Model):
    """Two words chosen beforehand, kept as passwords are: nobody can read them. Also how often somebody guessed."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="safety_words")
    safe = models.CharField(max_length=128)
    help = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=timezone.now)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    first_wrong_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "safety words"
        constraints = [
            models.CheckConstraint(
                condition=~Q(safe="") & ~Q(help="") & ~Q(safe=F("help")), name="safety_words_are_two"
            ),
        ]

    def __str__(self) -> str:
        return f"words {self.pk}"

    @property
    def reference(self) -> str:
        return self.user.reference

    def counts_tries_at(self, now: datetime) -> bool:
        """The wrong tries are recent enough to count together."""
        return self.first_wrong_at is not None and now < self.first_wrong_at + TRIES_WITHIN

    def is_locked(self, now: datetime) -> bool:
        return self.wrong_tries >= TRIES and self.counts_tries_at(now)


class DiaryFeed(models.Model):
    """The private address of somebody's diary. Only a digest of its key is kept."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="diary_feed")
    key_digest = models.CharField(max_length=64, unique=True)
    with_places = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"feed {self.pk}"

    @property
    def reference(self) -> str:
        return self.user.reference
