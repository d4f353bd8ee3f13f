from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from riskassess.actions import checked_next_review
from riskassess.actions.reviews import Findings
from riskassess.models import Band
from riskassess.models.profiles import STRANDS
from riskassess.profiles.targets import Agreed, Target

NOTHING = "none"
OF_FINDINGS = ("strands", "target_words", "police_who", "police_on", "agreed", "agreed_on", "own_words")


class ReviewForm(GovukForm):
    band = forms.ChoiceField(
        label="How high is the risk to this councillor?",
        choices=Band.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select how high the risk is"),
    )
    reasons = LongTextField(
        label="Reasons",
        help_text="The councillor reads this. Say what you looked at and why it is this band. Name nobody else.",
        max_length=4000,
    )
    targets = forms.MultipleChoiceField(
        label="What makes them a target?",
        choices=[*Target.choices, (NOTHING, "Nothing that we know of")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what makes them a target, or “Nothing that we know of”"},
    )
    strands = forms.MultipleChoiceField(
        label="If it is who they are, or are thought to be: what is the hostility about?",
        choices=list(STRANDS.values.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    target_words = LongTextField(
        label="Say more about that (optional)",
        help_text="The councillor reads this: which topic, which post, what is known of their home. Name nobody else.",
        max_length=2000,
        required=False,
    )
    with_police = forms.ChoiceField(
        label="Did the police take part in this review?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the police took part"},
    )
    police_who = forms.CharField(
        label="If they did: who took part",
        help_text="Name and role of the police officer.",
        max_length=120,
        required=False,
    )
    police_on = DateInputField(label="If they did: when", past=True, required=False)
    agreed = forms.ChoiceField(
        label="Does the councillor agree?",
        choices=Agreed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the councillor agrees"},
    )
    agreed_on = DateInputField(
        label="If you talked with them: when", help_text="Leave this empty if it was today.", past=True, required=False
    )
    own_words = LongTextField(
        label="The councillor's own words (optional)",
        help_text="As they said it. They can change it in their plan.",
        max_length=2000,
        required=False,
    )
    next_review_on = DateInputField(label="Date of the next review", required=False)
    causes_seen = forms.IntegerField(widget=forms.HiddenInput)
    looks = {
        "targets": Look(exclusive=NOTHING, dividers={NOTHING: "or"}),
        "with_police": Look(inline=True),
        "agreed": Look(
            hints={
                Agreed.YES: "They told you so",
                Agreed.NO: "Write down what they think in their own words",
                Agreed.NOT_YET: "They are asked in their plan",
            }
        ),
        "band": Look(
            hints={
                Band.LOW: "No more than what councillors can usually expect",
                Band.MEDIUM: "Signs of more than that: it repeats, it comes closer, or it frightens",
                Band.HIGH: "Signs that this person could come to serious harm",
            }
        ),
    }
    submit_label = "Save review"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = ", ".join(f"{settings.REVIEW_MONTHS[band]} for {band.label.lower()}" for band in Band)
        hint = f"Leave this empty for the longest time the band allows, in months: {months}."
        self.fields["next_review_on"].help_text = hint

    def clean(self) -> dict[str, Any]:
        super().clean()
        wanted, band = self.cleaned_data.get("next_review_on"), self.cleaned_data.get("band")
        if wanted and band:
            self.check_next_review(wanted, band)
        self.check_police()
        self.check_strands()
        return self.cleaned_data

    def check_police(self) -> None:
        if self.cleaned_data.get("with_police") != "yes":
            return
        if not self.cleaned_data.get("police_who"):
            self.add_error("police_who", "Enter who of the police took part")
        if not self.cleaned_data.get("police_on") and "police_on" not in self.errors:
            self.add_error("police_on", "Enter when the police took part")

    def check_strands(self) -> None:
        """What the hostility is about is never dropped without a word."""
        chosen = self.cleaned_data.get("targets")
        if chosen and self.cleaned_data.get("strands") and Target.STRAND not in chosen:
            self.add_error("targets", f"Select “{Target.STRAND.label}”, or take away what the hostility is about")

    def as_review(self) -> dict[str, Any]:
        """For `do_review`. What is said of the police counts only where they took part."""
        said = self.cleaned_data
        found = {name: said[name] for name in OF_FINDINGS}
        with_police = said["with_police"] == "yes"
        if not with_police:
            found |= {"police_who": "", "police_on": None}
        targets = [one for one in said["targets"] if one != NOTHING]
        plain = {name: said[name] for name in ("band", "reasons", "next_review_on", "causes_seen")}
        return plain | {"findings": Findings(targets=targets, with_police=with_police, **found)}

    def check_next_review(self, wanted: Any, band: str) -> None:
        try:
            checked_next_review(wanted, band, timezone.localdate())
        except ActionDenied as denied:
            self.add_error("next_review_on", str(denied))

    def show_again(self, reason: str, *, causes_seen: int) -> None:
        """With what was typed, and as of what is shown now."""
        self.add_error(None, reason)
        self.data = dict(self.data.items()) | {"causes_seen": causes_seen}
