# ruff: noqa: INP001 - a script by itself
"""Contact sheets of our own cards: every layout in every palette, and every layout in every size.

    python docs/sheets.py            writes docs/sheets/palettes.jpg and docs/sheets/sizes.jpg
    python docs/sheets.py FOLDER     writes them there

Quotes, film and still are invented.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from quotecards.draw import draw
from quotecards.errors import DoesNotFit
from quotecards.layout import compose, layouts, palettes, sizes
from quotecards.models import Credit, Quote, Scene, Still
from quotecards.scrim import legible

HERE = Path(__file__).resolve().parent
THUMB, GAP, PAPER = 118, 8, "#EDE7E1"
CREDIT = Credit(
    film="Tidewater",
    year=2009,
    director="Ana Moreau",
    title="What the tide keeps",
    lines=("“What the tide keeps”", "on Ana Moreau’s *Tidewater*, 2009"),
)
SPOKEN = Credit(
    speaker="Ines",
    film="Tidewater",
    year=2009,
    director="Ana Moreau",
    lines=("*Tidewater*, 2009", "written and directed by Ana Moreau"),
)
SHORT = "It never once raises its voice."
LINE = "Nobody in this town says goodbye, they only ask when you are coming back."
LONG = (
    "It is a film about waiting: how a harbour learns the names of its boats, how a kitchen keeps a place at "
    "the table, and how a letter, read often enough, begins to answer."
)
WORDS = {
    "marquee": SHORT,
    "subtitle": SHORT,
    "poster": SHORT,
    "margin": LONG,
    "credits-roll": LONG,
    "space": (
        "I kept the boat and the key and the long blue coat, and somewhere in the space between them I must "
        "have kept you."
    ),
}
FILMS_OWN = ("subtitle", "letterbox", "filmstrip", "screenplay", "space")


def quote(layout: str) -> Quote:
    """The line that a layout is shown with."""
    text, own = WORDS.get(layout, LINE), layout in FILMS_OWN
    empty: dict[str, Any] = {"edits": (), "record": None, "taste": {}, "reasons": ()}
    return Quote(
        quote=text,
        verbatim=text,
        source="",
        start=0,
        end=len(text),
        kind="film" if own else "reviewer",
        credit=SPOKEN if own else CREDIT,
        score=0.5,
        rank=1,
        emphasis="they only ask" if layout == "screenplay" else None,
        **empty,
    )


def scene(layout: str, palette: str, size: str, still: str) -> Scene | None:
    """A card of the sheet; None where the words have no room."""

    def made(scrim: float) -> Scene:
        picture = Still(still, (0.5, 0.4), scrim) if layouts()[layout].needs_still else None
        return compose(quote(layout), palette=palette, layout=layout, size=size, still=picture)

    try:
        return legible(made) if layouts()[layout].needs_still else made(1.0)
    except DoesNotFit:
        return None


def dusk(path: Path) -> None:
    """A still to try photo layouts with: sky, a low sun, a far shore."""
    height, width = 1500, 1500
    share = np.linspace(0, 1, height)[:, None]
    stops = ((0.0, (126, 134, 196)), (0.45, (240, 178, 160)), (0.6, (250, 214, 170)), (1.0, (70, 60, 104)))
    places = [place for place, _ in stops]
    channels = [np.interp(share, places, [colour[at] for _, colour in stops]) for at in range(3)]
    sky = np.repeat(np.stack(channels, axis=2), width, axis=1)
    picture = Image.fromarray(sky.astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((930, 640, 1130, 840), fill=(255, 238, 208))
    pen.polygon([(0, 930), (420, 860), (800, 905), (1500, 850), (1500, 1500), (0, 1500)], fill=(92, 74, 118))
    picture.filter(ImageFilter.GaussianBlur(5)).save(path, quality=92)


def thumb(made: Scene | None, width: int) -> Image.Image:
    """A card in small."""
    if made is None:
        return Image.new("RGB", (width, width), PAPER)
    picture = draw(made)
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


def sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Rows of cards become one picture."""
    high = [max(one.height for one in row) for row in rows]
    wide = max(sum(one.width + GAP for one in row) for row in rows) + GAP
    made = Image.new("RGB", (wide, sum(high) + GAP * (len(rows) + 1)), PAPER)
    top = GAP
    for row, height in zip(rows, high, strict=True):
        left = GAP
        for one in row:
            made.paste(one, (left, top))
            left += one.width + GAP
        top += height + GAP
    return made


def main(folder: Path) -> None:
    """Make both sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as there:
        still = str(Path(there) / "dusk.jpg")
        dusk(Path(still))
        shown = [
            [thumb(scene(name, one, "portrait", still), THUMB) for one in palettes()] for name in layouts()
        ]
        sheet(shown).save(folder / "palettes.jpg", quality=66, optimize=True)
        look = list(palettes())
        rows = [
            [
                thumb(
                    scene(name, look[(at * 7) % len(look)], size, still), 300 if size == "landscape" else 170
                )
                for size in sizes()
            ]
            for at, name in enumerate(layouts())
        ]
        pairs = [[*left, *right] for left, right in zip(rows[::2], rows[1::2], strict=True)]
        sheet(pairs).save(folder / "sizes.jpg", quality=66, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "sheets")
