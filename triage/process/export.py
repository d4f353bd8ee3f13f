"""A version as the file that it could be shipped as. What comes back from the file has the same digest."""

from collections.abc import Iterator, Mapping
from typing import Any

HEAD = """# {title}
#
# Conditions are explained in triage/process/conditions.py. In `when` every line must hold; of the texts in an inner
# list one is enough. A gate sets the least tier. Points add up; of those in one group only the highest counts.
"""
ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"'})


def as_toml(data: Mapping[str, Any]) -> str:
    """For data that `read_process` accepts: texts without control characters, whole numbers, lists and tables."""
    return "\n".join([HEAD.format(title=data["title"]), *_lines(data, ())]) + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Plain values first, because whatever follows a table's heading belongs to that table."""
    inner = {key: value for key, value in table.items() if isinstance(value, dict) and not _is_leaf(value)}
    several = {key: value for key, value in table.items() if _is_several(value)}
    for key, value in table.items():
        if key not in inner and key not in several:
            yield f"{key} = {_value(value)}"
    for key, value in inner.items():
        yield f"\n[{'.'.join((*path, key))}]"
        yield from _lines(value, (*path, key))
    for key, rows in several.items():
        for row in rows:
            yield f"\n[[{'.'.join((*path, key))}]]"
            yield from _lines(row, (*path, key))


def _is_leaf(value: Mapping[str, Any]) -> bool:
    """A small table stands on one line: a clock."""
    return set(value) == {"amount", "unit"}


def _is_several(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_value(one)}' for key, one in value.items())} }}"
    return f'"{value.translate(ESCAPED)}"' if isinstance(value, str) else str(value)
