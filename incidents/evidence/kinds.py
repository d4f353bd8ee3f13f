"""What a file is, by its content and never by its name: the only kinds that are taken."""

import re
from dataclasses import dataclass

import puremagic

HEAD = 64 * 1024
MAIL, OUTLOOK = "message/rfc822", "application/vnd.ms-outlook"
MESSAGES = (MAIL, OUTLOOK)


@dataclass(frozen=True)
class Kind:
    """`suffix` is what a download is named with; `pillow` is Pillow's name where a preview can be made."""

    label: str
    suffix: str
    pillow: str = ""


KINDS = {
    "image/jpeg": Kind("Picture", "jpg", "JPEG"),
    "image/png": Kind("Picture", "png", "PNG"),
    "image/gif": Kind("Picture", "gif", "GIF"),
    "image/webp": Kind("Picture", "webp", "WEBP"),
    "image/avif": Kind("Picture", "avif", "AVIF"),
    "image/tiff": Kind("Picture", "tiff", "TIFF"),
    "image/heic": Kind("Picture", "heic", "HEIF"),
    "audio/mpeg": Kind("Sound recording", "mp3"),
    "audio/mp4": Kind("Sound recording", "m4a"),
    "audio/aac": Kind("Sound recording", "aac"),
    "audio/amr": Kind("Sound recording", "amr"),
    "audio/wav": Kind("Sound recording", "wav"),
    "audio/flac": Kind("Sound recording", "flac"),
    "audio/aiff": Kind("Sound recording", "aiff"),
    "audio/x-caf": Kind("Sound recording", "caf"),
    "application/ogg": Kind("Sound recording or video", "ogg"),
    "video/mp4": Kind("Video", "mp4"),
    "video/quicktime": Kind("Video", "mov"),
    "video/3gpp": Kind("Video", "3gp"),
    "video/webm": Kind("Video", "webm"),
    "video/x-matroska": Kind("Video", "mkv"),
    "video/x-msvideo": Kind("Video", "avi"),
    "video/x-ms-wmv": Kind("Video", "wmv"),
    "application/pdf": Kind("PDF", "pdf"),
    MAIL: Kind("Saved email", "eml"),
    OUTLOOK: Kind("Saved email", "msg"),
}

# By the extensions that puremagic gives to a signature, which are more exact than its media types.
SIGNATURES = {
    **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif"), "image/jpeg"),
    **dict.fromkeys((".png",), "image/png"),
    **dict.fromkeys((".gif",), "image/gif"),
    **dict.fromkeys((".webp",), "image/webp"),
    **dict.fromkeys((".tif", ".tiff"), "image/tiff"),
    **dict.fromkeys((".mp3", ".mpga"), "audio/mpeg"),
    **dict.fromkeys((".aac",), "audio/aac"),
    **dict.fromkeys((".amr",), "audio/amr"),
    **dict.fromkeys((".wav",), "audio/wav"),
    **dict.fromkeys((".flac",), "audio/flac"),
    **dict.fromkeys((".aif", ".aiff"), "audio/aiff"),
    **dict.fromkeys((".caf",), "audio/x-caf"),
    **dict.fromkeys((".ogg", ".oga", ".ogv"), "application/ogg"),
    **dict.fromkeys((".mov",), "video/quicktime"),
    **dict.fromkeys((".webm",), "video/webm"),
    **dict.fromkeys((".mkv",), "video/x-matroska"),
    **dict.fromkeys((".avi",), "video/x-msvideo"),
    **dict.fromkeys((".wmv", ".asf"), "video/x-ms-wmv"),
    **dict.fromkeys((".pdf",), "application/pdf"),
}
# The MP4 family says what it is in four letters. Every other member of it is a video.
BRANDS = {
    **dict.fromkeys((b"mif1", b"msf1", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "image/heic"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"M4A ", b"M4B ", b"F4A ", b"F4B "), "audio/mp4"),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3g2a"), "video/3gpp"),
    b"qt  ": "video/quicktime",
}

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
OUTLOOK_MARK = "__properties_version1.0".encode("utf-16-le")
HEADER = re.compile(rb"([!-9;-~]{1,76}):")
MAIL_HEADERS = frozenset(
    b"from to cc date subject sender received return-path delivered-to message-id mime-version content-type".split()
)


def kind_of(head: bytes, *, is_outlook: bool = False) -> str | None:
    """The media type of a file by its first bytes, None when it is not taken. `is_outlook`: a mail's mark is in it."""
    if head.startswith(OLE):
        return OUTLOOK if is_outlook else None
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video/mp4")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
    return by_signature(start) or (MAIL if is_mail(start) else None)


def by_signature(head: bytes) -> str | None:
    try:
        found = [match.extension for match in puremagic.magic_string(head)]
    except (puremagic.PureError, ValueError):  # it knows no such signature, or there is nothing to look at
        return None
    kinds = [SIGNATURES[extension] for extension in found if extension in SIGNATURES]
    return kinds[0] if kinds else None


def is_mail(head: bytes) -> bool:
    """Headers come first, and at least two of them are those of mails."""
    lines = head[:HEAD].splitlines()
    if lines and lines[0].startswith(b"From "):
        lines = lines[1:]
    if not lines or not HEADER.match(lines[0]):
        return False
    blank = lines.index(b"") if b"" in lines else len(lines)
    names = {match[1].lower() for line in lines[:blank] if (match := HEADER.match(line))}
    return len(names & MAIL_HEADERS) > 1


class Sniffer:
    """Told every chunk as it passes by, it keeps only what is needed to say what they are of."""

    def __init__(self) -> None:
        self._head = b""
        self._tail = b""
        self._is_outlook = False

    def feed(self, chunk: bytes) -> None:
        if len(self._head) < HEAD:
            self._head += chunk[: HEAD - len(self._head)]
        if self._head.startswith(OLE) and not self._is_outlook:
            seen = self._tail + chunk
            self._is_outlook = OUTLOOK_MARK in seen
            self._tail = seen[-len(OUTLOOK_MARK) :]

    @property
    def kind(self) -> str | None:
        return kind_of(self._head, is_outlook=self._is_outlook)
