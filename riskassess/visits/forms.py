from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.forms.shifts import TimeField
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from riskassess.actions.safety_words import check_words
from riskassess.actions.visits import Plan
from riskassess.models import Sharing, Venue, Visit, VisitKind
from riskassess.visits.circle import buddies
from riskassess.visits.policies import check_window
from riskassess.visits.times import wall, window

AGAIN = ("phone", "contact_name", "contact_phone", "if_not_heard", "call_phrase", "sharing", "shows_whom")


class PlanForm(GovukForm):
    """Everything that is the same each time is there already, from the visit before."""

    kind = forms.ChoiceField(label="What kind of visit is it?", choices=VisitKind.choices, widget=forms.RadioSelect)
    place = forms.CharField(label="Where is it?", max_length=300, required=False, help_text="The whole address")
    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label="Or a venue that the council has assessed",
        to_field_name="reference",
        required=False,
        empty_label="None of them",
    )
    whom = forms.CharField(
        label="Whom do you visit?",
        help_text="An officer is asked about everybody. Leave it empty where you visit nobody in particular",
        max_length=200,
        required=False,
    )
    day = DateInputField(label="Day", help_text="For example, 27 11 2026")
    starts = TimeField(label="Time it starts", error_messages={"required": "Enter the time it starts"})
    ends = TimeField(
        label="Time you will be out and safe",
        help_text="For example, 9:00 or 5pm. After midnight counts as the next day",
        error_messages={"required": "Enter the time you will be out and safe"},
    )
    phone = forms.CharField(label="Phone number to ring you on", max_length=30)
    if_not_heard = LongTextField(
        label="What should we do if we do not hear from you?",
        help_text="For example, who has a key, which way you drive, what frightens you there",
        max_length=2000,
    )
    contact_name = forms.CharField(label="Whom else should we ring? (optional)", max_length=120, required=False)
    contact_phone = forms.CharField(label="Their phone number", max_length=30, required=False)
    call_phrase = forms.CharField(
        label="What should a caller ask about?",
        help_text="Something that sounds like nothing, as “the boiler”. With it, you know that the call is a way out",
        max_length=60,
    )
    sharing = forms.ChoiceField(label="Which buddies see it?", choices=Sharing.choices, widget=forms.RadioSelect)
    named = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="If only some of them: who?",
        to_field_name="reference",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shows_whom = forms.BooleanField(label="My buddies may see whom I visit", required=False)
    notes = LongTextField(label="Anything else? (optional)", max_length=2000, required=False)
    looks: ClassVar = {
        "starts": Look(width=10),
        "ends": Look(width=10),
        "phone": Look(width=20),
        "contact_phone": Look(width=20),
        "call_phrase": Look(width=20),
    }
    submit_label = "Save this plan"

    def __init__(self, *args: Any, user: User, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial or told_before(user), **kwargs)
        self.fields["venue"].queryset = Venue.objects.visible_to(user).approved(timezone.localdate()).order_by("name")  # type: ignore[attr-defined]
        own = buddies(user)
        self.fields["named"].queryset = User.objects.filter(pk__in=[one.pk for one in own]).order_by("name")  # type: ignore[attr-defined]
        if not own:
            for name in ("sharing", "named", "shows_whom"):
                del self.fields[name]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        answers = self.cleaned_data
        if not answers.get("place") and not answers.get("venue"):
            self.add_error("place", "Enter the address, or select a venue")
        if answers.get("kind") == VisitKind.HOME and not answers.get("whom"):
            self.add_error("whom", NOBODY)
        if bool(answers.get("contact_name")) != bool(answers.get("contact_phone")):
            self.add_error("contact_phone", "Enter both the name and the number of whom else to ring, or neither")
        if answers.get("sharing") == Sharing.NAMED and not answers.get("named"):
            self.add_error("named", "Select who sees it")
        if all(answers.get(name) for name in ("day",)) and None not in (answers.get("starts"), answers.get("ends")):
            self.check_times()
        return answers

    def check_times(self) -> None:
        if self.cleaned_data["starts"] == self.cleaned_data["ends"]:
            self.add_error("ends", "The end must be after the start")
            return
        self.window = self.window_of(self.cleaned_data["day"], self.cleaned_data["starts"], self.cleaned_data["ends"])
        try:
            check_window(*self.window, timezone.now())
        except ActionDenied as denied:
            self.add_error("ends", str(denied))

    def window_of(self, day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
        return window(day, starts, ends)

    def plan(self) -> Plan:
        """What the action needs to know."""
        answers = {name: value for name, value in self.cleaned_data.items() if name not in SHAPE}
        venue = answers["venue"]
        answers["place"] = answers["place"] or place_of(venue)
        starts_at, expected_end_at = self.window
        return Plan(starts_at=starts_at, expected_end_at=expected_end_at, **answers)


SHAPE = ("day", "starts", "ends", "named", "seen")
NOBODY = "Enter whom you visit. If you do not know a name, enter who lives there, like “the family at number 12”"


def place_of(venue: Venue) -> str:
    return f"{venue.name}, {venue.address}"[:300]


def told_before(user: User) -> dict[str, Any]:
    last = Visit.objects.own(user).order_by("-starts_at").first()
    plain = {"day": timezone.localdate(), "sharing": Sharing.ALL, "phone": user.phone or user.mobile}
    return plain | ({name: getattr(last, name) for name in AGAIN} if last else {})


class ChangeForm(PlanForm):
    """A plan that has not begun, as somebody would have typed it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    submit_label = "Save the change"

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        self.visit = visit
        super().__init__(*args, user=visit.councillor, initial=as_typed(visit), **kwargs)
        offered = self.fields["venue"].queryset  # type: ignore[attr-defined]
        if visit.venue and visit.venue in offered and visit.place == place_of(visit.venue):
            self.initial["place"] = ""

    def plan(self) -> Plan:
        """Somebody who has no buddies just now is not asked, and what they chose stays."""
        kept = {name: getattr(self.visit, name) for name in ("sharing", "shows_whom") if name not in self.fields}
        return replace(super().plan(), **kept)

    def window_of(self, day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
        """To the second what it was, where nobody has typed another time."""
        was = (self.visit.starts_at, self.visit.expected_end_at)
        return was if (day, starts, ends) == wall(*was) else super().window_of(day, starts, ends)


def as_typed(visit: Visit) -> dict[str, Any]:
    day, starts, ends = wall(visit.starts_at, visit.expected_end_at)
    same = {name: getattr(visit, name) for name in (*AGAIN, "kind", "place", "venue", "whom", "notes")}
    named = list(visit.buddies.all())
    return same | {"day": day, "starts": starts, "ends": ends, "named": named, "seen": visit.revision}


class UnderWayForm(GovukForm):
    """What can still be changed once it has begun."""

    place = forms.CharField(label="Where are you?", max_length=300)
    phone = forms.CharField(label="Phone number to ring you on", max_length=30)
    notes = LongTextField(label="Anything else? (optional)", max_length=2000, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    looks: ClassVar = {"phone": Look(width=20)}
    submit_label = "Save the change"

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        now = {name: getattr(visit, name) for name in ("place", "phone", "notes")}
        super().__init__(*args, initial=now | {"seen": visit.revision}, **kwargs)


def show_again(form: GovukForm, reason: str, visit: Visit) -> None:
    """With what was typed, and as of what is shown now."""
    form.add_error(None, reason)
    form.data = form.data.copy()  # type: ignore[attr-defined]  # a request's
    form.data["seen"] = visit.revision  # type: ignore[index]


class WordsForm(GovukForm):
    safe = forms.CharField(
        label="Your word when all is well",
        help_text="You type it to say that you are safe, or need more time",
        max_length=60,
    )
    help = forms.CharField(
        label="Your word for help",
        help_text="It looks exactly like the other one to whoever stands beside you, and calls people at once",
        max_length=60,
    )
    looks: ClassVar = {"safe": Look(width=20), "help": Look(width=20)}
    submit_label = "Save my words"

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for name in ("safe", "help"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if not self.errors:
            try:
                check_words(self.user, self.cleaned_data["safe"], self.cleaned_data["help"])
            except ActionDenied as denied:
                self.add_error("help", str(denied))
        return self.cleaned_data


class BuddyForm(GovukForm):
    asked = forms.ModelChoiceField(
        User.objects.none(), label="Ask a councillor", to_field_name="reference", empty_label="Choose somebody"
    )
    submit_label = "Ask them"

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.who_may(Permission.OWN_SAFETY).exclude(pk=user.pk).order_by("name")
        self.fields["asked"].queryset = others  # type: ignore[attr-defined]


class FeedForm(GovukForm):
    with_places = forms.BooleanField(label="Show where each visit is", required=False)
    submit_label = "Make a new private address"


class AccountForm(GovukForm):
    what_happened = LongTextField(
        label="How are they, and what happened?",
        help_text="Save this only when you know how they are: the calling ends for everybody",
        max_length=2000,
        error_messages={"required": "Enter how they are, and what happened"},
    )
    submit_label = "They are accounted for"
