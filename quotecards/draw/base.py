"""Stage 9, its painting: parts become a grained picture.

Painted in strips that fit a processor's own memory, in planes (3, rows, columns) of float32 levels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from quotecards.draw.grain import COARSE, TILE, develop, flat
from quotecards.draw.layer import Layer, number
from quotecards.draw.parts import bounds, layer
from quotecards.draw.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.draw.cover import View
    from quotecards.draw.grain import Planes
    from quotecards.models import Part

# Rows painted in one go: three planes of 1080 columns in float32 are then 0.8 MB.
STRIP = 64

# What is kept of inks in levels, in bytes: 20 tiles.
INKS = 20 * TILE * TILE * 4

_inks: Shelf[Image.Image] = Shelf(INKS, lambda image: image.width * image.height * 4)


def ink(view: View, colour: str, grain: float, coarse: int = COARSE) -> Image.Image:
    """A colour becomes the picture of a view full of it, with the grain that the card has there."""
    tile = _inks.get((colour, grain, coarse), lambda: picture_of(flat(colour, grain, coarse)))
    left, top, right, bottom = view
    picture = Image.new("RGB", (right - left, bottom - top))
    for y in range(top - top % TILE, bottom, TILE):
        for x in range(left - left % TILE, right, TILE):
            picture.paste(tile, (x - left, y - top))
    return picture


def paint(view: View, parts: Sequence[Part], grain: float) -> Image.Image:
    """Parts, first the lowest, become the picture of a view; black where there are none."""
    return picture_of(painted(view, parts, grain))


def painted(view: View, parts: Sequence[Part], grain: float, coarse: int = COARSE) -> NDArray[np.uint8]:
    """Parts, first the lowest, become the planes (3, rows, columns) of a view."""
    left, top, right, bottom = view
    picture = np.empty((3, bottom - top, right - left), np.uint8)
    reach = [bounds(part) for part in parts]
    bare = any(number(part, "grain", 1.0) < 1 for part in parts)
    for row in range(top, bottom, STRIP):
        strip = (left, row, right, min(row + STRIP, bottom))
        planes = np.zeros((3, strip[3] - row, right - left), np.float32)
        film = np.ones((1, strip[3] - row, right - left), np.float32) if bare else None
        for part, box in zip(parts, reach, strict=True):
            if box.top < strip[3] and box.bottom > row:
                seen = layer(part, strip)
                lay(planes, seen)
                if film is not None:
                    share = np.full((1, 1, 1), number(part, "grain", 1.0), np.float32)
                    lay(film, Layer(share, seen.coverage))
        picture[:, row - top : strip[3] - top] = develop(planes, strip, grain, film, coarse)
    return picture


def lay(planes: Planes, seen: Layer) -> None:
    """A layer comes over planes of the same view, in place."""
    if isinstance(seen.coverage, float) and seen.coverage >= 1:
        planes[:] = seen.levels
        return
    change = seen.levels - planes
    change *= np.asarray(seen.coverage, np.float32)
    planes += change


def picture_of(planes: NDArray[np.uint8]) -> Image.Image:
    """8-bit planes become a picture."""
    return Image.merge("RGB", [Image.fromarray(plane) for plane in planes])
