"""The scripts beyond Latin, Greek and Cyrillic: which published file, and which characters of it, are kept.

Called by build.py. Hints are dropped: FreeType then draws the outlines as they are.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CJK = "fonts-noto-cjk/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
CORE = "fonts-noto-core/usr/share/fonts/truetype/noto"
# Of a pan-East-Asian font, so that no forms of other languages, widths and vertical lines come along.
KEPT = ["ccmp", "kern", "liga", "calt", "palt", "mark", "mkmk", "ljmo", "vjmo", "tjmo"]

# Punctuation and forms that every East Asian font keeps, whatever its national standard says.
WIDE = (
    "".join(map(chr, (*range(0x3000, 0x3020), *range(0xFF01, 0xFF5F), *range(0xFFE0, 0xFFE7))))
    + "–—‘’“”…‥·・「」『』"
)


class Source(NamedTuple):
    """A published file (the how-manieth font of a collection) and the characters to keep of it, None for all."""

    pattern: str
    number: int = 0
    keep: str | None = None


def pairs(codec: str, first: range, second: range) -> str:
    """Every character that a national standard encodes in two bytes."""
    return "".join(_decoded(codec, first, second))


def _decoded(codec: str, first: range, second: range) -> Iterator[str]:
    for one in first:
        for two in second:
            try:
                yield bytes([one, two]).decode(codec)
            except UnicodeDecodeError:
                continue


ROWS = range(0xA1, 0xFF)
KANA = "".join(map(chr, range(0x3041, 0x3100)))
LATIN = "".join(map(chr, range(0x20, 0x7F)))
JIS = pairs("euc_jp", ROWS, ROWS)  # JIS X 0208, levels 1 and 2
GB = pairs("gb2312", ROWS, ROWS)
BIG5 = pairs("big5", ROWS, range(0x40, 0xFF))
HANGUL = "".join(map(chr, (*range(0xAC00, 0xD7A4), *range(0x3131, 0x318F), *range(0x1100, 0x1200))))
FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))  # the letters that make a flag by twos

SOURCES = {
    "noto-serif-cjk/noto-serif-jp.otf": Source(CJK, 0, LATIN + JIS + KANA + WIDE),
    "noto-serif-cjk/noto-serif-kr.otf": Source(CJK, 1, LATIN + HANGUL + WIDE),
    "noto-serif-cjk/noto-serif-sc.otf": Source(CJK, 2, LATIN + GB + WIDE),
    "noto-serif-cjk/noto-serif-tc.otf": Source(CJK, 3, LATIN + BIG5 + WIDE),
    "noto-emoji/noto-emoji.ttf": Source("@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff2"),
    "noto-emoji/noto-emoji-flags.ttf": Source(
        "@fontsource/noto-emoji/files/noto-emoji-0-400-normal.woff2", keep=FLAGS
    ),
    "frank-ruhl-libre/frank-ruhl-libre.ttf": Source(
        "@fontsource/frank-ruhl-libre/files/frank-ruhl-libre-hebrew-400-normal.woff2"
    ),
    "amiri/amiri.ttf": Source(
        "fonts-hosny-amiri/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf"
    ),
    "noto-serif-devanagari/noto-serif-devanagari.ttf": Source(f"{CORE}/NotoSerifDevanagari-Regular.ttf"),
    "noto-serif-thai/noto-serif-thai.ttf": Source(f"{CORE}/NotoSerifThai-Regular.ttf"),
}


def kept(path: Path, source: Source) -> TTFont:
    """A published file becomes the font of the characters to keep, with its layout features, without hints."""
    font = TTCollection(path, lazy=True).fonts[source.number] if path.suffix == ".ttc" else TTFont(path)
    known = font.getBestCmap()
    options = Options()
    options.layout_features = ["*"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    if source.pattern == CJK:
        options.layout_features = KEPT
        options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in source.keep or map(chr, known)])
    subsetter.subset(font)
    font.flavor = None
    whole = io.BytesIO()
    font.save(whole)
    whole.seek(0)
    return TTFont(whole)
