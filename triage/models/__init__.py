"""What the council does about an incident: its assessments, its tier and route, its clocks, and where it stands."""

from triage.models.assessment import TIER_CHOICES, Assessment
from triage.models.case import SECONDS_TO_ANSWER, Case, CaseQuerySet
from triage.models.override import Override
from triage.models.pattern import Pattern, PatternMember, PatternQuerySet, Rescoring

__all__ = [
    "SECONDS_TO_ANSWER",
    "TIER_CHOICES",
    "Assessment",
    "Case",
    "CaseQuerySet",
    "Override",
    "Pattern",
    "PatternMember",
    "PatternQuerySet",
    "Rescoring",
]
