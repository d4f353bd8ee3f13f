"""Entries that wait for somebody, and people who are about to visit."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "register.before": Wording(
        "{ref} is due soon",
        "{ref} is yours and falls due soon. Please open it to see what is to be done.",
    ),
    "register.today": Wording(
        "{ref} is due today",
        "{ref} is yours and is due today. Please open it and do what is to be done.",
    ),
    "register.late": Wording(
        "{ref} is late",
        "{ref} is yours, and its time has passed. Please open it and do now what is to be done.",
    ),
    "register.overdue": Wording(
        "{ref} is late",
        "{ref} is yours, and its day has passed. Please open it and do now what is to be done.",
    ),
    "register.escalated": Wording(
        "{ref} is late and needs you",
        "{ref} is late, and its owner has not done it. Please see that somebody does.",
    ),
    "register.appeal-time": Wording(
        "A time has run out: {ref}",
        "A time that was running for {ref} is over. Please open it if something arrived that is not written down yet.",
    ),
    "look_up.asked": Wording(
        "Somebody waits for your call: {ref}",
        "A colleague asked for a call before they set out: {ref}. Please open it, read what to say, and ring them.",
    ),
    "look_up.before": Wording(
        "Somebody waits for your call: {ref}",
        "A colleague waits for a call: {ref}. Please open it, read what to say, and ring them.",
    ),
    "look_up.late": Wording(
        "{ref} is late",
        "A colleague still waits for a call: {ref}. Please ring them now.",
    ),
    "look_up.escalated": Wording(
        "{ref} is late and needs you",
        "A colleague still waits for a call: {ref}. Please see that somebody rings them.",
    ),
}
