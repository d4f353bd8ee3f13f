import errno
import os
from datetime import timedelta

import pytest
from pyrage import x25519

from incidents.evidence.crypt import Encryptor, UnreadableError, recipient
from incidents.evidence.store import store

LARGE = os.urandom(1024) * 500


class Full:
    """A disk with room for so many bytes."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, data: bytes) -> int:
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return len(data)


def path_of(key):
    return store._path(key)


@pytest.mark.parametrize("content", [b"", b"x", LARGE], ids=["nothing", "a byte", "much"])
def test_what_is_put_in_comes_out(content):
    key = store.put(content)
    with store.open(key) as plain:
        assert plain.read() == content


def test_nothing_lies_there_plain():
    key = store.put(b"secret words" * 100)
    assert b"secret words" not in path_of(key).read_bytes()
    assert path_of(key).read_bytes().startswith(b"age-encryption.org")


def test_it_is_read_piece_by_piece():
    with store.open(store.put(LARGE)) as plain:
        assert b"".join(iter(lambda: plain.read(1000), b"")) == LARGE


def test_reading_may_stop_early():
    for _ in range(50):
        with store.open(store.put(LARGE)) as plain:
            plain.read(10)


def test_a_changed_file_is_not_read_as_if_it_were_whole():
    key = store.put(LARGE)
    content = bytearray(path_of(key).read_bytes())
    content[-100_000] ^= 1
    path_of(key).write_bytes(content)
    with store.open(key) as plain, pytest.raises(UnreadableError):
        list(iter(lambda: plain.read(1000), b""))


def test_a_file_that_is_cut_off_is_not_read_as_if_it_were_whole():
    key = store.put(LARGE)
    path_of(key).write_bytes(path_of(key).read_bytes()[:-70_000])
    with store.open(key) as plain, pytest.raises(UnreadableError):
        plain.read()


def test_another_key_does_not_open_it(settings):
    key = store.put(b"x")
    settings.EVIDENCE_KEYS = [str(x25519.Identity.generate())]
    with store.open(key) as plain, pytest.raises(UnreadableError):
        plain.read()


def test_the_first_key_closes_and_all_open(settings):
    old = store.put(b"old")
    settings.EVIDENCE_KEYS = [str(x25519.Identity.generate()), *settings.EVIDENCE_KEYS]
    deposit = store.begin()
    deposit.write(b"new")
    deposit.finish()
    assert deposit.recipient == recipient() == str(x25519.Identity.from_str(settings.EVIDENCE_KEYS[0]).to_public())
    for key, content in ((old, b"old"), (deposit.key, b"new")):
        with store.open(key) as plain:
            assert plain.read() == content


def test_until_it_is_finished_there_is_nothing_under_its_key(stored):
    deposit = store.begin()
    deposit.write(LARGE)
    with pytest.raises(FileNotFoundError):
        store.open(deposit.key)
    deposit.abandon()
    assert stored() == set()


@pytest.mark.parametrize("room", [0, 100, 250, 100_000, 512_000 + 100])
def test_a_full_disk_is_said_and_not_swallowed(room):
    encryptor = Encryptor(Full(room))
    with pytest.raises(OSError, match="No space left"):
        write_all(encryptor, LARGE)


def write_all(encryptor, content):
    for start in range(0, len(content), 65_536):
        encryptor.write(content[start : start + 65_536])
    encryptor.close()


def test_a_full_disk_is_said_for_the_smallest_file_too():
    encryptor = Encryptor(Full(250))
    encryptor.write(b"x" * 100)
    with pytest.raises(OSError, match="No space left"):
        encryptor.close()


def test_deleting_twice_is_no_error(stored):
    key = store.put(b"x")
    store.delete(key)
    store.delete(key)
    assert stored() == set()


def test_old_files_are_found_and_new_ones_not():
    old, new = store.put(b"x"), store.put(b"y")
    os.utime(path_of(old), (0, 0))
    assert list(store.untouched_for(timedelta(days=1))) == [old]
    assert new not in store.untouched_for(timedelta(days=1))
