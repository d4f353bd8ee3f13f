"""Where the bars of a chart go. The template draws them; beside them always stand a table and a sentence.

Lengths across are percentages of the width at hand, heights are pixels: so words keep their size on a phone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

ROW_HEIGHT = 52
BAR_HEIGHT = 18
BAR_TOP = 26
COLUMNS_HEIGHT = 160
COLUMNS_TOP = 24
AXIS_HEIGHT = 26
SHORT = 8
COLUMN_SHARE = 0.7  # of its slot; the rest is the gap

Item = tuple[str, int, str | None]


@dataclass(frozen=True)
class Bar:
    """`href` leads to the list that the number counts. `x` and `width` are percentages, `y` and `height` pixels."""

    label: str
    value: int
    href: str | None
    x: str
    y: int
    width: str
    height: int


@dataclass(frozen=True)
class Text:
    words: str
    x: str
    y: int
    anchor: str = "start"


@dataclass(frozen=True)
class Chart:
    """`unit` is what the numbers count, in the plural: "open cases"."""

    title: str
    unit: str
    sentence: str
    height: int
    bars: Sequence[Bar]
    texts: Sequence[Text] = field(default_factory=list)
    baseline: int | None = None

    @property
    def is_short(self) -> bool:
        """Few enough numbers to stand open below the drawing."""
        return len(self.bars) <= SHORT

    @property
    def id(self) -> str:
        return "chart-" + "-".join("".join(c if c.isalnum() else " " for c in self.title.lower()).split())


def bars(title: str, items: Iterable[Item], *, unit: str, sentence: str = "") -> Chart:
    """Kinds beside each other: one lying bar each, its label and number above it."""
    rows = list(items)
    most = max((value for _label, value, _href in rows), default=0)
    return Chart(
        title=title,
        unit=unit,
        sentence=sentence or _most(rows, unit),
        height=ROW_HEIGHT * len(rows),
        bars=[_lying(row, place, most) for place, row in enumerate(rows)],
        texts=[
            Text(f"{label}: {value}", "0%", ROW_HEIGHT * place + BAR_TOP - 8)
            for place, (label, value, _href) in enumerate(rows)
        ],
    )


def columns(title: str, items: Iterable[Item], *, unit: str, sentence: str = "") -> Chart:
    """A run of weeks or months: one standing bar each, the first and last named below."""
    rows = list(items)
    most = max((value for _label, value, _href in rows), default=0)
    floor = COLUMNS_TOP + COLUMNS_HEIGHT
    ends = [Text(rows[0][0], "0%", floor + 20), Text(rows[-1][0], "100%", floor + 20, "end")] if rows else []
    return Chart(
        title=title,
        unit=unit,
        sentence=sentence or _most(rows, unit),
        height=floor + AXIS_HEIGHT,
        bars=[_standing(row, place, len(rows), most) for place, row in enumerate(rows)],
        texts=[Text(f"Most: {most}", "0%", COLUMNS_TOP - 8), *ends],
        baseline=floor,
    )


def _lying(row: Item, place: int, most: int) -> Bar:
    label, value, href = row
    return Bar(label, value, href, "0%", ROW_HEIGHT * place + BAR_TOP, _percent(_share(value, most)), BAR_HEIGHT)


def _standing(row: Item, place: int, count: int, most: int) -> Bar:
    label, value, href = row
    slot = 1 / count
    height = round(COLUMNS_HEIGHT * _share(value, most))
    top = COLUMNS_TOP + COLUMNS_HEIGHT - height
    left = slot * (place + (1 - COLUMN_SHARE) / 2)
    return Bar(label, value, href, _percent(left), top, _percent(slot * COLUMN_SHARE), height)


def _share(value: int, most: int) -> float:
    return value / most if most else 0


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"


def _most(rows: Sequence[Item], unit: str) -> str:
    """What a reader should take away when nobody wrote it better."""
    total = sum(value for _label, value, _href in rows)
    if not total:
        return f"There are no {unit}."
    label, value, _href = max(rows, key=lambda row: row[1])
    return f"{total} {unit} in all. The most, {value}, stand under “{label}”."
