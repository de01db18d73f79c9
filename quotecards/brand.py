"""Between layout and drawing: the user's handle and logo are set where a finished scene is quiet.

A place is quiet if it lies in the safe area, no ink is near it, and what is drawn behind it is all but one
colour, with which the handle's has contrast enough, measured on the pixels. Corners are tried first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from quotecards.colour import luminance, luminances, ratio
from quotecards.draw import base, logo
from quotecards.draw.cover import view_of
from quotecards.errors import UsageError
from quotecards.layout.handle import ROLE, handle, type_size
from quotecards.layout.palettes import palette
from quotecards.layout.setting import around, shifted
from quotecards.models import Box, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotecards.models import Line, Scene

LEAST = 4.5  # contrast with what lies behind
EVEN = 1.6  # contrast within what lies behind, at most
EDGE = 0.012  # luminance from one pixel to the next, without grain: a line or an edge has more
SPOTS = 1.0  # percent of the pixels that may be worse
NEAR = 0.75  # em that stay free around it
LOGO_HIGH, LOGO_WIDE = 1.5, 6.0  # em of a logo: as high, and at most as wide
GAP = 0.45  # em between logo and handle
LOGO = "logo"  # the kind of a logo's part
STRIP = 0.16  # of the safe height, from its bottom and its top: where the margin is


@dataclass(frozen=True, slots=True)
class Brand:
    """What signs a card: words, the path of a logo, or both."""

    handle: str | None
    logo: str | None


class _Mark(NamedTuple):
    """A signature that is set at 0, 0: its line and its logo's box, in their whole width and height."""

    line: Line | None
    logo: Box | None
    width: float
    height: float


def signed(scene: Scene, brand: Brand) -> Scene | None:
    """A scene becomes one with the brand in its margin; None where it has no quiet place.

    Raises:
        DataError: the logo is no picture with see-through parts.
        UsageError: the handle is wider than the card.
        FontError: a character of the handle is in no font.

    """
    px = type_size(scene.size)
    mark = _mark(brand, px)
    if mark.width > scene.safe.width:
        raise UsageError("the handle is wider than the card.", where="--handle", remedy="Give a shorter one.")
    taken = _taken(scene)
    for place in _places(scene.safe, mark, px):
        colour = _quiet(scene, taken, mark, place, px)
        if colour is not None:
            return _with(scene, brand, mark, place, colour)
    return None


def together(scenes: Sequence[Scene], brand: Brand) -> tuple[Scene, ...] | None:
    """Signed cards that are seen one after the other become ones that are signed in the same place.

    That is the best one that is quiet on all, or else on most of them; the others keep their own. None where
    one of them is not signed in a quiet place.
    """
    if not all(_is_signed(scene) for scene in scenes):
        return None
    bare = [_unsigned(scene) for scene in scenes]
    taken = [_taken(scene) for scene in bare]
    px = type_size(bare[0].size)
    mark = _mark(brand, px)
    best: tuple[tuple[float, float], list[str | None]] | None = None
    for place in _places(bare[0].safe, mark, px):
        colours = [_quiet(*pair, mark, place, px) for pair in zip(bare, taken, strict=True)]
        if best is None or colours.count(None) < best[1].count(None):
            best = (place, colours)
        if None not in colours:
            break
    if best is None:
        return None
    place, colours = best
    return tuple(
        own if colour is None else _with(scene, brand, mark, place, colour)
        for own, scene, colour in zip(scenes, bare, colours, strict=True)
    )


def _is_signed(scene: Scene) -> bool:
    return scene != _unsigned(scene)


def _unsigned(scene: Scene) -> Scene:
    lines = tuple(line for line in scene.lines if line.role != ROLE)
    return replace(scene, lines=lines, parts=tuple(part for part in scene.parts if part.kind != LOGO))


def _taken(scene: Scene) -> list[Box]:
    """Where a card has words or things drawn with them; a quote takes all between its lines."""
    taken = [around([line.ink for line in scene.lines if line.role == "quote"])]
    return taken + [line.ink for line in scene.lines] + [part.box for part in scene.parts]


def _quiet(
    scene: Scene, taken: Sequence[Box], mark: _Mark, place: tuple[float, float], px: float
) -> str | None:
    """The colour that a signature has in a place; None where that is not quiet."""
    left, top = place
    spot = Box(left, top, left + mark.width, top + mark.height)
    beside = left in {round(scene.safe.left), round(scene.safe.right - mark.width)}
    near = NEAR * px if beside else 2 * NEAR * px  # in the middle of a card more stands out
    if any(_meet(spot, box, near) for box in taken):
        return None
    return _colour(scene, spot, NEAR * px)


def _mark(brand: Brand, px: float) -> _Mark:
    high = LOGO_HIGH * px if brand.logo else 0.0
    wide = min(LOGO_WIDE * px, high * logo.shape(brand.logo)) if brand.logo else 0.0
    high = wide / logo.shape(brand.logo) if brand.logo else 0.0
    if not brand.handle:
        return _Mark(None, Box(0, 0, wide, high), wide, high)
    line = handle(brand.handle, px, "#000000")
    start = wide + GAP * px if brand.logo else 0.0
    height = max(line.ink.height, high)
    line = shifted(line, start, round((height - line.ink.height) / 2 - line.ink.top, 3))
    box = Box(0, (height - high) / 2, wide, (height + high) / 2) if brand.logo else None
    return _Mark(line, box, start + line.ink.width, height)


def _places(safe: Box, mark: _Mark, px: float) -> Iterator[tuple[float, float]]:
    """Where it may stand, the best first: the lower corners, the upper ones, then the margins' other places."""
    right, middle = safe.right - mark.width, (safe.left + safe.right - mark.width) / 2
    low, high = safe.bottom - mark.height, safe.top
    for top in (low, high):
        yield from ((round(left), math.floor(top)) for left in (right, safe.left))
    yield from ((round(middle), math.floor(top)) for top in (low, high))
    steps = int(safe.height * STRIP / (px / 2))
    for step in range(1, steps):
        for top in (low - step * px / 2, high + step * px / 2):
            yield from ((round(left), round(top)) for left in (right, safe.left, middle))


def _meet(one: Box, other: Box, near: float) -> bool:
    return not (
        one.right + near < other.left
        or one.left - near > other.right
        or one.bottom + near < other.top
        or one.top - near > other.bottom
    )


def _colour(scene: Scene, spot: Box, near: float) -> str | None:
    """The first colour of the card's words that can be read on an even place; None where none can."""
    view = view_of(spot, (scene.width, scene.height), near)
    shown = any(part.kind == "still" for part in scene.base)
    if not shown and not _even(view, scene.base):
        return None
    dark, light = _behind(view, scene.base, scene.grain)
    runs = [(line.role, run.colour) for line in scene.lines for run in line.runs]
    known = palette(scene.palette)
    used = [colour for role, colour in runs if role == "credit"] + [colour for _, colour in runs]
    for colour in dict.fromkeys([*used, known.accent, known.ink]):
        own = luminance(colour)
        if min(ratio(own, dark), ratio(own, light)) >= LEAST:
            return colour
    return None


@lru_cache(maxsize=1024)
def _behind(view: tuple[int, int, int, int], parts: tuple[Part, ...], grain: float) -> tuple[float, float]:
    """The luminance of the darkest and the lightest spots of what is drawn in a view."""
    pixels = base.painted(view, parts, grain).reshape(3, -1).T
    dark, light = np.percentile(luminances(pixels), (SPOTS, 100 - SPOTS)).tolist()
    return dark, light


@lru_cache(maxsize=1024)
def _even(view: tuple[int, int, int, int], parts: tuple[Part, ...]) -> bool:
    """Whether what is drawn in a view is all but one colour, with no line or edge in it."""
    seen = luminances(base.painted(view, parts, 0.0).transpose(1, 2, 0))
    if ratio(seen.max(), seen.min()) > EVEN:
        return False
    return all(np.abs(np.diff(seen, axis=axis)).max(initial=0.0) < EDGE for axis in (0, 1))


def _with(scene: Scene, brand: Brand, mark: _Mark, place: tuple[float, float], colour: str) -> Scene:
    left, top = place
    parts, lines = scene.parts, scene.lines
    if mark.logo is not None:
        box = Box(left + mark.logo.left, top + mark.logo.top, left + mark.logo.right, top + mark.logo.bottom)
        parts = (*parts, Part(LOGO, box, (colour,), source=brand.logo or ""))
    if mark.line is not None:
        line = shifted(mark.line, left, top)
        lines = (*lines, replace(line, runs=tuple(replace(run, colour=colour) for run in line.runs)))
    return replace(scene, parts=parts, lines=lines)


def tells(scene: Scene, handle: str) -> bool:
    """Whether a handle that was added to the credit stands on the card."""
    return handle in " ".join(line.text for line in scene.lines)
