"""A process's data, taken apart. It may come from anybody: what is not as it has to be is a ProcessError, always.

Each function takes one part out of a row by its key and hands it on with its type known. `within` puts the name of the
rule before whatever is wrong in it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Row = Mapping[str, Any]

LONGEST = 500
MOST = 10_000
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


class ProcessError(ValueError):
    """A process that cannot be used. Says which rule, and what is wrong with it."""


@contextmanager
def within(name: str) -> Iterator[None]:
    try:
        yield
    except ProcessError as error:
        raise ProcessError(f"{name}: {error}") from error


def shown(value: object) -> str:
    """What somebody gave, short and harmless enough for a message."""
    if isinstance(value, str):
        return repr(value[:LONGEST])
    if value is None or isinstance(value, bool | float) or (isinstance(value, int) and abs(value) <= MOST):
        return repr(value)
    return f"a value of the type {type(value).__name__}"


def table(value: object, needs: Collection[str], may: Collection[str] = ()) -> Row:
    """All that is needed, and nothing that is unknown."""
    if not isinstance(value, dict):
        raise ProcessError(f"{shown(value)} is given where {', '.join(needs)} are needed")
    for key in needs:
        if key not in value:
            raise ProcessError(f"{key} is missing")
    for key in value:
        if key not in needs and key not in may:
            raise ProcessError(f"{shown(key)} is not known. Known: {', '.join((*needs, *may))}")
    return value


def part(row: Row, key: str, needs: Collection[str], may: Collection[str] = ()) -> Row:
    with within(key):
        return table(row[key], needs, may)


def named(row: Row, key: str) -> Row:
    """A table whose keys are names of the council's own choosing."""
    value = row.get(key, {})
    if not isinstance(value, dict):
        raise ProcessError(f"{key} has to be a table, not {shown(value)}")
    for name in value:
        with within(key):
            check_name(name)
    return value


def listed(row: Row, key: str, *, least: int = 0) -> list[Any]:
    value = row[key]
    if not isinstance(value, list) or len(value) < least:
        raise ProcessError(f"{key} has to be a list{' with something in it' if least else ''}, not {shown(value)}")
    return value


def texts(row: Row, key: str, *, least: int = 0) -> list[str]:
    values = listed(row, key, least=least)
    with within(key):
        return [check_text(value) for value in values]


def text(row: Row, key: str) -> str:
    with within(key):
        return check_text(row[key])


def name(row: Row, key: str = "name") -> str:
    with within(key):
        return check_name(row[key])


def whole(row: Row, key: str, *, least: int = 0) -> int:
    value = row[key]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST:
        raise ProcessError(f"{key} has to be a whole number from {least} to {MOST}, not {shown(value)}")
    return value


def truth(row: Row, key: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise ProcessError(f"{key} has to be true or false, not {shown(value)}")
    return value


def check_text(value: object) -> str:
    """One line that can be seen, kept and shown: no control character, no half of a character."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > LONGEST:
        raise ProcessError(f"{shown(value)} is not a line of text of at most {LONGEST} characters")
    return value


def check_name(value: object) -> str:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise ProcessError(
            f"{shown(value)} is not a name. A name has small letters, digits and _ and begins with a letter"
        )
    return value
