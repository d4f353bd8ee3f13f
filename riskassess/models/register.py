"""The register of people who may be violent (P1-P7). Nothing here is reached from the threat process."""

from datetime import date, datetime

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.models import Conflict, Incident, PersonOfConcern
from incidents.models.incident import Intake
from riskassess import dates
from riskassess.register.advice import VisitAdvice
from riskassess.register.lifecycle import CURRENT, ENDED, TOOK_PART, EntryState

PROVISIONAL, IN_FORCE, REMOVED = EntryState.PROVISIONAL, EntryState.IN_FORCE, EntryState.REMOVED
LONGEST_MONTHS, LONGEST_UNTOLD_MONTHS = 12, 3

NO_INCIDENT = """
IF EXISTS (SELECT 1 FROM riskassess_registerentry WHERE id = {entry})
    AND NOT EXISTS (SELECT 1 FROM riskassess_entryincident WHERE entry_id = {entry})
THEN RAISE EXCEPTION 'An entry rests on at least one incident (P1).'; END IF;
RETURN NULL;
"""
ENTERED_BY_TWO = """
IF NOT EXISTS (
    SELECT 1 FROM riskassess_registervote
    WHERE entry_id = NEW.id AND approves AND by_id <> NEW.proposed_by_id
) THEN RAISE EXCEPTION 'An entry is approved by somebody who did not propose it (P2).'; END IF;
RETURN NEW;
"""
VOTES_OF_OTHERS = """
IF EXISTS (SELECT 1 FROM riskassess_registerentry WHERE id = NEW.entry_id AND proposed_by_id = NEW.by_id)
    OR EXISTS (SELECT 1 FROM riskassess_entryconflict WHERE entry_id = NEW.entry_id AND user_id = NEW.by_id)
THEN RAISE EXCEPTION 'Neither who proposed it nor who has a conflict of interest decides (P2).'; END IF;
RETURN NEW;
"""
ANSWERED_BY_ANOTHER = """
IF EXISTS (
    SELECT 1 FROM riskassess_entrystep
    WHERE entry_id = NEW.entry_id AND by_id = NEW.answered_by_id AND event IN ({events})
) OR EXISTS (SELECT 1 FROM riskassess_registervote WHERE entry_id = NEW.entry_id AND by_id = NEW.answered_by_id)
    OR EXISTS (SELECT 1 FROM riskassess_registerentry WHERE id = NEW.entry_id AND proposed_by_id = NEW.answered_by_id)
THEN RAISE EXCEPTION 'An appeal is answered by somebody who took no part (P6).'; END IF;
RETURN NEW;
""".format(events=", ".join(f"'{event}'" for event in TOOK_PART))  # nosec B608  # names of ours, in a trigger


def entry_reference() -> str:
    return new_reference("RE")


def months_after(field: str, months: int) -> Func:
    template = f"(%(expressions)s + interval '{months} months')::date"
    return Func(F(field), template=template, output_field=models.DateField())


def all_or_none(*names: str) -> Q:
    return Q(**{f"{name}__isnull": True for name in names}) | Q(**{f"{name}__isnull": False for name in names})


class RegisterQuerySet(models.QuerySet["RegisterEntry"]):
    def visible_to(self, user: User) -> "RegisterQuerySet":
        """By permission, and never to whom it concerns: who has a conflict of interest, or to whom it was done."""
        if not user.may(Permission.SEE_REGISTER):
            return self.none()
        linked = EntryIncident.objects.filter(entry=OuterRef("pk"))
        own = Q(incident__councillor=user) | Q(incident__reporter=user, incident__intake=Intake.ONLINE)
        own |= Q(incident__conflicts__user=user)
        aside = EntryConflict.objects.filter(entry=OuterRef("pk"), user=user)
        seen = linked.filter(incident__in=Incident.objects.team(user))
        return self.filter(~Exists(linked.filter(own)), ~Exists(aside), Exists(seen))

    def current(self) -> "RegisterQuerySet":
        return self.filter(state__in=CURRENT)

    def late(self, today: date) -> "RegisterQuerySet":
        return self.filter(state=IN_FORCE, review_on__lt=today)

    def to_delete(self, ended_before: datetime) -> "RegisterQuerySet":
        return self.filter(state__in=ENDED, ended_at__lte=ended_before).order_by("ended_at", "pk")


@pghistory.track(append_only=True)
class RegisterEntry(models.Model):
    """That a person may be violent, on which incidents it rests, who decided so, and until when it holds."""

    reference = models.CharField(max_length=20, unique=True, default=entry_reference, editable=False)
    person = models.ForeignKey(PersonOfConcern, on_delete=models.PROTECT, related_name="register_entries")
    state = models.CharField(max_length=12, choices=EntryState, default=PROVISIONAL)
    conduct = models.TextField(help_text="What they did, meant, and to whom.")
    advice = models.CharField(max_length=20, choices=VisitAdvice)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    considered = models.TextField("disability and adjustments", blank=True)
    considered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    considered_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    review_from = models.DateField(null=True, blank=True, help_text="When its period began.")
    review_on = models.DateField(null=True, blank=True)
    review_owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_on = models.DateField("date of the letter", null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    untold_reason = models.TextField("why they are not told", blank=True)
    untold_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    untold_on = models.DateField(null=True, blank=True, help_text="When it was approved, or last looked at.")
    untold_approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    untold_review_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "register entries"
        indexes = [
            models.Index(fields=["state", "-proposed_at", "-id"], name="register_newest"),
            models.Index(fields=["review_on", "id"], name="register_due", condition=Q(state="in-force")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EntryState.values), name="register_state_known"),
            models.CheckConstraint(condition=Q(advice__in=VisitAdvice.values), name="register_advice_known"),
            models.CheckConstraint(condition=~Q(conduct=""), name="register_says_what_was_done"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["provisional", "in-force"]), name="register_one_for_each"
            ),
            models.CheckConstraint(
                condition=Q(considered="", considered_by__isnull=True, considered_at__isnull=True)
                | (Q(considered_by__isnull=False, considered_at__isnull=False) & ~Q(considered="")),
                name="register_considered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["provisional", "refused"], decided_at__isnull=True, decided_by__isnull=True)
                | (
                    Q(state__in=["in-force", "removed"], decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(considered="")
                ),
                name="register_decided_with_adjustments",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="register_of_two_people"
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True, review_from__isnull=True, review_owner__isnull=True)
                & ~Q(state="in-force")
                | Q(review_on__isnull=False, review_from__isnull=False, review_owner__isnull=False)
                & Q(review_on__lte=months_after("review_from", LONGEST_MONTHS)),
                name="register_review_within_a_year",
            ),
            models.CheckConstraint(condition=all_or_none("told_on", "appeal_until"), name="register_told_may_appeal"),
            models.CheckConstraint(
                condition=Q(untold_reason="", untold_by__isnull=True)
                | (Q(untold_by__isnull=False) & ~Q(untold_reason="")),
                name="register_untold_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(untold_approved_by__isnull=True, untold_on__isnull=True, untold_review_on__isnull=True)
                | Q(untold_by__isnull=False, untold_approved_by__isnull=False)
                & Q(untold_on__isnull=False, untold_review_on__isnull=False)
                & ~Q(untold_approved_by=F("untold_by"))
                & Q(untold_review_on__lte=months_after("untold_on", LONGEST_UNTOLD_MONTHS)),
                name="register_untold_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CURRENT, ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(state__in=ENDED, ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="register_ended_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="rests_on_incidents",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=NO_INCIDENT.format(entry="NEW.id"),
            ),
            pgtrigger.Protect(
                name="begins_provisional", operation=pgtrigger.Insert, condition=~pgtrigger.Q(new__state="provisional")
            ),
            pgtrigger.FSM(
                name="only_along_its_moves",
                field="state",
                transitions=[("provisional", "in-force"), ("provisional", "refused"), ("in-force", "removed")],
            ),
            pgtrigger.Trigger(
                name="entered_by_two",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="provisional", new__state="in-force"),
                func=ENTERED_BY_TWO,
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("register-entry", args=[self.reference])

    @property
    def due_on(self) -> date | None:
        return self.review_on if self.state == IN_FORCE else None

    @property
    def due_in_words(self) -> str:
        return dates.due_in_words(timezone.localdate(), self.due_on) if self.due_on else ""

    @property
    def clock_state(self) -> str:
        return dates.clock_state(timezone.localdate(), self.due_on) if self.due_on else ""

    @cached_property
    def kept_from(self) -> set[int]:
        """`conflicted`, once for each time that the row is read: one page asks for many moves."""
        return conflicted(self)

    @property
    def waits_for_notice(self) -> bool:
        """In force, and the person neither told nor kept from being told by two people (P4)."""
        return self.state == IN_FORCE and not self.told_on and not self.untold_approved_by_id


class EntryIncident(models.Model):
    """One of the incidents that an entry rests on (P1)."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="incidents")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["incident", "entry"], name="register_incident_once")]
        triggers = [
            pgtrigger.Trigger(
                name="never_the_last_one",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Delete | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=NO_INCIDENT.format(entry="OLD.entry_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} rests on {self.incident_id}"


class EntryConflict(models.Model):
    """Somebody stepped aside (P2): they neither decide about the entry nor see it any more."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "user"], name="register_conflict_once")]

    def __str__(self) -> str:
        return f"Conflict of {self.user_id} in {self.entry_id}"


class RegisterVote(models.Model):
    """What one person decided about a proposal, and why. Where the council sets no panel, one vote decides (P2)."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="votes")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approves = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "by"], name="register_vote_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="register_vote_has_reason"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="of_others", when=pgtrigger.Before, operation=pgtrigger.Insert, func=VOTES_OF_OTHERS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} on {self.entry_id}"


class RegisterAppeal(models.Model):
    """The person does not agree (P6). Somebody who took no part before answers."""

    class Outcome(models.TextChoices):
        KEPT = "kept", "The entry stays as it is"
        CHANGED = "changed", "The advice is changed"
        REMOVED = "removed", "The entry is removed"

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="appeals")
    received_on = models.DateField()
    grounds = models.TextField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reasons = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(outcome=""), name="register_one_appeal_open"),
            models.CheckConstraint(
                condition=Q(outcome="", reasons="", answered_by__isnull=True, answered_at__isnull=True)
                | (
                    Q(outcome__in=["kept", "changed", "removed"], answered_by__isnull=False, answered_at__isnull=False)
                    & ~Q(reasons="")
                ),
                name="register_appeal_answered_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answered_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__answered_by__isnull=False),
                func=ANSWERED_BY_ANOTHER,
            ),
        ]

    def __str__(self) -> str:
        return f"Appeal {self.pk}"


class EntryStep(models.Model):
    """One move of an entry, with its reason: apart from the audit, because it goes when the entry's data go (P7)."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=60)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.event} of {self.entry_id}"


def conflicted(entry: RegisterEntry) -> set[int]:
    """The keys of those who must not know of it: declared here, or in an incident that it rests on, or harmed in it."""
    incidents = EntryIncident.objects.filter(entry=entry).values("incident")
    aside = EntryConflict.objects.filter(entry=entry).values_list("user", flat=True)
    in_cases = Conflict.objects.filter(incident__in=incidents).values_list("user", flat=True)
    harmed = Incident.objects.filter(pk__in=incidents, councillor__isnull=False).values_list("councillor", flat=True)
    return {key for key in (*aside, *in_cases, *harmed) if key is not None}
