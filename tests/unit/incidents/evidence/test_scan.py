import pytest

from incidents.evidence import scan
from incidents.evidence.crypt import UnreadableError
from incidents.evidence.scan import ScannerError, verdict
from incidents.evidence.store import store
from incidents.models import Evidence
from tests.unit.incidents.evidence import clamd
from tests.unit.incidents.evidence.samples import EICAR, MAIL, picture

State = Evidence.State


@pytest.fixture
def daemon(settings):
    with clamd.running() as daemon:
        settings.CLAMD_ADDRESS = daemon.address
        yield daemon


def test_without_a_scanner_nothing_is_checked(settings):
    settings.CLAMD_ADDRESS = ""
    assert verdict(store.put(EICAR)) == State.UNCHECKED


def test_a_clean_file(daemon):
    content = picture() * 200
    assert verdict(store.put(content)) == State.CLEAN
    assert daemon.scanned == [content]


def test_an_infected_file(daemon):
    assert verdict(store.put(MAIL + EICAR)) == State.INFECTED


def test_through_a_socket_in_a_folder(settings, tmp_path):
    with clamd.running(tmp_path / "clamd.ctl") as daemon:
        settings.CLAMD_ADDRESS = daemon.address
        assert verdict(store.put(EICAR)) == State.INFECTED
        assert verdict(store.put(MAIL)) == State.CLEAN


@pytest.mark.parametrize(
    "answer", [b"stream: Can't allocate memory ERROR\n", b"UNKNOWN COMMAND\n", b"\xff\xfe\n", b"\n"]
)
def test_an_answer_that_says_nothing_is_no_verdict(daemon, answer):
    daemon.answer = answer
    with pytest.raises(ScannerError):
        verdict(store.put(MAIL))


@pytest.mark.parametrize("behaviour", ["hangs", "silent"])
def test_a_scanner_that_does_not_answer(daemon, monkeypatch, behaviour):
    monkeypatch.setattr(scan, "SECONDS", 0.2)
    daemon.behaviour = behaviour
    with pytest.raises(ScannerError):
        verdict(store.put(MAIL))


@pytest.mark.parametrize("size", [2_000, 5_000_000])
def test_a_file_that_is_too_much_for_the_scanner_is_not_clean(daemon, size):
    daemon.limit = 1000
    with pytest.raises(ScannerError):
        verdict(store.put(bytes(size)))


def test_no_scanner_where_there_should_be_one(settings):
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:1"
    with pytest.raises(ScannerError):
        verdict(store.put(MAIL))


def test_a_damaged_file_is_no_matter_of_the_scanner(daemon):
    key = store.put(picture() * 500)
    path = store._path(key)
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(UnreadableError):
        verdict(key)
