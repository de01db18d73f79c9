"""Stage 9, its ground: parts become a grained picture, painted once and kept.

Painted in strips that fit a processor's own memory, in planes (3, rows, columns) of float32 levels.
Where 256 paints can stand for it unseen, a ground is kept in them: one byte a pixel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from quotecards.draw import paints
from quotecards.draw.grain import TILE, develop, flat
from quotecards.draw.parts import Layer, layer
from quotecards.draw.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.draw.cover import View
    from quotecards.draw.grain import Planes
    from quotecards.draw.paints import Ink, Levels
    from quotecards.models import Part

# Rows painted in one go: three planes of 1080 columns in float32 are then 0.8 MB.
STRIP = 64

# What is kept, in bytes: some 60 portrait grounds with what the encoders keep of them, and the tiles of 50 inks.
GROUNDS = 192_000_000
INKS = 50 * TILE * TILE * 4


@dataclass(slots=True, eq=False)
class Ground:
    """What lies under the words of many cards. Not to be drawn on.

    `pixels` are (rows, columns) numbers of paints, or (rows, columns, 3) levels where `levels` is None.
    `kept` holds what is reckoned from it once: by encoders and by inks.
    """

    pixels: NDArray[np.uint8]
    levels: Levels | None
    grain: float
    kept: dict[Any, Any] = field(default_factory=dict)

    def blends(self, colour: str) -> NDArray[np.uint8]:
        """The table of a colour over this ground's paints."""
        if ("blends", colour) not in self.kept:
            self.kept["blends", colour] = paints.blends(self._paints(), colour)
        table: NDArray[np.uint8] = self.kept["blends", colour]
        return table

    def film(self, colour: str) -> NDArray[np.uint8]:
        """The paints (TILE, columns) of a colour with its grain, from the top; they repeat downwards."""
        if ("film", colour) not in self.kept:
            self.kept["film", colour] = self._film(colour)
        film: NDArray[np.uint8] = self.kept["film", colour]
        return film

    def _film(self, colour: str) -> NDArray[np.uint8]:
        tile = flat(colour, self.grain).reshape(3, -1).T
        colours, which = np.unique(tile, axis=0, return_inverse=True)
        plane = paints.nearest(colours, self._paints())[which].reshape(TILE, TILE)
        columns = self.pixels.shape[1]
        return np.ascontiguousarray(np.tile(plane, (1, -(-columns // TILE)))[:, :columns])

    def _paints(self) -> Levels:
        assert self.levels is not None
        return self.levels


def _weight(ground: Ground) -> int:
    # A ground in paints is kept with two inks (TILE rows each) and its deflated rows, one in levels with the latter.
    return int(ground.pixels.nbytes * (2.2 if ground.levels is not None else 1.4))


_grounds: Shelf[Ground] = Shelf(GROUNDS, _weight)
_inks: Shelf[Image.Image] = Shelf(INKS, lambda image: image.width * image.height * 4)


def ground(
    width: int, height: int, parts: tuple[Part, ...], grain: float, inks: tuple[Ink, ...] | None = None
) -> Ground:
    """Parts become what lies under the words; the same one again while it is kept.

    `inks` are the flat colours that will be laid on it, first the lowest; None keeps all colours of the ground.
    """

    def make() -> Ground:
        planes = painted((0, 0, width, height), parts, grain)
        found = None if inks is None else paints.painted(planes, inks, grain)
        if found is None:
            return Ground(np.ascontiguousarray(planes.transpose(1, 2, 0)), None, grain)
        return Ground(found.plane, found.levels, grain)

    return _grounds.get((width, height, parts, grain, inks), make)


def ink(view: View, colour: str, grain: float) -> Image.Image:
    """A colour becomes the picture of a view full of it, with the grain that the card has there."""
    tile = _inks.get((colour, grain), lambda: picture_of(flat(colour, grain)))
    left, top, right, bottom = view
    picture = Image.new("RGB", (right - left, bottom - top))
    for y in range(top - top % TILE, bottom, TILE):
        for x in range(left - left % TILE, right, TILE):
            picture.paste(tile, (x - left, y - top))
    return picture


def paint(view: View, parts: Sequence[Part], grain: float) -> Image.Image:
    """Parts, first the lowest, become the picture of a view; black where there are none."""
    return picture_of(painted(view, parts, grain))


def painted(view: View, parts: Sequence[Part], grain: float) -> NDArray[np.uint8]:
    """Parts, first the lowest, become the planes (3, rows, columns) of a view."""
    left, top, right, bottom = view
    picture = np.empty((3, bottom - top, right - left), np.uint8)
    for row in range(top, bottom, STRIP):
        strip = (left, row, right, min(row + STRIP, bottom))
        planes = np.zeros((3, strip[3] - row, right - left), np.float32)
        for part in parts:
            if part.box.top < strip[3] and part.box.bottom > row:
                lay(planes, layer(part, strip))
        picture[:, row - top : strip[3] - top] = develop(planes, strip, grain)
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
