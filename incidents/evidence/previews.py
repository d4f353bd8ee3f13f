"""A small picture of a picture, drawn anew: nothing of the file itself is in it, neither tricks nor places."""

import logging
import warnings
from io import BytesIO

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from incidents.evidence.kinds import KINDS
from incidents.evidence.store import store

register_heif_opener(thumbnails=False, decode_threads=1)  # the photos of iPhones; Pillow alone cannot read them
logger = logging.getLogger(__name__)
LONGEST_SIDE = 1200
MOST_PIXELS = 50_000_000


def preview_of(key: str, kind: str) -> bytes | None:
    """A JPEG of the stored file `key`, or None when its kind has none or it cannot be drawn."""
    if not KINDS[kind].pillow:
        return None
    with store.open(key) as plain:
        original = BytesIO(plain.read())
    try:
        return draw(original, KINDS[kind].pillow)
    except Exception as error:  # decoders fail in every way there is; a broken picture is kept and has no preview
        logger.info("No preview could be drawn (%s).", type(error).__name__)
        return None


def draw(original: BytesIO, format_: str) -> bytes | None:
    """Only as the format that it was recognised as, only its first picture, and only when it is of a sane size."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of what is refused here
        with Image.open(original, formats=[format_]) as image:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is read at a fraction of its size
            if image.width * image.height > MOST_PIXELS:
                return None
            return as_jpeg(image)


def as_jpeg(image: Image.Image) -> bytes:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    clean = Image.new("RGB", upright.size, "white")
    clean.paste(upright, mask=upright)
    drawn = BytesIO()
    clean.save(drawn, "JPEG", quality=80)
    return drawn.getvalue()
