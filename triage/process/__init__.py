"""The predetermined threat process: facts in, a tier and its reasons out. No Django, no clock, no database."""

from triage.process.rules import Process, ProcessError, Tier, read_process
from triage.process.score import Reason, Score, score
from triage.process.shipped import current_version, load, versions
from triage.process.unknowns import Question, questions

__all__ = [
    "Process",
    "ProcessError",
    "Question",
    "Reason",
    "Score",
    "Tier",
    "current_version",
    "load",
    "questions",
    "read_process",
    "score",
    "versions",
]
