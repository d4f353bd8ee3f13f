"""What members are told of beforehand, and who has to tell them. Never what it is."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "briefing.sent": Wording(
        "{ref}: something for you to read", "There is something for you to read ({ref}). Please read it soon."
    ),
    "briefing.changed": Wording(
        "{ref}: a new version for you to read",
        "Something that was sent to you has changed. Please read the new version ({ref}).",
    ),
    "briefing.unread": Wording(
        "{ref} still waits to be read", "You have not read {ref} yet. It is soon needed. Please read it today."
    ),
    "tension_briefing.before": Wording(
        "{ref} needs its briefing soon", "{ref} begins soon, and its briefing has not been sent. Please send it."
    ),
    "tension_briefing.today": Wording(
        "{ref} needs its briefing today", "{ref} begins tomorrow, and its briefing has not been sent. Send it today."
    ),
    "tension_briefing.overdue": Wording(
        "The briefing of {ref} is late", "{ref} has begun, and its briefing has not been sent. Please send it now."
    ),
    "tension_briefing.escalated": Wording(
        "The briefing of {ref} is late and needs you",
        "{ref} has begun, and nobody has sent its briefing. Please see that somebody does.",
    ),
    "tension_close.before": Wording(
        "{ref} can be closed soon", "{ref} is over. Please say what was learned and close it."
    ),
    "tension_close.today": Wording(
        "{ref} is due to be closed today", "{ref} is over. Please say today what was learned, and close it."
    ),
    "tension_close.overdue": Wording(
        "{ref} is late to be closed", "{ref} has been over for some time. Please say what was learned, and close it."
    ),
    "tension_close.escalated": Wording(
        "{ref} is late to be closed and needs you",
        "{ref} has been over for some time, and nobody has said what was learned. Please see that somebody does.",
    ),
}
