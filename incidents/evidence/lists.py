"""Which files belong to what, and how much room is left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, Sum

from councilsafe.accounts.models import User
from councilsafe.audit.actions import SYSTEM
from incidents.evidence.limits import MOST_INCIDENT
from incidents.models import Draft, Evidence, EvidenceQuerySet, Incident

Owner = Draft | Incident


def of_draft(draft: Draft) -> EvidenceQuerySet:
    """Its own, and after an alarm those of the incident that it is already."""
    known = Q(incident=draft.incident_id) if draft.incident_id else Q()
    return in_order(Evidence.objects.filter(Q(draft=draft) | known if known else Q(draft=draft)))


def of_incident(incident: Incident) -> EvidenceQuerySet:
    return in_order(Evidence.objects.filter(incident=incident))


def in_order(evidence: EvidenceQuerySet) -> EvidenceQuerySet:
    return evidence.select_related("incident", "uploaded_by").order_by("received_at", "id")


def files_of(owner: Any) -> EvidenceQuerySet:
    """Of a draft, of an incident, or of the incident that a case is about."""
    if isinstance(owner, Draft):
        return of_draft(owner)
    return of_incident(owner if isinstance(owner, Incident) else owner.incident)


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain of custody. The names are those of `components/timeline.html`."""

    at: datetime
    title: str
    by: str
    text: str


def custody_of(evidence: Evidence) -> list[Link]:
    """The newest first, in two queries."""
    events = list(evidence.custody.order_by("-at", "-id"))
    people = User.objects.filter(reference__in={event.actor for event in events})
    names = {SYSTEM: "CouncilSafe", **dict(people.values_list("reference", "name"))}
    return [Link(one.at, one.verb.capitalize(), names.get(one.actor, one.actor), one.detail) for one in events]


def room_of(owner: Any) -> int:
    """Bytes."""
    used = files_of(owner).order_by().aggregate(all=Sum("size"))["all"] or 0
    return max(0, MOST_INCIDENT - used)
