"""Everything the case page shows, read in a number of queries that does not grow with the case."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from incidents.conversation import conversation
from incidents.evidence.lists import of_incident
from incidents.facts import FACTS, describe
from incidents.from_message import filled_by_message
from incidents.models import Incident, Involvement
from incidents.people.reading import CasePeople, people_on
from riskassess.models import RiskReview
from riskassess.register.policies import may_propose
from triage.countdown import countdown
from triage.explain import why_this_hour, why_this_officer
from triage.explained import clocks_of, why_this_tier
from triage.models import Assessment, Case, CaseTask, Override
from triage.next_step import next_step, other_steps
from triage.patterns.reading import together_on
from triage.pauses import paused_on
from triage.policies import may_decide, moves_open_to
from triage.queue import TIERS
from triage.signs import asked_in
from triage.task_lists import tasks_of
from triage.timeline import story

GATHERED_SHOWN = 500
KEPT = 20  # of assessments and overrides, the newest
NOT_ASKED = "Not known. Ask before you speak to them about it."
THEY_KNOW: dict[tuple[bool | None, bool | None], str] = {
    (True, True): "They know, and they agree with it.",
    (True, False): "They know, and they did not want it reported.",
    (True, None): "They know. Whether they agree was not asked.",
    (False, None): "No. Talk to the person who reported it before you speak to them.",
    (False, False): "No. Talk to the person who reported it before you speak to them.",
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact to ask about, the tier that it could make, and the name of its field."""

    name: str
    label: str
    tier: str


def case_file(case: Case, reader: User, *, whole_story: bool) -> dict[str, Any]:
    overrides = list(case.overrides.select_related("proposed_by", "decided_by").order_by("-proposed_at", "-id")[:KEPT])
    waiting, tasks = next((one for one in overrides if not one.decided_at), None), tasks_of(case)
    people = people_on(case.incident, reader)
    return {
        "case": case,
        "incident": case.incident,
        "clock": countdown(case, timezone.now()),
        "assessment": case.assessment,
        "prompts": asked_in(case.assessment),
        "unknown": unknown(case.assessment),
        **explained(case, set_by(case, overrides)),
        "tasks": tasks,
        "known": known(case),
        "earlier": case.incident.assessments.exclude(pk=case.assessment_id).order_by("-made_at", "-id")[:KEPT],
        "overrides": overrides,
        "waiting": waiting,
        "reviews": reviews(case, reader),
        **together_on(case, reader),
        "kept_away": list(case.incident.conflicts.select_related("user").order_by("at")),
        "may_let_back": reader.may(Permission.SEE_RESTRICTED),
        "people": people,
        "may_enter": may_enter(case.incident, people, reader),
        "conversation": conversation(case.incident),
        "evidence": of_incident(case.incident),
        "notes": case.incident.notes.select_related("author").order_by("written_at", "id"),
        "gathered": case.incident.gathered.order_by("written_at", "id")[:GATHERED_SHOWN],
        "same": same(case.incident, reader),
        "they_know": they_know(case.incident),
        "words_of_message": words_of_message(case.incident),
        "story": story(case.reference, whole=whole_story),
        **paused_on(case, reader),
        **steps(case, reader, waiting, tasks.first_late),
    }


def explained(case: Case, set_by: Override | None) -> dict[str, Any]:
    """Why it is as it is, a sentence each."""
    return {
        "set_by": set_by,
        "why_tier": why_this_tier(case, set_by),
        "why_owner": why_this_officer(case),
        "why_hour": why_this_hour(case),
        "clocks": clocks_of(case, timezone.now()),
    }


def same(incident: Incident, reader: User) -> dict[str, Any]:
    """Its duplicates and the one it is a duplicate of; the report before it and those after it, of the same going on.

    So far as the reader may see them: of the others it does not say that they exist.
    """
    before = Q(pk__in=[one for one in (incident.duplicate_of_id, incident.continues_id) if one])
    about = before | Q(duplicate_of=incident) | Q(continues=incident)
    found = Incident.objects.team(reader).filter(about).order_by("reported_at", "id")
    return {
        "of": next((one for one in found if one.pk == incident.duplicate_of_id), None),
        "duplicates": [one for one in found if one.duplicate_of_id == incident.pk],
        "continues": next((one for one in found if one.pk == incident.continues_id), None),
        "continued_by": [one for one in found if one.continues_id == incident.pk],
    }


def they_know(incident: Incident) -> str:
    """Whether the person it was done to knows of the report and agrees; empty where they reported it themselves."""
    if incident.reporter_id == incident.councillor_id:
        return ""
    return THEY_KNOW.get((incident.harmed_knows, incident.harmed_agrees), NOT_ASKED)


def may_enter(incident: Incident, people: CasePeople, reader: User) -> bool:
    """Whether the register is offered: where somebody is confirmed as behind what would qualify."""
    sure = any(one.said.standing == Involvement.Standing.CONFIRMED for one in people.here)
    return sure and not people.internal and may_propose(reader, incident)


def words_of_message(incident: Incident) -> bool:
    """Whether what happened is told in the words of a message that the reporter added, and not in their own."""
    draft = getattr(incident, "draft", None)
    return draft is not None and "description" in filled_by_message(draft.answers).get("words", ())


def steps(case: Case, reader: User, waiting: Override | None, late_task: CaseTask | None) -> dict[str, Any]:
    moves = moves_open_to(reader, case)
    first = next_step(case, moves, may_decide=case.is_open and may_decide(reader, waiting), late_task=late_task)
    others = other_steps(case, moves, first, is_owner=case.owner_id == reader.pk)
    return {"step": first, "others": others}


def unknown(assessment: Assessment) -> list[Unknown]:
    return [Unknown(one["fact"], FACTS[one["fact"]].label, TIERS[one["tier"]]) for one in assessment.questions]


def known(case: Case) -> list[dict[str, str]]:
    """The facts that are known, as rows of a summary list."""
    facts = case.incident.facts
    return [{"key": FACTS[name].label, "value": describe(FACTS[name], value)} for name, value in facts.items()]


def set_by(case: Case, overrides: list[Override]) -> Override | None:
    """The officer's decision because of which the case stands at another tier than the process says."""
    agreed = (one for one in overrides if one.decision == Override.Decision.AGREED)
    return next((one for one in agreed if one.to_tier == case.tier != case.assessment.tier), None)


def reviews(case: Case, reader: User) -> QuerySet[RiskReview]:
    about_this = RiskReview.objects.visible_to(reader).filter(causes__about_ref=case.reference)
    return about_this.select_related("owner").order_by("-opened_at", "-id")
