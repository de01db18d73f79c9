"""Stage 9, its objects: frames, tickets, bulbs, perforations and soft shadows, as coverage of a view.

A part's `box` bounds all that it shows. Its outline is that box, or `left`, `top`, `right`, `bottom` among
its values, and is turned by `turn` degrees clockwise round `pivot_x`, `pivot_y` where it names them.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from quotecards.draw import cover
from quotecards.models import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from quotecards.draw.cover import Cover, View
    from quotecards.models import Part

    Point = tuple[float, float]
    Loop = list[Point]

ARC = 10  # straight pieces of a quarter of a circle
DEEP = 512  # steps of the table of a soft edge
FAR = 3.0  # standard deviations a soft edge reaches


class _Seen(NamedTuple):
    """A part's outline and its further numbers."""

    box: Box
    values: dict[str, float]

    def get(self, name: str, default: float = 0.0) -> float:
        return self.values.get(name, default)


def covered(part: Part, view: View) -> Cover:
    """How much of each pixel of the view an object covers, 0..1."""
    return OBJECTS[part.kind](_seen(part), view)


def _seen(part: Part) -> _Seen:
    values, box = dict(part.values), part.box
    edges = (
        values.get("left", box.left),
        values.get("top", box.top),
        values.get("right", box.right),
        values.get("bottom", box.bottom),
    )
    return _Seen(Box(*edges), values)


# ---------------------------------------------------------------- outlines


def _filled(loops: Iterable[Loop], seen: _Seen, view: View) -> Cover:
    """Loops become coverage: one within another of the other direction is a hole."""
    origin = (float(view[0]), float(view[1]))
    path: Loop = []
    for loop in loops:
        turned = _turned(loop, seen)
        downs = [y for _, y in turned]
        if min(downs) < view[3] and max(downs) > view[1]:
            # there and back along one line, which covers nothing
            path += [origin, *turned, turned[0]]
    return cover.polygon(path, view) if path else np.zeros((view[3] - view[1], view[2] - view[0]), np.float32)


def _turned(loop: Loop, seen: _Seen) -> Loop:
    angle = seen.get("turn")
    if not angle:
        return loop
    cosine, sine = _direction(angle)
    across, down = seen.get("pivot_x"), seen.get("pivot_y")
    return [
        (
            across + (x - across) * cosine - (y - down) * sine,
            down + (x - across) * sine + (y - down) * cosine,
        )
        for x, y in loop
    ]


def _direction(angle: float) -> Point:
    # Rounded, so that no machine's sine moves a pixel.
    radians = math.radians(angle)
    return round(math.cos(radians), 9), round(math.sin(radians), 9)


def _arc(x: float, y: float, radius: float, start: float, sweep: float) -> Loop:
    """Points of an arc; degrees clockwise from the right."""
    count = max(2, math.ceil(abs(sweep) / 90 * ARC))
    found = []
    for step in range(count + 1):
        cosine, sine = _direction(start + sweep * step / count)
        found.append((x + radius * cosine, y + radius * sine))
    return found


def _rounded(box: Box, radius: float) -> Loop:
    """A rectangle, clockwise, whose corners are round; of a radius below 0 hollow."""
    corners = ((box.right, box.top), (box.right, box.bottom), (box.left, box.bottom), (box.left, box.top))
    if not radius:
        return list(corners)
    size = min(abs(radius), box.width / 2, box.height / 2)
    found: Loop = []
    for quarter, (x, y) in enumerate(corners):
        if radius < 0:
            found += _arc(x, y, size, 180 - 90 * (1 - quarter) + 90, -90)
        else:
            inward = (-1 if quarter in (0, 1) else 1, 1 if quarter in (0, 3) else -1)
            found += _arc(x + size * inward[0], y + size * inward[1], size, 90 * quarter - 90, 90)
    return found


def _inset(box: Box, by: float) -> Box:
    return Box(box.left + by, box.top + by, box.right - by, box.bottom - by)


# ---------------------------------------------------------------- objects


def _plate(seen: _Seen, view: View) -> Cover:
    """A rectangle with corners of `radius`, hollow ones below 0; `stroke` px wide as a line, else filled."""
    radius, stroke = seen.get("radius"), seen.get("stroke")
    loops = [_rounded(seen.box, radius)]
    if stroke:
        # a hollow corner's inner line is the larger arc, a round one's the smaller
        within = radius - stroke if radius > 0 else radius
        inner = _rounded(_inset(seen.box, stroke), max(0.0, within) if radius > 0 else within)
        loops.append(inner[::-1])
    found = _filled(loops, seen, view)
    gap = seen.get("gap")
    if gap:
        middle = (seen.box.left + seen.box.right) / 2
        foot = seen.box.bottom
        hole = Box(middle - gap / 2, foot - 2 * stroke - 1, middle + gap / 2, foot + stroke + 1)
        found = found * (1 - cover.box(hole, view))
    return found


def _ticket(seen: _Seen, view: View) -> Cover:
    """A ticket: two ends scalloped every `step` px, a notch of `notch` px on both sides at `tear`.

    `tear` is a y; with `lying` 1 an x, the ends are left and right and the notches above and below.
    """
    box, lying = seen.box, bool(seen.get("lying"))
    if lying:
        box = Box(box.top, box.left, box.bottom, box.right)
    count = max(1, round(box.width / seen.get("step", 38)))
    step, notch, tear = box.width / count, seen.get("notch", 30), seen.get("tear")
    middles = [box.left + step * (at + 0.5) for at in range(count)]
    loop: Loop = [(box.left, box.top)]
    for x in middles:
        loop += _arc(x, box.top, step * 0.27, 180, -180)
    loop += [(box.right, box.top), *_arc(box.right, tear, notch, 270, -180), (box.right, box.bottom)]
    for x in reversed(middles):
        loop += _arc(x, box.bottom, step * 0.27, 0, -180)
    loop += [(box.left, box.bottom), *_arc(box.left, tear, notch, 90, -180)]
    if lying:
        loop = [(y, x) for x, y in loop]
    return _filled([loop], seen, view)


def _dots(seen: _Seen, view: View) -> Cover:
    """Dots of `radius` px about every `step` px on the line from left, top to right, bottom."""
    box = seen.box
    length = math.hypot(box.width, box.height)
    count = max(1, round(length / seen.get("step", 16)))
    places = [
        (box.left + box.width * at / count, box.top + box.height * at / count) for at in range(count + 1)
    ]
    return _filled(_discs(places, seen.get("radius", 2)), seen, view)


def _bulbs(seen: _Seen, view: View) -> Cover:
    """Dots of `radius` px about every `step` px all along a rectangle."""
    box, step = seen.box, seen.get("step", 42)
    across, down = max(1, round(box.width / step)), max(1, round(box.height / step))
    rows = [
        (box.left + box.width * at / across, y) for at in range(across + 1) for y in (box.top, box.bottom)
    ]
    sides = [(x, box.top + box.height * at / down) for at in range(1, down) for x in (box.left, box.right)]
    return _filled(_discs(rows + sides, seen.get("radius", 9)), seen, view)


def _discs(places: Sequence[Point], radius: float) -> list[Loop]:
    return [_arc(x, y, radius, 0, 360)[:-1] for x, y in places]


def _holes(seen: _Seen, view: View) -> Cover:
    """Rounded holes of `wide` by `high` px, every `step` px from left, top to right, bottom."""
    box, step = seen.box, seen.get("step", 78)
    wide, high, radius = seen.get("wide", 40), seen.get("high", 39), seen.get("radius", 7)
    downward = box.height >= box.width
    count = int((box.height if downward else box.width) / step) + 1
    loops = []
    for at in range(count):
        x, y = box.left + (0 if downward else step * at), box.top + (step * at if downward else 0)
        loops.append(_rounded(Box(x, y, x + wide, y + high), radius))
    return _filled(loops, seen, view)


def _diamond(seen: _Seen, view: View) -> Cover:
    """A square that stands on its corner."""
    box = seen.box
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return _filled([[(x, box.top), (box.right, y), (x, box.bottom), (box.left, y)]], seen, view)


# ---------------------------------------------------------------- soft


def _shadow(seen: _Seen, view: View) -> Cover:
    """A rectangle whose edges are blurred by `sigma` px."""
    box, sigma = seen.box, max(seen.get("sigma", 20), 0.5)
    cosine, sine = _direction(seen.get("turn"))
    left, top = seen.get("pivot_x"), seen.get("pivot_y")
    x = (np.arange(view[0], view[2]) + (0.5 - left))[None, :]
    y = (np.arange(view[1], view[3]) + (0.5 - top))[:, None]
    across, down = x * cosine + y * sine + left, y * cosine - x * sine + top
    found = _soft(across - box.left, sigma)
    for inside in (box.right - across, down - box.top, box.bottom - down):
        found *= _soft(inside, sigma)
    return found


def _soft(inside: NDArray[np.float64], sigma: float) -> Cover:
    """How much of a blurred edge is there, so many px inside of it."""
    place = np.clip((inside / (sigma * FAR) + 1) * (DEEP / 2), 0, DEEP).astype(np.int16)
    return _edge().take(place)


@lru_cache(maxsize=1)
def _edge() -> Cover:
    root = math.sqrt(2)
    return np.array(
        [round(0.5 + 0.5 * math.erf((2 * at / DEEP - 1) * FAR / root), 6) for at in range(DEEP + 1)],
        np.float32,
    )


def _radial(seen: _Seen, view: View) -> Cover:
    """An ellipse of opacities: at_0 at its heart, at_100 where it meets the corners of its outline."""
    box = seen.box
    stops = sorted((int(name[3:]) / 100, value) for name, value in seen.values.items() if name[:3] == "at_")
    middle = (box.left + box.width * seen.get("x", 0.5), box.top + box.height * seen.get("y", 0.5))
    reach = math.sqrt(2) / 2 * seen.get("reach", 1.0)
    x = ((np.arange(view[0], view[2]) + 0.5 - middle[0]) / (box.width * reach)).astype(np.float32)
    y = ((np.arange(view[1], view[3]) + 0.5 - middle[1]) / (box.height * reach)).astype(np.float32)
    away = np.sqrt(x[None, :] ** 2 + y[:, None] ** 2)
    found = np.interp(away, [at for at, _ in stops], [value for _, value in stops])
    seen_of: Cover = found.astype(np.float32) * cover.box(box, view)
    return seen_of


OBJECTS: dict[str, Callable[[_Seen, View], Cover]] = {
    "plate": _plate,
    "ticket": _ticket,
    "dots": _dots,
    "bulbs": _bulbs,
    "holes": _holes,
    "diamond": _diamond,
    "shadow": _shadow,
    "radial": _radial,
}

# Soft ones have many shades, as grounds do.
SOFT = frozenset({"shadow", "radial"})
