"""A room as it is drawn: rectangles with words, in units of which the longer side of the room has 600."""

from dataclasses import dataclass

from riskassess.models import VenueAssessment
from riskassess.venues.plan import DOOR_WIDTH, SIZES, Advice, Item, Kind, Room, Wall, advice, misplaced, place_of

LONGER_SIDE = 600
DOOR_THICK = 14
SHORT = {
    Kind.DOOR: "Door",
    Kind.TABLE: "Table",
    Kind.COUNCILLOR: "You",
    Kind.SECOND: "2nd",
    Kind.VISITOR: "Visitor",
    Kind.ALARM: "Alarm",
    Kind.SCREEN: "Screen",
}


@dataclass(frozen=True, slots=True)
class Shape:
    kind: str
    x: int
    y: int
    width: int
    height: int
    word: str
    word_x: int
    word_y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """`lines` say the same for those who do not see it."""

    width: int
    height: int
    shapes: list[Shape]
    lines: list[str]
    advice: list[Advice]


def room_of(assessment: VenueAssessment) -> Room | None:
    """As it was saved; None where nobody has drawn one."""
    if not (assessment.width_cm and assessment.depth_cm):
        return None
    items = tuple(Item(Kind(one.kind), one.x_cm, one.y_cm, one.wall, one.number) for one in assessment.plan_items.all())
    return Room(assessment.width_cm, assessment.depth_cm, items)


def drawn(room: Room) -> Drawing:
    scale = LONGER_SIDE / max(room.width, room.depth)
    off = misplaced(room)
    items = [item for item in room.items if item not in off]
    return Drawing(
        round(room.width * scale),
        round(room.depth * scale),
        [shape_of(room, item, scale) for item in items],
        [in_words(room, item) for item in items],
        advice(room),
    )


def shape_of(room: Room, item: Item, scale: float) -> Shape:
    x, y = place_of(room, item)
    if item.wall:
        return door(item, x * scale, y * scale, DOOR_WIDTH * scale)
    wide, deep = (side * scale for side in SIZES[item.kind])
    left, top = round(x * scale - wide / 2), round(y * scale - deep / 2)
    return Shape(item.kind, left, top, round(wide), round(deep), SHORT[item.kind], round(x * scale), round(y * scale))


def door(item: Item, x: float, y: float, length: float) -> Shape:
    """Flat in its wall, its word inside of the room."""
    along = item.wall in {Wall.TOP, Wall.BOTTOM}
    wide, deep = (length, DOOR_THICK) if along else (DOOR_THICK, length)
    back_x = DOOR_THICK if item.wall == Wall.RIGHT else 0
    back_y = DOOR_THICK if item.wall == Wall.BOTTOM else 0
    left = x - length / 2 if along else x - back_x
    top = y - back_y if along else y - length / 2
    word_x = x if along else x + (36 if item.wall == Wall.LEFT else -36)
    word_y = y + (30 if item.wall == Wall.TOP else -30) if along else y
    return Shape(
        item.kind, round(left), round(top), round(wide), round(deep), SHORT[item.kind], round(word_x), round(word_y)
    )


def in_words(room: Room, item: Item) -> str:
    if item.wall:
        start = "left" if item.wall in {Wall.TOP, Wall.BOTTOM} else "top"
        return f"{item.kind.label} in the {item.wall} wall, {metres(item.x)} from its {start} end."
    return f"{item.kind.label}: {metres(item.x)} from the left wall, {metres(item.y)} from the top wall."


def metres(centimetres: int) -> str:
    return f"{centimetres / 100:.2f}".rstrip("0").rstrip(".") + " m"
