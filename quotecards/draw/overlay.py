"""Stage 9, for looking at it: the boxes, baselines and safe area of a scene, in thin lines over its picture.

safe area  red          boxes of the layout  blue, named          ink of a line  yellow
baseline   green        parts laid under the words  violet
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.models import Box, Scene

COLOURS = {"safe": "#E00000", "box": "#0050FF", "baseline": "#00A040", "ink": "#D0A000", "part": "#9000D0"}
NAMES = 22  # px of the names of boxes, on a card of 1080 px
DASH = 12  # px


def over(picture: Image.Image, scene: Scene, boxes: Sequence[tuple[str, Box]]) -> Image.Image:
    """A scene's picture becomes one with its lines on top; `boxes` are those of its layout, by name."""
    seen = picture.convert("RGB").copy()
    pen = ImageDraw.Draw(seen)
    times = scene.scale
    for part in scene.parts:
        _outline(pen, part.box, COLOURS["part"], times)
    for name, box in boxes:
        _outline(pen, box, COLOURS["box"], times)
        pen.text(
            (box.left + 4 * times, box.top + 2 * times), name, fill=COLOURS["box"], font_size=NAMES * times
        )
    for line in scene.lines:
        _outline(pen, line.ink, COLOURS["ink"], times)
        across = (line.left, line.baseline, line.right, line.baseline)
        pen.line(across, fill=COLOURS["baseline"], width=times)
    _dashed(pen, scene.safe, COLOURS["safe"], times)
    return seen


def _outline(pen: ImageDraw.ImageDraw, box: Box, colour: str, width: int) -> None:
    left, right = sorted((round(box.left), round(box.right)))
    top, bottom = sorted((round(box.top), round(box.bottom)))
    pen.rectangle((left, top, right, bottom), outline=colour, width=width)


def _dashed(pen: ImageDraw.ImageDraw, box: Box, colour: str, width: int) -> None:
    """The outline of a box in dashes, so that it is told from lines that lie on it."""
    step = DASH * width
    for x in range(round(box.left), round(box.right), 2 * step):
        for y in (box.top, box.bottom):
            pen.line((x, y, min(x + step, box.right), y), fill=colour, width=2 * width)
    for top in range(round(box.top), round(box.bottom), 2 * step):
        for edge in (box.left, box.right):
            pen.line((edge, top, edge, min(top + step, box.bottom)), fill=colour, width=2 * width)
