"""What a council can offer to make a councillor safer, what each asks for, and what a band asks for: plain data."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

YEAR, HALF, QUARTER = 12, 6, 3


@dataclass(frozen=True, slots=True)
class Kind:
    """`what` says to the councillor what it is, `yours` what they do for it.

    What has a `serial` number is a device: its number and the day of its last test are asked for. Everything that is in
    place is checked again within `check_months`. What is `decided` goes in place, and out of it, with the decision of
    the monitoring officer, and with nothing else.
    """

    label: str
    what: str
    yours: str = "Nothing. We arrange it and tell you when."
    check_months: int = YEAR
    serial: bool = False
    decided: bool = False


KINDS: dict[str, Kind] = {
    "home_survey": Kind(
        "A survey of your home",
        "Somebody who knows about security looks at doors, windows, lights and the way in, and says what to do.",
        "Agree a day, and be there.",
    ),
    "cctv": Kind(
        "A camera outside your home",
        "Cameras that record who comes to the house. Signs say that they are there.",
        "Say where it may be fitted. Keep what it recorded when something happens.",
        check_months=HALF,
    ),
    "doorbell_camera": Kind(
        "A doorbell with a camera",
        "You see on your phone who is at the door, and need not open it.",
        "Charge it, and keep what it recorded when something happens.",
        check_months=HALF,
    ),
    "lighting": Kind(
        "Lights outside your home",
        "Lights that come on when somebody comes near.",
        "Say where it is dark.",
    ),
    "letter_box": Kind(
        "A safer letter box",
        "A box, or a bag inside your door, that keeps what is pushed through it from doing harm.",
        "Say when somebody can fit it.",
    ),
    "alarm": Kind(
        "A personal alarm or lone worker device",
        "A device that you carry, which reaches people who know where you are. It does not replace 999.",
        "Carry it, charge it, and test it with us.",
        check_months=QUARTER,
        serial=True,
    ),
    "police_marker": Kind(
        "A police marker on your address",
        "The police see at once, when a call comes from your home, that it may be serious.",
        "Agree that we give the police your address.",
        check_months=HALF,
    ),
    "number_plate": Kind(
        "Keeping your number plate from being looked up",
        "We ask that nobody can find out from your car's number plate who you are and where you live.",
        "Tell us the number plates, and tell us when you change cars.",
    ),
    "second_phone": Kind(
        "A second phone",
        "A phone and number for your work as a councillor, so that your own stays private.",
        "Use it for everything that is published.",
    ),
    "section_32": Kind(
        "Keeping an interest out of the public register",
        "If it would put you or somebody with you at risk, the monitoring officer can keep the details of an interest, "
        "such as your home, out of what is published (Localism Act 2011, section 32).",
        "Ask for it. It takes one page.",
        decided=True,
    ),
    "mail_redirection": Kind(
        "Your post through the council",
        "Letters to you as a councillor go to the council's address and are opened by staff.",
        "Give out the council's address instead of your own.",
    ),
    "meeting_security": Kind(
        "Security at meetings",
        "Somebody at the door, a way out, and a plan for what to do, at meetings where you expect trouble.",
        "Tell us before a meeting that worries you.",
        check_months=QUARTER,
    ),
    "training": Kind(
        "Personal safety training",
        "Half a day on calming people down, on visits alone, and on staying safe online.",
        "Choose a date.",
    ),
}

SECTION_32 = "section_32"
DECIDED = tuple(key for key, kind in KINDS.items() if kind.decided)
DEVICES = tuple(key for key, kind in KINDS.items() if kind.serial)

# What must be offered to somebody in a band. A council can add to it (OFFER_ALSO_LOW and so on), and never take away.
MUST_OFFER: Mapping[str, tuple[str, ...]] = {
    "low": (),
    "medium": ("training", "second_phone", "mail_redirection", "section_32"),
    "high": (
        "home_survey",
        "police_marker",
        "alarm",
        "doorbell_camera",
        "lighting",
        "letter_box",
        "section_32",
        "mail_redirection",
        "meeting_security",
        "number_plate",
        "second_phone",
        "training",
    ),
}


def check_names(also: Mapping[str, list[str]]) -> None:
    """A council that wrote a name wrong would offer less than it means to: nothing starts before it is right."""
    for band, names in also.items():
        if wrong := [name for name in names if name not in KINDS]:
            setting, known = f"OFFER_ALSO_{band.upper()}", ", ".join(KINDS)
            raise ImproperlyConfigured(f"{setting}: nothing is called {wrong[0]!r}. Set it to some of: {known}.")


def must_offer(band: str, also: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Each once, and in the order of the kinds, whatever order the council wrote."""
    asked = {*MUST_OFFER[band], *also[band]}
    return tuple(key for key in KINDS if key in asked)
