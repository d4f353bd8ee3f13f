"""Who is on duty, and what nobody has in hand."""

from councilsafe.notifications.wording.shape import Wording

WORDINGS = {
    "cover.asked": Wording(
        "Could you take a shift? {ref}",
        "A colleague asks whether you could be on duty in their place. Please open {ref} to see when, and say yes or "
        "no.",
    ),
    "cover.accepted": Wording(
        "The duty rota has changed: {ref}",
        "{ref} was agreed to, and the duty rota is changed. Please open it to see who is on duty when.",
    ),
    "cover.declined": Wording(
        "Your colleague cannot take the shift: {ref}",
        "{ref} was declined, so you are still on duty. You can ask somebody else.",
    ),
    "cover.taken_back": Wording(
        "You do not need to take the shift: {ref}",
        "Whoever asked you to be on duty in their place does not need it any more: {ref}.",
    ),
    "cover.lapsed": Wording(
        "Nobody has agreed to {ref}",
        "{ref} came to nothing: its time has begun, or the rota was changed. Please look at the rota to see who is on "
        "duty.",
    ),
    "note.left": Wording(
        "A hand-over note for you: {ref}",
        "Whoever is on duty before you has left a note for you. Please open the duty rota to read it.",
    ),
    "owner.gone": Wording(
        "{ref} has nobody who can do it",
        "Something about {ref} falls due, and whoever has it in hand is not there. Please see that somebody else does "
        "it or takes it over.",
    ),
    "reminder.lost": Wording(
        "A reminder about {ref} did not arrive",
        "Something about {ref} has to be done by a time, and a reminder of it could not be delivered. Please see that "
        "whoever has it in hand knows, or that somebody else does it.",
    ),
    "rota.gap": Wording(
        "Nobody is on duty at some time: {ref}",
        "There is a time that nobody has on the duty rota. Please open the rota and plan somebody.",
    ),
}
