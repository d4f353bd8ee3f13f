"""What a choice of support comes to, said to the person who made it."""

from councilsafe.access import Role
from councilsafe.govuk.dates import when
from incidents.models import Wellbeing

PLAIN = {
    Wellbeing.Choice.COUNSELLING: "You asked for the details of counselling. They are on this page.",
    Wellbeing.Choice.NOTHING: "You did not want support. You can change this whenever you like.",
}
NOBODY = (
    "There is nobody who could call you at the moment, and we are sorry. We keep asking until there is. "
    "On this page is who you can call yourself."
)


def in_words(wellbeing: Wellbeing) -> str:
    """One or two plain sentences about the choice that holds."""
    choice = Wellbeing.Choice(wellbeing.choice)
    if choice in PLAIN:
        return PLAIN[choice]
    if choice == Wellbeing.Choice.LATER:
        return f"You asked us to come back to you. We will ask again {_by(wellbeing)}."
    if not wellbeing.goes_to:
        return NOBODY
    return f"{_who(wellbeing)} {_what(wellbeing)} no later than {_by(wellbeing)}. {_reads(wellbeing)}"


def _by(wellbeing: Wellbeing) -> str:
    return when(wellbeing.due_on) if wellbeing.due_on else "soon"


def _who(wellbeing: Wellbeing) -> str:
    """Plainly, where it is not the champion they asked for."""
    helper = wellbeing.goes_to
    if helper is None or helper.has_role(Role.CHAMPION):
        return f"{helper}, the wellbeing champion,"
    return f"There is no wellbeing champion who could do it. {helper}, the monitoring officer,"


def _what(wellbeing: Wellbeing) -> str:
    if wellbeing.follows_id:
        return "has been in touch, and will ask how you are"
    if wellbeing.choice == Wellbeing.Choice.PEER:
        return "will call you, to find a councillor you can talk to,"
    return "will call you"


def _reads(wellbeing: Wellbeing) -> str:
    if wellbeing.may_know_what:
        return "They may read your report, because you said so."
    return "They know that you want to talk, and not what happened."
