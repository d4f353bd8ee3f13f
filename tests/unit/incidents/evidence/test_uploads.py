import errno
import hashlib

import pytest

from incidents.evidence import limits
from incidents.evidence.store import Deposit, store
from incidents.evidence.uploads import Intake, clean_name, refusals, take
from tests.unit.incidents.evidence.conftest import read
from tests.unit.incidents.evidence.samples import MAIL, picture

CONTENT = picture()


def test_a_file_is_kept_as_it_was_received(received):
    file = received(CONTENT, "IMG 1.JPG")
    assert (file.name, file.size, file.kind, file.refused) == ("IMG 1.JPG", len(CONTENT), "image/jpeg", "")
    assert file.digest == hashlib.sha256(CONTENT).hexdigest()
    assert read(file) == CONTENT


def test_what_nobody_keeps_is_gone(received, stored):
    file = received(CONTENT)
    file.close()
    assert stored() == set()


def test_what_somebody_keeps_stays(received, stored):
    file = received(CONTENT)
    file.kept = True
    file.close()
    assert stored() == {file.key}


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", limits.EMPTY), (b"<html><script>alert(1)</script>", limits.NOT_TAKEN), (b"text", limits.NOT_TAKEN)],
)
def test_what_is_refused_says_why_and_leaves_nothing(received, stored, content, why):
    file = received(content)
    assert file.refused == why
    assert file.key == ""
    assert stored() == set()


def test_too_large_is_known_before_its_end(monkeypatch, stored):
    monkeypatch.setattr(limits, "MOST_FILE", 1000)
    intake = Intake("a.jpg", room=10_000)
    intake.write(CONTENT[:600])
    assert stored() != set()
    intake.write(CONTENT[:600])
    assert (intake.refused, stored()) == (limits.TOO_LARGE, set())
    intake.write(CONTENT)
    assert intake.finish().refused == limits.TOO_LARGE


def test_more_than_there_is_room_for(stored):
    assert take("a.jpg", CONTENT, room=len(CONTENT) - 1).refused == limits.TOO_MUCH
    assert stored() == set()


@pytest.mark.parametrize("step", ["begin", "write", "finish"])
def test_a_full_disk_refuses_the_file_and_leaves_nothing(monkeypatch, stored, step, caplog):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store.__class__ if step == "begin" else Deposit, step, full)
    file = take("a.jpg", CONTENT)
    assert file.refused == limits.NO_ROOM
    assert stored() == set()
    assert "No space left" in caplog.text


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("photo.jpg", "photo.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\letter.pdf", "letter.pdf"),
        ("a\x00b.jpg", "ab.jpg"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("", "file"),
        ("  ", "file"),
        ("x" * 300 + ".jpg", "x" * 251 + ".jpg"),
    ],
)
def test_names_are_kept_without_what_can_do_harm(name, clean):
    assert clean_name(name) == clean


def test_refusals_name_each_file(received):
    good, empty, page = received(CONTENT), received(b"", "empty.pdf"), received(b"hello", "page.html")
    assert refusals([good]) == ""
    assert refusals([good, empty]) == "“empty.pdf” was not kept: it is empty."
    assert refusals([good, empty, page]).startswith("2 files were not kept. “empty.pdf” was not kept: it is empty.")
    assert "“page.html”" in refusals([good, empty, page])


def test_a_mail_from_elsewhere(received):
    file = received(MAIL, "mail.eml")
    assert file.kind == "message/rfc822"
    assert read(file) == MAIL
