"""Stage 9, its shapes: parts of one colour with an edge, filled or stroked, turned, blurred, or only their shadow.

Every shape may say
  angle, pivot_x, pivot_y   turned clockwise, in degrees, round a point of the card (its box's middle if unsaid)
  stroke                    only its outline, so many px wide, inside its edge (rectangles and ellipses)
  blur                      its edge blurred, as a standard deviation in px
  right, down               moved by so many px
  cast                      1: what is drawn is moved and blurred, but nothing is drawn where the shape itself
                            stands: the shadow of a sheet, clipped out from under it
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from quotecards.draw import cover, outline
from quotecards.draw.layer import Layer, flat, inside, number, numbers, points
from quotecards.models import Box

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from quotecards.draw.cover import Cover, View
    from quotecards.draw.outline import Ring
    from quotecards.models import Part

# How far a blur is drawn, in standard deviations.
REACH = 3.0


def shape(part: Part, view: View) -> Layer:
    """A shape becomes its layer."""
    if part.kind == "fill" and inside(part.box, view) and not _particular(part):
        return Layer(flat(part), part.opacity)
    coverage = _soft(part, view) if number(part, "blur", 0) > 0 else _crisp(part, view, moved=True)
    if number(part, "cast", 0):
        coverage = coverage * (1 - _crisp(part, view, moved=False))
    return Layer(flat(part), coverage * np.float32(part.opacity))


def _particular(part: Part) -> bool:
    return any(
        number(part, name, 0) for name in ("angle", "stroke", "blur", "right", "down", "cast", "radius")
    )


def _crisp(part: Part, view: View, *, moved: bool) -> Cover:
    if part.kind in PLAIN and not _particular(part):
        return PLAIN[part.kind](part.box, view)
    rings = [_turned(ring, part) for ring in RINGS[part.kind](part)]
    if moved:
        right, down = number(part, "right", 0), number(part, "down", 0)
        rings = [outline.moved(ring, right, down) for ring in rings]
    return cover.outlines(rings, view)


def _soft(part: Part, view: View) -> Cover:
    """The coverage of a view, cut out of the whole blurred shape."""
    whole, left, top = _blurred(part)
    return cover.placed(whole, left, top, view) / np.float32(255)


@lru_cache(maxsize=4)
def _blurred(part: Part) -> tuple[NDArray[np.uint8], int, int]:
    """A shape's whole blurred mask, and where its corner stands: it is asked for strip by strip."""
    sigma = number(part, "blur", 0)
    edges = bounds(part)
    view = (math.floor(edges.left), math.floor(edges.top), math.ceil(edges.right), math.ceil(edges.bottom))
    mask = Image.fromarray((_crisp(part, view, moved=True) * 255 + 0.5).astype(np.uint8))
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(sigma))), view[0], view[1]


def bounds(part: Part) -> Box:
    """Where a shape is seen: turned, moved and blurred it may leave its box."""
    spread = REACH * number(part, "blur", 0) + 1
    right, down = number(part, "right", 0), number(part, "down", 0)
    found = np.concatenate([_turned(ring, part) for ring in RINGS[part.kind](part)])
    left, top = found.min(axis=0).tolist()
    far, low = found.max(axis=0).tolist()
    return Box(left + right - spread, top + down - spread, far + right + spread, low + down + spread)


def _turned(ring: Ring, part: Part) -> Ring:
    angle = number(part, "angle", 0)
    if not angle:
        return ring
    box = part.box
    pivot = (
        number(part, "pivot_x", (box.left + box.right) / 2),
        number(part, "pivot_y", (box.top + box.bottom) / 2),
    )
    return outline.turned(ring, angle, pivot)


# ---------------------------------------------------------------- the shapes


def _fill(part: Part) -> list[Ring]:
    """A rectangle; `radius` rounds its corners, a negative one scoops them out."""
    radius = number(part, "radius", 0)
    return _stroked(part, lambda box, inset: outline.rectangle(box, radius - inset if radius > 0 else radius))


def _ellipse(part: Part) -> list[Ring]:
    """The ellipse inscribed in the box."""
    return _stroked(part, lambda box, _: outline.ellipse(box))


def _stroked(part: Part, ring: Callable[[Box, float], Ring]) -> list[Ring]:
    """An outline, with a hole in it where only a stroke is asked for."""
    stroke, box = number(part, "stroke", 0), part.box
    if not stroke:
        return [ring(box, 0.0)]
    hole = Box(box.left + stroke, box.top + stroke, box.right - stroke, box.bottom - stroke)
    if hole.width <= 0 or hole.height <= 0:
        return [ring(box, 0.0)]
    return [ring(box, 0.0), ring(hole, stroke)[::-1]]


def _polygon(part: Part) -> list[Ring]:
    """Corners x0, y0, x1, y1, ... in px of the card; `box` is their bounds and not looked at."""
    return [np.array(points(part, 3), np.float64)]


def _stroke(part: Part) -> list[Ring]:
    """A path x0, y0, x1, y1, ... drawn with a round pen of `width`; `end_width` if it thins out.

    `curve` 1: the points are a start, then two handles and an end for each cubic piece.
    """
    path = points(part, 2)
    width = numbers(part, "width")[0]
    path = outline.bezier(points(part, 4)) if number(part, "curve", 0) else path
    return [outline.band(path, width, number(part, "end_width", width))]


def _row(part: Part) -> list[Ring]:
    """`count` equal things from x0, y0 to x1, y1 (their middles), `width` by `height`.

    Round unless `radius` says how round the corners are: bulbs, the dots of a tear, a film's holes.
    """
    x0, y0, x1, y1, count, width, height = numbers(part, "x0", "y0", "x1", "y1", "count", "width", "height")
    radius = number(part, "radius", min(width, height) / 2)
    shares = np.linspace(0, 1, max(1, round(count)))
    one = outline.rectangle(Box(-width / 2, -height / 2, width / 2, height / 2), radius)
    return [outline.moved(one, x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for share in shares]


def _ticket(part: Part) -> list[Ring]:
    """Ends bitten out every `pitch` px, notches of radius `notch` at `tear` (0..1) of its length.

    Its ends are the short sides.
    """
    pitch, notch, tear = numbers(part, "pitch", "notch", "tear")
    return [outline.ticket(part.box, pitch, notch, tear, upright=part.box.height >= part.box.width)]


# What has an exact coverage of its own as long as nothing particular is asked of it.
PLAIN: dict[str, Callable[[Box, View], Cover]] = {"fill": cover.box, "ellipse": cover.ellipse}

RINGS: dict[str, Callable[[Part], list[Ring]]] = {
    "fill": _fill,
    "ellipse": _ellipse,
    "polygon": _polygon,
    "stroke": _stroke,
    "row": _row,
    "ticket": _ticket,
}
