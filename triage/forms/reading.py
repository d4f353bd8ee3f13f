"""What officers are asked about words that were seen, and what the council looks for besides."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councilsafe.govuk.fields import LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from triage.actions.signs import Answer
from triage.forms.case import reason, select
from triage.models import Assessment, SignAnswer, WordEntry
from triage.models.reading import LONGEST_WORDS
from triage.reading import compared, shipped_lists
from triage.signs import Prompt, asked_in

NOTHING = SignAnswer.Verdict.NOTHING.value
VERDICTS = {
    SignAnswer.Verdict.MEANS.value: "It means something. I will set the facts next",
    NOTHING: "It means nothing here",
}
LONGEST = 2000


class SignsForm(GovukForm):
    """One question for each sign. `seen` is the assessment that the officer reads: nothing later is answered for."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    submit_label = "Save"

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": assessment.pk}, **kwargs)
        self.prompts = asked_in(assessment)
        for prompt in self.prompts:
            self.fields |= {f"verdict-{prompt.key}": verdict_field(prompt), f"reason-{prompt.key}": reason_field()}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for prompt in self.prompts:
            verdict, why = self.said(prompt)
            if verdict == NOTHING and not why:
                self.add_error(f"reason-{prompt.key}", "Enter why it means nothing here")
        if self.prompts and not self.errors and not self.answers:
            self.add_error(f"verdict-{self.prompts[0].key}", "Select what at least one of these means")
        return cleaned

    def said(self, prompt: Prompt) -> tuple[str, str]:
        return self.cleaned_data.get(f"verdict-{prompt.key}", ""), self.cleaned_data.get(f"reason-{prompt.key}", "")

    @property
    def answers(self) -> list[Answer]:
        said = {prompt.key: self.said(prompt) for prompt in self.prompts}
        return [Answer(key, SignAnswer.Verdict(verdict), why) for key, (verdict, why) in said.items() if verdict]

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Each sign with its two fields, for the page."""
        keys = [(prompt, f"verdict-{prompt.key}", f"reason-{prompt.key}") for prompt in self.prompts]
        return [{"prompt": prompt, "verdict": self[verdict], "reason": self[why]} for prompt, verdict, why in keys]


def verdict_field(prompt: Prompt) -> forms.ChoiceField:
    return forms.ChoiceField(label=prompt.question, choices=VERDICTS, widget=forms.RadioSelect, required=False)


def reason_field() -> LongTextField:
    hint = "Needed when it means nothing here. It stays on the case."
    box = forms.Textarea(attrs={"rows": 3})
    return LongTextField(label="Why", help_text=hint, max_length=LONGEST, required=False, widget=box)


# Words that the council adds ----------------------------------------------------------------------------------------


class WordForm(GovukForm):
    sign = forms.ChoiceField(label="What do the words show?", widget=forms.RadioSelect, error_messages=select("a sign"))
    words = forms.CharField(
        label="Words to look for",
        help_text="One word, or a few that stand together. Capital letters and accents make no difference.",
        max_length=LONGEST_WORDS,
        error_messages={"required": "Enter the words to look for"},
    )
    reason = reason("Why they should be looked for", hint="The second person reads this before they decide.")
    submit_label = "Ask a second person"
    looks = {"words": Look(width=30)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sign"].choices = [(one.key, one.label) for one in shipped_lists()]  # type: ignore[attr-defined]  # a list to choose from

    def clean_words(self) -> str:
        words: str = " ".join(self.cleaned_data["words"].split())
        if not compared(words) or not any(sign.isalnum() for sign in words):
            raise ValidationError("Enter at least one word with letters in it")
        return words


class DecideWordForm(GovukForm):
    decision = forms.ChoiceField(
        label="Should these words be looked for?",
        choices={WordEntry.State.ACTIVE.value: "Yes", WordEntry.State.REFUSED.value: "No"},
        widget=forms.RadioSelect,
        error_messages=select("whether they should be looked for"),
    )
    reason = reason("Why")
    submit_label = "Decide"


class RetireWordForm(GovukForm):
    reason = reason("Why they are no longer looked for")
    submit_label = "Stop looking for them"
    submit_classes = "govuk-button--warning"
