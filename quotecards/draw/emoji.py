"""Stage 9, its emoji: letters that bring their own colours, from a font of the user's, laid as small pictures.

Fonts of pictures have them in a few sizes only, so each is drawn at one of those and scaled to the line's.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from quotecards.errors import FontError

if TYPE_CHECKING:
    from quotecards.draw.canvas import Full
    from quotecards.models import Piece, Run

STRIKES = (109, 160, 136, 128, 96, 72, 64, 48, 40, 32, 20)  # px; the sizes that such fonts come in
ROOM = 1.0  # em round a letter, within which all that it inks is drawn


class Drawn(NamedTuple):
    """A letter's picture (RGBA) and where its corner stands from the pen, in px."""

    image: Image.Image
    left: int
    top: int


def paint(canvas: Full, run: Run) -> None:
    """A run's letters come onto the canvas in their own colours."""
    for piece in run.pieces:
        x, y = _turned(run, piece)
        drawn = _drawn((run.face.path, run.size, run.angle, run.features), piece.text, piece.rtl)
        _lay(canvas, drawn, round(x) + drawn.left, round(y) + drawn.top)


def _lay(canvas: Full, drawn: Drawn, x: int, y: int) -> None:
    width, height = canvas.size
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + drawn.image.width, width), min(y + drawn.image.height, height)
    if left < right and top < bottom:
        seen = drawn.image.crop((left - x, top - y, right - x, bottom - y))
        canvas.lay((left, top, right, bottom), seen.convert("RGB"), seen.getchannel("A"))


@lru_cache(maxsize=64)
def _drawn(style: tuple[str, float, float, tuple[str, ...]], text: str, rtl: bool) -> Drawn:
    path, size, angle, features = style
    font, px = _font(path, size)
    room = round(px * ROOM)
    wide = math.ceil(font.getlength(text, features=list(features))) + 2 * room
    whole = Image.new("RGBA", (wide, 3 * room))
    ImageDraw.Draw(whole).text(
        (room, 2 * room),
        text,
        font=font,
        embedded_color=True,
        anchor="ls",
        features=list(features),
        direction="rtl" if rtl else "ltr",
    )
    scale = size / px
    if angle:
        whole = whole.rotate(-angle, Image.Resampling.BICUBIC, center=(room, 2 * room))
    small = whole.resize(
        (max(1, round(whole.width * scale)), max(1, round(whole.height * scale))), Image.Resampling.LANCZOS
    )
    box = small.getchannel("A").getbbox() or (0, 0, 1, 1)
    return Drawn(small.crop(box), box[0] - round(room * scale), box[1] - round(2 * room * scale))


@lru_cache(maxsize=16)
def _font(path: str, size: float) -> tuple[ImageFont.FreeTypeFont, float]:
    """A font at a size, or at one of the sizes that it has, and that size."""
    for px in (size, *STRIKES):
        try:
            return ImageFont.truetype(path, px, layout_engine=ImageFont.Layout.RAQM), px
        except OSError:
            continue
    raise FontError("has its pictures in no size that is known.", where=path, remedy="Remove this font.")


def _turned(run: Run, piece: Piece) -> tuple[float, float]:
    """Where a piece's pen stands when its run is turned round the pivot."""
    if not run.angle:
        return piece.x, piece.y
    x, y, turn = piece.x - run.pivot[0], piece.y - run.pivot[1], math.radians(run.angle)
    return (
        run.pivot[0] + x * math.cos(turn) - y * math.sin(turn),
        run.pivot[1] + x * math.sin(turn) + y * math.cos(turn),
    )
