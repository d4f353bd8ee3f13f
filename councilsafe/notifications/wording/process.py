"""Versions of the threat process."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "process.second": Wording(
        "{ref} needs a second person",
        "A colleague has proposed {ref}, another version of the rules by which reports are assessed. It counts only "
        "when a second person has approved it. Please open it, read what would change, and decide.",
    ),
    "process.decided": Wording(
        "{ref} has been decided",
        "Somebody has decided about {ref}, which you drafted. Please open it to see how, and from when it counts.",
    ),
    "process.coming": Wording(
        "{ref} comes into force",
        "Other rules by which reports are assessed have been approved: {ref}. Please open it to see from when they "
        "count and what changes. What was assessed before stays as it is.",
    ),
}
