"""Stage 8, its ornaments: frames that a layout's file asks for become polygons, which any drawing knows."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.models import Box, Part

ARC = 12  # straight pieces of a quarter of a circle

Point = tuple[float, float]


def frame(part: Part) -> Part:
    """A line round a box, `stroke` px wide, with corners hollow by `hollow` px and a `gap` in its lower side."""
    values = dict(part.values)
    stroke, hollow, gap = values["stroke"], values["hollow"], values["gap"]
    outer, inner = _round(part.box, hollow, 0.0, gap), _round(part.box, hollow, stroke, gap)
    return replace(part, kind="polygon", values=numbered([*outer, *reversed(inner)]))


def numbered(points: Sequence[Point]) -> tuple[tuple[str, float], ...]:
    """Points become the numbers x0, y0, x1, y1, ... of a part."""
    named = {
        f"{axis}{at}": float(value)
        for at, point in enumerate(points)
        for axis, value in zip("xy", point, strict=True)
    }
    return tuple(sorted(named.items()))


def _round(box: Box, hollow: float, inset: float, gap: float) -> list[Point]:
    """All the way round, from one side of the gap to the other, so many px within the box."""
    middle, bottom = (box.left + box.right) / 2, box.bottom - inset
    radius = hollow + inset
    tilt = math.degrees(math.asin(inset / radius)) if radius else 0.0
    corners = (
        (0, box.left, box.bottom),
        (90, box.left, box.top),
        (180, box.right, box.top),
        (270, box.right, box.bottom),
    )
    found = [(middle - gap / 2, bottom)]
    for start, x, y in corners:
        first, sweep = start - tilt, 2 * tilt - 90
        found += [_on(x, y, radius, first + sweep * step / ARC) for step in range(ARC + 1)]
    return [*found, (middle + gap / 2, bottom)]


def _on(x: float, y: float, radius: float, angle: float) -> Point:
    # Rounded, so that no machine's sine moves a pixel.
    return (
        round(x + radius * math.cos(math.radians(angle)), 6),
        round(y + radius * math.sin(math.radians(angle)), 6),
    )
