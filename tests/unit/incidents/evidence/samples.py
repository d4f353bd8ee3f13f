"""Small files of every kind, made by code."""

import struct
from io import BytesIO
from typing import Any

from PIL import Image


def picture(format_: str = "JPEG", size: tuple[int, int] = (20, 20), **options: Any) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", size, "red").save(drawn, format_, **options)
    return drawn.getvalue()


def media(brand: bytes, *compatible: bytes) -> bytes:
    """The start of a file of the MP4 family."""
    body = brand + bytes(4) + b"".join(compatible)
    return struct.pack(">I", len(body) + 8) + b"ftyp" + body + struct.pack(">I", 308) + b"mdat" + bytes(300)


def riff(kind: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", 400) + kind + b"fmt \x10\x00\x00\x00" + bytes(380)


def ole(*, mail: bool) -> bytes:
    mark = "__properties_version1.0".encode("utf-16-le") if mail else b"WordDocument"
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(100_000) + mark + bytes(100)


MAIL = b"Return-Path: <a@example.org>\r\nFrom: a@example.org\r\nSubject: You\r\n\r\nWe know where you live.\r\n"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + bytes(50)
MKV = b"\x1aE\xdf\xa3\xa3B\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x88matroska" + bytes(50)
OPUS = b"OggS\x00\x02" + bytes(22) + b"\x01\x1eOpusHead" + bytes(50)
# In two parts, so that no scanner takes this file for what it tests with.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
