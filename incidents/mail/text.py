"""Whatever bytes a message holds, as text that can be kept and shown. Pure, total, and linear in the input."""

import codecs
import html
import re
from email.header import decode_header

LONGEST_DECODED = 400_000
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Codecs of Python that are not charsets of messages: some of them are slow on purpose-made input.
NOT_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
# What is meant by these names is the larger charset.
MEANT = {"iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
# Control characters but tab and line feed; lone surrogates, which no database takes; and what turns text around.
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
SPACES = re.compile(r"\s+")

TAG = re.compile(r"<(/?[a-zA-Z!?][^<>]*)>")
LINE_ENDS = re.compile(
    r"/?(address|article|blockquote|br|div|dd|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|tr|ul)\b", re.I
)
UNSEEN = [
    (re.compile(begins, re.I), re.compile(ends, re.I))
    for begins, ends in [("<!--", "-->")]
    + [(rf"<{name}\b", rf"</{name}[^<>]*>") for name in ("head", "script", "style", "title", "svg")]
]


def decoded(data: bytes, charset: str | None) -> str:
    """By the charset that the message names if it is one, else as UTF-8, else as Windows would read it."""
    data = data[:LONGEST_DECODED]
    for name in filter(None, [known_charset(charset), "utf-8"]):
        try:
            return tidy(codecs.getincrementaldecoder(name)().decode(data))
        except (UnicodeError, LookupError, AttributeError):
            continue
    return tidy(data.decode(known_charset(charset) or "cp1252", errors="replace"))


def known_charset(name: str | None) -> str | None:
    try:
        found = codecs.lookup((name or "").strip("\"' "))
    except (LookupError, ValueError):
        return None
    text_codec = getattr(found, "_is_text_encoding", True)  # Python has codecs for zip and hex among the charsets
    return MEANT.get(found.name, found.name) if text_codec and found.name not in NOT_CHARSETS else None


def tidy(text: str) -> str:
    """Line feeds as line ends, and nothing that a database or a page cannot hold."""
    return UNFIT.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, longest: int) -> str:
    """For names and headings: on one line, in one direction, and no longer than this."""
    return SPACES.sub(" ", TURNS.sub("", tidy(text[: 4 * longest]))).strip()[:longest].strip()


def header(raw: str, longest: int) -> str:
    """A header with its encoded words decoded, as far as they can be."""
    raw = raw[: 4 * longest]
    try:
        parts = decode_header(raw)
    except Exception:  # the library raises many kinds on nonsense; then it is shown as it came
        parts = [(raw, None)]
    return one_line("".join(map(header_part, parts)), longest)


def header_part(part: tuple[bytes | str, str | None]) -> str:
    text, charset = part
    if isinstance(text, str):
        text = text.encode("utf-8", errors="surrogateescape")
    return decoded(text, charset)


def from_html(source: str) -> str:
    """The words of a page without anything that would run or be hidden. What is never closed is shown."""
    for begins, ends in UNSEEN:
        source = without(source, begins, ends)
    pieces = TAG.split(SPACES.sub(" ", source))
    words = [("\n" if LINE_ENDS.match(piece) else "") if odd % 2 else piece for odd, piece in enumerate(pieces)]
    lines = (line.strip() for line in tidy(html.unescape("".join(words))).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without(source: str, begins: re.Pattern[str], ends: re.Pattern[str]) -> str:
    kept, at = [], 0
    while start := begins.search(source, at):
        end = ends.search(source, start.end())
        if end is None:
            break
        kept.append(source[at : start.start()])
        at = end.end()
    return "".join([*kept, source[at:]])
