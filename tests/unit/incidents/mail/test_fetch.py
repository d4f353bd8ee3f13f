"""Against a real IMAP server on this machine: what lies in the mailbox is held, and leaves it only afterwards."""

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from imaplib import IMAP4
from pathlib import Path
from typing import Any

import pytest

from councilsafe.notifications.models import Heartbeat
from councilsafe.services import free_port
from incidents.evidence.store import store
from incidents.mail import fetch
from incidents.mail.fetch import fetch_mail
from incidents.models import HeldMail
from incidents.tasks import fetch_mail as task
from tests.corpus.messages import MESSAGES

LOST = OSError("The connection is lost.")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an IMAP server."""
    port, log = int(free_port()), tmp_path_factory.mktemp("imap") / "log"
    place = ["--no-service", "admin", "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    command = [
        Path(sys.executable).with_name("pymap"),
        *place,
        "dict",
        "--demo-user",
        "held",
        "--demo-password",
        "p@ss",
    ]
    with log.open("w") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
        wait_for(port, process, log)
        yield port
        process.terminate()


def wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    pytest.fail(f"The IMAP server does not answer: {log.read_text()}")


@pytest.fixture
def mailbox(db: None, server: int, settings: Any) -> Iterator[IMAP4]:
    """Signed in, with an empty folder of its own, which the settings name."""
    settings.IMAP_URL = f"imap://held:p%40ss@127.0.0.1:{server}/Held%20mail"
    with IMAP4("127.0.0.1", server, timeout=10) as client:
        client.login("held", "p@ss")
        for folder in ('"Held mail"', '"CouncilSafe"'):
            client.delete(folder)
        client.create('"Held mail"')
        yield client


def put(mailbox: IMAP4, *names: str) -> None:
    for name in names:
        mailbox.append('"Held mail"', "", "", MESSAGES[name].content)  # type: ignore[arg-type]  # no flags, and now


def number(mailbox: IMAP4, folder: str) -> int:
    """How many mails lie in the folder."""
    mailbox.noop()
    _, data = mailbox.status(f'"{folder}"', "(MESSAGES)")
    return int(data[0].rpartition(b"MESSAGES ")[2].rstrip(b")"))


def test_everything_is_held_and_moved(mailbox: IMAP4) -> None:
    names = ["plain", "html alone", "koi8-r", "a sender without an address", "NUL and other controls"]
    put(mailbox, *names)
    assert fetch_mail() == 5
    assert (number(mailbox, "Held mail"), number(mailbox, "CouncilSafe")) == (0, 5)
    for mail, name in zip(HeldMail.objects.order_by("id"), names, strict=True):
        with store.open(mail.key) as plain:
            assert plain.read() == MESSAGES[name].content
    assert Heartbeat.objects.filter(name="held mail").exists()


def test_an_empty_mailbox(mailbox: IMAP4) -> None:
    assert fetch_mail() == 0
    assert Heartbeat.objects.filter(name="held mail").exists()


def test_it_stays_in_the_mailbox_until_it_is_held(mailbox: IMAP4, monkeypatch: pytest.MonkeyPatch) -> None:
    put(mailbox, "plain")

    def fail(**_: Any) -> None:
        raise LOST

    with monkeypatch.context() as broken:
        broken.setattr(fetch, "hold_mail", fail)
        assert fetch_mail() == 0
    assert number(mailbox, "Held mail") == 1
    assert fetch_mail() == 1


def test_held_and_not_moved_it_is_held_once_and_moved_the_next_time(
    mailbox: IMAP4, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    put(mailbox, "plain")

    def fail(*_: Any) -> None:
        raise LOST

    with monkeypatch.context() as broken:
        broken.setattr(fetch, "move", fail)
        fetch_mail()
    assert (HeldMail.objects.count(), number(mailbox, "Held mail")) == (1, 1)
    assert fetch_mail() == 0
    assert (HeldMail.objects.count(), number(mailbox, "Held mail")) == (1, 0)
    assert len(list(folder.glob("??/*"))) == 1


def test_a_server_that_cannot_move_has_it_copied_and_marked(mailbox: IMAP4, monkeypatch: pytest.MonkeyPatch) -> None:
    put(mailbox, "plain")
    monkeypatch.setattr(IMAP4, "capability", lambda self: ("OK", [b"IMAP4rev1"]))
    assert fetch_mail() == 1
    assert number(mailbox, "CouncilSafe") == 1
    assert fetch_mail() == 0


def test_of_a_mail_that_is_too_large_the_beginning_is_held(mailbox: IMAP4, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MOST_FILE", 100)
    put(mailbox, "plain")
    fetch_mail()
    mail = HeldMail.objects.get()
    assert mail.size == 100
    assert fetch.CUT in mail.problems


@pytest.mark.parametrize("address", ["imap://held:wrong@127.0.0.1:{}/INBOX", "imap://held:p%40ss@127.0.0.1:{}/Nowhere"])
def test_a_mailbox_that_cannot_be_read_is_an_error_without_its_password(
    mailbox: IMAP4, server: int, settings: Any, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings.IMAP_URL = address.format(server)
    assert fetch_mail() == 0
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "wrong" not in caplog.text
    assert not Heartbeat.objects.filter(name="held mail").exists()


def test_a_server_that_is_not_there(db: None, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.IMAP_URL = f"imap://held:p@127.0.0.1:{free_port()}/INBOX"
    task()
    assert "ConnectionRefusedError" in caplog.text


def test_without_a_mailbox_nothing_is_done(db: None, settings: Any) -> None:
    settings.IMAP_URL = ""
    assert fetch_mail() == 0
    assert not Heartbeat.objects.exists()
