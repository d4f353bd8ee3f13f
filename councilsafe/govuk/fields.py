"""Form fields that GOV.UK has and Django has not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

Parts = tuple[str, str, str]
PARTS = ("day", "month", "year")
NO_PARTS: Parts = ("", "", "")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
SHORTEST_MONTH = 3


class LongTextField(forms.CharField):
    """Several lines. A line break counts as one character, as it does in the counter beside the box."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class DateInput(forms.Widget):
    """Three boxes. Their values stay apart, so that a wrong date comes back as it was typed, but for NUL characters."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Parts:
        day, month, year = (str(data.get(f"{name}-{part}", "")).replace("\x00", "").strip() for part in PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}-day" if id_ else id_


class DateInputField(forms.Field):
    """A date in three boxes. Each error names what is wrong, and marks the boxes that are (see `wrong_parts`).

    `past` refuses days after today, `future` days before it. A month may be a number or an English name.
    """

    widget = DateInput
    default_error_messages = {
        "incomplete": "%(subject)s must include a %(missing)s",
        "unreal": "%(subject)s must be a real date",
        "short_year": "Year must include 4 numbers",
        "after_today": "%(subject)s must be today or in the past",
        "before_today": "%(subject)s must be today or in the future",
    }

    def __init__(self, *, past: bool = False, future: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past, self.future = past, future

    def to_python(self, value: Any) -> date | None:
        parts = parts_of(value)
        if not any(parts):
            return None
        self._check_complete(parts)
        day, month, year = parts
        if not (year.isdecimal() and len(year) == 4):
            raise self._error("short_year", "year")
        try:
            return date(int(year), _month(month), int(day))
        except ValueError as error:
            raise self._error("unreal", *PARTS) from error

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.past and value > timezone.localdate():
            raise self._error("after_today", *PARTS)
        if value and self.future and value < timezone.localdate():
            raise self._error("before_today", *PARTS)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return parts_of(initial) != parts_of(data)

    def _check_complete(self, parts: Parts) -> None:
        missing = [part for part, text in zip(PARTS, parts, strict=True) if not text]
        if missing:
            raise self._error("incomplete", *missing)

    def _error(self, code: str, *wrong: str) -> ValidationError:
        label = str(self.label or "?")
        subject = "The date" if label.endswith("?") else label
        params = {"subject": subject, "missing": " and ".join(wrong), "wrong": wrong}
        return ValidationError(self.error_messages[code], code=code, params=params)


def parts_of(value: Any) -> Parts:
    """What stands in the three boxes for a date, its ISO text, the boxes' own values, or nothing."""
    if isinstance(value, str):
        value = date.fromisoformat(value) if value else None
    if isinstance(value, date):
        return str(value.day), str(value.month), str(value.year)
    return value or NO_PARTS


def wrong_parts(error: ValidationError) -> tuple[str, ...]:
    """The boxes that an error is about: all of them, unless it names some."""
    return (error.params or {}).get("wrong", PARTS)


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    for number, name in enumerate(MONTHS, start=1):
        if len(text) >= SHORTEST_MONTH and name.startswith(text.lower()):
            return number
    raise ValueError(f"{text} is no month.")
