"""A room from above: everything drawn lies in it, and the advice is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskassess.venues.drawing import LONGER_SIDE, drawn
from riskassess.venues.plan import (
    BODY,
    DOOR_WIDTH,
    NARROWEST,
    SIZES,
    WIDEST,
    Item,
    Kind,
    Room,
    Wall,
    advice,
    apart,
    from_line,
    length_of,
    misplaced,
    place_of,
)
from riskassess.venues.plan_form import SLOTS, PlanForm, typed

DOOR = Item(Kind.DOOR, 50, wall=Wall.TOP)
COUNCILLOR, VISITOR = Item(Kind.COUNCILLOR, 100, 100), Item(Kind.VISITOR, 100, 320)
TABLE, ALARM = Item(Kind.TABLE, 100, 200), Item(Kind.ALARM, 170, 100)
GOOD = Room(500, 400, (DOOR, COUNCILLOR, VISITOR, TABLE, ALARM))
NEARER, WAY, BETWEEN, REACHED, SECOND_WAY, SECOND_PERSON = range(6)


@st.composite
def rooms(draw: st.DrawFn) -> Room:
    """Every room that the form takes."""
    empty = Room(draw(st.integers(NARROWEST, WIDEST)), draw(st.integers(NARROWEST, WIDEST)))
    items = []
    for kind, most in SLOTS.items():
        for number in range(1, draw(st.integers(0, most)) + 1):
            items.append(draw(placed(empty, kind, number)))
    return Room(empty.width, empty.depth, tuple(items))


def placed(room: Room, kind: Kind, number: int) -> st.SearchStrategy[Item]:
    if kind == Kind.DOOR:
        return st.sampled_from(Wall).flatmap(
            lambda wall: st.integers(0, length_of(room, wall) - DOOR_WIDTH).map(
                lambda x: Item(kind, x, wall=wall, number=number)
            )
        )
    wide, deep = (side // 2 for side in SIZES[kind])
    across, down = st.integers(wide, room.width - wide), st.integers(deep, room.depth - deep)
    return st.tuples(across, down).map(lambda at: Item(kind, *at, number=number))


@given(rooms())
def test_everything_that_is_drawn_lies_within_the_room(room: Room) -> None:
    drawing = drawn(room)
    assert misplaced(room) == []
    assert max(drawing.width, drawing.height) == LONGER_SIDE
    assert len(drawing.shapes) == len(drawing.lines) == len(room.items)
    for shape in drawing.shapes:
        assert -1 <= shape.x <= drawing.width + 1 - shape.width, shape
        assert -1 <= shape.y <= drawing.height + 1 - shape.height, shape


@given(rooms())
def test_the_form_gives_back_what_it_took(room: Room) -> None:
    form = PlanForm({name: str(value) for name, value in typed(room).items()})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["room"] == room


@given(rooms())
def test_the_advice_about_doors_is_what_measuring_says(room: Room) -> None:
    seats, visitors, doors = room.of(Kind.COUNCILLOR), room.of(Kind.VISITOR), room.of(Kind.DOOR)
    said = advice(room)
    if not (seats and visitors and doors):
        assert [one.good for one in said] == [False]
        return
    seat = place_of(room, seats[0])
    people = [place_of(room, one) for one in visitors]
    nearer = [all(apart(door, seat) < apart(door, one) for one in people) for door in ways(room)]
    free = [all(from_line(one, seat, door) >= BODY for one in people) for door in ways(room)]
    assert (said[NEARER].good, said[WAY].good) == (any(nearer), any(free))
    assert said[SECOND_WAY].good == (len(doors) > 1)
    assert said[SECOND_PERSON].good == bool(room.of(Kind.SECOND))


def ways(room: Room) -> list[tuple[float, float]]:
    return [place_of(room, door) for door in room.of(Kind.DOOR)]


@given(rooms())
def test_whoever_sits_on_a_visitors_way_out_never_has_a_free_one_through_them(room: Room) -> None:
    """A visitor who sits in every door lets nobody pass."""
    doors = [Item(Kind.DOOR, 10, wall=Wall.TOP)]
    blocked = Room(
        room.width, room.depth, (*doors, Item(Kind.COUNCILLOR, 75, room.depth - 25), Item(Kind.VISITOR, 55, 25))
    )
    assert not advice(blocked)[WAY].good


def test_a_room_that_is_set_up_well() -> None:
    said = advice(GOOD)
    assert [one.good for one in said] == [True, True, True, True, False, False]
    better = Room(500, 400, (*GOOD.items, Item(Kind.DOOR, 50, wall=Wall.BOTTOM, number=2), Item(Kind.SECOND, 170, 60)))
    assert all(one.good for one in advice(better))


@pytest.mark.parametrize(
    ("instead", "wrong"),
    [
        ({COUNCILLOR: Item(Kind.COUNCILLOR, 100, 320), VISITOR: Item(Kind.VISITOR, 100, 100)}, {NEARER, WAY, REACHED}),
        ({TABLE: Item(Kind.TABLE, 400, 200)}, {BETWEEN}),
        ({ALARM: Item(Kind.ALARM, 400, 380)}, {REACHED}),
        ({ALARM: Item(Kind.ALARM, 100, 260)}, {REACHED}),
        ({DOOR: Item(Kind.DOOR, 50, wall=Wall.BOTTOM)}, {NEARER, WAY}),
    ],
)
def test_what_is_wrong_is_said(instead: dict[Item, Item], wrong: set[int]) -> None:
    room = Room(500, 400, tuple(instead.get(item, item) for item in GOOD.items))
    said = advice(room)
    assert {number for number in range(4) if not said[number].good} == wrong


@pytest.mark.parametrize(
    ("boxes", "error"),
    [
        ({"table_1_x": "1"}, "Table needs both answers, or none"),
        ({"door_1_wall": "top"}, "Door 1 needs both answers, or none"),
        ({"door_1_x": "1"}, "Door 1 needs both answers, or none"),
        ({"table_1_x": "0.5", "table_1_y": "2"}, "Table does not fit into the room there"),
        ({"door_1_wall": "left", "door_1_x": "3.2"}, "Door 1 does not fit into the room there"),
        ({"visitor_2_x": "4.9", "visitor_2_y": "3.9"}, "Visitor’s chair 2 does not fit into the room there"),
        ({"table_1_x": "1; DROP", "table_1_y": "2"}, ""),
        ({"door_1_wall": "roof", "door_1_x": "1"}, ""),
        ({"table_1_x": "NaN", "table_1_y": "2"}, ""),
    ],
)
def test_what_cannot_be_is_said_where_it_is(boxes: dict[str, str], error: str) -> None:
    form = PlanForm({"width": "5", "depth": "4", **boxes})
    assert not form.is_valid()
    assert error in str(form.errors)
