"""Whether an officer's lowering stands: against what was known when it was decided, and against nothing else.

An officer who set a lower tier had read the reasons and the words. The same reasons and the same words do not raise the
case again; whatever comes to them does. What the process puts at `police` or above is never held back by it.
"""

from typing import Any

from triage.models import Assessment, Case, Override
from triage.process import Process, Tier, score
from triage.reading import MOST_KEPT

Reasons = frozenset[tuple[str, str | int]]
Words = frozenset[tuple[Any, ...]]


def decided_about(case: Case) -> Assessment | None:
    """What was known when an officer lowered the case to where it stands. None where nobody did, or another came."""
    agreed = case.overrides.filter(decision=Override.Decision.AGREED).select_related("known")
    last = agreed.order_by("-decided_at", "-id").first()
    return last.known if last and last.to_tier == case.tier < last.from_tier else None


def holds_back(process: Process, case: Case) -> bool:
    """The case's newest assessment tells nothing that was not known when an officer lowered it."""
    known = decided_about(case)
    return known is not None and stands(process, case.assessment, known, at=case.tier)


def stands(process: Process, now: Assessment, known: Assessment, *, at: int) -> bool:
    """A lowering to `at` that was decided when so much was `known`. By another version it is read anew."""
    if now.tier >= Tier.POLICE or now.process_digest != known.process_digest:
        return False
    return not tells_of_more(now, known) and not answered_anew(process, now, known, at)


def raised_together(case: Case) -> bool:
    """A linked report adds a reason that was not there when an officer lowered the case."""
    known = decided_about(case)
    return known is not None and tells_of_more(case.assessment, known)


def tells_of_more(now: Assessment, known: Assessment) -> bool:
    """A graver result, another reason, a reason that weighs more, or words that were not there."""
    return now.tier > known.tier or not reasons(now) <= reasons(known) or more_words(now, known)


def answered_anew(process: Process, now: Assessment, known: Assessment, at: int) -> bool:
    """Other facts than then, and facts alone reach above where the case stands. Also milder ones, to be safe."""
    return now.own_facts != known.own_facts and score(process, now.facts).tier > at


def reasons(assessment: Assessment) -> Reasons:
    gates = {(one["rule"], one["tier"]) for one in assessment.gates}
    return frozenset(gates | {(one["rule"], one["points"]) for one in assessment.counted})


def more_words(now: Assessment, known: Assessment) -> bool:
    """Words at another place of a text are others: the text was changed. Of very many not all are kept."""
    return not words(now) <= words(known) or any(len(one["seen"]) >= MOST_KEPT for one in now.prompts)


def words(assessment: Assessment) -> Words:
    """What an officer has answered for since is not as it was: they found that it means something."""
    return frozenset((one["key"], *sorted(seen.items())) for one in assessment.prompts for seen in one["seen"])
