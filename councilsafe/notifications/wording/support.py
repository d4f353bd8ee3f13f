"""Support for somebody's wellbeing."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "support.asked": Wording(
        "Somebody has asked for a call: {ref}",
        "Somebody has asked for a call from you. Please open {ref} to see who, and by when.",
    ),
    "support.changed": Wording(
        "Somebody has changed their mind about a call: {ref}",
        "You do not need to call about {ref} any more.",
    ),
    "support.before": Wording(
        "A call is due soon: {ref}",
        "You have agreed to be in touch with somebody about {ref}. It is due soon.",
    ),
    "support.today": Wording(
        "A call is due today: {ref}",
        "Somebody is waiting to hear from you about {ref} today.",
    ),
    "support.overdue": Wording(
        "A call is late: {ref}",
        "Somebody is still waiting to hear from you about {ref}. Please call them now.",
    ),
    "support.late": Wording(
        "A support request is late: {ref}",
        "Somebody asked for support, and the day for it has passed. Please make sure that those who give support can "
        "do it. You are not told who asked: that is between them and the person they asked.",
    ),
    "support.again": Wording(
        "Would you like some support? {ref}",
        "You wanted us to ask you again whether you would like some support. You can choose now, or not at all.",
    ),
}
