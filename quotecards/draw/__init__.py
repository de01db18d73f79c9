"""Stage 9: a Scene becomes pixels, and pixels become the bytes of a file.

scene -> ground (ground.py, painted by base.py, parts.py, cover.py, grain.py; in paints.py's 256 colours)
      -> letters and parts laid on it (canvas.py, ink.py, face.py, emoji.py)
      -> png.py, jpeg.py, webp.py

What lies under the words is painted, and encoded, once for all cards that share it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from quotecards.draw import canvas, emoji, ground, ink, jpeg, png, webp
from quotecards.draw.canvas import Full
from quotecards.draw.cover import view_of
from quotecards.draw.parts import bounds, broad, layer
from quotecards.errors import UsageError, near
from quotecards.fonts.coloured import coloured

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotecards.draw.canvas import Canvas
    from quotecards.draw.paints import Ink
    from quotecards.models import Part, Scene

__all__ = ["FORMATS", "draw", "encode", "file"]


class Format(NamedTuple):
    """A format's two ways: any picture, and a canvas whose ground is known, both to the bytes of a file."""

    encode: Callable[[Image.Image], bytes]
    file: Callable[[Canvas], bytes]


FORMATS: dict[str, Format] = {
    "png": Format(png.encode, png.file),
    "jpeg": Format(jpeg.encode, jpeg.file),
    "webp": Format(webp.encode, webp.file),
}


def draw(scene: Scene) -> Image.Image:
    """A scene becomes its picture (RGB): base, then parts, then lines, all under one grain.

    Raises:
        DataError: a part's kind has no drawing, or a part lacks a number.
        FontError: a face is no font.

    """
    return _drawn(scene).image()


def encode(image: Image.Image, format: str) -> bytes:  # noqa: A002 - the word the command line uses
    """A picture becomes the bytes of a "png", "jpeg" or "webp" file, the same on every run.

    Raises:
        UsageError: the format is none of them.

    """
    return _known(format).encode(image if image.mode == "RGB" else image.convert("RGB"))


def file(scene: Scene, format: str) -> bytes:  # noqa: A002 - the word the command line uses
    """A scene becomes the bytes of a file, fast: the pixels of `encode(draw(scene), format)`.

    The same on every run, whatever was drawn before.

    Raises:
        UsageError: the format is none of "png", "jpeg" and "webp".
        DataError: a part's kind has no drawing, or a part lacks a number.
        FontError: a face is no font.

    """
    return _known(format).file(_drawn(scene))


def _known(name: str) -> Format:
    if name not in FORMATS:
        remedy = f"Use one of: {', '.join(FORMATS)}. {near(name, FORMATS)}"
        raise UsageError(f"there is no format {name!r}.", remedy=remedy.rstrip())
    return FORMATS[name]


def _drawn(scene: Scene) -> Canvas:
    below, above = _parted(scene.parts)
    inks = _inks(scene, above)
    card = canvas.over(ground.of(scene.width, scene.height, (*scene.base, *below), scene.grain, inks))
    for part in above:
        _lay(card, part)
    for runs in ink.together(run for line in scene.lines for run in line.runs):
        if coloured(runs[0].face.path) and isinstance(card, Full):
            for run in runs:
                emoji.paint(card, run)
        else:
            ink.write(card, *runs)
    return card


def _parted(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Parts that came with the words: up to the last one of many shades they are painted with the ground."""
    count = max((number for number, part in enumerate(parts, 1) if broad(part)), default=0)
    return parts[:count], parts[count:]


def _inks(scene: Scene, parts: tuple[Part, ...]) -> tuple[Ink, ...] | None:
    """The flat colours that will be laid on the ground, first the lowest; None where soft light asks for every shade."""
    runs = [run for line in scene.lines for run in line.runs]
    if any(run.glow or coloured(run.face.path) for run in runs):
        return None
    laid = [(part.colours[0], part.opacity) for part in parts if part.colours]
    return tuple(dict.fromkeys(laid + [(run.colour, 1.0) for run in runs]))


def _lay(card: Canvas, part: Part) -> None:
    """A flat part is laid onto a card that has its grain already."""
    view = left, top, right, bottom = view_of(bounds(part), card.size)
    if left >= right or top >= bottom:
        return
    cover = np.asarray(layer(part, view).coverage, np.float32) * 255 + np.float32(0.5)
    mask = np.broadcast_to(cover, (bottom - top, right - left)).astype(np.uint8)
    card.ink(view, part.colours[0], Image.fromarray(mask))
