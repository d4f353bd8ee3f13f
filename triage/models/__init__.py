"""What the council does about an incident: its assessments, its tier and route, its clocks, and where it stands."""

from triage.models.assessment import TIER_CHOICES, Assessment
from triage.models.bulk import BulkRun
from triage.models.case import (
    HIGHEST_FIRST,
    SECONDS_TO_ANSWER,
    Case,
    CaseQuerySet,
    ClockBecause,
    OwnerBecause,
    PausedFor,
)
from triage.models.override import Override
from triage.models.pattern import Pattern, PatternMember, PatternQuerySet, Rescoring
from triage.models.pause import ClockPause
from triage.models.process import ProcessVersion, Replay, ReplayedIncident
from triage.models.reading import SignAnswer, WordEntry, WordEntryQuerySet
from triage.models.task import LONGEST_TITLE, UNITS, CaseTask, CaseTaskQuerySet, TaskTemplate
from triage.models.view import FirstView, SavedView, SavedViewQuerySet
from triage.models.visit import CaseVisit

__all__ = [
    "HIGHEST_FIRST",
    "LONGEST_TITLE",
    "SECONDS_TO_ANSWER",
    "TIER_CHOICES",
    "UNITS",
    "Assessment",
    "BulkRun",
    "Case",
    "CaseQuerySet",
    "CaseTask",
    "CaseTaskQuerySet",
    "CaseVisit",
    "ClockBecause",
    "ClockPause",
    "FirstView",
    "Override",
    "OwnerBecause",
    "Pattern",
    "PatternMember",
    "PatternQuerySet",
    "PausedFor",
    "ProcessVersion",
    "Replay",
    "ReplayedIncident",
    "Rescoring",
    "SavedView",
    "SavedViewQuerySet",
    "SignAnswer",
    "TaskTemplate",
    "WordEntry",
    "WordEntryQuerySet",
]
