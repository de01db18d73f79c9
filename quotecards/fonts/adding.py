"""A font of the user's becomes a family in their folder, searched for every letter that others lack."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import uharfbuzz as hb

from quotecards import datafiles
from quotecards.errors import FontError, UsageError
from quotecards.files import slug, write, write_text
from quotecards.fonts.bearing import characters, opened
from quotecards.fonts.catalogue import families, family, forget
from quotecards.fonts.coloured import coloured, undrawable

if TYPE_CHECKING:
    from pathlib import Path

    from quotecards.fonts.catalogue import Family

PICTURES = 99  # the place in `last` of fonts of emoji, which are searched from the end
LARGEST = 64_000_000  # bytes; the largest font of a whole language has half of that
KINDS = (".ttf", ".otf", ".ttc", ".otc")
_HEAD = "# Families of your own: see `quotecards fonts list`.\n"


def add(path: Path) -> Family:
    """A font file is copied into the user's folder and named in their fonts.toml; its axes are kept.

    Raises:
        FontError: it is no font, or not one that can be read as it is.
        UsageError: there is a family of that name already.

    """
    _check(path)
    face = opened(str(path))
    label = " ".join(str(face.get_name(hb.OTNameIdPredefined.FONT_FAMILY) or path.stem).split())
    name = slug(label)
    if name in families():
        raise UsageError(
            f"There is a family called {name} already.",
            remedy=f"Name yours in {datafiles.home() / 'fonts.toml'} by hand, to replace it or to add a slope.",
        )
    target = datafiles.home() / "fonts" / name / (re.sub(r"[^\w.-]+", "-", path.stem) + path.suffix.lower())
    write(target, path.read_bytes())
    catalogue = datafiles.home() / "fonts.toml"
    before = catalogue.read_text(encoding="utf-8").rstrip("\n") + "\n" if catalogue.is_file() else _HEAD
    write_text(catalogue, f"{before}\n{_table(name, label, target, face)}")
    forget()
    return family(name)


def _check(path: Path) -> None:
    """Refuse what is no font, before anything is written."""
    if not path.is_file():
        raise FontError("there is no such file.", where=str(path), remedy="Give a .ttf or .otf file.")
    if path.suffix.lower() not in KINDS:
        raise FontError(
            "is not a kind of font file that can be read.",
            where=str(path),
            remedy="Give a .ttf or .otf file; web fonts (.woff2) have to be unpacked first.",
        )
    if path.stat().st_size > LARGEST:
        raise FontError(f"is larger than {LARGEST:,} bytes.", where=str(path), remedy="Give a subset of it.")
    if undrawable(str(path)):
        raise FontError(
            "has colours of a kind that cannot be drawn (COLR 1 or SVG).",
            where=str(path),
            remedy="Give one that holds pictures, such as NotoColorEmoji.ttf of your system.",
        )
    if not characters(str(path)):
        raise FontError("has no letters.", where=str(path), remedy="Give a font of letters.")


def _table(name: str, label: str, target: Path, face: hb.Face) -> str:
    place = target.relative_to(datafiles.home() / "fonts").as_posix()
    lines = [
        f"[{name}]",
        f"label = {_string(label)}",
        'use = "your own"',
        f"roman = [{_string(place)}]",
        f"last = {PICTURES if coloured(str(target)) else 0}",
    ]
    axes = {axis.tag: (axis.min_value, axis.max_value) for axis in face.axis_infos}
    if axes:
        ranges = ", ".join(f"{_string(tag)} = [{low:g}, {high:g}]" for tag, (low, high) in axes.items())
        lines.append(f"axes = {{ {ranges} }}")
    if "opsz" in axes:
        lines.append('optical = "opsz"')
    return "\n".join(lines) + "\n"


def _string(text: str) -> str:
    """A text as TOML writes it, which is as JSON does."""
    return json.dumps(text, ensure_ascii=False)
