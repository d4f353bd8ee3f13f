"""Visits and those who look out for each other. All of them sound alike: a screen may be seen by anybody."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "visit.takes_place": Wording(
        "{ref}: has it begun?",
        "{ref} was to begin. Please open it and say that it has begun, or that it is over.",
    ),
    "visit.check_in": Wording(
        "Please check in: {ref}",
        "{ref} was to be over by now. Please open it and say that you are safe, or that you need more time. If we do "
        "not hear from you, we begin to ring.",
    ),
    "visit.missed": Wording(
        "{ref} needs you now",
        "Somebody was to check in about {ref} and has not. Please open it now: it says whom to ring.",
    ),
    "visit.help": Wording(
        "{ref} needs you now",
        "Please open {ref} now, before you ring anybody: it says what to do.",
    ),
    "visit.call": Wording(
        "{ref}: please ring now",
        "Somebody asks to be rung now. Please open {ref}: it says whom, and what to ask about.",
    ),
    "visit.not_right": Wording(
        "{ref} needs you now",
        "Please open {ref} now: somebody has rung, and it says what to do.",
    ),
    "visit.changed": Wording(
        "{ref}: other times",
        "A colleague with whom you look out for each other has changed the times of {ref}. Please open it to see them.",
    ),
    "visit.over": Wording(
        "{ref} is over",
        "You were told about {ref}. It is over, and you need not do anything more.",
    ),
    "buddy.asked": Wording(
        "A colleague asks you something: {ref}",
        "A colleague would like the two of you to look out for each other. Please open {ref} and say yes or no.",
    ),
    "buddy.agreed": Wording(
        "A colleague has agreed: {ref}",
        "You have asked a colleague whether the two of you look out for each other. They have agreed.",
    ),
}
