"""Stage 9, its light: gradients, lamps, scrims and vignettes. Angles are CSS degrees: 0 up, 90 right, 180 down."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from quotecards.colour import ramp
from quotecards.draw.layer import Layer, colours, flat, lacks, number, numbers, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.draw.cover import View
    from quotecards.models import Part

# Steps of a gradient's table: 16 for each level that a channel can cross.
STEPS = 4096

# A lamp's alpha over its radius (ART.md, A2).
GLOW = ((0.0, 1.0), (0.35, 0.55), (0.70, 0.165), (1.0, 0.0))


def ground(part: Part, view: View) -> Layer:
    """Three colours along an angle, in the coordinates of the part's own box."""
    place = _along(part, view)
    levels = np.stack([channel.take(place) for channel in _ramp(colours(part, 3))])
    return Layer(levels, within(part, view))


def fade(part: Part, view: View) -> Layer:
    """One colour whose opacity runs along an angle: at_0, at_22, ... are opacities at that percent."""
    table = _straight(_stops(part))
    return Layer(flat(part), table.take(_along(part, view)) * np.float32(within(part, view)))


def lamp(part: Part, view: View) -> Layer:
    """A radial glow round the point x, y (fractions of the box), soft at its heart and its rim."""
    x, y, radius = numbers(part, "x", "y", "radius")
    box, left, top = part.box, part.box.left, part.box.top
    x, y = left + box.width * x, top + box.height * y
    far = math.sqrt(max(x - left, box.right - x) ** 2 + max(y - top, box.bottom - y) ** 2)
    across = (np.arange(view[0], view[2]) + 0.5 - x).astype(np.float32)
    down = (np.arange(view[1], view[3]) + 0.5 - y).astype(np.float32)
    distance = np.sqrt(across[None, :] ** 2 + down[:, None] ** 2)
    distance *= np.float32((STEPS - 1) / max(radius * far, 1e-6))
    glow = _glow().take(np.minimum(distance, STEPS - 1).astype(np.int16))
    return Layer(flat(part), glow * np.float32(within(part, view)))


def _along(part: Part, view: View) -> NDArray[np.int16]:
    """Where each pixel of the view stands on the gradient line of the part, as a step of its table."""
    radians = math.radians(numbers(part, "angle")[0])
    # Rounded, so that no machine's sine moves a pixel.
    across, up = round(math.sin(radians), 9), round(math.cos(radians), 9)
    box = part.box
    length = max(abs(box.width * across) + abs(box.height * up), 1e-6)
    scale = (STEPS - 1) / length
    x = (np.arange(view[0], view[2]) + 0.5 - (box.left + box.right) / 2) * (across * scale)
    y = (np.arange(view[1], view[3]) + 0.5 - (box.top + box.bottom) / 2) * (-up * scale)
    place = x.astype(np.float32)[None, :] + (y + STEPS / 2).astype(np.float32)[:, None]
    return np.clip(place, 0, STEPS - 1, out=place).astype(np.int16)


def vignette(part: Part, view: View) -> Layer:
    """One colour whose opacity grows with the distance from x, y (fractions of the box; the middle if unsaid).

    at_0, at_38, ... are opacities at that percent of the way to the corners; its outline has the box's shape.
    """
    box = part.box
    across = (np.arange(view[0], view[2]) + 0.5 - box.left) / max(box.width, 1e-6) - number(part, "x", 0.5)
    down = (np.arange(view[1], view[3]) + 0.5 - box.top) / max(box.height, 1e-6) - number(part, "y", 0.5)
    far = math.hypot(*(max(share, 1 - share) for share in (number(part, "x", 0.5), number(part, "y", 0.5))))
    place = np.sqrt(across.astype(np.float32)[None, :] ** 2 + down.astype(np.float32)[:, None] ** 2)
    place *= np.float32((STEPS - 1) / far)
    table = _straight(_stops(part))
    steps = np.clip(place, 0, STEPS - 1, out=place).astype(np.int16)
    return Layer(flat(part), table.take(steps) * np.float32(within(part, view)))


def _stops(part: Part) -> tuple[tuple[float, float], ...]:
    """The opacities of a part by place 0..1."""
    stops = [(float(name[3:]) / 100, value) for name, value in part.values if name.startswith("at_")]
    if not stops:
        raise lacks(part, "at_0")
    return tuple(sorted(stops))


# ---------------------------------------------------------------- tables


@lru_cache(maxsize=256)
def _ramp(stops: tuple[str, ...]) -> NDArray[np.float32]:
    """Three colours become a table (3, STEPS) of levels."""
    return np.ascontiguousarray(ramp(stops, STEPS).T, np.float32)


@lru_cache(maxsize=64)
def _straight(stops: tuple[tuple[float, float], ...]) -> NDArray[np.float32]:
    """Opacities at places 0..1 become a table, straight lines between them."""
    return np.array([_between(stops, step / (STEPS - 1)) for step in range(STEPS)], np.float32)


def _between(stops: Sequence[tuple[float, float]], place: float) -> float:
    if place <= stops[0][0]:
        return stops[0][1]
    for (start, value), (end, following) in itertools.pairwise(stops):
        if place <= end:
            return value + (following - value) * (place - start) / max(end - start, 1e-9)
    return stops[-1][1]


@lru_cache(maxsize=1)
def _glow() -> NDArray[np.float32]:
    """A lamp's alpha from its heart to its rim: through the points of GLOW, but without their corners.

    Cubic pieces whose slope at a point is the harmonic mean of its neighbours' and level at both ends.
    """
    slopes = [(b - a) / (end - start) for (start, a), (end, b) in itertools.pairwise(GLOW)]
    inner = [2 * before * after / (before + after) for before, after in itertools.pairwise(slopes)]
    tangents = [0.0, *inner, 0.0]
    table = [_cubic(tangents, step / (STEPS - 1)) for step in range(STEPS)]
    return np.array(table, np.float32)


def _cubic(tangents: Sequence[float], place: float) -> float:
    index = next(i for i in range(len(GLOW) - 1) if place <= GLOW[i + 1][0])
    (start, a), (end, b) = GLOW[index], GLOW[index + 1]
    width = end - start
    t = (place - start) / width
    rise = t * t * (3 - 2 * t)
    out, into = t * (1 - t) * (1 - t), t * t * (t - 1)
    return a + (b - a) * rise + width * (out * tangents[index] + into * tangents[index + 1])
