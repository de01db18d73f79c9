"""Stage 9, its logos: the outline of a picture with see-through parts, in one colour of the card's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from quotecards.draw import cover
from quotecards.draw.layer import Layer, flat, lacks
from quotecards.errors import DataError

if TYPE_CHECKING:
    from quotecards.draw.cover import View
    from quotecards.models import Part

LARGEST = 16  # megapixels; a logo is drawn some forty px high


def logo(part: Part, view: View) -> Layer:
    """`source` in the box, as much covered as the picture is opaque there.

    Raises:
        DataError: the file is missing, no picture, too large, or nowhere see-through.

    """
    if not part.source:
        raise lacks(part, "a source")
    box = part.box
    left, top = round(box.left), round(box.top)
    mask = _mask(part.source, _stamp(part.source), (round(box.right) - left, round(box.bottom) - top))
    return Layer(flat(part), cover.placed(mask, left, top, view) * np.float32(part.opacity))


def shape(path: str) -> float:
    """The width of a logo's picture for a height of 1; raises as `logo` does."""
    alpha = _alpha(path, _stamp(path))
    return alpha.width / alpha.height


@lru_cache(maxsize=8)
def _mask(
    path: str, told: tuple[int, int], size: tuple[int, int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    alpha = _alpha(path, told).resize((max(1, size[0]), max(1, size[1])), Image.Resampling.LANCZOS)
    return np.asarray(alpha, np.float32) / np.float32(255)


@lru_cache(maxsize=4)
def _alpha(path: str, _told: tuple[int, int]) -> Image.Image:
    """How opaque a picture is, cropped to what is not see-through."""
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > LARGEST * 1_000_000:
                raise DataError(
                    f"the logo is too large; {LARGEST} megapixels are the most.",
                    where=path,
                    remedy="Make it smaller.",
                )
            alpha = picture.convert("RGBA").getchannel("A")
    except Image.DecompressionBombError as error:
        raise DataError("the logo is too large.", where=path, remedy="Make it smaller.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise DataError("cannot be read as a picture.", where=path, remedy="Give a PNG file.") from error
    least, most = alpha.getextrema()
    bounds = alpha.getbbox()
    if least == 255 or most == 0 or bounds is None:
        raise DataError(
            "the logo has no outline: it is opaque, or see-through, all over.",
            where=path,
            remedy="Give a PNG whose background is see-through.",
        )
    return alpha.crop(bounds)


def _stamp(path: str) -> tuple[int, int]:
    """When a file was last changed, and its size."""
    try:
        told = Path(path).stat()
    except OSError as error:
        raise DataError("there is no such logo.", where=path, remedy="Check the path.") from error
    return told.st_mtime_ns, told.st_size
