"""Pages of a long list without ever counting it: each begins where the last one ended (keyset pagination)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

from django.db.models import CharField, Field, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

Row = TypeVar("Row", bound=Model)
BIGGEST_ID = 2**63 - 1
BIGGEST_NUMBER = 2**31
LONGEST_CURSOR = 1000
LAST = "last"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """A cursor is None where there is nothing more to see in its direction."""

    rows: Sequence[Row]
    next_cursor: str | None
    previous_cursor: str | None


class Position(NamedTuple):
    """Beside which row, and whether the page wanted lies before it."""

    values: tuple[date | int | str, ...]
    id: int
    before: bool


def keyset_page(
    queryset: QuerySet[Row],
    *,
    field: str | tuple[str, str],
    descending: bool,
    size: int = 25,
    cursor: str | None = None,
) -> Page[Row]:
    """One page by `field` (a date, datetime or text, without nulls), then by id. A cursor without sense is page one.

    Of two fields the first is a whole number, which counts before the other and in the same direction. The cursor LAST
    is the last page, found from the end, so that it costs what the first one does.
    """
    fields = (field,) if isinstance(field, str) else field
    position = _decode(cursor, len(fields), _is_text(queryset, fields[-1]))
    backwards = cursor == LAST or bool(position and position.before)
    rows = _rows(queryset, fields, descending != backwards, position, size + 1)
    more, rows = len(rows) > size, rows[:size]
    if position and not (more or (rows and not backwards)):
        return keyset_page(queryset, field=field, descending=descending, size=size)
    if backwards:
        rows.reverse()
    onwards = cursor != LAST and (more or backwards)
    return Page(
        rows,
        next_cursor=_encode(rows[-1], fields, before=False) if onwards else None,
        previous_cursor=_encode(rows[0], fields, before=True) if position or (cursor == LAST and more) else None,
    )


def _is_text(queryset: QuerySet[Row], name: str) -> bool:
    """Of a column, or of what the query itself added."""
    added = queryset.query.annotations.get(name)
    field = queryset.model._meta.get_field(name) if added is None else added.output_field
    return isinstance(field, CharField)


class _RowValue(Func):
    """`ROW(due_at, id)`: PostgreSQL compares it as one, and takes the comparison from an index on both."""

    function = "ROW"
    output_field = Field()


def _rows(
    queryset: QuerySet[Row], fields: tuple[str, ...], falling: bool, position: Position | None, limit: int
) -> list[Row]:
    if position:
        beyond = LessThan if falling else GreaterThan
        there = _RowValue(*map(Value, position.values), Value(position.id))
        queryset = queryset.filter(beyond(_RowValue(*fields, "pk"), there))
    sign = "-" if falling else ""
    return list(queryset.order_by(*(f"{sign}{field}" for field in fields), f"{sign}pk")[:limit])


def _encode(row: Model, fields: tuple[str, ...], *, before: bool) -> str:
    *numbers, last = (getattr(row, field) for field in fields)
    text = json.dumps([*numbers, last if isinstance(last, str) else last.isoformat(), row.pk, before])
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str | None, length: int, as_text: bool) -> Position | None:
    """People shorten and edit addresses: whatever cannot be read is no position, and no error."""
    try:
        *numbers, last, pk, before = json.loads(urlsafe_b64decode(f"{(cursor or '')[:LONGEST_CURSOR]}=="))
        return _checked(Position((*numbers, _text(last) if as_text else _moment(last)), pk, before), length)
    except (ValueError, TypeError):
        return None


def _text(text: str) -> str:
    if not isinstance(text, str) or "\x00" in text:
        raise ValueError("No text that is kept is like that.")
    text.encode()
    return text


def _moment(text: str) -> date:
    moment = date.fromisoformat(text) if len(text) == len("2026-11-21") else datetime.fromisoformat(text)
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise ValueError("A time without a time zone is not ours.")
    return moment


def _checked(position: Position, length: int) -> Position:
    if type(position.id) is not int or type(position.before) is not bool or not 0 < position.id <= BIGGEST_ID:
        raise ValueError("No row has such an id.")
    if len(position.values) != length or not all(_is_small(number) for number in position.values[:-1]):
        raise ValueError("The list is in another order.")
    return position


def _is_small(number: object) -> bool:
    return type(number) is int and abs(number) < BIGGEST_NUMBER
