"""Every change to a case. Each writes the change, its audit event and its messages in one transaction."""

from triage.actions.assess import open_case, reassess
from triage.actions.duplicates import close_as_duplicate
from triage.actions.facts import complete_facts
from triage.actions.override import agree_override, propose_override, refuse_override
from triage.actions.pause import pause, resume, resume_due_pauses, resume_on_answer
from triage.actions.route import reroute
from triage.actions.silence import ask_about_silence
from triage.actions.updates import tell_of_files, tell_of_message
from triage.actions.views import change_view, choose_first_view, delete_view, save_view
from triage.actions.visits import look_at, stay
from triage.actions.withdrawn import take_back
from triage.actions.work import StaleError, TooLateError, acknowledge, assign, close, plan, refer, reopen, take

__all__ = [
    "StaleError",
    "TooLateError",
    "acknowledge",
    "agree_override",
    "ask_about_silence",
    "assign",
    "change_view",
    "choose_first_view",
    "close",
    "close_as_duplicate",
    "complete_facts",
    "delete_view",
    "look_at",
    "open_case",
    "pause",
    "plan",
    "propose_override",
    "reassess",
    "refer",
    "refuse_override",
    "reopen",
    "reroute",
    "resume",
    "resume_due_pauses",
    "resume_on_answer",
    "save_view",
    "stay",
    "take",
    "take_back",
    "tell_of_files",
    "tell_of_message",
]
