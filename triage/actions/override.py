"""An officer's other tier. Raising counts at once; going below `police` waits for a second officer."""

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from triage.actions.assess import stand_at
from triage.actions.deadlines import keep_deadlines
from triage.actions.laying import lay_down
from triage.actions.route import ask_second
from triage.actions.work import locked
from triage.models import Case, Override
from triage.policies import check_agree, check_decide, check_propose, check_work, needs_second
from triage.process import Tier


@transaction.atomic
def propose_override(*, by: User, case: Case, tier: Tier, reason: str, seen: int | None = None) -> Override:
    """Set another tier, or ask a second officer to agree to it. One lowering waits at a time; raising never waits."""
    case = locked(case, seen)
    check_propose(by, case, tier.value)
    override = Override(
        case=case,
        from_tier=case.tier,
        to_tier=tier.value,
        reason=reason,
        proposed_by=by,
        needs_second=needs_second(case, tier.value),
    )
    record(by=by, verb="other tier proposed", on=case.incident, reason=reason, detail=tier.key)
    if override.needs_second:
        override.save()
        ask_second(override)
    else:
        decide(override, case, by=by, decision=Override.Decision.AGREED)
    return override


@transaction.atomic
def agree_override(*, by: User, override: Override) -> Override:
    return decide_as_second(override, by=by, decision=Override.Decision.AGREED)


@transaction.atomic
def refuse_override(*, by: User, override: Override) -> Override:
    return decide_as_second(override, by=by, decision=Override.Decision.REFUSED)


def decide_as_second(override: Override, *, by: User, decision: Override.Decision) -> Override:
    case = locked(override.case)
    override = Override.objects.select_for_update().get(pk=override.pk)
    check_work(by, case)
    check_decide(by, override)
    if decision == Override.Decision.AGREED:
        check_agree(case, override)
    decide(override, case, by=by, decision=decision)
    return override


def decide(override: Override, case: Case, *, by: User, decision: Override.Decision) -> None:
    override.decision, override.decided_at, override.decided_by = decision, timezone.now(), by
    override.known = case.assessment
    override.save()
    record(by=by, verb=f"other tier {decision.value}", on=case.incident, detail=Tier(override.to_tier).key)
    if decision == Override.Decision.AGREED and override.to_tier != case.tier:
        stand_at(case, override.to_tier, by=by, reason=override.reason)
        case.save()
        keep_deadlines(case, by=by)
        lay_down(case)
