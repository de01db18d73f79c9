"""Stage 9: a Scene becomes pixels, and pixels become the bytes of a file.

The ground is painted once per palette, layout and size; parts and letters are laid onto a copy of it.
"""

from __future__ import annotations

import difflib
import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from quotecards.errors import UsageError
from quotecards.draw import base, ink, jpeg, png, webp
from quotecards.draw.grain import develop
from quotecards.draw.parts import layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotecards.models import Part, Scene

__all__ = ["FORMATS", "draw", "encode"]

FORMATS: dict[str, Callable[[Image.Image], bytes]] = {
    "png": png.encode,
    "jpeg": jpeg.encode,
    "webp": webp.encode,
}


def draw(scene: Scene) -> Image.Image:
    """A scene becomes its picture (RGB): base, then parts, then lines, all under one grain.

    Raises:
        DataError: a part's kind has no drawing, or a part lacks a number.
        FontError: a face is no font.

    """
    card = base.ground(scene.width, scene.height, scene.base, scene.grain).copy()
    for part in scene.parts:
        _lay(card, part, scene.grain)
    for line in scene.lines:
        for run in line.runs:
            ink.write(card, run, scene.grain)
    return card


def encode(image: Image.Image, format: str) -> bytes:  # noqa: A002 - the word the command line uses
    """A picture becomes the bytes of a "png", "jpeg" or "webp" file, the same on every run.

    Raises:
        UsageError: the format is none of them.

    """
    encoder = FORMATS.get(format)
    if encoder is None:
        near = difflib.get_close_matches(format, FORMATS, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise UsageError(f"there is no format {format!r}.", remedy=f"Use one of: {', '.join(FORMATS)}.{hint}")
    return encoder(image if image.mode == "RGB" else image.convert("RGB"))


def _lay(card: Image.Image, part: Part, grain: float) -> None:
    """A part that came with the words is laid onto a card that has its grain already."""
    left, top = max(0, math.floor(part.box.left)), max(0, math.floor(part.box.top))
    right, bottom = min(card.width, math.ceil(part.box.right)), min(card.height, math.ceil(part.box.bottom))
    if left >= right or top >= bottom:
        return
    view = (left, top, right, bottom)
    seen = layer(part, view)
    shape = (bottom - top, right - left)
    coverage = np.broadcast_to(np.asarray(seen.coverage, np.float32) * 255 + np.float32(0.5), shape)
    mask = Image.fromarray(coverage.astype(np.uint8))
    if seen.flat:
        colour = base.ink(view, part.colours[0], grain)
    else:
        planes = np.array(np.broadcast_to(seen.levels, (3, *shape)))
        colour = base.picture_of(develop(planes, view, grain))
    card.paste(colour, view, mask)
