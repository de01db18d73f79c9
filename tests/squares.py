"""A font of squares, pictures as letters, and scenes in few words: what the tests of drawing stand on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from quotecards.models import Box, Face, Line, Part, Piece, Run, Scene

if TYPE_CHECKING:
    from PIL.Image import Image

FONTS = Path(__file__).resolve().parents[1] / "fonts"
EM = 1000
# Each glyph is one rectangle (left, bottom, right, top) on an em square: "A" fills it, "L" its left half,
# "b" its lower half, "g" hangs below the baseline; "fi" is a ligature that fills the lower half.
SHAPES = {
    "A": (0, 0, EM, EM),
    "L": (0, 0, EM // 2, EM),
    "b": (0, 0, EM, EM // 2),
    "g": (0, -EM // 2, EM, EM // 2),
    "f": (0, 0, EM, EM),
    "i": (0, 0, EM // 2, EM),
    "f_i": (0, 0, EM, EM // 2),
    "alef": (0, 0, EM, EM),
    "space": None,
    ".notdef": None,
}


def build(path: Path) -> Face:
    """Write the font of squares and say where it is."""
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *(name for name in SHAPES if name != ".notdef")])
    builder.setupCharacterMap(
        {ord(name): name for name in SHAPES if len(name) == 1} | {0x20: "space", 0x5D0: "alef"}
    )
    builder.setupGlyf({name: _glyph(shape) for name, shape in SHAPES.items()})
    builder.setupHorizontalMetrics({name: (EM, shape[0] if shape else 0) for name, shape in SHAPES.items()})
    builder.setupHorizontalHeader(ascent=EM, descent=-EM // 2)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=EM, sTypoDescender=-EM // 2)
    builder.setupPost()
    addOpenTypeFeaturesFromString(builder.font, "feature liga { sub f i by f_i; } liga;")
    builder.save(path)
    return Face(str(path))


def _glyph(shape):
    pen = TTGlyphPen(None)
    if shape:
        left, bottom, right, top = shape
        pen.moveTo((left, bottom))
        for corner in ((left, top), (right, top), (right, bottom)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def letters(image: Image, names: dict[str, str]) -> str:
    """A picture becomes a line of letters per row: `names` tells the letter of each colour, "?" is any other."""
    by_levels = {tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)): name for colour, name in names.items()}
    return "\n".join(
        "".join(by_levels.get(image.getpixel((x, y)), "?") for x in range(image.width))
        for y in range(image.height)
    )


def line(face: Face, size: float, colour: str, *pieces: Piece, features=(), clip=None) -> Line:
    """Pieces become a line of a single run."""
    run = Run(face, size, colour, pieces, features, clip)
    first = pieces[0]
    return Line("quote", "", first.x, first.x, first.y, size, Box(0, 0, 0, 0), (run,))


def part(kind: str, edges, *colours: str, opacity: float = 1.0, **values: float) -> Part:
    """A part in one line: kind, (left, top, right, bottom), colours, numbers by name."""
    return Part(kind, Box(*edges), colours, opacity, tuple(sorted(values.items())))


def scene(width: int, height: int, *, base=(), parts=(), lines=(), grain: float = 0.0) -> Scene:
    """A scene of few words; without a base it stands on white."""
    whole = Box(0, 0, width, height)
    ground = tuple(base) or (part("fill", (0, 0, width, height), "#FFFFFF"),)
    return Scene(width, height, "none", "none", "none", ground, tuple(parts), tuple(lines), whole, grain)
