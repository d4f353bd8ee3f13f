"""What an assessment of a venue looks at: seven areas, each with its questions. Plain data."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Rating(TextChoices):
    UNSEEN = "unseen", "Not looked at"
    GOOD = "good", "Good"
    CONTROLS = "controls", "Acceptable with controls"
    BAD = "bad", "Not acceptable"


@dataclass(frozen=True, slots=True)
class Area:
    """`look_at` is what somebody who stands in the room looks at."""

    key: str
    title: str
    short: str
    look_at: tuple[str, ...]

    @property
    def value(self) -> str:
        return self.key


AREAS = (
    Area(
        "entrances",
        "Entrances and exits",
        "Ways in and out",
        (
            "Is there a second way out of the room and of the building?",
            "Can people be seen before they come in?",
            "Are the ways out free, lit and easy to open from inside?",
            "Who can lock the door, and who has a key?",
        ),
    ),
    Area(
        "security",
        "Security features",
        "Security",
        (
            "Is there a reception, a caretaker or somebody else in the building at that time?",
            "Is there an alarm that calls somebody, and who comes?",
            "Are there cameras that work, and a sign that says so?",
            "Can the room be seen into from outside or from the corridor?",
        ),
    ),
    Area(
        "seating",
        "Seating and set-up",
        "Seating",
        (
            "Can the councillor sit nearer to a door than visitors do?",
            "Is there a table between them, and room to move around it?",
            "Where do people wait, and how far from the table is that?",
            "Does anything heavy or sharp lie within reach?",
        ),
    ),
    Area(
        "comfort",
        "Comfort and lighting",
        "Comfort",
        (
            "Is it warm enough in winter and cool enough in summer?",
            "Is it bright enough to see faces, also where people wait?",
            "Is it quiet enough to hear one another, and private enough to speak?",
        ),
    ),
    Area(
        "equipment",
        "Equipment",
        "Equipment",
        (
            "Are there enough chairs and tables, and are they sound?",
            "Is there a telephone in the room?",
            "What is there for first aid, and for fire?",
        ),
    ),
    Area(
        "parking",
        "Parking and walkways",
        "Parking",
        (
            "Can a car be parked close to the door, in the light and facing the way out?",
            "Are the paths lit, even and overlooked, also after dark?",
            "How far is it to a bus stop or a street with people in it?",
        ),
    ),
    Area(
        "signal",
        "Phone signal",
        "Phone signal",
        (
            "Which networks work in the room itself? Try more than one.",
            "Is there wireless internet that councillors can use?",
            "Does a lone-worker device or app get through?",
        ),
    ),
)
BY_KEY = {area.key: area for area in AREAS}
KEYS = tuple(BY_KEY)
CHOICES = [(area.key, area.title) for area in AREAS]


def area_after(key: str) -> Area | None:
    """The next page; None after the last."""
    later = KEYS.index(key) + 1
    return AREAS[later] if later < len(AREAS) else None
