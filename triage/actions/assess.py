"""Scoring an incident, opening its case, and raising it again when new facts are graver."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents.facts import FACTS, Facts
from incidents.models import INTERNAL, Incident
from triage.actions.clocks import acknowledge_due, act_due, set_next_due, start_update_clock
from triage.actions.deadlines import keep_deadlines
from triage.actions.laying import lay_down
from triage.actions.nobody import nobody_reads
from triage.actions.risk import open_risk_review
from triage.actions.route import hand_on, nobody_left, reroute, route, sound, tell_monitoring
from triage.actions.standstill import end_pause
from triage.actions.updates import tell_reporter
from triage.lifecycle import State
from triage.lowering import holds_back
from triage.models import Assessment, Case, ClockBecause, ClockPause
from triage.process import Process, Reason, Score, Tier, questions, score
from triage.process.together import Together
from triage.processes import in_force
from triage.signs import is_pressing, signs_in
from triage.together import counted_together

__all__ = ["assessed", "open_case", "press", "reassess", "stand_at"]


@transaction.atomic
def open_case(*, by: User, incident: Incident) -> Case:
    """Assess a reported incident, route it to whoever is on duty now, start its clocks and its alarm."""
    assessment = assess(incident)
    now = timezone.now()
    case = Case(
        incident=incident,
        assessment=assessment,
        tier=assessment.tier,
        kind=main_conduct(incident.facts),
        reported_at=incident.reported_at,
    )
    route(case, now)
    start_clocks(case, now, ClockBecause.REPORTED)
    press(case)
    case.save()
    keep_deadlines(case)
    record(by=None, verb="assessed", on=incident, detail=case.tier_key)
    record(by=None, verb="routed", on=incident, detail=case.owner.reference if case.owner else "nobody")
    sound(case)
    open_risk_review(case)
    lay_down(case)
    return reroute(case=case) if nobody_left(incident) or nobody_reads(incident) else case


@transaction.atomic
def reassess(*, by: User, incident: Incident, reason: str) -> Case:
    """Score again after facts changed. A graver result raises the case; a milder one never lowers it by itself.

    What an officer lowered stays where it is while nothing has come to what they decided about.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("incident", "owner").get(incident=incident)
    was_internal = case.assessment.facts.get("source") in INTERNAL
    case.assessment = assess(incident)
    case.kind = main_conduct(incident.facts)
    record(by=None, verb="assessed", on=incident, detail=Tier(case.assessment.tier).key)
    if case.assessment.tier > case.tier and not holds_back(in_force(), case):
        stand_at(case, case.assessment.tier, by=by, reason=reason)
    press(case)
    case.save()
    keep_deadlines(case, by=by)
    lay_down(case)
    if incident.is_internal and not was_internal:
        hand_on(case, timezone.now())
        tell_monitoring(case)
    return reroute(case=case)


def assess(incident: Incident) -> Assessment:
    """Run the current process over the incident's facts and keep the result as it is, for ever.

    Signs in what was written may raise it to `council`. They never lower it, and never raise it further.
    """
    assessment = assessed(incident, in_force(), counted_together(incident))
    assessment.save()
    return assessment


def assessed(incident: Incident, process: Process, together: Together) -> Assessment:
    """What the process says, with what linked incidents add. Not kept."""
    facts, signs = together.facts(process), signs_in(incident)
    result = score(process, facts)
    return Assessment(
        incident=incident,
        process_version=process.version,
        process_digest=process.digest,
        tier=max(result.tier, signs.floor).value,
        points=result.points,
        facts=facts,
        together=together.kept(),
        prompts=signs.kept(),
        questions=[{"fact": asked.fact, "tier": asked.tier.key} for asked in questions(process, facts)],
        **in_words(result),
    )


def gate_in_words(gate: Reason) -> dict[str, str]:
    return {"rule": gate.rule, "tier": gate.tier.key if gate.tier else "", "sentence": gate.sentence}


def in_words(result: Score) -> dict[str, list[object]]:
    return {
        "gates": [gate_in_words(one) for one in result.gates],
        "counted": [{"rule": one.rule, "points": one.points, "sentence": one.sentence} for one in result.counted],
        "routes": [{"rule": one.rule, "sentence": one.sentence} for one in result.routes],
        "lifted": list(result.lifted),
    }


def main_conduct(facts: Facts) -> str:
    """The gravest of what was done, by the vocabulary's order, for lists and trends. Empty while not known."""
    graver_last = [value for value in FACTS["conduct"].order if value != "other"]
    chosen = facts.get("conduct") or []
    return max((one for one in chosen if one != "other"), key=graver_last.index, default="other" if chosen else "")


def start_clocks(case: Case, start: datetime, because: ClockBecause) -> None:
    if case.state == State.CLOSED:
        case.follow_up_on = None  # the look that was planned went with the closing
    case.state = State.NEW
    case.clocks_since, case.clocks_because = start, because
    case.acknowledge_due_at = acknowledge_due(case, start)
    case.acknowledged_at = case.acknowledged_by = None
    case.act_due_at, case.acted_at = act_due(case, start), None
    case.closed_at = case.closed_by = None
    case.close_reason = ""
    start_update_clock(case, start)


def press(case: Case) -> None:
    """What was written asks an officer to look at once: it stands on top of the queue until one has answered."""
    case.pressing_since = (case.pressing_since or timezone.now()) if is_pressing(case.assessment) else None
    set_next_due(case)


def stand_at(case: Case, tier: int, *, by: User | None, reason: str) -> None:
    """Move a locked case to another tier. Lowering starts no alarm. `by` is None for the process itself.

    Raising starts clocks and alarm again, unless an officer raised what had been answered: then a person has it, and
    only what must be done next is due anew.
    """
    raised, answered, case.tier = tier > case.tier, case.acknowledged_at is not None, tier
    now = timezone.now()
    end_pause(case, ClockPause.Ended.RESTARTED, by=by)
    if raised:
        start_clocks(case, now, ClockBecause.RAISED)
        record(by=by, verb="raised", on=case.incident, reason=reason, detail=case.tier_key)
        tell_reporter(case, f"raised:{now.isoformat()}")
        open_risk_review(case)
    elif case.acted_at is None:
        case.clocks_since, case.clocks_because = now, ClockBecause.LOWERED
        case.act_due_at = act_due(case, now)
    if raised and answered and by and by.may(Permission.WORK_CASES):
        case.state, case.acknowledged_at, case.acknowledged_by = State.ACKNOWLEDGED, now, by
    elif raised:
        sound(case)
    set_next_due(case)
