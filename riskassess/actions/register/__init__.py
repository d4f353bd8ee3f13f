"""Every change to the register, and asking for advice before a visit."""

from riskassess.actions.register.appeals import answer_appeal, lodge_appeal
from riskassess.actions.register.deciding import consider, decide, step_aside, withdraw
from riskassess.actions.register.deleting import look_after_register
from riskassess.actions.register.looking_up import TooManyLookUps, answer_look_up, look_up, record_look_up_opening
from riskassess.actions.register.proposing import add_incident, propose, record_opening
from riskassess.actions.register.reviewing import hand_over, keep, remove
from riskassess.actions.register.telling import agree_not_to_tell, propose_not_to_tell, tell_person

__all__ = [
    "TooManyLookUps",
    "add_incident",
    "agree_not_to_tell",
    "answer_appeal",
    "answer_look_up",
    "consider",
    "decide",
    "hand_over",
    "keep",
    "lodge_appeal",
    "look_after_register",
    "look_up",
    "propose",
    "propose_not_to_tell",
    "record_look_up_opening",
    "record_opening",
    "remove",
    "step_aside",
    "tell_person",
    "withdraw",
]
