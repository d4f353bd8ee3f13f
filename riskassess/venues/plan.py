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


def misplaced(room: Room) -> list[Item]:
    """What does not lie wholly within the room."""
    return [item for item in room.items if not lies_within(room, item)]


def lies_within(room: Room, item: Item) -> bool:
    if item.wall:
        return 0 <= item.x <= length_of(room, item.wall) - DOOR_WIDTH
    wide, deep = SIZES[item.kind]
    return wide / 2 <= item.x <= room.width - wide / 2 and deep / 2 <= item.y <= room.depth - deep / 2


# What it means ---------------------------------------------------------------------------------------------------

REACH = 120  # an arm and a step
BODY = 60  # nobody passes a person closer than this


@dataclass(frozen=True, slots=True)
class Advice:
    good: bool
    text: str


def advice(room: Room) -> list[Advice]:
    """In plain words, what is well and what to change. Nothing while councillor, visitor or door are missing."""
    councillors, visitors, doors = room.of(Kind.COUNCILLOR), room.of(Kind.VISITOR), room.of(Kind.DOOR)
    if not (councillors and visitors and doors):
        return [Advice(False, "Draw at least a door, the councillor’s chair and a visitor’s chair.")]
    seat = councillors[0]
    return [
        nearer_to_a_door(room, seat, visitors, doors),
        free_way_out(room, seat, visitors, doors),
        table_between(room, seat, visitors),
        alarm_in_reach(room, seat, visitors),
        Advice(True, "There is a second way out.")
        if len(doors) > 1
        else Advice(False, "There is one door only. Make sure that nothing blocks it."),
        Advice(True, "A second person sits in the room.")
        if room.of(Kind.SECOND)
        else Advice(False, "Set a chair for a second person, so that nobody is alone."),
    ]


def nearer_to_a_door(room: Room, seat: Item, visitors: list[Item], doors: list[Item]) -> Advice:
    if any(is_nearer(room, door, seat, visitors=visitors) for door in doors):
        return Advice(True, "The councillor sits nearer to a door than the visitors.")
    return Advice(False, "A visitor sits nearer to the door than the councillor. Let them change places.")


def is_nearer(room: Room, door: Item, seat: Item, visitors: list[Item]) -> bool:
    here = place_of(room, door)
    return all(apart(here, place_of(room, seat)) < apart(here, place_of(room, one)) for one in visitors)


def free_way_out(room: Room, seat: Item, visitors: list[Item], doors: list[Item]) -> Advice:
    for door in doors:
        ways = (from_line(place_of(room, one), place_of(room, seat), place_of(room, door)) for one in visitors)
        if all(way >= BODY for way in ways):
            return Advice(True, "The councillor’s way to a door leads past no visitor.")
    return Advice(False, "The way to every door leads past a visitor. No door may lie behind the visitor alone.")


def table_between(room: Room, seat: Item, visitors: list[Item]) -> Advice:
    tables = room.of(Kind.TABLE)
    if tables and all(any(crosses(seat, one, table) for table in tables) for one in visitors):
        return Advice(True, "A table stands between the councillor and the visitors.")
    return Advice(False, "Put a table between the councillor and every visitor.")


def alarm_in_reach(room: Room, seat: Item, visitors: list[Item]) -> Advice:
    for alarm in room.of(Kind.ALARM):
        here = place_of(room, alarm)
        own = apart(here, place_of(room, seat))
        if own <= REACH and all(own < apart(here, place_of(room, one)) for one in visitors):
            return Advice(True, "The councillor reaches the alarm or telephone, and before the visitors do.")
    return Advice(False, "Put an alarm or telephone where the councillor reaches it and the visitors do not.")


def from_line(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the straight line between two others."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    square = along_x**2 + along_y**2
    part = ((point[0] - start[0]) * along_x + (point[1] - start[1]) * along_y) / square if square else 0.0
    part = min(1.0, max(0.0, part))
    return apart(point, (start[0] + part * along_x, start[1] + part * along_y))


def crosses(one: Item, other: Item, table: Item) -> bool:
    """Whether the straight line between two chairs leads over the table."""
    wide, deep = SIZES[Kind.TABLE]
    start, way = (one.x, one.y), (other.x - one.x, other.y - one.y)
    low = (table.x - wide / 2, table.y - deep / 2)
    high = (table.x + wide / 2, table.y + deep / 2)
    enters, leaves = 0.0, 1.0
    for axis in (0, 1):
        if not way[axis]:
            if not low[axis] < start[axis] < high[axis]:
                return False
            continue
        near, far = sorted(((low[axis] - start[axis]) / way[axis], (high[axis] - start[axis]) / way[axis]))
        enters, leaves = max(enters, near), min(leaves, far)
    return enters < leaves
