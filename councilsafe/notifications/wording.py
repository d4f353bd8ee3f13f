"""What we write to people: a reference and a link, and nothing else about a case, not even how grave it is."""

from typing import NamedTuple


class Wording(NamedTuple):
    subject: str
    text: str


WORDINGS: dict[str, Wording] = {
    "alert": Wording(
        "{ref} needs somebody now",
        "{ref} is waiting for a person to take it.\n\n"
        "Please open it and say that you have it. If nobody does, we will ask the next person.",
    ),
    "assigned": Wording(
        "{ref} has been given to you",
        "You are now the owner of {ref}. Please open it to see what is due next.",
    ),
    "message": Wording(
        "There is a message for you about {ref}",
        "Somebody has written to you about {ref}. Please open it to read the message and to answer.",
    ),
    "case.update": Wording(
        "There is news about your report {ref}",
        "Something has changed in your report {ref}. Please open it to see what, and what happens next.",
    ),
    "case.beside": Wording(
        "{ref} is also for you",
        "{ref} has come in, and a part of it is yours to answer. Please open it and read which.",
    ),
    "override.second": Wording(
        "{ref} needs a second officer",
        "A colleague has proposed a decision about {ref} that needs a second officer. Please open it and decide.",
    ),
    "update.late": Wording(
        "{ref} waits for a word from you",
        "Somebody is waiting to hear how {ref} stands, and the day for it has passed. A few words are enough: open it "
        "and write to them, even if there is nothing new.",
    ),
    "update.escalated": Wording(
        "Nobody has written about {ref}",
        "Somebody has been waiting too long to hear how {ref} stands. Please see that they hear today.",
    ),
    "report.taken": Wording(
        "Report {ref} has been made for you",
        "Report {ref} has been written down for you. Please open it to read it and to add what is missing.",
    ),
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

CLOSING = "\n\n{link}\n\nYou will be asked to sign in. Please do not answer this email: nobody reads the answers.\n"


def render(*, kind: str, ref: str, link: str) -> tuple[str, str]:
    """Subject and body of a message. A kind that has no wording raises KeyError."""
    wording = WORDINGS[kind]
    return wording.subject.format(ref=ref), (wording.text + CLOSING).format(ref=ref, link=link)
