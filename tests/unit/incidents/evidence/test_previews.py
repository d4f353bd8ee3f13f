from io import BytesIO

import pytest
from PIL import Image

from incidents.evidence import previews
from incidents.evidence.previews import LONGEST_SIDE, preview_of
from incidents.evidence.store import store
from tests.unit.incidents.evidence.samples import PDF, media, picture


def preview(content, kind="image/jpeg"):
    drawn = preview_of(store.put(content), kind)
    return Image.open(BytesIO(drawn)) if drawn else None


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "HEIF"])
def test_a_picture_has_a_preview(format_):
    kind = "image/heic" if format_ == "HEIF" else f"image/{format_.lower()}"
    drawn = preview(picture(format_, size=(30, 20)), kind)
    assert (drawn.format, drawn.size) == ("JPEG", (30, 20))
    assert drawn.getpixel((10, 10))[0] > 200


def test_a_large_picture_has_a_small_preview():
    assert preview(picture(size=(5000, 2500))).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def located(format_="JPEG", **options):
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    return picture(format_, size=(30, 20), exif=exif, **options)


def test_of_a_photo_of_an_iphone_the_place_stays_behind_too():
    content = located("HEIF")
    assert b"Camera of somebody" in content
    drawn = preview_of(store.put(content), "image/heic")
    assert b"Camera" not in drawn
    assert not Image.open(BytesIO(drawn)).getexif()


def test_the_place_stays_behind_and_the_picture_stands_upright():
    content = located(comment=b"a secret")
    assert b"Camera of somebody" in content
    drawn = preview_of(store.put(content), "image/jpeg")
    assert b"Camera" not in drawn
    assert b"secret" not in drawn
    assert b"Exif" not in drawn
    assert Image.open(BytesIO(drawn)).size == (20, 30)


def test_what_moves_shows_its_first_picture():
    content = BytesIO()
    first, second = Image.new("RGB", (10, 10), "red"), Image.new("RGB", (10, 10), "blue")
    first.save(content, "GIF", save_all=True, append_images=[second])
    assert preview(content.getvalue(), "image/gif").getpixel((5, 5))[0] > 200


def test_what_can_be_seen_through_is_white_behind():
    content = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(content, "PNG")
    assert preview(content.getvalue(), "image/png").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture(size=(400, 400))[:300], "image/jpeg"),
        (picture("PNG")[:60], "image/png"),
        (b"GIF89a/*" + bytes(30) + b"*/=1;alert(1)", "image/gif"),
        (b"\xff\xd8\xff\xe0<html>", "image/jpeg"),
        (picture("PNG"), "image/jpeg"),
        (media(b"heic"), "image/heic"),
        (PDF, "application/pdf"),
    ],
    ids=["truncated jpeg", "truncated png", "script", "html", "not what it is taken for", "heic", "pdf"],
)
def test_what_cannot_be_drawn_has_none(content, kind):
    assert preview(content, kind) is None


def test_a_bomb_is_not_opened():
    """A picture of 30,000 by 30,000 points that is a few hundred kilobytes of file."""
    content = BytesIO()
    Image.new("1", (30_000, 30_000)).save(content, "PNG")
    assert preview(content.getvalue(), "image/png") is None


def test_more_points_than_a_picture_has(monkeypatch):
    monkeypatch.setattr(previews, "MOST_PIXELS", 100)
    assert preview(picture("PNG", size=(11, 10)), "image/png") is None
