"""Reviews of a risk."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "review.before": Wording(
        "Review {ref} is due soon",
        "Review {ref} is yours and falls due soon. You can do it now.",
    ),
    "review.today": Wording(
        "Review {ref} is due today",
        "Review {ref} is yours and is due today. Please do it today.",
    ),
    "review.overdue": Wording(
        "Review {ref} is late",
        "Review {ref} is yours and its day has passed. Please do it now.",
    ),
    "review.escalated": Wording(
        "Review {ref} is late and needs you",
        "Review {ref} is late, and its owner has not done it. Please see that somebody does.",
    ),
}
