"""Stage 9, its canvas: a copy of a ground on which colours are laid through masks.

Two kinds with one face: `Full` holds levels, `Few` the numbers of at most 256 paints. Each knows its ground, so
that an encoder need not look at what did not change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from PIL import Image

from quotecards.draw import base, paints
from quotecards.draw.grain import TILE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quotecards.draw.cover import View
    from quotecards.draw.ground import Ground
    from quotecards.draw.paints import Levels


# Bytes that are looked at in one go. Masks whose views begin and end at whole eights are laid faster.
EIGHT = 8
FULL = 255


class Canvas(Protocol):
    """What drawing needs: a view is on the canvas and not empty, its mask (mode L) of the view's size."""

    ground: Ground

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""

    def ink(self, view: View, colour: str, mask: Image.Image) -> None:
        """Lay a colour, grained like all else."""

    def pixels(self) -> NDArray[np.uint8]:
        """All pixels as they are kept: (rows, columns) or (rows, columns, 3)."""

    def image(self) -> Image.Image:
        """The picture (RGB)."""


def changed(pixels: NDArray[np.uint8], under: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where rows of pixels are not those under them, eight bytes at a time; one where rows are not whole eights."""
    unit = np.uint64 if pixels[0].size % EIGHT == 0 else np.uint8
    now, before = (one.reshape(len(one), -1).view(unit) for one in (pixels, under))
    differs: NDArray[np.bool_] = now != before
    return differs


def over(ground: Ground) -> Full | Few:
    """A ground becomes the canvas of its kind."""
    return Full(ground) if ground.levels is None else Few(ground, ground.levels)


class Full:
    """A canvas of levels."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._picture = Image.fromarray(ground.pixels)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self._picture.size

    def ink(self, view: View, colour: str, mask: Image.Image) -> None:
        """Lay a colour, grained like all else."""
        self.lay(view, base.ink(view, colour, self.ground.grain, self.ground.coarse), mask)

    def lay(self, view: View, picture: Image.Image, mask: Image.Image) -> None:
        """Lay a picture of the view's size that has its grain already."""
        self._picture.paste(picture, view, mask)

    def pixels(self) -> NDArray[np.uint8]:
        """All levels (rows, columns, 3)."""
        return np.asarray(self._picture)

    def image(self) -> Image.Image:
        """The picture (RGB)."""
        return self._picture


class Few:
    """A canvas of paints: the numbers of a pixel's paint and of its coverage tell the paint that is seen."""

    def __init__(self, ground: Ground, levels: Levels) -> None:
        self.ground = ground
        self._levels = levels
        self._plane = ground.pixels.copy()
        self._films: dict[str, NDArray[np.uint8]] = {}

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return (self._plane.shape[1], self._plane.shape[0])

    def ink(self, view: View, colour: str, mask: Image.Image) -> None:
        """Lay a colour, grained like all else where it covers a pixel wholly."""
        columns = self._plane.shape[1]
        left, top, right, _ = view
        unit = np.dtype(np.uint8 if left % EIGHT or right % EIGHT or columns % EIGHT else np.uint64)
        sheet, film, plane = (
            pixels.view(unit) for pixels in (np.asarray(mask), self._film(colour), self._plane.reshape(-1))
        )
        inked = np.flatnonzero(sheet != 0)  # of truths three times as fast as of numbers
        across, width = columns // unit.itemsize, sheet.shape[1]
        place = inked + inked // width * (across - width) + (top * across + left // unit.itemsize)
        coverage, under = sheet.reshape(-1)[inked], plane[place]
        inside = (np.uint8(0) - (coverage.view(np.uint8) == FULL)).view(unit)
        seen = under ^ (under ^ film.take(place, mode="wrap")) & inside
        self._blend(seen.view(np.uint8), coverage.view(np.uint8), self.ground.inked(colour).blends)
        plane[place] = seen

    @staticmethod
    def _blend(paints_: NDArray[np.uint8], coverage: NDArray[np.uint8], blends: NDArray[np.uint8]) -> None:
        """Where an ink covers paints in part, they become those that are seen."""
        # Below 0 a byte comes round to 255, so this is "neither 0 nor 255" in one comparison.
        edge = np.flatnonzero((coverage - np.uint8(1)) < np.uint8(FULL - 1))
        row = paints.step(coverage[edge]) * blends.shape[1]
        paints_[edge] = blends.reshape(-1)[row + paints_[edge]]

    def _film(self, colour: str) -> NDArray[np.uint8]:
        """A colour's film, TILE rows as wide as the canvas, one after the other."""
        if colour not in self._films:
            columns = self._plane.shape[1]
            wide = np.tile(self.ground.inked(colour).film, (1, -(-columns // TILE)))
            self._films[colour] = np.ascontiguousarray(wide[:, :columns]).reshape(-1)
        return self._films[colour]

    def pixels(self) -> NDArray[np.uint8]:
        """All paints (rows, columns)."""
        return self._plane

    def image(self) -> Image.Image:
        """The picture (RGB)."""
        picture = Image.fromarray(self._plane)
        picture.putpalette(self._levels.tobytes())
        return picture.convert("RGB")
