"""A calendar file on its way in: a small text that lands nowhere but in the page that shows what it says."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from councilsafe.accounts.guards import SignedInRequest, View

MOST = 1_000_000  # bytes
TOO_LARGE = "The file must be smaller than 1 MB"
NO_TEXT = "This is no calendar file. Choose a file that ends in .ics"
EMPTY = "The file is empty"


class SmallText(FileUploadHandler):
    """Keeps one file's text in memory. What is too much is read past, so that its sender can be told why."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = b""
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        self.content = b"" if self.size > MOST else self.content + raw_data

    def file_complete(self, file_size: int) -> Any:
        return Text(self.content, self.size)


class Text:
    """What came. `charset` and the like of Django's own files are not needed."""

    def __init__(self, content: bytes, size: int) -> None:
        self.content, self.size = content, size

    def close(self) -> None:
        """Nothing is open."""


class TextFileField(forms.Field):
    widget = forms.FileInput(attrs={"accept": ".ics,text/calendar"})

    def clean(self, value: Any) -> str:
        """The text of the file; empty when none was chosen."""
        if not isinstance(value, Text):
            return ""
        if not value.size:
            raise ValidationError(EMPTY)
        if value.size > MOST:
            raise ValidationError(TOO_LARGE)
        try:
            return value.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(NO_TEXT) from error


def receives_text(view: Callable[..., HttpResponse]) -> View:
    """For a view that takes such a file, nearest to it: the check for forgery reads the body, so it has to wait."""
    protected = csrf_protect(view)

    @wraps(view)
    def receiving(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [SmallText(request)]
        return protected(request, *args, **kwargs)

    return csrf_exempt(receiving)
