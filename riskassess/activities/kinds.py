"""What councillors do and where it can go wrong: kinds of activity, and the hazards that each begins with."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import TextChoices

HAZARDS = Path(__file__).with_name("hazards.toml")


class ActivityKind(TextChoices):
    SURGERY = "surgery", "Ward surgery"
    HOME_VISIT = "home-visit", "Home visit"
    STALL = "stall", "Street stall"
    MEETING = "meeting", "Public meeting"
    ONLINE = "online", "Online surgery"
    TRAVEL = "travel", "Travel"
    CANVASSING = "canvassing", "Canvassing"
    HOME = "home", "Your home"


# Where an incident happened, and what it says about assessments.
TOUCHED = {
    "home": (ActivityKind.HOME,),
    "workplace": (ActivityKind.SURGERY, ActivityKind.MEETING),
    "public_place": (ActivityKind.SURGERY, ActivityKind.STALL, ActivityKind.CANVASSING, ActivityKind.MEETING),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    key: str
    title: str
    who: str
    controls: str


@cache
def shipped() -> dict[str, tuple[Suggestion, ...]]:
    """By kind. The file says the words; which kinds there are says the code."""
    found = tomllib.loads(HAZARDS.read_text())
    return {kind: tuple(Suggestion(**one) for one in found[kind]) for kind in ActivityKind.values}
