import json
import shutil

import pytest

from tests.unit.triage.process.strategies import for_every_version
from triage.process import ProcessError, Tier, current_version, load, shipped, versions


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The shipped versions in a folder that may be changed."""
    folder = shutil.copytree(shipped.FOLDER, tmp_path / "versions")
    monkeypatch.setattr(shipped, "FOLDER", folder)
    load.cache_clear()
    yield folder
    load.cache_clear()


def test_the_newest_version_is_the_current_one():
    assert current_version().version == versions()[-1]


def test_versions_are_counted_and_not_spelled(copied):
    shutil.copy(copied / "1.toml", copied / "10.toml")
    shutil.copy(copied / "1.toml", copied / "9.toml")
    assert versions()[-2:] == ["9", "10"]


def test_every_version_is_the_one_that_was_published():
    published = json.loads((shipped.FOLDER / "digests.json").read_text(encoding="utf-8"))
    assert {version: load(version).digest for version in versions()} == published


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("council = 4", "council = 5"),
        ('tier = "police"', 'tier = "council"'),
        ("It has upset the person.", "It has upset them."),
        ("liftable = true", "liftable = false"),
        ("amount = 10", "amount = 11"),
    ],
)
def test_a_version_that_was_changed_after_it_was_published_is_refused(copied, old, new):
    file = copied / "1.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProcessError, match=r"Version 1 .* is not what was published"):
        load("1")


def test_comments_and_layout_may_change(copied):
    file = copied / "1.toml"
    file.write_text("# A remark.\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert load("1").version == "1"


def test_a_version_without_a_digest_is_refused(copied):
    shutil.copy(copied / "1.toml", copied / "2.toml")
    with pytest.raises(ProcessError, match="not what was published"):
        load("2")


def test_a_version_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(ProcessError, match=r"no version '../1' .* Versions: 1"):
        load("../1")


@for_every_version
def test_a_version_is_called_what_its_file_is_called(process):
    assert load(process.version) == process


@for_every_version
def test_every_tier_has_its_clocks(process):
    assert set(process.clocks) == set(Tier)
    for tier, clocks in process.clocks.items():
        assert "acknowledge" in clocks, tier
        assert "act" in clocks or tier is Tier.LOG
