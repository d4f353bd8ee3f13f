"""Assessments of what councillors do: when each is looked at again, and help with one."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "activity.before": Wording(
        "Assessment {ref} is due to be looked at soon",
        "Your assessment {ref} runs out soon. You can look at it again now.",
    ),
    "activity.today": Wording(
        "Assessment {ref} is due to be looked at today",
        "Your assessment {ref} runs out today. Please look at it again.",
    ),
    "activity.overdue": Wording(
        "Assessment {ref} has run out",
        "Your assessment {ref} has run out. Please look at it again now. You can ask for help with it.",
    ),
    "activity.escalated": Wording(
        "Assessment {ref} has run out and needs you",
        "Assessment {ref} has run out, and its owner has not looked at it again. Please offer help.",
    ),
    "activity.reopened": Wording(
        "Assessment {ref} should be looked at again",
        "There is a new reason to look at your assessment {ref} again, sooner than planned. You can ask for help.",
    ),
    "activity.begun": Wording(
        "Assessment {ref} has been begun for you",
        "An officer has begun assessment {ref} for you. You will hear when it is ready for you to read and agree.",
    ),
    "activity.advised": Wording(
        "Advice on assessment {ref} is there",
        "An officer has looked at your assessment {ref} and written advice. Please read it and finish it.",
    ),
    "activity_help.asked": Wording(
        "Help is asked for with assessment {ref}",
        "Somebody asks for help with assessment {ref}. Please open it, take it and advise.",
    ),
    "activity_help.before": Wording(
        "Advice on assessment {ref} is due tomorrow",
        "Somebody waits for your advice on assessment {ref}. It is due on the next working day.",
    ),
    "activity_help.late": Wording(
        "Advice on assessment {ref} is late",
        "Somebody still waits for your advice on assessment {ref}. Please advise now.",
    ),
    "activity_help.escalated": Wording(
        "Advice on assessment {ref} is late and needs you",
        "Somebody waits for advice on assessment {ref}, and nobody has given it. Please see that somebody does.",
    ),
}
