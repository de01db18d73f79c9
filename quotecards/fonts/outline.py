"""A glyph's outline: where it rises above the x-height and where it hangs below the baseline."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from quotecards.fonts.shapes import BELOW, Reach

if TYPE_CHECKING:
    from collections.abc import Iterator

SLICE = 0.04  # em
STEPS = 8  # points on each curve; a tail's edge is then true to about a hundredth of an em

Point = tuple[float, float]


class Pen:
    """Collects a glyph's outline as short straight steps (the protocol of fontTools' pens)."""

    def __init__(self) -> None:
        self.steps: list[tuple[Point, Point]] = []
        self._at: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)

    def moveTo(self, to: Point) -> None:  # noqa: N802 - the protocol's name
        self._at = self._start = to

    def lineTo(self, to: Point) -> None:  # noqa: N802 - the protocol's name
        self.steps.append((self._at, to))
        self._at = to

    def qCurveTo(self, control: Point, to: Point) -> None:  # noqa: N802 - the protocol's name
        start = self._at
        for step in range(1, STEPS + 1):
            t = step / STEPS
            self.lineTo(_mix(_mix(start, control, t), _mix(control, to, t), t))

    def curveTo(self, one: Point, two: Point, to: Point) -> None:  # noqa: N802 - the protocol's name
        start = self._at
        for step in range(1, STEPS + 1):
            t = step / STEPS
            a, b, c = _mix(start, one, t), _mix(one, two, t), _mix(two, to, t)
            self.lineTo(_mix(_mix(a, b, t), _mix(b, c, t), t))

    def closePath(self) -> None:  # noqa: N802 - the protocol's name
        self.lineTo(self._start)


def reach(font: Any, glyph: int, upem: int, height: float) -> tuple[tuple[Reach, ...], tuple[Reach, ...]]:
    """The parts of a glyph above a height and below BELOW, in em, in slices; none where it keeps within."""
    pen = Pen()
    font.draw_glyph_with_pen(glyph, pen)
    if not pen.steps:  # a picture, as emoji of colour are
        _box(font, glyph, pen)
    points = [(x / upem, y / upem) for x, y in _dense(pen.steps, upem * SLICE / 2)]
    return _slices(points, height, 1), _slices(points, BELOW, -1)


def _box(font: Any, glyph: int, pen: Pen) -> None:
    box = font.get_glyph_extents(glyph)
    if box is not None and box.width and box.height:
        left, top = box.x_bearing, box.y_bearing
        right, bottom = left + box.width, top + box.height
        pen.moveTo((left, top))
        for corner in ((right, top), (right, bottom), (left, bottom)):
            pen.lineTo(corner)
        pen.closePath()


def _dense(steps: list[tuple[Point, Point]], apart: float) -> Iterator[Point]:
    """Points along an outline, no two further apart than that."""
    for start, end in steps:
        count = max(1, math.ceil(math.dist(start, end) / apart))
        for step in range(count + 1):
            yield _mix(start, end, step / count)


def _slices(points: list[Point], limit: float, sign: int) -> tuple[Reach, ...]:
    """What lies beyond a height, up (sign 1) or down (sign -1), slice by slice from left to right."""
    found: dict[int, list[float]] = {}
    for x, y in points:
        far = sign * y
        if far > limit:
            known = found.setdefault(math.floor(x / SLICE), [x, x, far])
            known[0], known[1], known[2] = min(known[0], x), max(known[1], x), max(known[2], far)
    return tuple(Reach(*found[at]) for at in sorted(found))


def _mix(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
