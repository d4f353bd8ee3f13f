"""The versions that come with the project. A published one never changes: its digest stands in `digests.json`."""

import functools
import json
import tomllib
from pathlib import Path
from typing import Any

from triage.process.rules import Process, ProcessError, read_process

FOLDER = Path(__file__).parent / "versions"


def versions() -> list[str]:
    """The names of all shipped versions, the newest last."""
    return sorted((path.stem for path in FOLDER.glob("*.toml")), key=int)


def current_version() -> Process:
    return load(versions()[-1])


def data_of(version: str) -> dict[str, Any]:
    """What stands in a shipped version's file, as it is there."""
    return tomllib.loads((FOLDER / f"{version}.toml").read_text(encoding="utf-8"))


@functools.cache
def load(version: str) -> Process:
    """A shipped version. Raises ProcessError when there is none, or when it is not what was published."""
    if version not in versions():
        raise ProcessError(f"There is no version {version!r} of the threat process. Versions: {', '.join(versions())}")
    process = read_process(data_of(version))
    published = json.loads((FOLDER / "digests.json").read_text(encoding="utf-8")).get(version)
    if process.digest != published:
        raise ProcessError(f"Version {version} of the threat process is not what was published (its digest differs).")
    return process
