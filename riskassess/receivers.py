"""What riskassess answers and writes down when the floors below ask or tell, in the same transaction."""

from collections.abc import Callable, Collection
from typing import Any

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty import signals
from councilsafe.duty.audience import Audience
from councilsafe.duty.models import Deadline
from incidents.models import Incident
from incidents.signals import facts_changed, incident_reported, marks_wanted
from riskassess.actions import activities
from riskassess.actions.visit_alarms import ABOUT as VISIT_ALARM
from riskassess.activities import owners as activity_owners
from riskassess.activities.kinds import TOUCHED
from riskassess.interests import owners as interest_owners
from riskassess.models import RiskReview, Why
from riskassess.profiles import owners as profile_owners
from riskassess.register import marks as register_marks
from riskassess.register import people as register_people
from riskassess.reviews import owners
from riskassess.tensions import owners as tension_owners
from riskassess.venues import owners as venue_owners
from riskassess.visits import circle

# By the type of what a deadline or an alarm is about: who may hear of the one with this reference. None: there is none.
HEARERS: dict[str, Callable[[str], Audience | None]] = {
    owners.ABOUT: owners.hearers,
    profile_owners.ABOUT: profile_owners.hearers,
    profile_owners.ABOUT_OWN: profile_owners.hearers_of_own,
    interest_owners.ABOUT: interest_owners.hearers,
    register_people.ABOUT: register_people.hearers,
    register_people.ABOUT_LOOK_UP: register_people.hearers_of_look_up,
    tension_owners.ABOUT: tension_owners.hearers,
    venue_owners.ABOUT: venue_owners.hearers,
    venue_owners.ABOUT_CONTROL: venue_owners.hearers_of_control,
    VISIT_ALARM: circle.hearers,
    activity_owners.ABOUT: activity_owners.hearers,
}


def connect() -> None:
    signals.who_may_hear.connect(who_may_hear, dispatch_uid="riskassess")
    signals.deadline_climbed.connect(on_deadline_climbed, dispatch_uid="riskassess")
    incident_reported.connect(on_incident_reported, dispatch_uid="riskassess")
    marks_wanted.connect(register_marks.marks, dispatch_uid="riskassess")
    facts_changed.connect(on_facts_changed, dispatch_uid="riskassess")


def who_may_hear(*, about_type: str, about_ref: str, **kwargs: Any) -> Audience | None:
    answer = HEARERS.get(about_type)
    return answer(about_ref) if answer else None


def on_deadline_climbed(*, deadline: Deadline, people: list[User], **kwargs: Any) -> None:
    """A review's own history says so as well."""
    if deadline.about_type == owners.ABOUT:
        review = RiskReview.objects.get(reference=deadline.about_ref)
        record(by=None, verb="review escalated", on=review, detail=f"late, told {len(people)} above")


def on_incident_reported(*, incident: Incident, **kwargs: Any) -> None:
    """What happened where they are shows that what they do there has to be thought of again. What only few may know
    tells nobody by this way."""
    if incident.councillor and incident.place in TOUCHED and not incident.restricted:
        ref, kinds = incident.reference, TOUCHED[incident.place]
        activities.reopen(councillor=incident.councillor, why=Why.INCIDENT, about_ref=ref, kinds=kinds)


def on_facts_changed(*, incident: Incident, changed: Collection[str], **kwargs: Any) -> None:
    """An alarm gets its place only when its report is finished, and many a report from an officer."""
    if "place" in changed:
        on_incident_reported(incident=incident)
