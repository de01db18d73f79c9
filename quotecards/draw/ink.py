"""Stage 9, its letters: runs become masks, masks become ink on a canvas.

Pillow sets letters on whole pixels only. So each is drawn FINE times as large and averaged down from the
place where it really stands: exact coverage, to a quarter of a pixel along its line. Lines stand on whole
pixels, so that a letter looks the same on each and is drawn once for all.
"""

from __future__ import annotations

import math
from functools import partial
from itertools import count, groupby
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from quotecards.draw.canvas import EIGHT
from quotecards.draw.face import font
from quotecards.draw.shelf import Shelf
from quotecards.fonts.coloured import coloured

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quotecards.draw.canvas import Canvas
    from quotecards.draw.cover import View
    from quotecards.models import Face, Glow, Piece, Run

# Steps in a pixel, and the size above which a whole pixel is fine enough (0.4 % of the letter).
FINE = 4
LARGE = 256

# Masks that are kept, in bytes: some 2,500 letters, each at its four steps.
LIMIT = 36_000_000

# Fine pixels round a letter that is turned.
MARGIN = 3

# How far a glow is drawn, in standard deviations: what is left beyond is under a level.
REACH = 2.5


class Mask(NamedTuple):
    """A piece's coverage (mode L) and where its corner stands from the whole pixel of the pen."""

    image: Image.Image
    left: int
    top: int
    width: int
    height: int


Placed = tuple[Mask, int, int]


def _bytes(masks: tuple[Mask, ...]) -> int:
    # 1,200 and 8 a row: what Python and Pillow need to know of an image beside its pixels
    return sum(mask.width * mask.height + 8 * mask.height + 1_200 for mask in masks)


_kept: Shelf[tuple[Mask, ...]] = Shelf(LIMIT, _bytes)
_styles: dict[tuple[Face, float, tuple[str, ...], float], int] = {}
_numbers = count()  # taken in one step, so that two threads never get the same


def together(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """Runs become groups that can be written in one go, in order: of one colour and kind of letters, plain."""
    for key, group in groupby(runs, lambda run: None if run.glow or run.clip else _hue(run)):
        if key is None:
            yield from ((run,) for run in group)
        else:
            yield tuple(group)


def _hue(run: Run) -> tuple[str, bool]:
    return run.colour, coloured(run.face.path)


def write(canvas: Canvas, *runs: Run) -> None:
    """The letters of runs of one colour come onto the canvas in it, the glows of each under them.

    Runs that glow, or are clipped, are written one by one.
    """
    placed = [one for run in runs for one in _placed(run)]
    bounds = _bounds(placed)
    if bounds is None:
        return
    first = runs[0]
    for glow in first.glow:
        _shine(canvas, first, placed, bounds, glow)
    left, top, right, bottom = bounds
    view = _clipped((left - left % EIGHT, top, right + -right % EIGHT, bottom), first, canvas.size)
    if view is not None:
        canvas.ink(view, first.colour, _sheet(placed, view))


def _sheet(placed: list[Placed], view: View) -> Image.Image:
    """All letters become one mask of a view: their union, also where they overlap."""
    left, top, right, bottom = view
    sheet = Image.new("L", (right - left, bottom - top))
    paste = sheet.im.paste  # what Image.paste comes to, without its questions: two hundred letters on a card
    for mask, x, y in placed:
        column, row = x - left, y - top
        paste(255, (column, row, column + mask.width, row + mask.height), mask.image.im)
    return sheet


def _shine(canvas: Canvas, run: Run, placed: list[Placed], bounds: View, glow: Glow) -> None:
    """A glow or soft shadow: the letters' mask, moved and blurred."""
    spread = math.ceil(glow.sigma * REACH)
    left, top, right, bottom = bounds
    wide = (left - spread, top - spread, right + spread, bottom + spread)
    soft = _sheet(placed, wide).filter(ImageFilter.GaussianBlur(glow.sigma))
    soft = soft.point([min(255, round(level * glow.opacity)) for level in range(256)])
    down = round(glow.down)
    moved = (wide[0], wide[1] + down, wide[2], wide[3] + down)
    view = _clipped(moved, run, canvas.size)
    if view is not None:
        inside = (view[0] - moved[0], view[1] - moved[1], view[2] - moved[0], view[3] - moved[1])
        canvas.ink(view, glow.colour, soft.crop(inside))


# ---------------------------------------------------------------- one piece


def _placed(run: Run) -> list[Placed]:
    """Each piece's mask and the card's pixel at which its corner stands."""
    steps = FINE if run.size <= LARGE else 1
    # One number stands for all that a run's pieces share, so that it is hashed once.
    style = _styles.setdefault((run.face, run.size, run.features, run.angle), next(_numbers))
    placed = []
    for piece in run.pieces:
        x, y = _turned(run, piece) if run.angle else (piece.x, round(piece.y))
        across, down = round(x * steps), round(y * steps)
        key = (style, piece.text, piece.rtl, down % steps)
        masks = _kept.get(key, partial(_masks, run, piece, steps, down % steps))
        mask = masks[across % steps]
        placed.append((mask, across // steps + mask.left, down // steps + mask.top))
    return placed


def _turned(run: Run, piece: Piece) -> tuple[float, float]:
    """Where a piece's pen stands when its run is turned round the pivot."""
    x, y = piece.x - run.pivot[0], piece.y - run.pivot[1]
    # Rounded, so that no machine's sine moves a pixel.
    cosine, sine = round(math.cos(math.radians(run.angle)), 9), round(math.sin(math.radians(run.angle)), 9)
    return run.pivot[0] + x * cosine - y * sine, run.pivot[1] + x * sine + y * cosine


def _masks(run: Run, piece: Piece, steps: int, below: int) -> tuple[Mask, ...]:
    """A piece becomes a mask for each step of its pen across a pixel, `below` steps under a whole one.

    Drawing it large is what costs, so all are made at once.
    """
    core, offset = font(run.face, run.size * steps).getmask2(
        piece.text,
        mode="L",
        direction="rtl" if piece.rtl else "ltr",
        features=list(run.features),
        anchor="ls",
    )
    fine = Image.new("L", (max(core.size[0], 1), max(core.size[1], 1)))
    if core.size[0] and core.size[1]:
        ImageDraw.Draw(fine).draw.draw_bitmap((0, 0), core, 255)
    left, top = offset
    if run.angle:
        fine, left, top = _rotated(fine, left, top, run.angle)
    return tuple(_reduced(fine, left + step, top + below, steps) for step in range(steps))


def _rotated(fine: Image.Image, left: int, top: int, angle: float) -> tuple[Image.Image, int, int]:
    """A mask whose corner stands at left, top of the pen is turned clockwise round the pen."""
    cosine, sine = round(math.cos(math.radians(angle)), 9), round(math.sin(math.radians(angle)), 9)
    corners = [(left + x * fine.width, top + y * fine.height) for x in (0, 1) for y in (0, 1)]
    across = [x * cosine - y * sine for x, y in corners]
    down = [x * sine + y * cosine for x, y in corners]
    column, row = math.floor(min(across)) - MARGIN, math.floor(min(down)) - MARGIN
    size = (math.ceil(max(across)) + MARGIN - column, math.ceil(max(down)) + MARGIN - row)
    # Room for the pixels that the cubic looks at beyond the letter's edge.
    roomy = ImageOps.expand(fine, MARGIN)
    back = (cosine, sine, cosine * column + sine * row - left + MARGIN)
    up = (-sine, cosine, -sine * column + cosine * row - top + MARGIN)
    turned = roomy.transform(size, Image.Transform.AFFINE, (*back, *up), Image.Resampling.BICUBIC)
    return turned, column, row


def _reduced(fine: Image.Image, left: int, top: int, steps: int) -> Mask:
    """A mask with `steps` to a pixel becomes one of whole pixels; its corner is told in steps."""
    inset = (left % steps, top % steps)
    size = [-(-(start + length) // steps) * steps for start, length in zip(inset, fine.size, strict=True)]
    large = Image.new("L", (size[0], size[1]))
    large.paste(fine, inset)
    image = large.reduce(steps) if steps > 1 else large
    return Mask(image, left // steps, top // steps, *image.size)


# ---------------------------------------------------------------- where it is seen


def _bounds(placed: list[Placed]) -> View | None:
    if not placed:
        return None
    return (
        min(x for _, x, _ in placed),
        min(y for _, _, y in placed),
        max(x + mask.width for mask, x, _ in placed),
        max(y + mask.height for mask, _, y in placed),
    )


def _clipped(bounds: View, run: Run, size: tuple[int, int]) -> View | None:
    """What of the bounds lies on the canvas and in the run's clip; None if nothing does."""
    limits = [(0, 0, *size)]
    if run.clip is not None:
        clip = run.clip
        limits.append((round(clip.left), round(clip.top), round(clip.right), round(clip.bottom)))
    left, top, right, bottom = bounds
    for limit in limits:
        left, top = max(left, limit[0]), max(top, limit[1])
        right, bottom = min(right, limit[2]), min(bottom, limit[3])
    return (left, top, right, bottom) if left < right and top < bottom else None
