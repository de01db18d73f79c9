"""Stage 9, its stills: a picture file becomes what fills a part's box.

The picture is scaled until it covers the box and cropped round a focus, a point of the picture (fractions of
its width and height) that stays as near the middle of the box as it can: a face, or the horizon.
"""

from __future__ import annotations

import math
import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

from quotecards.draw.layer import Layer, lacks, number, within
from quotecards.errors import DataError

if TYPE_CHECKING:
    from quotecards.draw.cover import View
    from quotecards.models import Part

# Megapixels of the largest picture that is opened: four times a good camera's, a third of a gigabyte in memory.
LARGEST = 100


def still(part: Part, view: View) -> Layer:
    """`source` shown in the box: `focus_x`, `focus_y` (0.5 if unsaid) and `zoom` (1 or more) choose the crop.

    Raises:
        DataError: the file is missing, no picture, or too large.

    """
    if not part.source:
        raise lacks(part, "a source")
    box = part.box
    left, top = math.floor(box.left), math.floor(box.top)
    size = (math.ceil(box.right) - left, math.ceil(box.bottom) - top)
    focus = (number(part, "focus_x", 0.5), number(part, "focus_y", 0.5))
    picture = _cropped(part.source, stamp(part.source), size, focus, max(1.0, number(part, "zoom", 1.0)))
    levels = np.zeros((3, view[3] - view[1], view[2] - view[0]), np.float32)
    rows = slice(max(view[1], top), min(view[3], top + size[1]))
    columns = slice(max(view[0], left), min(view[2], left + size[0]))
    if rows.start < rows.stop and columns.start < columns.stop:
        inner = picture[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        levels[
            :, rows.start - view[1] : rows.stop - view[1], columns.start - view[0] : columns.stop - view[0]
        ] = inner.transpose(2, 0, 1)
    return Layer(levels, within(part, view))


def stamp(path: str) -> tuple[int, int]:
    """When a file was last changed, and its size: a changed still is another one."""
    try:
        told = Path(path).stat()
    except OSError as error:
        raise DataError("there is no such still.", where=path, remedy="Check the path.") from error
    return told.st_mtime_ns, told.st_size


@lru_cache(maxsize=8)
def _cropped(
    path: str,
    _stamp: tuple[int, int],
    size: tuple[int, int],
    focus: tuple[float, float],
    zoom: float,
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A file's picture (rows, columns, 3), scaled and cropped to a size."""
    picture = _opened(path, size, zoom)
    scale = max(size[0] / picture.width, size[1] / picture.height) * zoom
    width, height = size[0] / scale, size[1] / scale
    left = min(max(focus[0] * picture.width - width / 2, 0.0), picture.width - width)
    top = min(max(focus[1] * picture.height - height / 2, 0.0), picture.height - height)
    return np.asarray(
        picture.resize(size, Image.Resampling.LANCZOS, box=(left, top, left + width, top + height))
    )


def _opened(path: str, size: tuple[int, int], zoom: float) -> Image.Image:
    """A file becomes an upright RGB picture, read no larger than is needed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                if picture.width * picture.height > LARGEST * 1_000_000:
                    raise _too_large(path, picture.width * picture.height)
                longest = math.ceil(max(size) * zoom)  # a camera on its side exchanges width and height
                picture.draft("RGB", (longest, longest))
                return ImageOps.exif_transpose(picture).convert("RGB")
    except Image.DecompressionBombError as error:
        raise _too_large(path) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise DataError(
            "cannot be read as a picture.", where=path, remedy="Give a JPEG, PNG or WebP file."
        ) from error


def _too_large(path: str, pixels: int = 0) -> DataError:
    told = f"has {pixels / 1e6:.0f} megapixels" if pixels else "is too large"
    return DataError(
        f"the still {told}; {LARGEST} megapixels are the most.", where=path, remedy="Make it smaller."
    )
