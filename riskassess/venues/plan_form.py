"""The seating plan as a form: every thing that can stand in a room has its boxes, in metres."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from riskassess.venues.plan import NARROWEST, WIDEST, Item, Kind, Room, Wall, lies_within

# How many of each there can be, in the order of the form.
SLOTS = {
    Kind.DOOR: 2,
    Kind.TABLE: 1,
    Kind.COUNCILLOR: 1,
    Kind.SECOND: 1,
    Kind.VISITOR: 3,
    Kind.ALARM: 1,
    Kind.SCREEN: 1,
}


class Thing(NamedTuple):
    title: str
    fields: list[BoundField]


def metres(label: str, *, required: bool = False, least: int = 0) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=Decimal(least) / 100,
        max_value=Decimal(WIDEST) / 100,
        max_digits=4,
        decimal_places=2,
    )


def names() -> Iterator[tuple[Kind, int, str]]:
    for kind, most in SLOTS.items():
        for number in range(1, most + 1):
            yield kind, number, f"{kind}_{number}"


def title_of(kind: Kind, number: int) -> str:
    return f"{kind.label} {number}" if SLOTS[kind] > 1 else str(kind.label)


class PlanForm(GovukForm):
    width = metres("Width of the room", required=True, least=NARROWEST)
    depth = metres("Depth of the room", required=True, least=NARROWEST)
    looks = {"width": Look(width=4, suffix="m"), "depth": Look(width=4, suffix="m")}
    submit_label = "Draw and save"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, number, name in names():
            title = title_of(kind, number)
            if kind == Kind.DOOR:
                walls = [("", "No door"), *Wall.choices]
                self.fields[f"{name}_wall"] = forms.ChoiceField(label=f"{title}: wall", choices=walls, required=False)
                self.fields[f"{name}_x"] = metres(f"{title}: from the wall’s left or top end")
            else:
                self.fields[f"{name}_x"] = metres(f"{title}: from the left wall")
                self.fields[f"{name}_y"] = metres(f"{title}: from the top wall")

    def look(self, name: str) -> Look:
        return Look(width=4, suffix="m") if name.endswith(("_x", "_y")) else super().look(name)

    def things(self) -> list[Thing]:
        return [
            Thing(title_of(kind, number), [self[f"{name}_{end}"] for end in ends_of(kind)])
            for kind, number, name in names()
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            self.cleaned_data["room"] = self.room()
        return self.cleaned_data

    def room(self) -> Room:
        empty = Room(cm(self.cleaned_data["width"]), cm(self.cleaned_data["depth"]))
        items = [self.item(empty, kind, number, name) for kind, number, name in names()]
        return Room(empty.width, empty.depth, tuple(item for item in items if item))

    def item(self, room: Room, kind: Kind, number: int, name: str) -> Item | None:
        first, second = (self.cleaned_data.get(f"{name}_{end}") for end in ends_of(kind))
        if first in {None, ""} and second is None:
            return None
        if first in {None, ""} or second is None:
            missing = ends_of(kind)[0 if first in {None, ""} else 1]
            self.add_error(f"{name}_{missing}", f"{title_of(kind, number)} needs both answers, or none")
            return None
        door = kind == Kind.DOOR
        item = Item(kind, cm(second if door else first), 0 if door else cm(second), first if door else "", number)
        if not lies_within(room, item):
            self.add_error(f"{name}_x", f"{title_of(kind, number)} does not fit into the room there")
        return item


def ends_of(kind: Kind) -> tuple[str, str]:
    return ("wall", "x") if kind == Kind.DOOR else ("x", "y")


def cm(value: Decimal) -> int:
    return int(value * 100)


def typed(room: Room) -> dict[str, Any]:
    """A saved room, as the form shows it."""
    values: dict[str, Any] = {"width": m(room.width), "depth": m(room.depth)}
    for item in room.items:
        name = f"{item.kind}_{item.number}"
        values |= (
            {f"{name}_x": m(item.x), f"{name}_wall": item.wall}
            if item.wall
            else {
                f"{name}_x": m(item.x),
                f"{name}_y": m(item.y),
            }
        )
    return values


def m(centimetres: int) -> Decimal:
    return (Decimal(centimetres) / 100).normalize() + 0
