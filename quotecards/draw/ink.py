"""Stage 9, its letters: runs become masks, masks become ink on the card.

Pillow sets letters on whole pixels only. So each is drawn FINE times as large and averaged down from
the place where it really stands: exact coverage, to a quarter of a pixel both ways.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageFont, features

from quotecards.errors import FontError
from quotecards.draw import base
from quotecards.draw.shelf import Shelf

if TYPE_CHECKING:
    from quotecards.models import Face, Piece, Run
    from quotecards.draw.cover import View

# Steps in a pixel, and the size above which a whole pixel is fine enough (0.4 % of the letter).
FINE = 4
LARGE = 256

# Masks that are kept, in bytes: some 10,000 letters at 60 px.
LIMIT = 48_000_000


class Mask(NamedTuple):
    """A piece's coverage (mode L) and where its corner stands from the whole pixel of the pen."""

    image: Image.Image
    left: int
    top: int


def _bytes(mask: Mask) -> int:
    # 200: what Python and Pillow need to know of an image beside its pixels
    return mask.image.width * mask.image.height + 200


_kept: Shelf[Mask] = Shelf(LIMIT, _bytes)


def write(card: Image.Image, run: Run, grain: float) -> None:
    """A run's letters come onto the card in the run's colour, grained like all else."""
    placed = [_placed(run, piece) for piece in run.pieces]
    edges = _clipped(_bounds(placed), run, card)
    if edges is None:
        return
    left, top, right, bottom = edges
    sheet = Image.new("L", (right - left, bottom - top))
    for mask, x, y in placed:
        # Pasting white through each mask in turn is their union, also where letters overlap.
        sheet.paste(255, (x - left, y - top), mask.image)
    card.paste(base.ink(edges, run.colour, grain), edges, sheet)


Placed = tuple[Mask, int, int]


def _placed(run: Run, piece: Piece) -> Placed:
    """A piece's mask and the card's pixel at which its corner stands."""
    steps = FINE if run.size <= LARGE else 1
    across, down = round(piece.x * steps), round(piece.y * steps)
    phase = (across % steps, down % steps)
    key = (run.face, run.size, piece.text, piece.rtl, run.features, phase)
    mask = _kept.get(key, lambda: _mask(run, piece, steps, phase))
    return mask, across // steps + mask.left, down // steps + mask.top


def _mask(run: Run, piece: Piece, steps: int, phase: tuple[int, int]) -> Mask:
    """A piece becomes a mask, its pen `phase` steps right of and below a whole pixel."""
    core, offset = font(run.face, run.size * steps).getmask2(
        piece.text,
        mode="L",
        direction="rtl" if piece.rtl else "ltr",
        features=list(run.features),
        anchor="ls",
    )
    left, top = phase[0] + offset[0], phase[1] + offset[1]
    inset = (left % steps, top % steps)
    size = [-(-(start + length) // steps) * steps for start, length in zip(inset, core.size, strict=True)]
    large = Image.new("L", (max(size[0], steps), max(size[1], steps)))
    if core.size[0] and core.size[1]:
        ImageDraw.Draw(large).draw.draw_bitmap(inset, core, 255)
    return Mask(large.reduce(steps) if steps > 1 else large, left // steps, top // steps)


def _bounds(placed: list[Placed]) -> View | None:
    if not placed:
        return None
    return (
        min(x for _, x, _ in placed),
        min(y for _, _, y in placed),
        max(x + mask.image.width for mask, x, _ in placed),
        max(y + mask.image.height for mask, _, y in placed),
    )


def _clipped(bounds: View | None, run: Run, card: Image.Image) -> View | None:
    """What of the bounds lies on the card and in the run's clip; None if nothing does."""
    if bounds is None:
        return None
    limits = [(0, 0, card.width, card.height)]
    if run.clip is not None:
        clip = run.clip
        limits.append((round(clip.left), round(clip.top), round(clip.right), round(clip.bottom)))
    left, top, right, bottom = bounds
    for limit in limits:
        left, top = max(left, limit[0]), max(top, limit[1])
        right, bottom = min(right, limit[2]), min(bottom, limit[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


# ---------------------------------------------------------------- fonts


@lru_cache(maxsize=256)
def font(face: Face, size: float) -> ImageFont.FreeTypeFont:
    """A face at a size in px becomes Pillow's font, shaped by RAQM, its axes set.

    Raises:
        FontError: Pillow lacks RAQM, the file is no font, or the font lacks an axis that is asked for.

    """
    if not features.check("raqm"):
        raise FontError("this Pillow cannot shape text: it lacks RAQM.", remedy="Install Pillow's own wheel.")
    try:
        made = ImageFont.truetype(face.path, size, layout_engine=ImageFont.Layout.RAQM)
    except OSError as error:
        raise FontError(
            f"cannot be read as a font: {error}.", where=face.path, remedy="Give a TrueType or OpenType file."
        ) from error
    if face.axes:
        made.set_variation_by_axes(_in_order(face))
    return made


def _in_order(face: Face) -> list[float]:
    """A value for each axis of the font in the font's own order; its default where none is asked for."""
    asked = dict(face.axes)
    known = _axes(face.path)
    for tag in asked:
        if tag not in {name for name, _ in known}:
            raise FontError(f"the font has no axis {tag!r}.", where=face.path, remedy="Ask for none.")
    return [asked.get(tag, default) for tag, default in known]


@lru_cache(maxsize=64)
def _axes(path: str) -> tuple[tuple[str, float], ...]:
    """The tags and defaults of a font's axes; Pillow tells their names only."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path))
    return tuple((axis.tag, axis.default_value) for axis in face.axis_infos)
