"""Signs in what was written about an incident: what an assessment keeps of them, and what officers are asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from incidents.models import Incident
from triage.models import Assessment, SignAnswer, WordEntry
from triage.process import Tier
from triage.reading import AROUND, Reader, Sign, floor_for, floor_of, only_beside, shipped_lists

SOURCES = {
    "description": "In the report",
    "mail": "In the mail that was held",
    "gathered": "In a gathered message",
    "message": "In a message from the reporter",
}
Pair = tuple[str, str]
"""Which text, and which words of it: what an officer's answer holds for."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What was seen, but for what means nothing; `asked` has, by sign, the words that nobody has answered for."""

    seen: tuple[Sign, ...]
    asked: Mapping[str, frozenset[Pair]]

    @property
    def floor(self) -> Tier:
        return floor_of(self.seen)

    def kept(self) -> list[dict[str, Any]]:
        return [one.kept(self.asked[one.key]) for one in self.seen]


def signs_in(incident: Incident) -> Signs:
    """Read all that was written with the lists that count now. An officer's answers hold for the words they saw."""
    answers = list(SignAnswer.objects.filter(incident=incident))
    found = reader(council_words()).read_all(texts_of(incident))
    left = [one for sign in found if (one := sign.without(answered(answers, sign.key, {"nothing"})))]
    seen, facts = only_beside(left), incident.facts
    met = {one.key for one in seen if one.list.is_met(facts)}
    done = {one.key: answered(answers, one.key, {"means"}) for one in seen}
    return Signs(seen, {one.key: frozenset() if one.key in met else pairs(one) - done[one.key] for one in seen})


def pairs(sign: Sign) -> frozenset[Pair]:
    return frozenset((one.source, one.phrase) for one in sign.seen)


def answered(answers: Iterable[SignAnswer], sign: str, verdicts: Collection[str]) -> frozenset[Pair]:
    rows = (one for one in answers if one.sign == sign and one.verdict in verdicts)
    return frozenset((source, phrase) for one in rows for source, phrase in one.seen)


def texts_of(incident: Incident) -> dict[str, str]:
    """All that the reporter's side wrote or sent on, by its source."""
    mails = {f"mail:{one.pk}": f"{one.subject}\n\n{one.body}" for one in incident.held_mail.order_by("pk")}
    gathered = {f"gathered:{one.pk}": one.text for one in incident.gathered.order_by("pk")}
    messages = {f"message:{one.pk}": one.body for one in incident.messages.filter(from_team=False).order_by("pk")}
    return {"description": incident.description, **mails, **gathered, **messages}


# The lists that count ---------------------------------------------------------------------------------------------


def council_words() -> tuple[tuple[str, str], ...]:
    return tuple(WordEntry.objects.counting().order_by("id").values_list("sign", "words"))


@lru_cache(maxsize=4)
def reader(words: tuple[tuple[str, str], ...]) -> Reader:
    """With the lists that are shipped, and what the council added to them."""
    added = {one.key: [text for sign, text in words if sign == one.key] for one in shipped_lists()}
    return Reader([one.with_words(added[one.key]) for one in shipped_lists()])


# What is asked ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prompt:
    """A sign that somebody is to look at, with the words that show it."""

    key: str
    label: str
    question: str
    facts: Sequence[str]
    seen: Sequence[Mapping[str, Any]]

    @property
    def pairs(self) -> list[list[str]]:
        return [[one["source"], one["phrase"]] for one in self.seen]

    @property
    def words(self) -> list[dict[str, Any]]:
        """With where they stand, and whether what is around them was cut."""
        return [{**one, **placed(one)} for one in self.seen]


def placed(seen: Mapping[str, Any]) -> dict[str, Any]:
    cut = {f"cut_{side}": len(seen[side]) == AROUND for side in ("before", "after")}
    return {"where": SOURCES[seen["source"].partition(":")[0]], **cut}


def asked_in(assessment: Assessment) -> list[Prompt]:
    """What an officer has still to answer."""
    prompts = [(one, [seen for seen in one["seen"] if seen["asked"]]) for one in assessment.prompts]
    return [Prompt(**{name: one[name] for name in HEAD}, seen=seen) for one, seen in prompts if seen]


HEAD = ("key", "label", "question", "facts")


def is_pressing(assessment: Assessment) -> bool:
    """Whether what nobody has answered yet would raise the tier by itself."""
    weights = [max(seen["weight"] for seen in prompt.seen) for prompt in asked_in(assessment)]
    return floor_for(weights) >= Tier.COUNCIL
