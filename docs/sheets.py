# ruff: noqa: INP001 - a script by itself
"""Contact sheets of our own cards: every layout in every palette and every size, and every script.

    python docs/sheets.py                     writes them to docs/sheets
    python docs/sheets.py FOLDER              writes them there
    python docs/sheets.py --boards FOLDER     and each layout's drawn board (FOLDER/LAYOUT.png) beside our card

Film and stills are invented, and so are the quotes, but for those of the boards.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import stills
from PIL import Image
from quotecards.draw import draw
from quotecards.errors import DoesNotFit
from quotecards.layout import compose, layouts, palettes, sizes
from quotecards.models import Credit, Quote, Scene, Still
from quotecards.scrim import legible

HERE = Path(__file__).resolve().parent
THUMB, BOARD, GAP, PAPER = 118, 250, 8, "#EDE7E1"
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
WORTH = {"screenplay": "they only ask", "margin": "a letter, read often enough"}
NOTES = {"margin": "and mine never did"}


def quote(layout: str) -> Quote:
    """The line that a layout is shown with."""
    own = layout in FILMS_OWN
    return _quote(
        WORDS.get(layout, LINE), SPOKEN if own else CREDIT, WORTH.get(layout), NOTES.get(layout), own=own
    )


def _quote(text: str, credit: Credit, emphasis: str | None, note: str | None, *, own: bool) -> Quote:
    empty: dict[str, Any] = {"edits": (), "record": None, "taste": {}, "reasons": ()}
    return Quote(
        quote=text,
        verbatim=text,
        source="",
        start=0,
        end=len(text),
        kind="film" if own else "reviewer",
        credit=credit,
        score=0.5,
        rank=1,
        emphasis=emphasis,
        note=note,
        **empty,
    )


def scene(shown: Quote, layout: str, palette: str, size: str, folder: Path) -> Scene | None:
    """A card of the sheet; None where the words have no room."""

    def made(scrim: float) -> Scene:
        still = (
            Still(str(_still(layout, folder)), (0.5, 0.4), scrim) if layouts()[layout].needs_still else None
        )
        return compose(shown, palette=palette, layout=layout, size=size, still=still)

    try:
        return legible(made) if layouts()[layout].needs_still else made(1.0)
    except DoesNotFit:
        return None


def _still(layout: str, folder: Path) -> Path:
    """The picture of a photo layout, drawn once."""
    path = folder / f"{layout}.png"
    if not path.is_file():
        (stills.city() if layout == "subtitle" else stills.shore()).save(path)
    return path


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


def in_palettes(folder: Path) -> Image.Image:
    """Every layout in every palette."""
    return sheet(
        [
            [thumb(scene(quote(name), name, one, "portrait", folder), THUMB) for one in palettes()]
            for name in layouts()
        ]
    )


def in_sizes(folder: Path) -> Image.Image:
    """Every layout in every size, each in another palette."""
    look = list(palettes())
    rows = [
        [
            thumb(
                scene(quote(name), name, look[(at * 7) % len(look)], size, folder),
                300 if size == "landscape" else 170,
            )
            for size in sizes()
        ]
        for at, name in enumerate(layouts())
    ]
    return sheet([[*left, *right] for left, right in zip(rows[::2], rows[1::2], strict=True)])


def beside_boards(boards: Path, folder: Path) -> Image.Image:
    """Each layout's drawn board, and to its right our card with the same words."""
    sys.path.insert(0, str(HERE.parent / "tests"))
    from board_cases import BOARDS

    pairs = []
    for name, (palette, text, credit, emphasis, note) in BOARDS.items():
        shown = _quote(text, credit, emphasis, note, own=name in FILMS_OWN)
        drawn = Image.open(boards / f"{name}.png").convert("RGB")
        high = round(drawn.height * BOARD / drawn.width)
        pairs.append(
            [
                drawn.resize((BOARD, high), Image.Resampling.LANCZOS),
                thumb(scene(shown, name, palette, "portrait", folder), BOARD),
                Image.new("RGB", (2 * GAP, high), PAPER),
            ]
        )
    return sheet([[one for pair in pairs[at : at + 4] for one in pair] for at in range(0, len(pairs), 4)])


def main(folder: Path, boards: Path | None) -> None:
    """Make the sheets."""
    import scripts

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as there:
        place = Path(there)
        in_palettes(place).save(folder / "palettes.jpg", quality=66, optimize=True)
        in_sizes(place).save(folder / "sizes.jpg", quality=70, optimize=True)
        if boards:
            beside_boards(boards, place).save(folder / "boards.jpg", quality=80, optimize=True)
    scripts.main(folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE / "sheets")
    parser.add_argument("--boards", type=Path)
    asked = parser.parse_args()
    main(asked.folder, asked.boards)
