import pytest

from incidents.evidence.kinds import HEAD, KINDS, SIGNATURES, Sniffer, kind_of
from tests.unit.incidents.evidence.samples import EICAR, MAIL, MKV, OPUS, PDF, WEBM, media, ole, picture, riff

TAKEN = {
    "jpeg": (picture("JPEG"), "image/jpeg"),
    "png": (picture("PNG"), "image/png"),
    "gif": (picture("GIF"), "image/gif"),
    "webp": (picture("WEBP"), "image/webp"),
    "avif": (picture("AVIF"), "image/avif"),
    "tiff": (picture("TIFF"), "image/tiff"),
    "heic of a phone": (media(b"heic", b"mif1", b"heic"), "image/heic"),
    "heif": (media(b"mif1", b"mif1", b"heic"), "image/heic"),
    "mp3 with tags": (b"ID3\x03" + bytes(100), "audio/mpeg"),
    "mp3": (b"\xff\xfb\x90\x44" + bytes(400), "audio/mpeg"),
    "voice memo": (media(b"M4A ", b"M4A ", b"mp42"), "audio/mp4"),
    "aac": (b"\xff\xf1\x50\x80" + bytes(400), "audio/aac"),
    "amr": (b"#!AMR\n" + bytes(50), "audio/amr"),
    "wav": (riff(b"WAVE"), "audio/wav"),
    "flac": (b"fLaC\x00\x00\x00\x22" + bytes(50), "audio/flac"),
    "aiff": (b"FORM\x00\x00\x00\x2eAIFFCOMM" + bytes(40), "audio/aiff"),
    "caf": (b"caff\x00\x01\x00\x00" + bytes(40), "audio/x-caf"),
    "opus": (OPUS, "application/ogg"),
    "mp4": (media(b"isom", b"isom", b"mp41"), "video/mp4"),
    "mp4 of another brand": (media(b"iso5", b"avc1"), "video/mp4"),
    "3gp": (media(b"3gp4"), "video/3gpp"),
    "mov": (media(b"qt  ", b"qt  "), "video/quicktime"),
    "webm": (WEBM, "video/webm"),
    "mkv": (MKV, "video/x-matroska"),
    "avi": (riff(b"AVI "), "video/x-msvideo"),
    "wmv": (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(40), "video/x-ms-wmv"),
    "pdf": (PDF, "application/pdf"),
    "pdf after a line break": (b"\r\n" + PDF, "application/pdf"),
    "mail": (MAIL, "message/rfc822"),
    "mail after a byte order mark": (b"\xef\xbb\xbf" + MAIL, "message/rfc822"),
    "mail of a mailbox": (b"From a@example.org Mon Jan  1 00:00:00 2026\n" + MAIL, "message/rfc822"),
    "outlook": (ole(mail=True), "application/vnd.ms-outlook"),
    "gif that is a script too": (b"GIF89a/*" + bytes(30) + b"*/=1;alert(1)", "image/gif"),
    "truncated jpeg": (picture("JPEG")[:200], "image/jpeg"),
}
REFUSED = {
    "nothing": b"",
    "one byte": b"\x00",
    "text": b"He wrote to me again.",
    "virus test": EICAR,
    "html": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "svg without more": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "zip": b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(50),
    "docx": b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(50),
    "gzip": b"\x1f\x8b\x08\x00" + bytes(20),
    "windows program": b"MZ\x90\x00\x03" + bytes(200),
    "linux program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "word document": ole(mail=False),
    "rtf": b"{\\rtf1 hello}",
    "javascript": b"alert(1)",
    "one header is no mail": b"From: me\n\nhello",
    "headers of the web": b"Host: example.org\r\nAccept: */*\r\n\r\n",
    "zeros": bytes(1000),
    "bitmap, by two letters only": b"BM is how I begin",
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken(name):
    content, kind = TAKEN[name]
    assert sniffed(content) == kind
    assert kind in KINDS


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name):
    assert sniffed(REFUSED[name]) is None


def sniffed(content: bytes, size: int = 1000) -> str | None:
    sniffer = Sniffer()
    for start in range(0, len(content), size):
        sniffer.feed(content[start : start + size])
    return sniffer.kind


def test_only_the_beginning_is_kept():
    sniffer = Sniffer()
    for _ in range(100):
        sniffer.feed(bytes(HEAD))
    assert len(sniffer._head) == HEAD


def test_the_mark_of_a_mail_is_found_across_two_pieces():
    content = ole(mail=True)
    assert sniffed(content, size=100_021) == "application/vnd.ms-outlook"


def test_every_signature_leads_to_a_kind_that_is_taken():
    assert set(SIGNATURES.values()) <= set(KINDS)


@pytest.mark.parametrize("length", [1, 3, 7, 11, 20])
def test_any_beginning_of_anything_can_be_looked_at(length):
    for content, _ in TAKEN.values():
        kind_of(content[:length])
