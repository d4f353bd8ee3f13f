"""Files as people send them, and as somebody would make them who wishes us harm: a table of what becomes of each.

Everything is made by code. What a virus scanner would take away is written in two parts.
"""

import gzip
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from pillow_heif import register_heif_opener

from tests.corpus import outlook
from tests.corpus.messages import MESSAGES

MAIL, OUTLOOK = "message/rfc822", "application/vnd.ms-outlook"
SCRIPT = b"<script>alert(document.domain)</script>"
register_heif_opener()


@dataclass(frozen=True)
class File:
    """`kind` is what it is recognised as by its content; without one it is refused. `preview`: whether it has one."""

    content: bytes
    name: str
    kind: str = ""
    preview: bool = False


def picture(format_: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", size, "teal").save(drawn, format_, **options)
    return drawn.getvalue()


def with_place(format_: str = "JPEG") -> bytes:
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "A telephone"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return picture(format_, exif=exif)


def heic_bomb() -> bytes:
    """A photo of a phone that claims to be 60,000 pixels wide and high."""
    photo = picture("HEIF")
    at = photo.index(b"ispe") + 8  # after its name, its version and its flags
    return photo[:at] + struct.pack(">II", 60_000, 60_000) + photo[at + 8 :]


def moving() -> bytes:
    drawn, frames = BytesIO(), [Image.new("RGB", (40, 30), colour) for colour in ("red", "teal", "white")]
    frames[0].save(drawn, "GIF", save_all=True, append_images=frames[1:])
    return drawn.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb() -> bytes:
    """A few kilobytes that claim to be 60,000 pixels wide and high."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def png_with_huge_text() -> bytes:
    """A comment that unpacks to 100 MB."""
    whole = picture("PNG")
    text = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000)))
    return whole[:33] + text + whole[33:]


def archive(**inside: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in inside.items():
            file.writestr(name, content)
    return packed.getvalue()


def media(brand: bytes, *more: bytes) -> bytes:
    """The beginning of a file of the MP4 family."""
    body = brand + bytes(4) + b"".join(more)
    return struct.pack(">I", len(body) + 8) + b"ftyp" + body + struct.pack(">I", 308) + b"mdat" + bytes(300)


def riff(kind: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", 400) + kind + b"fmt \x10\x00\x00\x00" + bytes(380)


def matroska(kind: bytes) -> bytes:
    said = b"B\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82" + bytes([0x80 + len(kind)]) + kind
    return b"\x1aE\xdf\xa3" + bytes([0x80 + len(said)]) + said + bytes(50)


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PDF_SCRIPT = b"%PDF-1.7\n1 0 obj\n<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\nendobj\n%%EOF\n"
JPEG, PNG, GIF = picture(), picture("PNG"), picture("GIF")

FILES = {
    # What phones and computers make
    "photo": File(JPEG, "IMG_0001.JPG", "image/jpeg", preview=True),
    "photo with its place": File(with_place(), "IMG_0002.jpg", "image/jpeg", preview=True),
    "photo of a phone, on its side": File(
        picture(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"),
        "a.jpg",
        "image/jpeg",
        preview=True,
    ),
    "screenshot": File(PNG, "Screenshot 2026-11-20.png", "image/png", preview=True),
    "gif that moves": File(moving(), "a.gif", "image/gif", preview=True),
    "webp": File(picture("WEBP"), "a.webp", "image/webp", preview=True),
    "tiff of a scanner": File(picture("TIFF"), "a.tif", "image/tiff", preview=True),
    "heic of a phone": File(picture("HEIF"), "IMG_0003.HEIC", "image/heic", preview=True),
    "heic with a place": File(with_place("HEIF"), "IMG_0004.HEIC", "image/heic", preview=True),
    "heic with nothing in it": File(media(b"heic", b"mif1", b"heic"), "IMG_0005.HEIC", "image/heic"),
    "heic that is cut off": File(picture("HEIF")[:-60], "IMG_0006.HEIC", "image/heic"),
    "heic that is a page": File(picture("HEIF") + SCRIPT, "a.heic", "image/heic", preview=True),
    "heic of 60,000 pixels": File(heic_bomb(), "a.heic", "image/heic"),
    "mp3": File(b"ID3\x03\x00" + bytes(200), "voicemail.mp3", "audio/mpeg"),
    "m4a": File(media(b"M4A ", b"M4A ", b"mp42"), "memo.m4a", "audio/mp4"),
    "amr": File(b"#!AMR\n" + bytes(100), "call.amr", "audio/amr"),
    "wav": File(riff(b"WAVE"), "call.wav", "audio/wav"),
    "flac": File(b"fLaC\x00\x00\x00\x22" + bytes(60), "call.flac", "audio/flac"),
    "ogg of a messenger": File(
        b"OggS\x00\x02" + bytes(22) + b"\x01\x1eOpusHead" + bytes(50), "ptt.ogg", "application/ogg"
    ),
    "mp4": File(media(b"isom", b"isom", b"mp41"), "video.mp4", "video/mp4"),
    "mov": File(media(b"qt  ", b"qt  "), "IMG_0004.MOV", "video/quicktime"),
    "3gp": File(media(b"3gp4"), "video.3gp", "video/3gpp"),
    "webm": File(matroska(b"webm"), "video.webm", "video/webm"),
    "avi": File(riff(b"AVI "), "video.avi", "video/x-msvideo"),
    "pdf": File(PDF, "letter.pdf", "application/pdf"),
    "saved mail": File(MESSAGES["plain"].content, "threat.eml", MAIL),
    "saved mail of Outlook": File(outlook.message(), "threat.msg", OUTLOOK),
    # Named as something else
    "photo named as a page": File(JPEG, "photo.html", "image/jpeg", preview=True),
    "photo without a name's end": File(JPEG, "photo", "image/jpeg", preview=True),
    "photo named as a program": File(JPEG, "photo.jpg.exe", "image/jpeg", preview=True),
    "page named as a photo": File(b"<!DOCTYPE html><html>" + SCRIPT + b"</html>", "photo.jpg"),
    "program named as a photo": File(b"MZ\x90\x00\x03" + bytes(300), "photo.jpg"),
    "archive named as a pdf": File(archive(a=b"b"), "letter.pdf"),
    "mail named as a photo": File(MESSAGES["plain"].content, "photo.jpg", MAIL),
    # Names
    "a name that leads elsewhere": File(JPEG, "../../../etc/cron.d/a.jpg", "image/jpeg", preview=True),
    "a name of another system": File(JPEG, r"C:\Windows\System32\a.jpg", "image/jpeg", preview=True),
    "a name with NUL": File(JPEG, "a\0b.jpg", "image/jpeg", preview=True),
    "a name that turns around": File(JPEG, "photo\u202egpj.exe", "image/jpeg", preview=True),
    "a name of 300 characters": File(JPEG, "a" * 296 + ".jpg", "image/jpeg", preview=True),
    "a name that is reserved": File(JPEG, "CON.jpg", "image/jpeg", preview=True),
    "a name of dots": File(JPEG, "..jpg", "image/jpeg", preview=True),
    "a name in markup": File(JPEG, "<img src=x onerror=alert(1)>.jpg", "image/jpeg", preview=True),
    "a name with a line break": File(JPEG, "a\r\nSet-Cookie: b.jpg", "image/jpeg", preview=True),
    "a name in smileys": File(JPEG, "😡🔪.jpg", "image/jpeg", preview=True),
    # Broken
    "nothing": File(b"", "a.jpg"),
    "one byte": File(b"\xff", "a.jpg"),
    "photo that is cut off": File(JPEG[:200], "a.jpg", "image/jpeg"),
    "png that is cut off": File(PNG[:40], "a.png", "image/png"),
    "pdf that is cut off": File(PDF[:20], "a.pdf", "application/pdf"),
    "mp4 that is cut off": File(media(b"isom", b"isom")[:40], "a.mp4", "video/mp4"),
    "png with a wrong sum": File(PNG[:30] + b"\0\0\0" + PNG[33:], "a.png", "image/png"),
    # Two things at once
    "gif that is a script": File(b"GIF89a/*" + bytes(30) + b"*/=1;alert(1)//", "a.gif", "image/gif"),
    "pdf that is a page": File(PDF + SCRIPT, "a.pdf", "application/pdf"),
    "photo that is an archive": File(JPEG + archive(a=SCRIPT), "a.jpg", "image/jpeg", preview=True),
    "photo with a page in it": File(picture(comment=SCRIPT), "a.jpg", "image/jpeg", preview=True),
    "png with php in it": File(PNG + b"<?php system($_GET[0]);?>", "a.png", "image/png", preview=True),
    "pdf with a script": File(PDF_SCRIPT, "a.pdf", "application/pdf"),
    "mail that is a page": File(MESSAGES["html with a script"].content, "a.eml", MAIL),
    # Bombs
    "png of 60,000 pixels": File(png_bomb(), "a.png", "image/png"),
    "png with a huge comment": File(png_with_huge_text(), "a.png", "image/png"),
    "zip bomb": File(archive(a=bytes(10_000_000)), "a.zip"),
    "gzip bomb": File(gzip.compress(bytes(10_000_000)), "a.gz"),
    "mail of ten thousand parts": File(MESSAGES["ten thousand parts"].content, "a.eml", MAIL),
    "mail nested deeply": File(MESSAGES["nested deeply"].content, "a.eml", MAIL),
    "Outlook that claims more than it has": File(
        MESSAGES["outlook that claims more than it has"].content, "a.msg", OUTLOOK
    ),
    # What is not taken
    "virus test": File(EICAR, "a.com"),
    "svg with a script": File(b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", "a.svg"),
    "svg after a declaration": File(
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>', "a.svg"
    ),
    "page": File(b"<html>" + SCRIPT + b"</html>", "a.html"),
    "script": File(b"alert(1)", "a.js"),
    "shell script": File(b"#!/bin/sh\nrm -rf /\n", "a.sh"),
    "docx": File(archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "a.docx"),
    "xlsx": File(archive(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}), "a.xlsx"),
    "doc": File(outlook.compound({"WordDocument": bytes(5000)}), "a.doc"),
    "rtf": File(b"{\\rtf1 hello}", "a.rtf"),
    "Linux program": File(b"\x7fELF\x02\x01\x01" + bytes(200), "a"),
    "text": File(b"He wrote to me again.", "a.txt"),
    "headers of the web": File(b"Host: example.org\r\nAccept: */*\r\n\r\n", "a.eml"),
}
