"""What is offered to somebody to keep them safe, and what they apply for. Both said so that nobody else can tell."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "plan.new": Wording(
        "There is something new for you: {ref}",
        "Something was decided or offered about {ref}. Please read it, and say what you think.",
    ),
    "plan.yours": Wording(
        "Something waits for your answer: {ref}",
        "You have been offered something about {ref}. You can say yes, or no, or call us to talk about it.",
    ),
    "offer.before": Wording(
        "Something is due soon: {ref}",
        "Something about {ref} is yours and falls due soon. You can do it now.",
    ),
    "offer.today": Wording(
        "Something is due today: {ref}",
        "Something about {ref} is yours and is due today. Please do it today.",
    ),
    "offer.overdue": Wording(
        "Something is late: {ref}",
        "Something about {ref} is yours and its day has passed. Please do it now.",
    ),
    "offer.escalated": Wording(
        "Something is late and needs you: {ref}",
        "Something about {ref} is late, and its owner has not done it. Please see that somebody does.",
    ),
    "interest.new": Wording(
        "There is something for you to decide: {ref}",
        "Somebody has applied for something, and the decision is yours. Please open {ref}.",
    ),
    "interest.answer": Wording(
        "There is an answer for you: {ref}",
        "What you applied for has been answered, or has changed. Please open {ref}.",
    ),
    "interest.before": Wording(
        "A decision is due soon: {ref}",
        "A decision about {ref} is yours and falls due soon. You can make it now.",
    ),
    "interest.today": Wording(
        "A decision is due today: {ref}",
        "A decision about {ref} is yours and is due today. Please make it today.",
    ),
    "interest.overdue": Wording(
        "A decision is late: {ref}",
        "A decision about {ref} is yours and its day has passed. Please make it now.",
    ),
    "interest.escalated": Wording(
        "A decision is late: {ref}",
        "A decision about {ref} is late, and nobody has made it. Please see that somebody does.",
    ),
}
