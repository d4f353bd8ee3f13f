"""Whether anybody is in danger, what happened, where, and by what way."""

from typing import Any, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.facts import Facts
from incidents.forms.base import Row, StepForm, answer, several

YES_NO = {"yes": "Yes", "no": "No"}
LONGEST = 20_000


class DangerForm(StepForm):
    happening_now = answer(
        "Is anybody in danger now?",
        YES_NO,
        hint="You, your family or anybody else. If you are not sure, choose yes.",
        error="Select yes if anybody is in danger now",
        unknown="",
    )

    @property
    def raises_alarm(self) -> bool:
        return bool(self.cleaned_data["happening_now"] == "yes")


class WhereForm(GovukForm):
    """After the alarm: as little as a place and a number, and both may stay empty."""

    whereabouts = forms.CharField(
        label="Where are you, or where is the danger?",
        help_text="An address, a place name, or what you can see.",
        max_length=200,
        required=False,
        error_messages={"max_length": "Where you are must be 200 characters or fewer"},
    )
    phone = forms.CharField(
        label="What number can we ring you on?",
        help_text="Leave it empty if a ringing phone could put you in danger.",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": "The number must be 30 characters or fewer"},
    )
    looks = {"phone": Look(width=20)}
    submit_label = "Tell the officer on duty"


class WhereTheyAreForm(WhereForm):
    """The same for somebody else, whose name nobody has asked yet."""

    harmed_name = forms.CharField(
        label="Who is in danger?",
        max_length=120,
        required=False,
        error_messages={"max_length": "Their name must be 120 characters or fewer"},
    )
    field_order = ("harmed_name", "whereabouts", "phone")


class ConductForm(StepForm):
    """What was done, in groups that a reader can skim. Any one is enough."""

    heading = "What happened?"
    in_words_or_pictures = several(
        "Words or pictures",
        {
            "insult": "Insults or name-calling",
            "false_allegation": "Lies or false claims",
            "threat": "A threat, or a hint of one",
            "violent_imagery": "Violent words or pictures",
            "hate_expression": "Hate about who somebody is, such as race, religion or gender",
            "sexual_harassment": "Sexual comments or messages",
            "criticism": "Harsh criticism of how I do the job",
            "satire": "Satire or mockery, such as a cartoon",
        },
    )
    in_contact = several(
        "Contact",
        {
            "casework": "Contact about a service or a case",
            "unwanted_contact": "Contact that was not wanted",
            "vexatious_contact": "Endless messages, calls or complaints",
            "bullying": "Bullying",
            "aggression": "Shouting, or squaring up to somebody",
            "following_or_loitering": "Following somebody, or waiting near their home or work",
            "intrusion": "Coming into a home, garden or office uninvited",
        },
    )
    online = several(
        "Things made public",
        {
            "address_published": "A home address made public",
            "manipulated_media": "A faked picture, recording or account",
            "intimate_image": "A private sexual image shared, or a threat to share it",
        },
    )
    to_people_or_things = several(
        "Harm to people or things",
        {
            "weapon_mentioned": "A weapon, shown or talked about",
            "physical_attack": "Hitting, pushing, spitting or another attack",
            "sexual_assault": "Sexual touching or assault",
            "property_damage": "Damage to property",
            "symbolic_item": "Something left or sent to frighten",
            "hazardous_item": "Something dangerous left or sent, such as powder or a blade",
        },
    )
    otherwise = several(
        "Anything else",
        {"self_harm_by_sender": "Somebody saying they may harm themselves", "other": "Something else"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = cast(dict[str, Any], super().clean())
        cleaned["conduct"] = [one for group in self.fields for one in cleaned.get(group, [])]
        if not cleaned["conduct"] and not self.errors:
            self.add_error(next(iter(self.fields)), "Select at least one thing that happened")
        return cleaned

    def rows(self) -> list[Row]:
        chosen = [self.in_words(group) for group in self.fields if self.cleaned_data[group]]
        return [Row(self.heading, "\n".join(chosen))]


class WordsForm(StepForm):
    heading = "Tell us about it"
    description = LongTextField(
        label="What happened, in your own words",
        help_text="A few lines are enough. If there were messages, copy the worst of them. Say who it was if you know.",
        validators=[MaxLengthValidator(LONGEST, f"What happened must be {LONGEST:,} characters or fewer")],
        error_messages={"required": "Enter what happened, in a few words"},
    )
    happened_on = DateInputField(
        label="When did it happen? (optional)",
        past=True,
        required=False,
        error_messages={
            "incomplete": "The date must include a %(missing)s",
            "unreal": "The date must be a real date",
            "after_today": "The date must be today or in the past",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        example = f"{today.day} {today.month} {today.year}"
        self.fields["happened_on"].help_text = f"The last time, if there were several. Today is {example}."


PLACE_OF_CHANNEL = {
    "phone": "remote",
    "email": "remote",
    "social_media": "remote",
    "online_meeting": "remote",
    "council_meeting": "workplace",
}


class ChannelForm(StepForm):
    channel = answer(
        "How did it reach you?",
        {
            "in_person": "In person, or somebody nearby",
            "email": "Email",
            "social_media": "Social media or messaging",
            "phone": "Telephone call or voicemail",
            "letter_or_parcel": "Letter or parcel",
            "council_meeting": "At a council meeting",
            "online_meeting": "At an online meeting",
            "print": "Leaflet, poster or newspaper",
            "property": "Something done to property",
            "other": "Another way",
        },
        hint="If there were several ways, choose the worst.",
        error="Select how it reached you",
        unknown="",
    )

    def facts(self) -> Facts:
        channel = self.cleaned_data["channel"]
        return {"channel": channel, "place": PLACE_OF_CHANNEL.get(channel)}


class PlaceForm(StepForm):
    place = answer(
        "Where did it happen?",
        {
            "home": "At or near my home",
            "workplace": "At a place of council work, such as an office or a surgery",
            "public_place": "In another public place",
            "remote": "Not in person, such as online or by phone",
        },
        error="Select where it happened",
        unknown="Somewhere else, or I am not sure",
    )


class WatchingForm(StepForm):
    surveillance = answer(
        "Were you watched, photographed, filmed or tracked?",
        YES_NO,
        hint="You, your family or your home.",
        error="Select yes if somebody was watched, photographed, filmed or tracked",
    )
