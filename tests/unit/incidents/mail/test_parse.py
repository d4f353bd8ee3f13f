"""The table of messages, each read as it says there; and that nothing whatever can make the reader raise or stall."""

import resource
import time
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.mail.parse import parse
from tests.corpus.messages import HEADERS, MESSAGES, Message, mail, parts

LONGEST = 5.0  # seconds, on a machine that is busy with other tests
MOST_MEMORY = 300_000  # kilobytes


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_what_is_read(message: Message) -> None:
    started = time.monotonic()
    read = parse(message.content)
    assert time.monotonic() - started < LONGEST
    assert (read.sender, read.subject) == (message.sender, message.subject)
    assert message.words in read.text
    assert message.never not in read.text
    assert [one.name for one in read.attachments if one.name in message.files] == message.files
    assert bool(read.date) == message.dated


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_what_is_wrong_is_said(message: Message) -> None:
    said = parse(message.content).problems
    for problem in message.problems:
        assert any(problem in one for one in said), said


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_what_is_read_can_be_kept_and_shown(message: Message) -> None:
    read = parse(BytesIO(message.content))
    several = [text for pair in read.headers for text in pair] + [one.name for one in read.attachments]
    for text in [read.sender, read.sender_name, read.to, read.subject, *several]:
        assert text == "".join(filter(str.isprintable, text)).strip() or "\xa0" in text
        assert len(text) <= 500
    assert "\x00" not in read.text
    read.text.encode()


def test_a_table_of_that_many() -> None:
    assert len(MESSAGES) >= 60


def test_who_and_to_whom() -> None:
    read = parse(mail(b"x", b"Cc: other@council.example"))
    assert (read.sender_name, read.to) == ("Robin", "casey@council.example")
    assert ("Cc", "other@council.example") in read.headers


def test_a_size_is_that_of_the_file_and_not_of_its_base64() -> None:
    attached = b"Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8="
    assert [one.size for one in parse(parts(attached)).attachments] == [5]


@given(st.binary(max_size=3000))
@settings(max_examples=100, deadline=None)
def test_no_bytes_raise(data: bytes) -> None:
    parse(data)


@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_headers_or_parts_raise(header: bytes, kind: bytes, body: bytes) -> None:
    parse(HEADERS + b"X: " + header + b"\nContent-Type: multipart/mixed; boundary=edge\n" + b"\n--edge\n" + kind + body)


@given(st.sampled_from([one for name, one in MESSAGES.items() if name.startswith("outlook")]), st.data())
@settings(max_examples=100, deadline=None)
def test_no_outlook_message_raises(message: Message, data: st.DataObject) -> None:
    """With some of its bytes changed."""
    broken = bytearray(message.content)
    for _ in range(data.draw(st.integers(1, 20))):
        broken[data.draw(st.integers(8, len(broken) - 1))] = data.draw(st.integers(0, 255))
    parse(bytes(broken))


@pytest.mark.parametrize(
    "content",
    [HEADERS + b"a: b\n" * 5_000_000, mail(b"x" * 26_000_000), mail(b"\r" * 10_000_000), b"\n" * 26_000_000],
    ids=["headers", "one line", "line ends", "nothing but line ends"],
)
def test_time_and_memory_are_bounded(content: bytes) -> None:
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    parse(content)
    assert time.monotonic() - started < 2 * LONGEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY
