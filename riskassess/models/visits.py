"""Lone-working plans with an expected end: not checking in is what raises the alarm."""

from datetime import datetime, timedelta

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from riskassess.models.buddies import Buddy
from riskassess.models.venues import Venue
from riskassess.visits.lifecycle import OPEN, OVER, SEEN, VisitState

SHOWN_AFTER = timedelta(days=7)  # as long as officers see a visit that is over: what needs longer is a report
ALARM_OPEN = Q(closed_at__isnull=True)


def visit_reference() -> str:
    return new_reference("VS")


def visit_alarm_reference() -> str:
    return new_reference("VA")


class VisitKind(models.TextChoices):
    HOME = "home", "A visit to somebody's home"
    SURGERY = "surgery", "A ward surgery"
    MEETING = "meeting", "A meeting"
    CANVASS = "canvass", "Knocking on doors"
    SITE = "site", "A visit to a site"
    OTHER = "other", "Something else"


class Sharing(models.TextChoices):
    ALL = "all", "All of my buddies"
    NAMED = "named", "Only those whom I choose"
    NOBODY = "nobody", "No buddy"


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> "VisitQuerySet":
        """One's own; a buddy's that was shared, for as long as both agree; and what those on watch need to see."""
        doors = Q(councillor=user) | shared_with(user)
        return self.filter(doors | watched() if user.may(Permission.WATCH_VISITS) else doors)

    def own(self, user: User) -> "VisitQuerySet":
        return self.filter(councillor=user)

    def of_buddies(self, user: User) -> "VisitQuerySet":
        return self.filter(shared_with(user)).exclude(councillor=user)

    def watched(self) -> "VisitQuerySet":
        return self.filter(watched())

    def open(self) -> "VisitQuerySet":
        return self.filter(state__in=OPEN)

    def due(self, now: datetime) -> "VisitQuerySet":
        """What the clock has to do something about. Only open ones have such a time."""
        return self.filter(next_at__lte=now).order_by("next_at", "id")


def shared_with(user: User) -> Q:
    """Consent is looked up each time, so that taking it back hides everything at once."""
    buddies = Buddy.objects.agreed_with(user)
    theirs = Exists(buddies.filter(Q(asker=OuterRef("councillor")) | Q(asked=OuterRef("councillor"))))
    named = Exists(Visit.buddies.through.objects.filter(visit=OuterRef("pk"), user=user))
    return Q(theirs) & (Q(sharing=Sharing.ALL) | Q(Q(sharing=Sharing.NAMED), named)) & ~Q(state=VisitState.CANCELLED)


def watched() -> Q:
    """Least of all that those on watch can do with: nothing that lies ahead, nothing that has long been over."""
    since = timezone.now() - SHOWN_AFTER
    alarmed = Exists(VisitAlarm.objects.filter(ALARM_OPEN, visit=OuterRef("pk")))
    lately = Q(state__in=[VisitState.ENDED, VisitState.ACCOUNTED], over_at__gte=since)
    return Q(state__in=SEEN) | lately | Q(alarmed)


class Visit(models.Model):
    """One plan. From its start time it counts as under way without a word, so that it works without signal.

    `next_at` is when the clock has to do something next; a sweep only does it.
    """

    reference = models.CharField(max_length=20, unique=True, default=visit_reference, editable=False)
    councillor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=10, choices=VisitKind)
    place = models.CharField(max_length=300)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="visits")
    whom = models.CharField(max_length=200, blank=True)
    look_up_ref = models.CharField(max_length=20, blank=True, help_text="How an officer was asked about whom it is to.")
    shows_whom = models.BooleanField(default=False, help_text="Buddies see whom the visit is to.")
    starts_at = models.DateTimeField()
    expected_end_at = models.DateTimeField()
    grace_minutes = models.PositiveSmallIntegerField()
    phone = models.CharField(max_length=30)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    if_not_heard = models.TextField()
    notes = models.TextField(blank=True)
    call_phrase = models.CharField(max_length=60, help_text="What a caller asks about, so that it sounds like nothing.")
    sharing = models.CharField(max_length=10, choices=Sharing, default=Sharing.ALL)
    buddies = models.ManyToManyField(User, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.PLANNED)
    created_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When they said that it has begun.")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When they were asked whether it takes place.")
    over_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="How often its plan was changed.")

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="visit_due"),
            models.Index(fields=["councillor", "starts_at", "id"], name="visit_of_councillor"),
            models.Index(fields=["expected_end_at", "id"], condition=Q(state__in=SEEN), name="visit_watched"),
            models.Index(fields=["over_at", "id"], condition=Q(over_at__isnull=False), name="visit_over"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="visit_state_known"),
            models.CheckConstraint(condition=Q(kind__in=VisitKind.values), name="visit_kind_known"),
            models.CheckConstraint(condition=Q(sharing__in=Sharing.values), name="visit_sharing_known"),
            models.CheckConstraint(condition=Q(grace_minutes__range=(5, 60)), name="visit_grace_minutes"),
            models.CheckConstraint(
                condition=Q(expected_end_at__gt=F("starts_at"))
                & Q(expected_end_at__lte=F("starts_at") + timedelta(hours=24)),
                name="visit_within_a_day",
            ),
            # Whatever could still need an alarm has a time at which the clock looks at it, and nothing else has one.
            models.CheckConstraint(
                condition=Q(state__in=[*OVER, VisitState.RAISED], next_at__isnull=True)
                | (~Q(state__in=[*OVER, VisitState.RAISED]) & Q(next_at__isnull=False)),
                name="visit_watched_by_the_clock",
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True)
                | Q(next_at__lte=F("expected_end_at") + F("grace_minutes") * timedelta(minutes=1)),
                name="visit_never_looked_at_too_late",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, over_at__isnull=False) | (~Q(state__in=OVER) & Q(over_at__isnull=True)),
                name="visit_over_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(contact_name="", contact_phone="") | (~Q(contact_name="") & ~Q(contact_phone="")),
                name="visit_contact_with_number",
            ),
            models.CheckConstraint(
                condition=~Q(place="") & ~Q(phone="") & ~Q(if_not_heard="") & ~Q(call_phrase=""),
                name="visit_says_what_is_needed",
            ),
        ]
        triggers = [pgtrigger.Protect(name="visits_stay", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("my-visit", args=[self.reference])

    @property
    def officers_url(self) -> str:
        return reverse("visit", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_to_somebody(self) -> bool:
        """Then an officer is asked about them. Without a name they are known by where they live."""
        return bool(self.whom) or self.kind == VisitKind.HOME

    def has_begun(self, now: datetime) -> bool:
        return self.state != VisitState.PLANNED or self.starts_at <= now

    @property
    def raises_at(self) -> datetime:
        return self.expected_end_at + timedelta(minutes=self.grace_minutes)

    @property
    def own_words(self) -> str:
        """As their own page calls it. Somebody may look over their shoulder: that others did something is not said."""
        return str(VisitState.ENDED.label if self.state == VisitState.ACCOUNTED else self.get_state_display())


class AlarmReason(models.TextChoices):
    MISSED = "missed", "They have not checked in"
    DURESS = "duress", "They used their word for help"
    CALL = "call", "They ask to be rung now"
    NOT_RIGHT = "not-right", "They were rung, and are not all right"


class Outcome(models.TextChoices):
    CHECKED_IN = "checked-in", "They checked in"
    ALL_RIGHT = "all-right", "They were rung, and are all right"
    NOT_RIGHT = "not-right", "They were rung, and are not all right"
    ACCOUNTED = "accounted", "Accounted for"
    GRAVER = "graver", "Something graver took its place"


class VisitAlarmQuerySet(models.QuerySet["VisitAlarm"]):
    def open(self) -> "VisitAlarmQuerySet":
        return self.filter(ALARM_OPEN)


class VisitAlarm(models.Model):
    """A reason why people are called about a visit. It has a reference of its own, because a check-in ends one kind of
    alarm and must never end another. It is open until it is known how they are."""

    reference = models.CharField(max_length=20, unique=True, default=visit_alarm_reference, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="alarms")
    reason = models.CharField(max_length=10, choices=AlarmReason)
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    what_happened = models.TextField(blank=True)

    objects = VisitAlarmQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["visit", "raised_at"], name="visit_alarm_of_visit")]
        constraints = [
            models.UniqueConstraint(fields=["visit", "reason"], condition=ALARM_OPEN, name="visit_alarm_open_once"),
            models.CheckConstraint(condition=Q(reason__in=AlarmReason.values), name="visit_alarm_reason_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="visit_alarm_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | Q(closed_at__isnull=False, closed_by__isnull=False, outcome__in=Outcome.values),
                name="visit_alarm_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.ACCOUNTED) | ~Q(what_happened=""), name="visit_alarm_accounted_in_words"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class VisitStep(models.Model):
    """A line of a visit's story, for those on watch. The councillor's own pages show none of it."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["visit", "at"], name="visit_step_in_order")]

    def __str__(self) -> str:
        return self.text


class CheckIn(models.Model):
    """A word that was typed, until what follows from it is done: then it goes.

    The same row whatever the word was, so that nobody learns it from how long an answer takes (decision 0028).
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="check_ins")
    at = models.DateTimeField()
    calls_help = models.BooleanField()
    ends_calls = models.BooleanField(help_text="It was taken: what came of their absence is over.")

    def __str__(self) -> str:
        return f"check-in {self.pk}"
