"""Golden pictures: small scenes and the showcase cards, drawn anew on request and compared exactly.

    python tests/golden.py      draw them all again; look at every one before it is committed

They are never written by a test. `versions.json` tells what drew them.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import PIL
from PIL import Image, ImageChops, features
from quotecards.draw import draw, encode
from quotecards.layout import compose, layouts
from quotecards.layout.palettes import palettes
from quotecards.models import Box, Face, Piece, Still
from quotecards.pipeline import card, extract
from quotecards.read import reviews
from quotecards.settings import load

import squares
from board_cases import BOARDS
from layout_cases import quote
from squares import FONTS, part

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotecards.models import Line, Scene

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "golden"
FAILED = HERE / "failed"
SHOWCASE = HERE.parent / "cards" / "showcase"
SEEDS = HERE.parent / "seeds"
CARDS = FOLDER / "cards.png"
FIFTH, ACROSS = 5, 7
VERSIONS = FOLDER / "versions.json"

NEWSREADER = Face(str(FONTS / "newsreader" / "newsreader-roman.ttf"), (("opsz", 26.0), ("wght", 330.0)))
CASLON = Face(str(FONTS / "libre-caslon-condensed" / "libre-caslon-condensed-italic.ttf"))
YSABEAU = Face(str(FONTS / "ysabeau" / "ysabeau-roman-latin.ttf"), (("wght", 560.0),))


def scenes() -> dict[str, Scene]:
    """The small scenes by name: between them they hold every kind of part, both modes, clips and fractions."""
    return {"day": _day(), "night": _night()}


def showcase() -> dict[str, Callable[[], bytes]]:
    """The showcase cards by file name in cards/showcase: what makes the JPEG of each seed's best quote anew."""
    return {f"{path.name[:3]}.jpg": partial(_best, path) for path in sorted(SEEDS.glob("*.txt"))}


def cards(folder: Path) -> dict[str, Scene]:
    """A real card of every layout by its name, with the words of its board; `folder` takes the still of some."""
    still = folder / "evening.png"
    shades = np.linspace((200, 160, 180), (60, 50, 90), 300).astype(np.uint8)
    Image.fromarray(np.repeat(shades[:, None, :], 240, axis=1)).save(still)
    return {name: card_of(name, still) for name in BOARDS}


def card_of(layout: str, still: Path, **changed: Any) -> Scene:
    """A layout's card, without grain, so that its picture is small; `changed` are fields of its quote."""
    palette, text, credit, emphasis, note = BOARDS[layout]
    shown = replace(quote(text, credit, emphasis=emphasis, note=note), **changed)
    picture = Still(str(still)) if layouts()[layout].needs_still else None
    scene = compose(shown, palette=palette, layout=layout, still=picture)
    return replace(scene, grain=0.0)


def reduced(scene: Scene) -> Image.Image:
    """A card's picture, a fifth as large: exact means of its pixels."""
    return draw(scene).reduce(FIFTH)


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Pictures of one size, seven in a row."""
    wide, high = pictures[0].size
    made = Image.new("RGB", (wide * ACROSS, high * -(-len(pictures) // ACROSS)))
    for at, picture in enumerate(pictures):
        made.paste(picture, (at % ACROSS * wide, at // ACROSS * high))
    return made


def _best(seed: Path) -> bytes:
    """A seed becomes the card of its best quote, two thirds the size, as a JPEG."""
    settings = load({"top": 1, "size": ["portrait"], "format": "jpeg"})
    [review] = reviews(str(seed))
    picture = card(extract(review, settings).quotes[0], settings).image
    small = picture.resize((picture.width * 2 // 3, picture.height * 2 // 3), Image.Resampling.LANCZOS)
    return encode(small, "jpeg")


# ---------------------------------------------------------------- the scenes


def _day() -> Scene:
    palette = palettes()["sun-kissed"]
    whole = (0, 0, 200, 250)
    base = (
        part("ground", whole, *palette.stops, angle=palette.angle),
        part("lamp", whole, palette.stops[1], opacity=0.85, x=0.08, y=0.86, radius=0.8),
        part("fill", (26, 0, 200, 222.5), palette.panel, opacity=palette.panel_opacity),
        part("ellipse", (178.5, 13, 184.5, 20.5), palette.ornament),
    )
    words = ("“Office hours,", "the kettle is", "warm, nobody", "is waiting.”")
    lines = [
        _set(words[row], (NEWSREADER, 26), (41 - 10 * (row == 0), 58.25 + 29.3 * row), palette.ink)
        for row in range(4)
    ]
    lines.append(_set("on A Film of Squares, 2013", (YSABEAU, 12), (41, 205.5), palette.accent))
    return squares.scene(200, 250, base=base, lines=lines, grain=palette.grain_opacity)


def _night() -> Scene:
    palette = palettes()["velvet-noir"]
    whole = (0, 0, 200, 200)
    base = (
        part("ground", whole, *palette.stops, angle=palette.angle),
        part("fade", (0, 90, 200, 200), palette.panel, angle=0, at_0=0.9, at_55=0.6, at_100=0.0),
    )
    rule = part("fill", (20.5, 176, 80.25, 177.5), palette.accent)
    star = part(
        "polygon",
        (150, 20, 180, 50),
        palette.ornament,
        opacity=0.8,
        x0=165,
        y0=20,
        x1=180,
        y1=35,
        x2=165,
        y2=50,
        x3=150,
        y3=35,
    )
    cut = Box(0, 0, 200, 92)
    lines = [
        _set("her", (CASLON, 120), (14, 118), palette.ink, clip=cut),
        _set("nobody calls us home", (YSABEAU, 15), (20.5, 130.75), palette.accent),
    ]
    return squares.scene(200, 200, base=base, parts=(rule, star), lines=lines, grain=palette.grain_opacity)


def _set(text: str, type_: tuple[Face, float], pen: tuple[float, float], colour: str, clip=None) -> Line:
    """One line, a piece per word, each where the words before it end."""
    from quotecards.draw.face import font

    (face, size), (x, baseline) = type_, pen
    pieces = []
    for word in text.split():
        pieces.append(Piece(word, x, baseline))
        x += round(font(face, size * 4).getlength(word + " ") / 4, 2)
    return squares.line(face, size, colour, *pieces, features=("-dlig",), clip=clip)


# ---------------------------------------------------------------- comparing


def difference(actual: Image.Image, expected: Image.Image) -> str:
    """What differs between two RGB pictures, in words; empty if not one level of one pixel does."""
    if actual.size != expected.size:
        return f"it is {actual.size}, expected {expected.size}"
    off = np.asarray(ImageChops.difference(actual.convert("RGB"), expected.convert("RGB"))).max(axis=2)
    if not off.any():
        return ""
    rows, columns = np.nonzero(off)
    where = f"columns {columns.min()}-{columns.max()}, rows {rows.min()}-{rows.max()}"
    return f"{rows.size} of {off.size} pixels differ, by up to {off.max()} levels, in {where}"


def keep(name: str, actual: Image.Image, expected: Image.Image) -> None:
    """Put both pictures and their difference, made visible, into tests/failed."""
    FAILED.mkdir(exist_ok=True)
    actual.save(FAILED / f"{name}-actual.png")
    expected.save(FAILED / f"{name}-expected.png")
    if actual.size == expected.size:
        off = ImageChops.difference(actual.convert("RGB"), expected.convert("RGB"))
        off.point(lambda level: min(255, level * 16)).save(FAILED / f"{name}-diff.png")


def versions() -> dict[str, str]:
    """What draws here: the libraries on which a pixel can depend."""
    told = {name: str(features.version(name)) for name in ("freetype2", "harfbuzz", "raqm", "libjpeg_turbo")}
    return {"numpy": np.__version__, "pillow": PIL.__version__, **told}


def read(data: bytes) -> Image.Image:
    """The decoded picture of a file's bytes."""
    return Image.open(io.BytesIO(data)).convert("RGB")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, scene in scenes().items():
        _write(FOLDER / f"{name}.png", encode(draw(scene), "png"))
    with tempfile.TemporaryDirectory() as there:
        sheet = side_by_side([reduced(scene) for scene in cards(Path(there)).values()])
    _write(CARDS, encode(sheet, "png"))
    for name, make in showcase().items():
        _write(SHOWCASE / name, make())
    VERSIONS.write_text(json.dumps(versions(), indent=2) + "\n", encoding="utf-8")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    told = difference(read(data), read(path.read_bytes())) if path.exists() else "new"
    path.write_bytes(data)
    sys.stdout.write(f"{path.relative_to(HERE.parent)}: {told or 'unchanged'}\n")


if __name__ == "__main__":
    main()
