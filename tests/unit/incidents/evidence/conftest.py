from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from incidents.evidence.store import store
from incidents.evidence.uploads import Received, take


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return settings.EVIDENCE_DIR


@pytest.fixture
def stored(folder: Path) -> Callable[[], set[str]]:
    """The names of all files that lie in the store, finished or not."""
    return lambda: {path.name for path in folder.glob("??/*")}


def read(received: Received) -> bytes:
    with store.open(received.key) as plain:
        return plain.read()


@pytest.fixture
def received() -> Callable[..., Received]:
    return lambda content, name="photo.jpg": take(name, content)
