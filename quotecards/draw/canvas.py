"""Stage 9, its canvas: a copy of a ground on which colours are laid through masks.

Two kinds with one face: `Full` holds levels, `Few` the numbers of at most 256 paints. Each remembers where it
was touched, so that an encoder need not look at the rest.
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


class Canvas(Protocol):
    """What drawing needs: a view is on the canvas and not empty, its mask (mode L) of the view's size."""

    ground: Ground
    touched: list[View]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""

    def ink(self, view: View, colour: str, mask: Image.Image) -> None:
        """Lay a colour, grained like all else."""

    def pixels(self) -> NDArray[np.uint8]:
        """All pixels as they are kept: (rows, columns) or (rows, columns, 3)."""

    def image(self) -> Image.Image:
        """The picture (RGB)."""


def over(ground: Ground) -> Full | Few:
    """A ground becomes the canvas of its kind."""
    return Full(ground) if ground.levels is None else Few(ground, ground.levels)


class Full:
    """A canvas of levels."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.touched: list[View] = []
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
        self.touched.append(view)
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
        self.touched: list[View] = []
        self._levels = levels
        self._plane = ground.pixels.copy()
        self._films: dict[str, NDArray[np.uint8]] = {}

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return (self._plane.shape[1], self._plane.shape[0])

    def ink(self, view: View, colour: str, mask: Image.Image) -> None:
        """Lay a colour, grained like all else where it covers a pixel wholly."""
        self.touched.append(view)
        left, top, right, _ = view
        coverage = np.asarray(mask)
        self._fill(view, self._film(colour), coverage == 255)
        # Below 0 a byte comes round to 255, so this is "neither 0 nor 255" in one comparison.
        edge = np.flatnonzero((coverage - np.uint8(1)) < np.uint8(254))
        columns, width = self._plane.shape[1], right - left
        place = edge + edge // width * (columns - width) + (top * columns + left)
        flat = self._plane.reshape(-1)
        step = paints.step(coverage.reshape(-1)[edge])
        flat[place] = self.ground.inked(colour).blends[step, flat[place]]

    def _fill(self, view: View, film: NDArray[np.uint8], inside: NDArray[np.bool_]) -> None:
        left, top, right, bottom = view
        row = top
        while row < bottom:
            end = min(bottom, row - row % TILE + TILE)
            source = film[row % TILE : row % TILE + end - row, left:right]
            np.copyto(self._plane[row:end, left:right], source, where=inside[row - top : end - top])
            row = end

    def _film(self, colour: str) -> NDArray[np.uint8]:
        """A colour's film (TILE, columns), as wide as the canvas: it is asked for with every line."""
        if colour not in self._films:
            columns = self._plane.shape[1]
            wide = np.tile(self.ground.inked(colour).film, (1, -(-columns // TILE)))
            self._films[colour] = wide[:, :columns]
        return self._films[colour]

    def pixels(self) -> NDArray[np.uint8]:
        """All paints (rows, columns)."""
        return self._plane

    def image(self) -> Image.Image:
        """The picture (RGB)."""
        picture = Image.fromarray(self._plane)
        picture.putpalette(self._levels.tobytes())
        return picture.convert("RGB")
