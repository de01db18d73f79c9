"""Stage 9, WebP."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from quotecards.draw.canvas import Canvas

# WebP halves the colour's resolution whatever one asks. At 90 it takes a third to two thirds of the JPEG's
# bytes. Methods above 2 take twice the time and save nothing.
QUALITY = 90
METHOD = 2


def encode(image: Image) -> bytes:
    """An RGB picture becomes the bytes of a WebP file without metadata; sRGB by convention."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=METHOD)
    return out.getvalue()


def file(canvas: Canvas) -> bytes:
    """A canvas becomes the bytes of a WebP file: a format that cannot be spliced."""
    return encode(canvas.image())
