"""A room seen from above, in centimetres: what stands where, and what that means for whoever sits in it.

The top left corner is 0, 0. All of it is plain data and pure functions.
"""

from dataclasses import dataclass
from math import hypot

from django.db.models import TextChoices


class Wall(TextChoices):
    TOP = "top", "Top"
    RIGHT = "right", "Right"
    BOTTOM = "bottom", "Bottom"
    LEFT = "left", "Left"


class Kind(TextChoices):
    DOOR = "door", "Door"
    TABLE = "table", "Table"
    COUNCILLOR = "councillor", "Councillor’s chair"
    SECOND = "second", "Second person’s chair"
    VISITOR = "visitor", "Visitor’s chair"
    ALARM = "alarm", "Alarm or telephone"
    SCREEN = "screen", "Screen"


DOORS = (Kind.DOOR,)
NARROWEST, WIDEST = 150, 3000
DOOR_WIDTH = 90
# Of each kind: how wide and deep it is drawn, from its middle.
SIZES = {
    Kind.TABLE: (140, 80),
    Kind.COUNCILLOR: (50, 50),
    Kind.SECOND: (50, 50),
    Kind.VISITOR: (50, 50),
    Kind.ALARM: (30, 30),
    Kind.SCREEN: (120, 20),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A door begins `x` along its wall; all else has its middle at `x`, `y`."""

    kind: Kind
    x: int
    y: int = 0
    wall: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True)
class Room:
    width: int
    depth: int
    items: tuple[Item, ...] = ()

    def of(self, *kinds: Kind) -> list[Item]:
        return [item for item in self.items if item.kind in kinds]


Point = tuple[float, float]


def length_of(room: Room, wall: str) -> int:
    return room.width if wall in {Wall.TOP, Wall.BOTTOM} else room.depth


def place_of(room: Room, item: Item) -> Point:
    """Its middle. That of a door lies in its wall."""
    if not item.wall:
        return float(item.x), float(item.y)
    middle = item.x + DOOR_WIDTH / 2
    if item.wall in {Wall.TOP, Wall.BOTTOM}:
        return middle, 0.0 if item.wall == Wall.TOP else float(room.depth)
    return 0.0 if item.wall == Wall.LEFT else float(room.width), middle


def apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
