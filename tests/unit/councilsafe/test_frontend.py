"""What browsers are sent of GOV.UK: its components without its brand."""

import re
from pathlib import Path

import pytest

from councilsafe import frontend, services


@pytest.fixture(scope="module")
def built() -> Path:
    return services.data_dir() / "frontend"


def test_no_typeface_and_no_crest_is_left(built: Path) -> None:
    for style_sheet in built.glob("*.css"):
        css = style_sheet.read_text()
        assert "GDS Transport" not in css
        assert "@font-face" not in css
        assert not [image for image in re.findall(r"url\(([^)]*)\)", css) if "crest" in image or "crown" in image]
    assert not [path for path in built.rglob("*") if re.search(r"crest|crown|logo|woff", path.name)]


def test_every_image_that_a_style_sheet_names_is_there(built: Path) -> None:
    images = [image for css in built.glob("*.css") for image in re.findall(r"url\(([^)]*)\)", css.read_text())]
    assert images
    assert all((built / image).exists() for image in images if not image.startswith("data:"))


def test_style_sheets_keep_the_next_typeface_in_line() -> None:
    css = "p{font-family:GDS Transport,arial,sans-serif}@font-face{font-family:GDS Transport;src:url(/assets/fonts/x)}"
    assert frontend.unbranded(css, "images") == "p{font-family:arial,sans-serif}"


def test_nothing_is_built_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Path] = []
    monkeypatch.setattr(frontend, "_install", lambda: None)
    monkeypatch.setattr(frontend, "_write", built.append)
    assert frontend.build(tmp_path)
    assert not frontend.build(tmp_path)
    assert built == [tmp_path / "frontend"]
