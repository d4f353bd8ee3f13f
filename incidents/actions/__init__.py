"""Every change to what was reported. Each writes the change, its audit event and its signal in one transaction."""

from incidents.actions.confidence import (
    declare_conflict,
    give_in_danger,
    keep_away,
    keep_confidential,
    let_back,
    let_monitoring_know,
    name_complained_about,
    note_unanswered,
    open_to_team,
)
from incidents.actions.conversation import mark_read, record_opening, send_message, write_note
from incidents.actions.evidence import adopt_evidence, drop_evidence, receive
from incidents.actions.facts import complete_facts
from incidents.actions.intake import gather_pile_on, mark_duplicate, take_telephone_report, unmark_duplicate
from incidents.actions.report import (
    raise_alarm,
    save_answers,
    say_they_know,
    say_where,
    start_draft,
    submit_report,
    use_message,
    withdraw,
)

__all__ = [
    "adopt_evidence",
    "complete_facts",
    "declare_conflict",
    "drop_evidence",
    "gather_pile_on",
    "give_in_danger",
    "keep_away",
    "keep_confidential",
    "let_back",
    "let_monitoring_know",
    "mark_duplicate",
    "mark_read",
    "name_complained_about",
    "note_unanswered",
    "open_to_team",
    "raise_alarm",
    "receive",
    "record_opening",
    "save_answers",
    "say_they_know",
    "say_where",
    "send_message",
    "start_draft",
    "submit_report",
    "take_telephone_report",
    "unmark_duplicate",
    "use_message",
    "withdraw",
    "write_note",
]
