"""What has to be done about a case by a time."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "update.late": Wording(
        "{ref} waits for a word from you",
        "Somebody is waiting to hear how {ref} stands, and the day for it has passed. A few words are enough: open it "
        "and write to them, even if there is nothing new.",
    ),
    "update.escalated": Wording(
        "Nobody has written about {ref}",
        "Somebody has been waiting too long to hear how {ref} stands. Please see that they hear today.",
    ),
    "plan.before": Wording(
        "The plan for {ref} is due soon",
        "A plan for {ref} is due on the next working day. Please say what will be done, and when you look again.",
    ),
    "plan.late": Wording(
        "The plan for {ref} is late",
        "The time for deciding what to do about {ref} has passed. Please open it and record the plan now.",
    ),
    "plan.escalated": Wording(
        "Nobody has made a plan for {ref}",
        "The plan for {ref} has been late for a working day. Please see that somebody makes it today.",
    ),
    "referral.before": Wording(
        "Something about {ref} is due within the hour",
        "What has to be done first about {ref} is due within the hour, and is not recorded yet. Please do it now.",
    ),
    "referral.late": Wording(
        "Something about {ref} is late",
        "What has to be done first about {ref} is late. Please do it now, then record it.",
    ),
    "referral.escalated": Wording(
        "{ref} is late and needs you now",
        "What has to be done first about {ref} is late, and its owner has not done it. Please see that it is done now.",
    ),
    "pause.over": Wording(
        "The clock of {ref} runs again",
        "The clock of {ref} was paused, and has reached its limit. Please open it to see what is due next.",
    ),
    "look.today": Wording(
        "You wanted to look at {ref} again",
        "Today {ref} is to be looked at again. See whether the plan worked, and say what comes next.",
    ),
    "look.late": Wording(
        "The next look at {ref} is late",
        "The day for the next look at {ref} has passed. See whether the plan worked, and say what comes next.",
    ),
    "look.escalated": Wording(
        "Nobody has looked at {ref} again",
        "The next look at {ref} has been late for two working days. Please see that somebody looks today.",
    ),
    "task.given": Wording(
        "Task {ref} has been given to you",
        "You have something to do by a day: {ref}. Please open it to see what, and by when.",
    ),
    "task.before": Wording(
        "Task {ref} is due soon",
        "Task {ref} is yours and is due on the next working day.",
    ),
    "task.late": Wording(
        "Task {ref} is late",
        "Task {ref} is late. Please do it now, or say that it is no longer needed.",
    ),
    "task.escalated": Wording(
        "Task {ref} is late and needs you",
        "Task {ref} has been late for a working day, and nobody has done it. Please see that somebody does.",
    ),
}
