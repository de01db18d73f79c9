"""A glyph's outline: where it rises above the x-height and where it hangs below the baseline."""

from __future__ import annotations

from typing import Any

from quotecards.fonts.shapes import BELOW, Reach

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


def reach(font: Any, glyph: int, upem: int, height: float) -> tuple[Reach | None, Reach | None]:
    """The parts of a glyph above a height and below BELOW, in em; None where it keeps within."""
    pen = Pen()
    font.draw_glyph_with_pen(glyph, pen)
    above = _beyond(pen.steps, height * upem, 1)
    below = _beyond(pen.steps, BELOW * upem, -1)
    return _scaled(above, upem), _scaled(below, upem)


def _beyond(steps: list[tuple[Point, Point]], limit: float, sign: int) -> list[Point]:
    """The points of an outline that lie beyond a height, up (sign 1) or down (sign -1)."""
    points: list[Point] = []
    for (x0, y0), (x1, y1) in steps:
        a, b = sign * y0, sign * y1
        points += [(x, y) for x, y in ((x0, a), (x1, b)) if y > limit]
        if (a > limit) != (b > limit):
            points.append((x0 + (x1 - x0) * (limit - a) / (b - a), limit))
    return points


def _scaled(points: list[Point], upem: int) -> Reach | None:
    if not points:
        return None
    across = [x for x, _ in points]
    return Reach(min(across) / upem, max(across) / upem, max(y for _, y in points) / upem)


def _mix(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
