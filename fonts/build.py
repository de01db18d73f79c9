"""Rebuild the fonts of this folder from their published packages.

    python fonts/build.py DOWNLOADS

DOWNLOADS holds the unpacked packages that `SOURCES` here and in scripts.py name: npm's `node_modules`,
unzipped wheels, and Debian packages unpacked with `dpkg-deb -x` into folders of their names.
Each file becomes an uncompressed TrueType font whose `prep` program is long enough for FreeType to take
it as hinted: glyphs then keep their drawn shape instead of being auto-hinted, and look the same in every
FreeType version. Outlines, metrics and licences stay as published (SIL Open Font License 1.1).
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import ttProgram
from fontTools.ttLib.ttFont import newTable
from scripts import SOURCES as SCRIPTS
from scripts import kept

SUBSETS = ("latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek")

SOURCES = {
    "newsreader/newsreader-roman": "fontpkg_newsreader/files/Newsreader[[]opsz,wght].ttf",
    "newsreader/newsreader-italic": "fontpkg_newsreader/files/Newsreader-Italic[[]opsz,wght].ttf",
    "eb-garamond/eb-garamond-roman": "fontpkg_eb_garamond/files/EBGaramond[[]wght].ttf",
    "eb-garamond/eb-garamond-italic": "fontpkg_eb_garamond/files/EBGaramond-Italic[[]wght].ttf",
    "libre-caslon-condensed/libre-caslon-condensed-roman": "@fontsource/libre-caslon-condensed/files/*-latin-400-normal.woff2",
    "libre-caslon-condensed/libre-caslon-condensed-italic": "@fontsource/libre-caslon-condensed/files/*-latin-400-italic.woff2",
    "league-gothic/league-gothic-latin": "@fontsource-variable/league-gothic/files/*-latin-wdth-normal.woff2",
    "league-gothic/league-gothic-latin-ext": "@fontsource-variable/league-gothic/files/*-latin-ext-wdth-normal.woff2",
}
for subset in SUBSETS:
    for style in ("normal", "italic"):
        SOURCES[f"ysabeau/ysabeau-{style.replace('normal', 'roman')}-{subset}"] = (
            f"@fontsource-variable/ysabeau/files/ysabeau-{subset}-wght-{style}.woff2"
        )
    SOURCES[f"ysabeau-sc/ysabeau-sc-{subset}"] = (
        f"@fontsource-variable/ysabeau-sc/files/ysabeau-sc-{subset}-wght-normal.woff2"
    )
for subset in ("latin", "latin-ext"):
    SOURCES[f"la-belle-aurore/la-belle-aurore-{subset}"] = (
        f"@fontsource/la-belle-aurore/files/la-belle-aurore-{subset}-400-normal.woff2"
    )
    for style in ("normal", "italic"):
        for family in ("sorts-mill-goudy", "courier-prime"):
            SOURCES[f"{family}/{family}-{style.replace('normal', 'roman')}-{subset}"] = (
                f"@fontsource/{family}/files/{family}-{subset}-400-{style}.woff2"
            )

# SCANCTRL on, SCANTYPE 4, then two pushes popped again: longer than the 7 bytes below which FreeType auto-hints.
PREP = bytes([0xB8, 0x01, 0xFF, 0x85, 0xB0, 0x04, 0x8D, 0xB0, 0x00, 0x21, 0xB0, 0x00, 0x21])


def convert(source: Path, target: Path) -> None:
    font = TTFont(source)
    font.flavor = None
    write(font, target)


def write(font: TTFont, target: Path) -> None:
    """A font becomes a file; the prep program of one with TrueType outlines is made long enough."""
    if "glyf" in font and ("prep" not in font or len(font["prep"].program.getBytecode()) <= 7):
        font["prep"] = newTable("prep")
        font["prep"].program = ttProgram.Program()
        font["prep"].program.fromBytecode(PREP)
        font["maxp"].maxStackElements = max(1, font["maxp"].maxStackElements)
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target, reorderTables=True)


def script(downloads: Path, name: str) -> Path:
    """One font of scripts.py is made, its licence beside it with the copyright that the font tells."""
    here, source = Path(__file__).parent, SCRIPTS[name]
    found = [
        path
        for path in (downloads / source.pattern, downloads / "node_modules" / source.pattern)
        if path.is_file()
    ]
    if not found:
        raise SystemExit(f"{name}: there is no {source.pattern} below {downloads}")
    font, target = kept(found[0], source), here / name
    write(font, target)
    terms = (here / "newsreader" / "OFL.txt").read_text(encoding="utf-8").partition("\n")[2]
    (target.parent / "OFL.txt").write_text(f"{font['name'].getDebugName(0)}\n{terms}", encoding="utf-8")
    return target


def main(downloads: Path) -> None:
    here = Path(__file__).parent
    for name in SCRIPTS:
        target = script(downloads, name)
        print(name, target.stat().st_size)
    for name, pattern in SOURCES.items():
        found = sorted(downloads.glob(pattern)) or sorted(downloads.glob(f"node_modules/{pattern}"))
        if not found:
            raise SystemExit(f"{name}: no file matches {pattern} below {downloads}")
        target = here / f"{name}.ttf"
        convert(found[0], target)
        for licence in (*found[0].parent.parent.glob("LICENSE"), *found[0].parent.parent.glob("OFL.txt")):
            (target.parent / "OFL.txt").write_bytes(licence.read_bytes())
        print(target.relative_to(here), target.stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
