"""A councillor's safety plan as it is shown: to them, and to officers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from councilsafe.accounts.models import User
from riskassess.models import Mitigation, RiskProfile, RiskReview
from riskassess.profiles.lifecycle import MITIGATION_MOVES, MitigationState
from riskassess.profiles.policies import is_own, keeps, moves_of
from riskassess.profiles.targets import TO_THEM, Target

# What is shown under which heading, to officers and to the councillor, in the order in which it needs somebody.
PARTS = (
    (MitigationState.OFFERED, "Offered, and waiting for an answer", "Offered to you"),
    (MitigationState.ACCEPTED, "Accepted, and not in place yet", "Accepted, and coming"),
    (MitigationState.IN_PLACE, "In place", "In place"),
    (MitigationState.DECLINED, "Declined", "You said no"),
    (MitigationState.ENDED, "Ended", "Ended"),
)


@dataclass(frozen=True)
class Line:
    mitigation: Mitigation
    moves: list[tuple[str, str]]  # name and label


@dataclass(frozen=True)
class Part:
    state: str
    heading: str
    lines: list[Line]

    @property
    def due_on(self) -> date | None:
        """The first of their days: where it holds for all, it is said once."""
        return min((line.mitigation.due_on for line in self.lines if line.mitigation.due_on), default=None)

    @property
    def count(self) -> int:
        return len(self.lines)


def plan_page(user: User, profile: RiskProfile) -> dict[str, Any]:
    """The same for both, but for the words and the buttons."""
    mitigations = list(profile.mitigations.select_related("changed_by", "offered_by").prefetch_related("checks__by"))
    own = is_own(user, profile)
    return {
        "profile": profile,
        "parts": parts_of(user, profile, mitigations, own=own),
        "targets": [TO_THEM[Target(one)] for one in profile.targets] if own else profile.targets_in_words,
        "review": RiskReview.objects.open().visible_to(user).filter(profile=profile).select_related("owner").first(),
        "is_own": own,
        "keeps": keeps(user, profile),
    }


def glance(parts: list[Part], *, applied: bool) -> dict[str, Any]:
    """What stands on top of one's own plan: what is asked of its reader now, what is in place, and what is coming."""
    by_state = {part.state: part for part in parts}
    accepted = by_state.get(MitigationState.ACCEPTED)
    to_ask = accepted is not None and any(line.mitigation.what.decided for line in accepted.lines)
    return {
        "offered": by_state.get(MitigationState.OFFERED),
        "coming": accepted,
        "in_place": by_state.get(MitigationState.IN_PLACE),
        "to_ask": to_ask and not applied,
    }


def parts_of(user: User, profile: RiskProfile, mitigations: list[Mitigation], *, own: bool) -> list[Part]:
    parts = []
    for state, to_officers, to_them in PARTS:
        found = [one for one in mitigations if one.state == state]
        if found:
            parts.append(Part(state, to_them if own else to_officers, [line(user, profile, one) for one in found]))
    return parts


def line(user: User, profile: RiskProfile, mitigation: Mitigation) -> Line:
    mitigation.profile = profile
    return Line(mitigation, [(name, MITIGATION_MOVES[name].label) for name in moves_of(user, mitigation)])
