"""The reporter's profile, something offered to them, and an interest that they asked to keep out of the register."""

from typing import Any

from councilsafe.access import Role
from riskassess.actions import interests
from riskassess.actions.mitigations import offer
from riskassess.models import RiskProfile
from tests.factories import UserFactory
from triage.models import Case


def of_profiles(people: dict[str, Any], cases: dict[str, Case]) -> dict[str, dict[str, Any]]:
    reporter = people["reporter"]
    profile = RiskProfile.objects.get(councillor=reporter)
    offered = offer(by=UserFactory(roles=[Role.SAFETY]), profile=profile, kind="alarm").reference
    said = {"kind": "land", "which": "A house", "why": "They come to it", "signed_name": reporter.name}
    return {
        "profile": {"reference": profile.reference},
        "own-offer": {"reference": offered},
        "offered": {"reference": offered, "name": "accept"},
        "no-move": {"reference": offered, "name": "no-such"},
        "interest": {"reference": interests.apply(by=reporter, **said).reference},
    }
