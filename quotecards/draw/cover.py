"""Stage 9, its edges: a shape becomes how much of each pixel it covers, 0..1, at fractions of a pixel.

A view is (left, top, right, bottom) in whole px of the card: the pixels that are asked for.
Across, coverage is exact; down, it is the mean of ROWS lines per pixel.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.models import Box

    View = tuple[int, int, int, int]
    Cover = NDArray[np.float32]

# Lines per pixel; 16 tell 1/16 of a pixel apart, which is what the flattest edge of a card needs.
ROWS = 16


def view_of(shape: Box, size: tuple[int, int], near: float = 0.0) -> View:
    """A box, and what lies so near it, becomes the view of it on a card of that size; empty if it stands outside."""
    width, height = size
    return (
        max(0, math.floor(shape.left - near)),
        max(0, math.floor(shape.top - near)),
        min(width, math.ceil(shape.right + near)),
        min(height, math.ceil(shape.bottom + near)),
    )


def box(shape: Box, view: View) -> Cover:
    """A box becomes the coverage (rows, columns) of the view; a box that ends inside a pixel covers part of it."""
    left, top, right, bottom = view
    down = _span(shape.top, shape.bottom, top, bottom)
    across = _span(shape.left, shape.right, left, right)
    return (down[:, None] * across[None, :]).astype(np.float32)


def ellipse(shape: Box, view: View) -> Cover:
    """The ellipse inscribed in a box becomes the coverage of the view."""
    lines = _lines(view)
    half_width, half_height = shape.width / 2, shape.height / 2
    if half_width <= 0 or half_height <= 0:
        return _empty(view)
    away = (lines - (shape.top + half_height)) / half_height
    half = half_width * np.sqrt(np.maximum(1 - away * away, 0))
    middle = shape.left + half_width
    rows = np.arange(lines.size)
    return _fill(view, np.tile(rows, 2), np.concatenate([middle - half, middle + half]), _signs(lines.size))


def outlines(rings: Sequence[NDArray[np.float64]], view: View) -> Cover:
    """Closed outlines (n, 2) become the coverage of the view.

    Those that run the same way are drawn together; one that runs the other way inside another is a hole.
    """
    start = np.concatenate(rings)
    end = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    down = end[:, 1] > start[:, 1]
    upper, lower = np.where(down[:, None], start, end), np.where(down[:, None], end, start)
    # The lines that each edge meets: those whose y lies in [upper, lower).
    first, last = (_line(edge[:, 1], view) for edge in (upper, lower))
    count = last - first
    met = np.repeat(np.arange(len(count)), count)
    if not met.size:
        return _empty(view)
    rows = np.arange(met.size) - np.repeat(np.cumsum(count) - count, count) + first[met]
    height = lower[met, 1] - upper[met, 1]
    share = (view[1] + (rows + 0.5) / ROWS - upper[met, 1]) / height
    places = upper[met, 0] + share * (lower[met, 0] - upper[met, 0])
    return _fill(view, rows, places, np.where(down, 1.0, -1.0)[met])


def placed(mask: NDArray[np.uint8] | Cover, left: int, top: int, view: View) -> Cover:
    """A mask whose corner stands at whole px of the card becomes the coverage of the view."""
    found = _empty(view)
    rows = slice(max(view[1], top), min(view[3], top + mask.shape[0]))
    columns = slice(max(view[0], left), min(view[2], left + mask.shape[1]))
    if rows.start < rows.stop and columns.start < columns.stop:
        inner = mask[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        found[
            rows.start - view[1] : rows.stop - view[1], columns.start - view[0] : columns.stop - view[0]
        ] = inner
    return found


def _line(y: NDArray[np.float64], view: View) -> NDArray[np.int64]:
    """The number of the first line of the view at or below each y."""
    count = (view[3] - view[1]) * ROWS
    return np.clip(np.ceil((y - view[1]) * ROWS - 0.5), 0, count).astype(np.int64)


def _empty(view: View) -> Cover:
    return np.zeros((view[3] - view[1], view[2] - view[0]), np.float32)


def _span(start: float, end: float, first: int, last: int) -> NDArray[np.float64]:
    """How much of each pixel from first to last lies between start and end."""
    edges = np.arange(first, last, dtype=np.float64)
    shares: NDArray[np.float64] = np.minimum(edges + 1, end) - np.maximum(edges, start)
    return shares.clip(0, 1)


def _lines(view: View) -> NDArray[np.float64]:
    """The y of every line of the view, ROWS per pixel."""
    return view[1] + (np.arange((view[3] - view[1]) * ROWS) + 0.5) / ROWS


def _signs(count: int) -> NDArray[np.float64]:
    return np.repeat([1.0, -1.0], count)


def _fill(
    view: View, rows: NDArray[np.int64], places: NDArray[np.float64], signs: NDArray[np.float64]
) -> Cover:
    """Crossings (line, x, +1 where the shape begins and -1 where it ends) become coverage.

    Each crossing is noted in the pixel it falls into and the one after, so that a running sum along
    the row is the exact share of every pixel.
    """
    left, top, right, bottom = view
    height, width = bottom - top, right - left
    place = np.clip(places - left, 0, width)
    column = np.minimum(place.astype(np.int64), width - 1)
    share = place - column
    start = (rows // ROWS) * (width + 1) + column
    notes = np.bincount(
        np.concatenate([start, start + 1]),
        weights=np.concatenate([signs * (1 - share), signs * share]),
        minlength=height * (width + 1),
    )
    sums = np.cumsum(notes.reshape(height, width + 1), axis=1)[:, :width]
    return np.clip(np.abs(sums) / ROWS, 0, 1).astype(np.float32)
