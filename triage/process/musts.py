"""What no version of the process may do without: docs/threat-process.md, as tables.

What must be a gate is told by version 1, which never changes: whatever one of those gates covers has to lead at least
to that gate's tier. Another version may cover it in another way, and more besides.
"""

from dataclasses import dataclass
from typing import Any

from councilsafe.duty.calendar import Unit
from incidents.facts import FACTS
from triage.process.rules import Tier

FIRST_VERSION = "1"

MUST_BE_GATES = {
    "danger_now": "It is happening now and somebody can be hurt",
    "face_to_face_now": "It is happening now and somebody can be hurt",
    "grave_now": "It is happening now and somebody can be hurt",
    "called_to_the_address_now": "It is happening now and somebody can be hurt",
    "harm_due_within_hours": "A threat of harm is due within hours",
    "threat_due_within_hours": "A threat of harm is due within hours",
    "life_at_risk_now": "The sender’s own life is at risk",
    "life_at_risk": "The sender’s own life is at risk",
    "direct_threat": "A threat of harm is made outright",
    "threat_of_grave_harm": "A threat of death, serious harm or sexual violence is not cleared up",
    "physical_contact": "There is physical contact",
    "sexual_assault": "There is physical contact",
    "weapon_or_hazard": "There is a weapon or something dangerous",
    "court_order": "A court order may have been broken",
    "loitering": "There are signs of stalking",
    "surveillance": "There are signs of stalking",
    "fixation": "There are signs of stalking",
    "continued_after_written_request": "It goes on after the council asked in writing that it stop",
    "apparent_hate_crime": "There is hostility on a strand together with abuse face to face, a threat or damage",
    "intimate_image": "An intimate image is shared or threatened",
    "called_to_the_address": "An address is known and others are called to come",
    "damage_at_home": "There is damage at home",
}
"""Gates of version 1, and the line of the rules that each answers to."""

UNWELCOME = [value for value in FACTS["conduct"].order if value not in {"criticism", "satire", "casework"}]


@dataclass(frozen=True, slots=True)
class Must:
    """Facts that have to lead at least to a tier. `section` is the part of a draft where that is set right."""

    name: str
    says: str
    tier: Tier
    when: tuple[str, ...]
    section: str


_UNWELCOME = "conduct has " + ", ".join(UNWELCOME)
MUSTS = (
    Must(
        "fear_raises",
        "Fear raises: something unwelcome that frightens somebody is at least for the council",
        Tier.COUNCIL,
        (_UNWELCOME, "impact >= frightened"),
        "gates",
    ),
    Must(
        "many_times",
        "Many small things are not small: ten times anything unwelcome is at least for the council",
        Tier.COUNCIL,
        (_UNWELCOME, "occasions >= 10"),
        "points",
    ),
    Must(
        "many_people",
        "Many small things are not small: thirty people within a week are at least for the council",
        Tier.COUNCIL,
        (_UNWELCOME, "distinct_sources >= 30", "period_days <= 7"),
        "points",
    ),
    Must(
        "unknown_now",
        "What happens now is an emergency while nobody knows what it is",
        Tier.EMERGENCY,
        ("happening_now", "conduct unknown", "place unknown", "channel unknown"),
        "gates",
    ),
)

BORNE_CONDUCT = (["criticism"], ["satire"], ["casework"])
BORNE: dict[str, tuple[Any, ...] | None] = {
    **dict.fromkeys(("channel", "audience", "source", "because_of_role", "source_vulnerable", "already_with_police")),
    **dict.fromkeys(("occasions", "period_days", "distinct_sources", "distinct_victims")),
    "conduct": BORNE_CONDUCT,
    **dict.fromkeys(("threat", "threatened_harm", "means", "physical_contact"), (None, "none")),
    "impact": (None, "none", "annoyed"),
}
"""What somebody in public life has to bear, from anybody and however often. See `implies.Possible`."""

INSULTED_ONCE = BORNE | {
    "conduct": (*BORNE_CONDUCT, ["insult"]),
    **dict.fromkeys(("occasions", "distinct_sources", "distinct_victims"), (None, 1)),
}

STAYS_AT_LOG = {
    "unwelcome_is_not_abusive": ("Criticism, satire and casework stay at “Log and advise”, however often", BORNE),
    "one_insult": ("One insult stays at “Log and advise”", INSULTED_ONCE),
}

NEVER_COUNTED = {
    "already_with_police": "That the police know already changes nothing about the danger",
    "source_vulnerable": "That the person behind it is unwell changes nothing about the danger",
    "because_of_role": "The reason for it changes nothing about the danger",
}

NEVER_UNKNOWN = {
    "impact": "Not knowing whether somebody is afraid counts for nothing",
    "period_days": "Not knowing for how long it has gone on counts for nothing",
}

SUPPORTS = (
    *("threat unknown", "threat >= direct", "surveillance", "address_exposed", "escalating", "fixation"),
    *("call_to_action", "on_register", "due_within_hours <= 10000"),
)
"""Nothing is lifted while any of these holds, nor unless both of the next are known to be none."""
NOTHING_KNOWN_OF = ("specificity", "means")

FINDINGS = ("offence", "crime", "guilty", "illegal", "unlawful", "criminal")
"""Words that no sentence may have: the process speaks of signs and never finds."""

SLOWEST = {
    (Tier.LOG, "acknowledge"): {
        Unit.MINUTES: 2_880,
        Unit.HOURS: 48,
        Unit.WORKING_HOURS: 16,
        Unit.WORKING_DAYS: 2,
    },
    (Tier.LOG, "act"): {Unit.MINUTES: 14_400, Unit.HOURS: 240, Unit.WORKING_HOURS: 80, Unit.WORKING_DAYS: 10},
    (Tier.COUNCIL, "acknowledge"): {
        Unit.MINUTES: 1_440,
        Unit.HOURS: 24,
        Unit.WORKING_HOURS: 8,
        Unit.WORKING_DAYS: 1,
    },
    (Tier.COUNCIL, "act"): {Unit.MINUTES: 7_200, Unit.HOURS: 120, Unit.WORKING_HOURS: 40, Unit.WORKING_DAYS: 5},
    (Tier.POLICE, "acknowledge"): {Unit.MINUTES: 60, Unit.HOURS: 1},
    (Tier.POLICE, "act"): {Unit.MINUTES: 240, Unit.HOURS: 4},
    (Tier.EMERGENCY, "acknowledge"): {Unit.MINUTES: 15},
    (Tier.EMERGENCY, "act"): {Unit.MINUTES: 60, Unit.HOURS: 1},
}
"""The slowest clock of each tier in each unit. From `police` on every clock runs day and night."""
