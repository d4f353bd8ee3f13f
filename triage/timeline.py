"""What has happened to a case, told from its audit events, its alerts and its reminders, and who has opened it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from councilsafe.accounts.models import User
from councilsafe.audit.actions import SYSTEM
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import AlertStep
from councilsafe.govuk.dates import day
from incidents.facts import FACTS
from triage.queue import TIERS
from triage.reminded import Reminded, reminded_about

SYSTEM_NAME = "CouncilSafe"
OPENED = "opened"
NO_NEWS = (OPENED, "assessed", "routed")
SHOWN = 100
OPEN = 8  # of them, without asking for more
LATEST = 3
NEXT_LOOK = re.compile(r"next look \d{4}-\d{2}-\d{2}")

# What each verb is called on the page. `{}` is the event's detail in words. A verb that is not here stands for itself.
TITLES = {
    "reported": "Reported",
    "alarm raised": "Alarm raised: somebody in danger now",
    "whereabouts given": "Said where they are",
    "report finished": "Report finished",
    "assessed": "The process says: {}",
    "put into a pattern": "Put into pattern {}",
    "taken out of a pattern": "Taken out of pattern {}",
    "scored with others": "Counted with linked reports, the process says: {}",
    "routed": "Routed to {}",
    "raised": "Tier raised: {}",
    "facts completed": "Facts completed: {}",
    "other tier proposed": "Another tier proposed: {}",
    "other tier agreed": "Another tier agreed: {}",
    "other tier refused": "Another tier refused: {}",
    "acknowledged": "Acknowledged",
    "assigned": "Given to {}",
    "planned": "Plan recorded, {}",
    "referred to the police": "Referred to the police",
    "closed": "Closed",
    "reopened": "Reopened",
    "message sent": "Message {}",
    "files received": "Files added: {}",
    "sharing agreed": "Agreed that {} may know",
    "sharing refused": "Did not agree that {} may know",
    "note written": "Internal note written",
    "clock paused": "Clock paused, waiting for {}",
    "clock goes on": "Clock goes on: {}",
    "plan or referral late": "What was to be done first is late",
    "next look late": "The next look at the plan is late",
    "update late": "The reporter should have heard more by now",
    "taken by telephone": "Report taken by telephone",
    "messages gathered": "{} messages gathered",
    "has a duplicate": "Also reported as {}",
    "marked as duplicate": "Marked as a duplicate of {}",
    "no longer a duplicate": "No longer a duplicate of {}",
    "withdrawn": "Withdrawn by the reporter",
    "kept open though withdrawn": "Withdrawn by the reporter, and kept open because somebody may be in danger",
    "closed because it was withdrawn": "Closed because it was withdrawn",
    "harmed person knows": "The person it was done to knows of it now",
    "kept confidential": "Kept confidential by the reporter",
    "conflict of interest declared": "An officer stepped back because of a conflict of interest",
    "no conflict after all": "An officer was let back",
    "not answered by the named officer": "The officer whom the reporter named has not answered",
    "person added": "A person of concern was added",
    "words mean something": "Words looked at, they mean something: {}",
    "words mean nothing": "Words looked at, they mean nothing here: {}",
    "tasks set": "Tasks set: {}",
    "task added": "Task added: {}",
    "task done": "Task done: {}",
    "task handed over": "Task given to somebody else: {}",
    "task dropped": "Task not needed any more: {}",
    "task taken up again": "Task taken up again: {}",
    "printed": "Printed for a paper file",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """`text` is the reason that was given. The names are those of `components/timeline.html`."""

    at: datetime
    title: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    name: str
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """The newest first. `is_cut` says that there is more than is shown."""

    entries: list[Entry]
    openings: list[Opening]
    is_cut: bool
    is_whole: bool = False

    @property
    def newest(self) -> list[Entry]:
        """What stands open on the page."""
        return self.entries if self.is_whole else self.entries[:OPEN]

    @property
    def older(self) -> list[Entry]:
        return self.entries[len(self.newest) :]


def story(reference: str, *, whole: bool = False) -> Story:
    """Told in six queries, however long it is: events, calls, two for reminders, openings, and everybody's names."""
    most = None if whole else SHOWN
    events = list(events_about(reference).exclude(verb=OPENED).order_by("-at", "-id")[:most])
    calls = list(calls_about(reference)[:most])
    reminded = reminded_about(reference, most)
    openings = list(openings_of(reference))
    names = names_of([*events, *openings])
    entries = [*(told(event, names) for event in events), *map(called, calls), *map(reminder, reminded)]
    return Story(
        entries=sorted(entries, key=lambda one: one.at, reverse=True),
        openings=[Opening(names[one["actor"]], one["times"], one["last_at"]) for one in openings],
        is_cut=not whole and SHOWN in (len(events), len(calls), sum(one.people for one in reminded)),
        is_whole=whole,
    )


def latest_by_others(reference: str, reader: User) -> list[Entry]:
    """What others did last: what somebody has to know whose own save came too late."""
    events = events_about(reference).exclude(verb__in=NO_NEWS).exclude(actor=reader.reference)
    latest = list(events.order_by("-at", "-id")[:LATEST])
    names = names_of(latest)
    return [told(event, names) for event in latest]


def events_about(reference: str) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(object_type="incident", object_ref=reference)


def calls_about(reference: str) -> QuerySet[AlertStep]:
    """Who was told that the case needs somebody."""
    return AlertStep.objects.filter(alert__about_ref=reference).select_related("recipient").order_by("-told_at", "-id")


def openings_of(reference: str) -> QuerySet[AuditEvent, Any]:
    """One line a person: how often, and when last."""
    opened = events_about(reference).filter(verb=OPENED).values("actor")
    return opened.annotate(times=Count("id"), last_at=Max("at")).order_by("-last_at")


class Names(dict[str, str]):
    """Public reference to name. What is no user's reference stands for itself, so that nothing is ever left out."""

    def __missing__(self, reference: str) -> str:
        return reference


def names_of(events: Iterable[AuditEvent | dict[str, Any]]) -> Names:
    """Everybody who did something, or to whom something was given, in one query."""
    people = {value for event in events for value in _references(event)}
    return Names(
        {SYSTEM: SYSTEM_NAME, **dict(User.objects.filter(reference__in=people).values_list("reference", "name"))}
    )


def _references(event: AuditEvent | dict[str, Any]) -> tuple[str, ...]:
    return (event["actor"],) if isinstance(event, dict) else (event.actor, event.detail)


def told(event: AuditEvent, names: Names) -> Entry:
    title = TITLES.get(event.verb, event.verb.capitalize())
    return Entry(event.at, title.format(detail_in_words(event, names)), names[event.actor], event.reason)


def called(call: AlertStep) -> Entry:
    return Entry(call.told_at, f"{call.recipient.name} was told that it needs somebody", SYSTEM_NAME)


def reminder(one: Reminded) -> Entry:
    return Entry(one.at, one.title, SYSTEM_NAME, one.why)


def detail_in_words(event: AuditEvent, names: Names) -> str:
    """A tier, a person, the facts or a day, as the event keeps them: in short words of ours."""
    if event.verb == "facts completed":
        known = [FACTS[name].label for name in event.detail.split(", ") if name in FACTS]
        return ", ".join(known) or "several"
    if event.verb == "planned" and NEXT_LOOK.fullmatch(event.detail):
        return f"next look {day(date.fromisoformat(event.detail[-10:]))}"
    return TIERS.get(event.detail) or names[event.detail]
