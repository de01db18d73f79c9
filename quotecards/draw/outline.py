"""Stage 9, its outlines: shapes as closed rings of points (n, 2) in px of the card, clockwise on the screen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.models import Box

    Ring = NDArray[np.float64]
    Point = tuple[float, float]

# Points on a quarter of a circle: at a radius of 50 px its chords leave the arc by a hundredth of a pixel.
QUARTER = 40

# A scallop's bite, as a fraction of its step: half its width, as deep as wide.
BITE = 0.27


def rectangle(box: Box, radius: float = 0.0) -> Ring:
    """A box becomes its outline; corners are round for a positive radius, scooped out for a negative one."""
    reach = min(abs(radius), box.width / 2, box.height / 2)
    if reach <= 0:
        return np.array(
            [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
        )
    middles = [
        (box.left, box.top, 1, 1),
        (box.right, box.top, -1, 1),
        (box.right, box.bottom, -1, -1),
        (box.left, box.bottom, 1, -1),
    ]
    corners = []
    for number, (x, y, inward, downward) in enumerate(middles):
        if radius > 0:
            corners.append(arc((x + inward * reach, y + downward * reach), reach, 180 + 90 * number, 90))
        else:
            corners.append(arc((x, y), reach, 90 + 90 * number, -90))
    return np.concatenate(corners)


def ellipse(box: Box) -> Ring:
    """The ellipse inscribed in a box."""
    ring = arc((0.0, 0.0), 1.0, 0, 360)[:-1]
    scaled = ring * (box.width / 2, box.height / 2)
    return moved(scaled, (box.left + box.right) / 2, (box.top + box.bottom) / 2)


def ticket(box: Box, pitch: float, notch: float, tear: float, *, upright: bool) -> Ring:
    """A ticket's outline: both ends bitten out every `pitch` px, a notch of radius `notch` at either side.

    `tear` (0..1) tells how far from the start the notches stand. Upright, its ends are top and bottom.
    """
    width, height = (box.width, box.height) if upright else (box.height, box.width)
    bites = _bites(width, pitch)
    right = arc((width, tear * height), notch, -90, -180)
    left = arc((0.0, tear * height), notch, 90, -180)
    ring = np.concatenate([bites, right, (width, height) - bites, left])
    if not upright:
        # Turned a quarter back: what was the top is now the left end, and the ring still runs clockwise.
        ring = np.stack([ring[:, 1], width - ring[:, 0]], axis=1)
    return moved(ring, box.left, box.top)


def _bites(width: float, pitch: float) -> Ring:
    """The upper edge of a ticket from left to right."""
    count = max(1, round(width / pitch))
    step = width / count
    return np.concatenate(
        [
            [(0.0, 0.0)],
            *(arc(((n + 0.5) * step, 0.0), BITE * step, 180, -180) for n in range(count)),
            [(width, 0.0)],
        ]
    )


def band(points: Sequence[Point], width: float, end_width: float) -> Ring:
    """A path becomes the outline of a stroke with round ends, as wide as told at its start and its end."""
    path = np.array(points, np.float64)
    ahead = np.gradient(path, axis=0)
    ahead /= np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-9)[:, None]
    half = np.linspace(width, end_width, len(path))[:, None] / 2
    side = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) * half
    start, end = (math.degrees(math.atan2(ahead[at, 1], ahead[at, 0])) for at in (0, -1))
    head = arc((path[-1, 0], path[-1, 1]), end_width / 2, end - 90, 180)
    tail = arc((path[0, 0], path[0, 1]), width / 2, start + 90, 180)
    return np.concatenate([path - side, head, (path + side)[::-1], tail])


def bezier(points: Sequence[Point]) -> list[Point]:
    """Cubic pieces (start, two handles, end, two handles, end, ...) become a path."""
    share = np.linspace(0, 1, 3 * QUARTER + 1)[:, None]
    rest = 1 - share
    found = []
    for first in range(0, len(points) - 3, 3):
        a, b, c, d = (np.array(point, np.float64) for point in points[first : first + 4])
        piece = rest**3 * a + 3 * rest**2 * share * b + 3 * rest * share**2 * c + share**3 * d
        found.append(piece[1:] if first else piece)
    return [(float(x), float(y)) for x, y in np.concatenate(found)]


def arc(middle: Point, radius: float, start: float, sweep: float) -> Ring:
    """Points on a circle from an angle on, clockwise for a positive sweep; 0 degrees is to the right."""
    count = max(2, math.ceil(abs(sweep) / 90 * QUARTER) + 1)
    angles = np.radians(np.linspace(start, start + sweep, count))
    # Rounded, so that no machine's sine moves a pixel.
    return np.stack(
        [middle[0] + radius * np.cos(angles).round(9), middle[1] + radius * np.sin(angles).round(9)], axis=1
    )


def moved(ring: Ring, right: float, down: float) -> Ring:
    """A ring somewhere else."""
    return ring + np.array((right, down), np.float64)


def turned(ring: Ring, angle: float, pivot: Point) -> Ring:
    """A ring turned clockwise round a pivot."""
    cosine, sine = round(math.cos(math.radians(angle)), 9), round(math.sin(math.radians(angle)), 9)
    x, y = ring[:, 0] - pivot[0], ring[:, 1] - pivot[1]
    return np.stack([pivot[0] + x * cosine - y * sine, pivot[1] + x * sine + y * cosine], axis=1)
