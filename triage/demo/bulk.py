"""Above the first few hundred: rows in bulk, scored by the same process, with the audit lines that real use leaves."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from councilsafe.accounts.models import User
from councilsafe.audit.actions import SYSTEM
from councilsafe.audit.models import AuditEvent
from incidents.facts import Facts, check
from incidents.models import Incident
from triage.actions.assess import in_words, main_conduct
from triage.actions.clocks import acknowledge_due, act_due, start_update_clock
from triage.demo.copy import copy_in
from triage.demo.history import CLOSINGS, PLANS
from triage.demo.stories import choose
from triage.lifecycle import State
from triage.models import Assessment, Case
from triage.process import Process, Tier, questions, score
from triage.processes import in_force

BATCH = 2_000
OPEN_DAYS = 10


class Scored:
    """Scores each different set of facts once."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.known: dict[str, dict[str, object]] = {}

    def columns(self, facts: Facts) -> dict[str, object]:
        key = json.dumps(facts, sort_keys=True)
        if key not in self.known:
            self.known[key] = self._score(facts)
        return self.known[key]

    def _score(self, facts: Facts) -> dict[str, object]:
        result = score(self.process, facts)
        asked = [{"fact": one.fact, "tier": one.tier.key} for one in questions(self.process, facts)]
        return {
            "process_version": self.process.version,
            "process_digest": self.process.digest,
            "tier": result.tier.value,
            "points": result.points,
            "facts": facts,
            "questions": asked,
            **in_words(result),
        }


class Bulk:
    def __init__(self, officers: list[User], reporters: list[User], seed: int, now: datetime) -> None:
        self.officers, self.reporters, self.now = officers, reporters, now
        self.chance = random.Random(seed)  # nosec B311  # invented incidents, not secrets
        self.scored = Scored(in_force())

    def tell(self, moments: list[datetime]) -> None:
        for batch in batches(sorted(moments)):
            self.store(batch)

    @transaction.atomic
    def store(self, moments: list[datetime]) -> None:
        copy_in(incidents := [self.incident(moment) for moment in moments])
        copy_in(assessments := [self.assessment(incident) for incident in incidents])
        copy_in(cases := [self.case(*pair) for pair in zip(incidents, assessments, strict=True)])
        copy_in([event for case in cases for event in self.audit(case)])

    def incident(self, moment: datetime) -> Incident:
        text, facts = choose(self.chance)
        reporter = self.chance.choice(self.reporters)
        incident = Incident(
            reporter=reporter, councillor=reporter, reported_at=moment, description=text, happened_on=moment.date()
        )
        incident.set_facts(check(facts))
        return incident

    def assessment(self, incident: Incident) -> Assessment:
        return Assessment(incident=incident, made_at=incident.reported_at, **self.scored.columns(incident.facts))

    def case(self, incident: Incident, assessment: Assessment) -> Case:
        case = Case(
            incident=incident,
            assessment=assessment,
            tier=assessment.tier,
            owner=self.chance.choice(self.officers),
            kind=main_conduct(incident.facts),
            reported_at=incident.reported_at,
        )
        case.acknowledge_due_at = acknowledge_due(case, incident.reported_at)
        case.act_due_at = act_due(case, incident.reported_at)
        self.work(case)
        start_update_clock(case, case.acted_at or case.acknowledged_at or case.reported_at)
        return case

    def work(self, case: Case) -> None:
        """How far the council has come with it: nearly all are closed, the newest are not."""
        age = self.now - case.reported_at
        answered = case.reported_at + (case.acknowledge_due_at - case.reported_at) * self.chance.random()
        if answered >= self.now:
            return
        case.state, case.acknowledged_at, case.acknowledged_by = State.ACKNOWLEDGED, answered, case.owner
        if age > timedelta(days=2) and self.chance.random() < 0.8:
            self.act(case, answered)
        if age > timedelta(days=OPEN_DAYS) and self.chance.random() < 0.995:
            self.close(case)

    def act(self, case: Case, answered: datetime) -> None:
        case.state, case.acted_at = State.IN_HAND, answered + timedelta(hours=self.chance.uniform(1, 20))
        case.plan, case.follow_up_on = self.chance.choice(PLANS), (self.now + timedelta(days=7)).date()
        if case.tier >= Tier.POLICE:
            case.referred_at = case.acted_at

    def close(self, case: Case) -> None:
        case.state, case.closed_by = State.CLOSED, case.owner
        case.closed_at = case.reported_at + timedelta(days=self.chance.uniform(3, OPEN_DAYS))
        case.close_reason = self.chance.choice(CLOSINGS)

    def audit(self, case: Case) -> Iterator[AuditEvent]:
        reporter, officer = case.incident.reporter.reference, case.owner.reference if case.owner else SYSTEM
        yield event(case, case.reported_at, reporter, "reported")
        yield event(case, case.reported_at, SYSTEM, "assessed", case.tier_key)
        if case.acknowledged_at:
            yield event(case, case.acknowledged_at, officer, "acknowledged")
        if case.closed_at:
            yield event(case, case.closed_at, officer, "closed")


def event(case: Case, moment: datetime, actor: str, verb: str, detail: str = "") -> AuditEvent:
    return AuditEvent(
        at=moment, actor=actor, verb=verb, object_type="incident", object_ref=case.reference, detail=detail
    )


def batches(moments: list[datetime]) -> Iterator[list[datetime]]:
    rows = iter(moments)
    while batch := list(islice(rows, BATCH)):
        yield batch
