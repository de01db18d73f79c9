"""Stage 9, its things: each kind of `Part` becomes a layer, colours and how much they cover.

A new kind is one function in PARTS: it takes a part and a view (whole px of the card) and answers with
what of the part is seen there. Angles are CSS degrees: 0 up, 90 right, 180 down.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from quotecards.colour import ramp, rgb
from quotecards.draw import cover, objects
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.draw.cover import View
    from quotecards.models import Box, Part

# Steps of a gradient's table: 16 for each level that a channel can cross.
STEPS = 4096

# A lamp's alpha over its radius (ART.md, A2).
GLOW = ((0.0, 1.0), (0.35, 0.55), (0.70, 0.165), (1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Layer:
    """What a part shows in a view: levels, (3, 1, 1) if flat, and coverage 0..1, a number if even."""

    levels: NDArray[np.float32]
    coverage: NDArray[np.float32] | float

    @property
    def flat(self) -> bool:
        return self.levels.shape[1:] == (1, 1)


Drawer = Callable[["Part", "View"], Layer]


def layer(part: Part, view: View) -> Layer:
    """A part becomes what is seen of it in a view.

    Raises:
        DataError: no drawing has that name, or the part lacks a colour or a number.

    """
    drawer = PARTS.get(part.kind)
    if drawer is None:
        raise DataError(f"there is no drawing named {part.kind!r}.", remedy=f"Known: {', '.join(PARTS)}.")
    return drawer(part, view)


# ---------------------------------------------------------------- flat shapes


def _fill(part: Part, view: View) -> Layer:
    if _inside(part.box, view):
        return Layer(_flat(part), part.opacity)
    return Layer(_flat(part), cover.box(part.box, view) * np.float32(part.opacity))


def _ellipse(part: Part, view: View) -> Layer:
    return Layer(_flat(part), cover.ellipse(part.box, view) * np.float32(part.opacity))


def _polygon(part: Part, view: View) -> Layer:
    """Corners x0, y0, x1, y1, ... in px of the card; `box` is their bounds and not looked at."""
    count = max(3, sum(name[0] == "x" and name[1:].isdigit() for name, _ in part.values))
    numbers = _numbers(part, *(f"{axis}{index}" for index in range(count) for axis in "xy"))
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    return Layer(_flat(part), cover.polygon(points, view) * np.float32(part.opacity))


def _flat(part: Part) -> NDArray[np.float32]:
    colour = _colours(part, 1)[0]
    return np.array(rgb(colour), np.float32).reshape(3, 1, 1)


def _object(part: Part, view: View) -> Layer:
    return Layer(_flat(part), objects.covered(part, view) * np.float32(part.opacity))


# ---------------------------------------------------------------- light


def _ground(part: Part, view: View) -> Layer:
    """Three colours along an angle, in the coordinates of the part's own box."""
    place = _along(part, view)
    levels = np.stack([channel.take(place) for channel in _ramp(_colours(part, 3))])
    return Layer(levels, _within(part, view))


def _fade(part: Part, view: View) -> Layer:
    """One colour whose opacity runs along an angle: at_0, at_22, ... are opacities at that percent."""
    stops = [(float(name[3:]) / 100, value) for name, value in part.values if name.startswith("at_")]
    if not stops:
        raise _lacks(part, "at_0")
    table = _straight(tuple(sorted(stops)))
    return Layer(_flat(part), table.take(_along(part, view)) * np.float32(_within(part, view)))


def _lamp(part: Part, view: View) -> Layer:
    """A radial glow round the point x, y (fractions of the box), soft at its heart and its rim."""
    x, y, radius = _numbers(part, "x", "y", "radius")
    box, left, top = part.box, part.box.left, part.box.top
    x, y = left + box.width * x, top + box.height * y
    far = math.sqrt(max(x - left, box.right - x) ** 2 + max(y - top, box.bottom - y) ** 2)
    across = (np.arange(view[0], view[2]) + 0.5 - x).astype(np.float32)
    down = (np.arange(view[1], view[3]) + 0.5 - y).astype(np.float32)
    distance = np.sqrt(across[None, :] ** 2 + down[:, None] ** 2)
    distance *= np.float32((STEPS - 1) / max(radius * far, 1e-6))
    glow = _glow().take(np.minimum(distance, STEPS - 1).astype(np.int16))
    return Layer(_flat(part), glow * np.float32(_within(part, view)))


def _along(part: Part, view: View) -> NDArray[np.int16]:
    """Where each pixel of the view stands on the gradient line of the part, as a step of its table."""
    radians = math.radians(_numbers(part, "angle")[0])
    # Rounded, so that no machine's sine moves a pixel.
    across, up = round(math.sin(radians), 9), round(math.cos(radians), 9)
    box = part.box
    length = max(abs(box.width * across) + abs(box.height * up), 1e-6)
    scale = (STEPS - 1) / length
    x = (np.arange(view[0], view[2]) + 0.5 - (box.left + box.right) / 2) * (across * scale)
    y = (np.arange(view[1], view[3]) + 0.5 - (box.top + box.bottom) / 2) * (-up * scale)
    place = x.astype(np.float32)[None, :] + (y + STEPS / 2).astype(np.float32)[:, None]
    return np.clip(place, 0, STEPS - 1, out=place).astype(np.int16)


def _within(part: Part, view: View) -> NDArray[np.float32] | float:
    """The part's opacity where its box is, 0 elsewhere."""
    if _inside(part.box, view):
        return part.opacity
    return cover.box(part.box, view) * np.float32(part.opacity)


def _inside(box: Box, view: View) -> bool:
    left, top, right, bottom = view
    return box.left <= left and box.top <= top and box.right >= right and box.bottom >= bottom


def _colours(part: Part, count: int) -> tuple[str, ...]:
    if len(part.colours) < count:
        raise _lacks(part, f"colours: it has {len(part.colours)} and needs {count}")
    return part.colours[:count]


def _numbers(part: Part, *names: str) -> list[float]:
    values = dict(part.values)
    for name in names:
        if name not in values:
            raise _lacks(part, f"the number {name}")
    return [values[name] for name in names]


def _lacks(part: Part, what: str) -> DataError:
    return DataError(f"a part {part.kind!r} lacks {what}.", remedy="Add it in the layout that asks for it.")


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


PARTS: dict[str, Drawer] = {
    "ground": _ground,
    "lamp": _lamp,
    "fill": _fill,
    "ellipse": _ellipse,
    "fade": _fade,
    "polygon": _polygon,
    **dict.fromkeys(objects.OBJECTS, _object),
}

# Kinds of many shades: where they come with the words, they are painted with the ground below.
BROAD = frozenset({"ground", "lamp", "fade"}) | objects.SOFT
