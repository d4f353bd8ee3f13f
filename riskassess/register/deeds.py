"""The pages on which an entry is moved: which form asks, which action does it, and for which moves it is offered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from councilsafe.accounts.models import User
from riskassess.actions import register as actions
from riskassess.models import RegisterEntry
from riskassess.register import forms
from riskassess.register.policies import may_make


@dataclass(frozen=True, slots=True)
class Deed:
    """`warning` is for what cannot be undone."""

    title: str
    form: type[forms.EntryForm]
    act: Callable[..., Any]
    moves: tuple[str, ...]
    said: str
    warning: str = ""


DEEDS = {
    "consider": Deed(
        "Disability and reasonable adjustments", forms.ConsiderForm, actions.consider, ("consider",), "Saved."
    ),
    "decide": Deed(
        "Decide about the proposal",
        forms.DecideForm,
        actions.decide,
        ("approve", "refuse"),
        "Your decision is saved.",
        "Your decision cannot be taken back. An approved entry has to be told to the person.",
    ),
    "withdraw": Deed(
        "Take the proposal back",
        forms.ReasonForm,
        actions.withdraw,
        ("withdraw",),
        "The proposal is taken back.",
        "A proposal that was taken back cannot be taken up again.",
    ),
    "tell": Deed("Record the letter", forms.LetterForm, actions.tell_person, ("tell",), "The letter is recorded."),
    "not-tell": Deed(
        "Propose not to tell them",
        forms.ReasonForm,
        actions.propose_not_to_tell,
        ("not-tell",),
        "Saved. Somebody else has to agree.",
        "Only where telling them would make things more dangerous. Say how.",
    ),
    "agree-not-tell": Deed(
        "Agree not to tell them",
        forms.ReasonForm,
        actions.agree_not_to_tell,
        ("agree-not-tell",),
        "Saved. It will be looked at again.",
    ),
    "incident": Deed("Add another incident", forms.IncidentForm, actions.add_incident, ("incident",), "Added."),
    "keep": Deed("Review it and keep it", forms.KeepForm, actions.keep, ("keep",), "The review is saved."),
    "appeal": Deed("Record an appeal", forms.AppealForm, actions.lodge_appeal, ("appeal",), "The appeal is recorded."),
    "answer": Deed(
        "Answer the appeal",
        forms.AnswerForm,
        actions.answer_appeal,
        ("dismiss", "change", "uphold"),
        "The answer is saved.",
        "Your answer is final.",
    ),
    "hand-over": Deed("Hand the review over", forms.HandOverForm, actions.hand_over, ("hand-over",), "Handed over."),
    "remove": Deed(
        "Remove it",
        forms.RemoveForm,
        actions.remove,
        ("remove",),
        "The entry is removed.",
        "A removed entry cannot be brought back, and is deleted after some months.",
    ),
    "step-aside": Deed(
        "Declare a conflict of interest",
        forms.ReasonForm,
        actions.step_aside,
        ("step-aside",),
        "You have stepped aside.",
        "You will not see this entry any more.",
    ),
}


def offered(user: User, entry: RegisterEntry) -> list[tuple[str, Deed]]:
    return [(name, deed) for name, deed in DEEDS.items() if any(may_make(user, entry, move) for move in deed.moves)]
