"""Messages as they come, and as somebody would make them who wishes us harm. Each with what must be read from it."""

import base64
import struct
from dataclasses import dataclass, field
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from tests.corpus import outlook

WORDS = "We know where you live."
SENT = "Fri, 20 Nov 2026 10:00:00 +0000"
HEADERS = f"From: Robin <robin@example.org>\r\nTo: casey@council.example\r\nDate: {SENT}\r\nSubject: You\r\n".encode()
NO_DATE = "It does not say when it was sent"
NO_SENDER = "It does not say who sent it"
NO_TEXT = "There is no text in it"
NOT_READ = "This could not be read as a message"
CUT = "Only a part of it was read"


@dataclass(frozen=True)
class Message:
    """`words` must be in the text and `never` must not; `problems` is how each problem begins or what is in it."""

    content: bytes
    sender: str = "robin@example.org"
    subject: str = "You"
    words: str = WORDS
    never: str = "<script"
    files: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    dated: bool = True


def mail(body: bytes, *more: bytes) -> bytes:
    return HEADERS + b"".join(line + b"\r\n" for line in more) + b"\r\n" + body


def parts(*bodies: bytes, kind: bytes = b"mixed") -> bytes:
    """Each body with its own headers."""
    inside = b"".join(b"--edge\r\n" + body + b"\r\n" for body in bodies)
    return mail(inside + b"--edge--\r\n", b"MIME-Version: 1.0", b"Content-Type: multipart/" + kind + b"; boundary=edge")


def in_charset(charset: str, text: str, codec: str | None = None) -> Message:
    """Subject and text in a charset, as programs of that country write them."""
    coded = base64.b64encode(text.encode(codec or charset)).decode()
    subject = f"=?{charset}?B?{coded}?="
    content = HEADERS.replace(b"Subject: You", f"Subject: {subject}".encode())
    kind = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    return Message(content + kind + coded.encode() + b"\r\n", subject=text, words=text)


def html(source: str) -> bytes:
    return mail(source.encode(), b"Content-Type: text/html; charset=utf-8")


def built(number: int) -> bytes:
    """As Python's own library writes it."""
    whole = MIMEMultipart()
    whole["From"], whole["To"], whole["Date"] = "Robin <robin@example.org>", "casey@council.example", SENT
    whole["Subject"] = str(Header("You", "utf-8"))
    whole.attach(MIMEText(WORDS))
    for one in range(number - 1):
        part = MIMEText(f"part {one}")
        part.add_header("Content-Disposition", "attachment", filename=f"{one}.txt")
        whole.attach(part)
    return whole.as_bytes()


def nested(depth: int) -> bytes:
    lines = [f"Content-Type: multipart/mixed; boundary=b{one}\r\n\r\n--b{one}" for one in range(depth)]
    return HEADERS + "\r\n".join([*lines, "Content-Type: text/plain", "", WORDS]).encode()


def overlapping() -> bytes:
    """An Outlook message whose every entry claims far more bytes than the file has."""
    whole = bytearray(outlook.message(attached={"big.png": b"x" * 5000}))
    place = whole.find("__substg1.0_37010102".encode("utf-16-le"))
    whole[place + 120 : place + 128] = struct.pack("<Q", 2_000_000_000)
    return bytes(whole)


TEXT = b"Content-Type: text/plain\r\n\r\n" + WORDS.encode()
PICTURE = b"Content-Type: image/png\r\nContent-Disposition: attachment; "
FORWARDED = b"Content-Type: message/rfc822\r\n\r\n" + HEADERS.replace(b"Subject: You", b"Subject: Inner")
RUSSIAN, CHINESE, JAPANESE, GERMAN = (
    "Мы знаем, где ты живёшь",
    "我们知道你住在哪里",
    "あなたの家を知っている",
    "Wir wissen, wo Sie wohnen: Bäckerstraße",
)

MESSAGES = {
    # As they come
    "plain": Message(mail(WORDS.encode())),
    "line feeds only": Message(mail(WORDS.encode()).replace(b"\r\n", b"\n")),
    "carriage returns only": Message(mail(WORDS.encode()).replace(b"\r\n", b"\r")),
    "of a mailbox file": Message(b"From robin Fri Nov 20 10:00:00 2026\r\n" + mail(WORDS.encode())),
    "html alone": Message(html(f"<html><head><style>p{{}}</style></head><body><p>{WORDS}</p></body></html>")),
    "html with a script": Message(html(f"<script>alert('x')</script><p onclick='x'>{WORDS}</p>"), never="alert"),
    "html that is never closed": Message(html(f"<div><p>{WORDS}<script>alert"), never="<p"),
    "html of Outlook": Message(
        html("<!--[if mso]><xml>96</xml><![endif]--><p>We know&nbsp;where<br>you live.</p>"),
        words="We know\xa0where\nyou live.",
    ),
    "text beside html": Message(
        parts(TEXT, b"Content-Type: text/html\r\n\r\n<b>other words</b>", kind=b"alternative"), never="other words"
    ),
    "empty text beside html": Message(
        parts(
            b"Content-Type: text/plain\r\n\r\n \r\n",
            b"Content-Type: text/html\r\n\r\n<b>" + WORDS.encode() + b"</b>",
            kind=b"alternative",
        )
    ),
    "40 parts": Message(built(40), files=[f"{one}.txt" for one in range(39)]),
    "a picture attached": Message(parts(TEXT, PICTURE + b"filename=a.png\r\n\r\nx"), files=["a.png"]),
    "a message attached": Message(parts(TEXT, FORWARDED + b"\r\nInner words"), words="Inner words", files=["Inner"]),
    "winmail.dat": Message(
        parts(TEXT, b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx"),
        files=["winmail.dat"],
        problems=["A part of it can only be read by Outlook"],
    ),
    "quoted printable": Message(
        mail(b"We know =\r\nwhere you=20live.", b"Content-Transfer-Encoding: quoted-printable")
    ),
    # Every family of charsets
    "utf-8": in_charset("utf-8", f"{RUSSIAN} {CHINESE} 🔪"),
    "utf-16": in_charset("utf-16", RUSSIAN),
    "utf-7": in_charset("utf-7", GERMAN),
    "latin-1": in_charset("iso-8859-1", GERMAN),
    "latin-9": in_charset("iso-8859-15", f"{GERMAN} €"),
    "windows-1252": in_charset("windows-1252", f"{GERMAN} “€”"),
    "windows-1252 that says it is latin-1": in_charset("iso-8859-1", "“We know”", codec="windows-1252"),
    "koi8-r": in_charset("koi8-r", RUSSIAN),
    "windows-1251": in_charset("windows-1251", RUSSIAN),
    "gb18030": in_charset("gb18030", CHINESE),
    "gb18030 that says it is gb2312": in_charset("gb2312", "我們知道", codec="gb18030"),
    "big5": in_charset("big5", "我們知道"),
    "iso-2022-jp": in_charset("iso-2022-jp", JAPANESE),
    "shift_jis": in_charset("shift_jis", JAPANESE),
    "euc-kr": in_charset("euc-kr", "우리는 알고 있다"),
    "windows-1256": in_charset("windows-1256", "نحن نعرف"),
    "a charset that there is not": Message(
        mail(GERMAN.encode(), b"Content-Type: text/plain; charset=klingon"), words=GERMAN
    ),
    "a codec that is no charset": Message(mail(WORDS.encode(), b"Content-Type: text/plain; charset=zlib")),
    "a codec that is slow": Message(
        mail(b"a-" * 200_000, b"Content-Type: text/plain; charset=punycode"),
        words="a-a-",
        problems=["Only the beginning"],
    ),
    "no charset, in utf-8": Message(mail(RUSSIAN.encode()), words=RUSSIAN),
    "no charset, in windows-1252": Message(mail(GERMAN.encode("cp1252")), words=GERMAN),
    "utf-8 that breaks off": Message(mail(WORDS.encode() + b"\xe2\x82", b"Content-Type: text/plain; charset=utf-8")),
    "NUL and other controls": Message(mail(b"We \x00\x1b[2Jknow \x07you"), words="We \ufffd\ufffd[2Jknow \ufffdyou"),
    # Headers that are nonsense
    "encoded words that are none": Message(
        mail(WORDS.encode()).replace(b"You", b"=?utf-8?B?%%%?= =?x?q?=zz?="), subject="=zz"
    ),
    "an encoded word in no charset": Message(
        mail(WORDS.encode()).replace(b"You", b"=?klingon?q?Qap=6C=61?="), subject="Qapla"
    ),
    "a subject over many lines": Message(mail(WORDS.encode()).replace(b": You", b": Y\r\n\to\r\n u"), subject="Y o u"),
    "a subject that turns around": Message(mail(WORDS.encode()).replace(b"You", "\u202eYou".encode())),
    "a subject of a megabyte": Message(
        mail(WORDS.encode()).replace(b"You", b"You " * 250_000), subject=("You " * 125).strip()
    ),
    "raw bytes in the headers": Message(mail(WORDS.encode()).replace(b"You", "Bäcker".encode()), subject="Bäcker"),
    "two senders": Message(
        b"From: first@example.org\r\n" + mail(WORDS.encode()),
        sender="first@example.org",
        problems=["It names more than one"],
    ),
    "a sender without an address": Message(
        mail(WORDS.encode()).replace(b"Robin <robin@example.org>", b"your worst fear"), sender="", problems=[NO_SENDER]
    ),
    "a sender of brackets": Message(
        mail(WORDS.encode()).replace(b"Robin <robin@example.org>", b"(" * 3000), sender="", problems=[NO_SENDER]
    ),
    "a sender with a new line": Message(
        mail(WORDS.encode()).replace(b"Robin <robin@", b"=?utf-8?q?Robin=0D=0ABcc:_all?= <robin@")
    ),
    "no headers but the sender": Message(
        b"From: robin@example.org\n\n" + WORDS.encode(), subject="", problems=[NO_DATE], dated=False
    ),
    "a date that is none": Message(
        mail(WORDS.encode()).replace(SENT.encode(), b"soon"), problems=[NO_DATE], dated=False
    ),
    "a date of another century": Message(
        mail(WORDS.encode()).replace(b"2026", b"1826"), problems=[NO_DATE], dated=False
    ),
    "a date beyond the calendar": Message(
        mail(WORDS.encode()).replace(b"2026 10", b"99999999 10"), problems=[NO_DATE], dated=False
    ),
    "a date in an unreal zone": Message(
        mail(WORDS.encode()).replace(b"+0000", b"+9999"), problems=[NO_DATE], dated=False
    ),
    "a boundary that never comes": Message(mail(WORDS.encode(), b"Content-Type: multipart/mixed; boundary=never")),
    "no boundary at all": Message(mail(WORDS.encode(), b"Content-Type: multipart/mixed")),
    "base64 that is none": Message(mail(b"%%%%", b"Content-Transfer-Encoding: base64"), words="", problems=[NO_TEXT]),
    "a content type that is none": Message(mail(WORDS.encode(), b"Content-Type: ;;;=;/")),
    "a name over many parameters": Message(
        parts(TEXT, PICTURE + b"filename*0*=utf-8''%e2; filename*1*=%82%ac.png\r\n\r\nx"), files=["€.png"]
    ),
    "a name that is broken": Message(parts(TEXT, PICTURE + b"filename*=klingon'%%%\r\n\r\nx"), files=["klingon'%%%"]),
    "a name of 5000 parameters": Message(
        parts(TEXT, PICTURE + b"; ".join(b"filename*%d*=a" % one for one in range(5000)) + b"\r\n\r\nx"),
        files=[],
    ),
    "a name that leads elsewhere": Message(
        parts(TEXT, PICTURE + b'filename="../../etc/passwd"\r\n\r\nx'), files=["../../etc/passwd"]
    ),
    # Made to break the reader
    "nested deeply": Message(nested(3000), words="", problems=[CUT]),
    "ten thousand parts": Message(parts(TEXT, *[b"\r\nx"] * 10_000), problems=[CUT]),
    "messages in messages": Message(
        HEADERS + b"Content-Type: message/rfc822\r\n\r\n" * 2000 + WORDS.encode(), words="", problems=[CUT]
    ),
    "a million headers": Message(HEADERS + b"a: b\n" * 1_000_000, words="", problems=[CUT, "Only the first headers"]),
    "html of brackets": Message(html("<a " * 100_000), words="<a <a", problems=["Only the beginning"]),
    "html of comments": Message(html("<!--" * 100_000), words="<!--", problems=["Only the beginning"]),
    # No messages at all
    "nothing": Message(b"", sender="", subject="", words="", problems=["The message is empty"], dated=False),
    "one byte": Message(b"x", sender="", subject="", words="x", problems=[NOT_READ], dated=False),
    "every byte": Message(bytes(range(256)) * 10, sender="", subject="", words="", problems=[NOT_READ], dated=False),
    # Outlook
    "outlook": Message(outlook.message()),
    "outlook with a picture": Message(outlook.message(attached={"a.png": b"x" * 5000}), files=["a.png"]),
    "outlook without a date": Message(outlook.message(sent=None), problems=[NO_DATE], dated=False),
    "outlook with html": Message(
        outlook.message(body="", more=[(0x1013, outlook.BINARY, f"<p>{WORDS}<script>".encode())])
    ),
    "outlook inside one company": Message(
        outlook.message(sender="/O=COUNCIL/CN=ROBIN", more=[(0x5D01, outlook.TEXT, "robin@example.org")])
    ),
    "outlook in Chinese": Message(outlook.message(subject=CHINESE, body=CHINESE), subject=CHINESE, words=CHINESE),
    "outlook that is cut off": Message(
        outlook.message()[:3000], sender="", subject="", words="", problems=[NO_SENDER, NO_DATE, NO_TEXT], dated=False
    ),
    "outlook without anything": Message(
        outlook.compound({"a": b"b"}),
        sender="",
        subject="",
        words="",
        problems=[NO_SENDER, NO_DATE, NO_TEXT],
        dated=False,
    ),
    "outlook that claims more than it has": Message(
        overlapping(), sender="", subject="", words="", problems=["The Outlook message is too large"], dated=False
    ),
    "outlook in name only": Message(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
        sender="",
        subject="",
        words="",
        problems=[NOT_READ],
        dated=False,
    ),
}
