"""Who was reminded of what about a case, when and why: for its timeline, in words of ours."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from councilsafe.duty.models import DeadlineStep
from councilsafe.duty.plans import ABOVE, AWAY, GONE, LOST, OWNER, UNREACHED
from triage.models import CaseTask

# What each kind of reminder said. Only what stands here is told: a deadline of another room is that room's matter.
SAID = {
    "plan.before": "the plan is due soon",
    "plan.late": "the plan is late",
    "plan.escalated": "nobody has made the plan",
    "referral.before": "what has to be done first is due within the hour",
    "referral.late": "what has to be done first is late",
    "referral.escalated": "nobody has done what has to be done first",
    "look.today": "it is to be looked at again today",
    "look.late": "the next look is late",
    "look.escalated": "nobody has looked at it again",
    "update.late": "the reporter waits to hear how it stands",
    "update.escalated": "nobody has written to the reporter",
    "task.before": "task “{task}” is due soon",
    "task.late": "task “{task}” is late",
    "task.escalated": "nobody has done task “{task}”",
}
SAID_INSTEAD = {
    "case.plan": "the plan",
    "case.referral": "what has to be done first",
    "case.look": "the next look",
    "case.update": "a word to the reporter",
    "task": "task “{task}”",
}
WHY = {
    OWNER: "Because they had it in hand.",
    ABOVE: "Because it was late and its owner had not done it.",
    GONE: "Because whoever had it in hand was no longer there.",
    AWAY: "Because whoever had it in hand was away.",
    UNREACHED: "Because a reminder to somebody else could not be delivered.",
}


@dataclass(frozen=True, slots=True)
class Reminded:
    """Everybody who was told the same at once: so many `people`."""

    at: datetime
    title: str
    why: str
    people: int


def reminded_about(reference: str, most: int | None = None) -> list[Reminded]:
    """Of what the case owes, and of its tasks: the newest first. Two queries."""
    tasks = dict(CaseTask.objects.filter(case__incident__reference=reference).values_list("reference", "title"))
    steps = DeadlineStep.objects.filter(
        deadline__about_ref__in=[reference, *tasks], deadline__plan__in=SAID_INSTEAD, kind__in=[*SAID, LOST]
    )
    newest = steps.select_related("deadline", "recipient").order_by("-told_at", "deadline", "kind", "why", "id")
    return list(in_lines(newest[:most], tasks))


def in_lines(steps: Iterable[DeadlineStep], tasks: Mapping[str, str]) -> Iterator[Reminded]:
    for (at, *_), together in groupby(steps, key=lambda one: (one.told_at, one.deadline_id, one.kind, one.why)):
        told = list(together)
        yield Reminded(at, title(told, tasks), WHY.get(told[0].why, ""), len(told))


def title(told: list[DeadlineStep], tasks: Mapping[str, str]) -> str:
    *most, last = [one.recipient.name for one in told]
    who = f"{', '.join(most)} and {last} were" if most else f"{last} was"
    step, task = told[0], tasks.get(told[0].deadline.about_ref, "")
    if step.kind == LOST:
        return f"{who} told of {SAID_INSTEAD[step.deadline.plan].format(task=task)} instead of somebody else"
    return f"{who} reminded: {SAID[step.kind].format(task=task)}"
