"""Who gets what at every address: the whole of it, one line for an address, a method and what it is about.

`ok` is a page or a step onwards; `in` sends to the sign-in; 403 is not for this role or not now; 404 is as if it did
not exist; 405 is not a page. `reporter` made the reports and the draft and is the councillor reviewed; `stranger` is
another councillor; `group-lead` leads the reporter's group. Cases: `new`, `answered` (shared with champion and group,
with a lower tier proposed by somebody else), `closed`, `restricted` (shared as well, but kept for the monitoring
officer, answered). `person` is behind `new`, `kept-person` behind `restricted`;
`pattern` holds the first of them, `kept-pattern` the other. POST is sent without any data: `ok`
then means that the form is shown again or that the deed was done.

The tables are the files beside this one, a part of the house each. What a part is about, it makes in a module of its
own name (`things`).
"""

from pathlib import Path

COLUMNS = [
    "anonymous",
    "reporter",
    "stranger",
    "officer",
    "manager",
    "monitoring",
    "safety",
    "champion",
    "group-lead",
    "police",
    "admin",
]

TABLES = sorted(Path(__file__).parent.glob("*.txt"))


def rows() -> list[tuple[str, str, str, dict[str, str]]]:
    """Name, method, what it is about, and what each column gets."""
    lines = [line.split() for table in TABLES for line in table.read_text(encoding="utf-8").splitlines()]
    return [(name, method, about, dict(zip(COLUMNS, cells, strict=True))) for name, method, about, *cells in lines]
