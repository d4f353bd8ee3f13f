"""A CSV file as spreadsheets write it, on its way in: a small text that lands nowhere but in the form's own box."""

import codecs
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

FIELD = "sheet"
MOST = 1_000_000  # bytes
TOO_LARGE = "The file must be smaller than 1 MB. Make two of it, and gather them as two reports that belong together"
WORKBOOK = "This is a workbook. Open it, choose “Save as” and then “CSV”, and choose that file"
NO_TEXT = "This is no CSV file. Save the spreadsheet as CSV, and choose that file"
EMPTY = "The file is empty"
WORKBOOKS = (b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1"))
MARKS = {  # the longest first: one begins with another
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
LOOKED_AT = 4_000


@dataclass
class Sheet:
    """`refused` says why there is no text."""

    name: str
    text: str = ""
    refused: str = ""

    def close(self) -> None:
        """Django closes whatever was sent. Here nothing is open."""


def read_sheet(name: str, data: bytes) -> Sheet:
    if data.startswith(WORKBOOKS):
        return Sheet(name, refused=WORKBOOK)
    try:
        text = decoded(data)
    except UnicodeError:
        return Sheet(name, refused=NO_TEXT)
    if "\x00" in text:
        return Sheet(name, refused=NO_TEXT)
    return Sheet(name, text) if text.strip() else Sheet(name, refused=EMPTY)


def decoded(data: bytes) -> str:
    """By its mark, or by where the zeros stand; then as UTF-8, or else as Windows in Western Europe writes it."""
    for name in (charset_of(data), "utf-8", "cp1252"):
        if name:
            try:
                return data.decode(name)
            except UnicodeError:
                continue
    return data.decode("cp1252", errors="replace")


def charset_of(data: bytes) -> str | None:
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return name
    even, odd = data[:LOOKED_AT:2].count(0), data[1:LOOKED_AT:2].count(0)
    if even == odd == 0:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


class SheetHandler(FileUploadHandler):
    """Keeps the beginning of one file in memory, and no more than may be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.pieces, self.size = [], 0
        if self.field_name != FIELD:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size <= MOST:
            self.pieces.append(raw_data)

    def file_complete(self, file_size: int) -> Any:
        name = self.file_name or ""
        if not name:
            return None
        return Sheet(name, refused=TOO_LARGE) if self.size > MOST else read_sheet(name, b"".join(self.pieces))


class SheetField(forms.Field):
    widget = forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"})

    def clean(self, value: Any) -> Sheet | None:
        if isinstance(value, Sheet) and value.refused:
            raise ValidationError(value.refused)
        return value if isinstance(value, Sheet) else None
