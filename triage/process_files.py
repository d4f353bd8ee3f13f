"""The file of a version on its way in: a small text, held in memory while it is read and kept nowhere."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from triage.process.edits import Data
from triage.process.imports import NotAVersionError, data_from

FIELD = "file"
LARGEST = 1024 * 1024  # bytes
TOO_LARGE = "The file must not be larger than 1 MB"


@dataclass
class ProcessFile:
    content: bytes
    too_large: bool

    def close(self) -> None:
        """Django closes whatever was sent. Here nothing is open."""


class ProcessFileHandler(FileUploadHandler):
    """Keeps one file, and no more of it than may be sent."""

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
        if self.size <= LARGEST:
            self.pieces.append(raw_data)

    def file_complete(self, file_size: int) -> Any:
        return ProcessFile(b"".join(self.pieces), self.size > LARGEST) if self.file_name else None


class ProcessFileField(forms.Field):
    """The data in the file. What cannot be read is said at the field."""

    widget = forms.FileInput(attrs={"accept": ".toml,text/plain,application/toml"})

    def clean(self, value: Any) -> Data:
        if not isinstance(value, ProcessFile):
            raise ValidationError("Select the file")
        if value.too_large:
            raise ValidationError(TOO_LARGE)
        if not value.content.strip():
            raise ValidationError("The file is empty")
        try:
            return data_from(value.content)
        except NotAVersionError as error:
            raise ValidationError(str(error)) from error
