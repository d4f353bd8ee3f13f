"""What a saved message says, as answers to pages of the report: only where nobody has answered yet.

A draft keeps under MESSAGE, for each file that was used, which fields were filled from it, as `words.description`.
Whatever the reporter then answers themselves is theirs, and no longer the message's.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict

from incidents.forms.base import Posted, StepForm
from incidents.forms.happened import ChannelForm, WordsForm
from incidents.mail.prefill import Prefill

MESSAGE = "message"
PAGES: dict[str, type[StepForm]] = {"words": WordsForm, "way": ChannelForm}
MAIN = {"words": "description", "way": "channel"}
"""A page whose main field a message has filled need not be asked: the check shows what stands there."""

Answers = Mapping[str, Posted]


def with_message(answers: Answers, said: Prefill, reference: str) -> dict[str, Posted]:
    """The pages that it adds something to, as they are then, and under MESSAGE what that is. Perhaps nothing."""
    filled: dict[str, Posted] = {}
    new_here: list[str] = []
    for page, fields in fields_of(said).items():
        new = unanswered(answers.get(page, {}), fields)
        added = only_valid(page, answers.get(page, {}), new)
        if added:
            filled[page] = {**answers.get(page, {}), **joined(added)}
            new_here += [f"{page}.{name}" for name in added]
    return {**filled, MESSAGE: {**answers.get(MESSAGE, {}), reference: new_here}} if new_here else {}


def fields_of(said: Prefill) -> dict[str, dict[str, Posted]]:
    """For each page and field what a browser would send, where the message says it."""
    text, day, channel = said.told.get("description"), said.told.get("happened_on"), said.facts.get("channel")
    date = {f"happened_on-{part}": [str(getattr(day, part))] for part in ("day", "month", "year")} if day else {}
    words = {"description": {"description": [text]} if text else {}, "happened_on": date}
    return {"words": words, "way": {"channel": {"channel": [str(channel)]} if channel else {}}}


def unanswered(there: Posted, fields: dict[str, Posted]) -> dict[str, Posted]:
    given = {key.split("-")[0] for key, values in there.items() if any(value.strip() for value in values)}
    return {name: posted for name, posted in fields.items() if posted and name not in given}


def only_valid(page: str, there: Posted, new: dict[str, Posted]) -> dict[str, Posted]:
    """Without what the page would refuse, such as a day to come; nothing where the page could not be saved so."""
    fields = {name: posted for name, posted in new.items() if name not in faults(page, {**there, **joined(new)})}
    return fields if fields and not faults(page, {**there, **joined(fields)}) else {}


def faults(page: str, posted: Posted) -> Mapping[str, Any]:
    return PAGES[page](MultiValueDict(posted)).errors


def joined(fields: dict[str, Posted]) -> Posted:
    return {key: values for posted in fields.values() for key, values in posted.items()}


# What is the message's still ---------------------------------------------------------------------------------------


def filled_by_message(answers: Answers) -> dict[str, set[str]]:
    """By page: the fields that still say what a message says."""
    found: dict[str, set[str]] = defaultdict(set)
    for page, name in noted(answers):
        found[page].add(name)
    return found


def noted(answers: Answers) -> Iterator[tuple[str, str]]:
    for fields in answers.get(MESSAGE, {}).values():
        for one in fields:
            page, _, name = one.partition(".")
            yield page, name


def used(answers: Answers) -> set[str]:
    """References of the files whose words were taken over."""
    return set(answers.get(MESSAGE, {}))


def answered_by_hand(answers: dict[str, Any], page: str) -> None:
    """The reporter has saved this page: from now on it says what they say. Changes the answers."""
    for reference, fields in answers.get(MESSAGE, {}).items():
        answers[MESSAGE][reference] = [one for one in fields if one.partition(".")[0] != page]


def forget_message(answers: dict[str, Any], reference: str) -> None:
    """Its file was removed: what it alone had said goes with it. Changes the answers."""
    for one in answers.get(MESSAGE, {}).pop(reference, []):
        page, _, name = one.partition(".")
        there = answers.pop(page, {})
        kept = {key: values for key, values in there.items() if key.split("-")[0] != name}
        if kept:
            answers[page] = kept
    if not answers.get(MESSAGE, True):
        del answers[MESSAGE]
