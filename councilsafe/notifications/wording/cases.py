"""Reports and cases: to those who work on them, and to those who reported."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
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
    "files": Wording(
        "Files were added to {ref}",
        "Somebody has added files to {ref}. Please open it to see them.",
    ),
    "case.update": Wording(
        "There is news about your report {ref}",
        "Something has changed in your report {ref}. Please open it to see what, and what happens next.",
    ),
    "report.question": Wording(
        "We have a question about your report {ref}",
        "There is something about your report {ref} that only you can decide. Please open it and choose.",
    ),
    "case.beside": Wording(
        "{ref} is also for you",
        "{ref} has come in, and a part of it is yours to answer. Please open it and read which.",
    ),
    "case.together": Wording(
        "{ref} has been raised",
        "{ref} is yours, and it counts for more than before. Please open it to read why and what is due now.",
    ),
    "pattern.offered": Wording(
        "Some reports may belong together: {ref}",
        "We have noticed reports that may belong together. Please open {ref}, read why, and say whether they do.",
    ),
    "override.second": Wording(
        "{ref} needs a second officer",
        "A colleague has proposed a decision about {ref} that needs a second officer. Please open it and decide.",
    ),
    "report.taken": Wording(
        "Report {ref} has been made for you",
        "Report {ref} has been written down for you. Please open it to read it and to add what is missing.",
    ),
    "report.for_you": Wording(
        "Somebody has made a report for you: {ref}",
        "Somebody has made report {ref} for you. Please open it to see what they wrote and who has it.",
    ),
    "report.withdrawn": Wording(
        "{ref} has been withdrawn",
        "Whoever reported {ref} has withdrawn it. Please open it to see why, and whether anything is left to do.",
    ),
}
