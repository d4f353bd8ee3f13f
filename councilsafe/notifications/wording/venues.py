"""Venues: when each is looked at again, and what was to make it safer."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "venue.before": Wording(
        "Venue {ref} is due to be assessed soon",
        "Venue {ref} is yours. Its assessment runs out soon. You can begin a new one now.",
    ),
    "venue.today": Wording(
        "Venue {ref} is due to be assessed today",
        "Venue {ref} is yours. Its assessment runs out today. Tomorrow it is not on the list any more.",
    ),
    "venue.overdue": Wording(
        "Venue {ref} has run out",
        "Venue {ref} is yours. Its assessment has run out, and it is not on the list any more. Please assess it now.",
    ),
    "venue.escalated": Wording(
        "Venue {ref} has run out and needs you",
        "The assessment of venue {ref} has run out, and nobody has done a new one. Please see that somebody does.",
    ),
    "venue.reopened": Wording(
        "Venue {ref} has to be looked at again",
        "Venue {ref} is yours. There is a new reason to look at it again, sooner than planned.",
    ),
    "venue_control.before": Wording(
        "{ref} is due soon",
        "Something that you agreed to do at a venue ({ref}) falls due soon. Say on its page when it is done.",
    ),
    "venue_control.today": Wording(
        "{ref} is due today",
        "Something that you agreed to do at a venue ({ref}) is due today. Say on its page when it is done.",
    ),
    "venue_control.overdue": Wording(
        "{ref} is late",
        "Something that you agreed to do at a venue ({ref}) is late. Please do it now, and say so on its page.",
    ),
    "venue_control.escalated": Wording(
        "{ref} is late and needs you",
        "Something at a venue ({ref}) is late, and its owner has not done it. Please see that somebody does.",
    ),
}
