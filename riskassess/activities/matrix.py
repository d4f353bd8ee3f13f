"""How likely times how bad: five by five, and what that is called. Pure."""

from django.db.models import TextChoices

LIKELIHOODS = {1: "Very unlikely", 2: "Unlikely", 3: "Possible", 4: "Likely", 5: "Very likely"}
SEVERITIES = {
    1: "Upset for a moment",
    2: "Upset for days",
    3: "Needs first aid or time off",
    4: "Badly hurt",
    5: "Death or lasting harm",
}


class Level(TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very-high", "Very high"


ORDER = tuple(Level)
HELP_FROM = Level.HIGH


def score(likelihood: int, severity: int) -> int:
    if likelihood not in LIKELIHOODS or severity not in SEVERITIES:
        raise ValueError("Both go from 1 to 5.")
    return likelihood * severity


def level(points: int) -> Level:
    if points <= 4:
        return Level.LOW
    if points <= 9:
        return Level.MEDIUM
    return Level.HIGH if points <= 16 else Level.VERY_HIGH


def needs_help(level: Level) -> bool:
    return ORDER.index(level) >= ORDER.index(HELP_FROM)
