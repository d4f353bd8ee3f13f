"""Scoring again what is linked with something that changed, so that the second small thing can change the first.

At once as many as a person can wait for, passing over what somebody else holds. A row remembers to look at all of them
once more afterwards: for what was passed over, for the rest, and because two reports that come in at the same moment
do not see each other.
"""

import time
from collections.abc import Collection
from functools import partial
from typing import Any

from django.db import transaction

from councilsafe.audit.actions import record
from councilsafe.notifications.actions import tell
from councilsafe.notifications.broker import wake
from incidents.models import Incident, Involvement
from triage.actions.assess import assessed, press, stand_at
from triage.actions.deadlines import keep_deadlines
from triage.actions.laying import lay_down
from triage.actions.updates import owners
from triage.lowering import raised_together
from triage.models import Assessment, Case, Rescoring
from triage.process import Process, Tier, score
from triage.process.together import Together
from triage.processes import in_force
from triage.together import counted_together, linked

AT_ONCE = 50
FEW = 20  # with so many linked, each more is kept though it changes nothing but the number
SWEEP_SECONDS = 20
WHY = "Counted together with other reports that are linked with it."


@transaction.atomic
def score_linked(*, incidents: Collection[int], scored: Collection[int] = ()) -> None:
    """These and all that is linked with them, but for those that were `scored` just now."""
    waiting = sorted(linked(incidents).keys() - set(scored))
    if not waiting:
        return
    for row in Rescoring.objects.bulk_create(Rescoring(incident_id=pk) for pk in incidents):
        transaction.on_commit(partial(wake, "triage.score_again", row.pk))
    for pk in waiting[-AT_ONCE:]:
        score_again(incident_id=pk)


def score_people(*, people: Collection[int], incidents: Collection[int] = ()) -> None:
    """Somebody was found to be behind something, or not to be."""
    theirs = Involvement.objects.filter(person__in=people, standing=Involvement.Standing.CONFIRMED)
    if changed := {*incidents, *theirs.values_list("incident", flat=True)}:
        score_linked(incidents=changed)


def score_waiting() -> int:
    """What no worker was woken for, or could not be held. Returns how many rows were done."""
    stop_at = time.monotonic() + SWEEP_SECONDS
    rows = Rescoring.objects.order_by("asked_at", "id").values_list("pk", flat=True)
    return sum(score_group(rescoring_id=pk) for pk in rows if time.monotonic() < stop_at)


def score_group(*, rescoring_id: int) -> bool:
    """All that is linked with what the row names, each in its own transaction. Says whether that is done.

    Done twice it changes nothing. What others asked for meanwhile about the same incidents is done with it.
    """
    row = Rescoring.objects.filter(pk=rescoring_id).first()
    if row is None:
        return False
    asked = list(Rescoring.objects.filter(incident__in=linked([row.incident_id])))
    group = sorted(linked(one.incident_id for one in asked))
    done = [score_again(incident_id=pk) for pk in group]  # all of them, also after one that has to wait
    if not all(done):
        return False
    Rescoring.objects.filter(pk__in=[one.pk for one in asked]).delete()
    return True


@transaction.atomic
def score_again(*, incident_id: int) -> bool:
    """Score one case with what it is linked with now. False where somebody holds it: then it waits its turn.

    A case rises only when its score does, or when what an officer lowered has one more reason: what officers decided
    about the same score stands. It never falls.
    """
    free: dict[str, Any] = {"skip_locked": True, "no_key": True, "of": ("self",)}
    if not Incident.objects.select_for_update(**free).filter(pk=incident_id).exists():
        return False
    cases = Case.objects.select_related("incident", "owner", "assessment").select_for_update(**free)
    case = cases.filter(incident=incident_id).first()
    if case is None:
        return not Case.objects.filter(incident=incident_id).exists()
    process, together = in_force(), counted_together(case.incident)
    if tells_more(process, together, case.assessment):
        keep(case, assessed(case.incident, process, together))
    return True


def keep(case: Case, assessment: Assessment) -> None:
    before, case.assessment = case.assessment, assessment
    assessment.save()
    record(by=None, verb="scored with others", on=case.incident, detail=Tier(assessment.tier).key)
    if assessment.tier > case.tier and (assessment.tier > before.tier or raised_together(case)):
        rise(case)
    press(case)
    case.save()
    keep_deadlines(case)
    lay_down(case)


def tells_more(process: Process, together: Together, before: Assessment) -> bool:
    """Whether it comes to something else, or counts less, or is one of few where each more is worth telling."""
    number, then = (kept.get("number", 0) for kept in (together.kept(), before.together))
    return number < then or (number != then and number <= FEW) or outcome(process, together) != rules_of(before)


def outcome(process: Process, together: Together) -> list[str]:
    result = score(process, together.facts(process))
    return [one.rule for one in (*result.reasons, *result.routes)]


def rules_of(assessment: Assessment) -> list[str]:
    return [one["rule"] for one in (*assessment.gates, *assessment.counted, *assessment.routes)]


def rise(case: Case) -> None:
    """Nobody has seen it at this tier: it is open again, and its clocks and alarm begin. Its owner is told as well."""
    stand_at(case, case.assessment.tier, by=None, reason=WHY)
    for officer in owners(case):
        tell(
            to=officer,
            kind="case.together",
            about_ref=case.reference,
            path=case.get_absolute_url(),
            key=f"together:{case.reference}:{case.assessment_id}:{officer.reference}",
        )
