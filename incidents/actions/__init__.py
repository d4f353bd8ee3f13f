"""Every change to what was reported. Each writes the change, its audit event and its signal in one transaction."""

from incidents.actions.conversation import record_opening, send_message
from incidents.actions.facts import complete_facts
from incidents.actions.report import raise_alarm, save_answers, say_where, start_draft, submit_report

__all__ = [
    "complete_facts",
    "raise_alarm",
    "record_opening",
    "save_answers",
    "say_where",
    "send_message",
    "start_draft",
    "submit_report",
]
