"""What is wrong with a draft, and where."""

from dataclasses import dataclass

from triage.process.rules import Tier

TIERS_IN_WORDS = {
    Tier.LOG: "Log and advise",
    Tier.COUNCIL: "Council acts",
    Tier.POLICE: "Police: refer now",
    Tier.EMERGENCY: "Emergency: 999 now",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`rule` names the rule that is broken, `field` where that can be set right, and the sentence says it in words."""

    rule: str
    field: str
    sentence: str


def tier_words(tier: Tier) -> str:
    return TIERS_IN_WORDS[tier]
