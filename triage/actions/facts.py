"""Completing what is known about a case, so that two officers at once lose nothing of each other's."""

from django.db import transaction

from councilsafe.accounts.models import User
from incidents import actions as incidents
from incidents.facts import Facts
from incidents.models import Incident
from triage.actions.work import locked
from triage.models import Assessment, Case
from triage.policies import check_work


class FactsClashError(Exception):
    """Somebody else changed the same facts meanwhile. `theirs` has what they say now, `assessment` all the rest."""

    def __init__(self, theirs: Facts, assessment: Assessment) -> None:
        super().__init__(", ".join(theirs))
        self.theirs = theirs
        self.assessment = assessment


@transaction.atomic
def complete_facts(*, by: User, case: Case, seen: Assessment, facts: Facts, reason: str = "") -> Case:
    """Set the facts that differ from those the officer saw. What others changed meanwhile stays as they left it.

    Raises FactsClashError when both changed the same fact, and not to the same value.
    """
    incident = Incident.objects.select_for_update().get(pk=case.incident_id)  # always before the case: no deadlock
    case = locked(case)
    check_work(by, case)
    mine = changes(facts, since=seen)
    theirs = {name: getattr(incident, name) for name in mine}
    clash = {name: now for name, now in theirs.items() if now not in (seen.own_facts.get(name), mine[name])}
    if clash:
        raise FactsClashError(clash, case.assessment)
    incidents.complete_facts(by=by, incident=incident, facts=mine, reason=reason)
    return locked(case)


def changes(facts: Facts, *, since: Assessment) -> Facts:
    """Those that are not as they were when that assessment was made. None is not known."""
    return {name: value for name, value in facts.items() if value != since.own_facts.get(name)}
