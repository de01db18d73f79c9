"""Where the data files live and how one is read: TOML in, plain values out, complaints with file and line.

The user's own folder is searched before the package, so a palette, a layout or a size is added or
replaced by one file and no Python. What the values mean is checked by whoever asked for them.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from quotecards.errors import DataError

_PACKAGE = Path(__file__).resolve().parent / "data"
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_TABLE = re.compile(r"^\s*\[(\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def home() -> Path:
    """The user's folder: QUOTECARDS_HOME, or the platform's folder for user data. It need not exist."""
    asked = os.environ.get("QUOTECARDS_HOME", "").strip()
    if asked:
        return Path(asked).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("quotecards", appauthor=False))


def packaged(*parts: str) -> Path:
    """A data file or folder of the package: `packaged("palettes", "sun-kissed.toml")`."""
    return _PACKAGE.joinpath(*parts)


def folder(kind: str) -> list[Path]:
    """The folders that hold data files of one kind ("palettes", "layouts", ...): the user's first.

    Only folders that exist are named.
    """
    return [path for path in (home() / kind, packaged(kind)) if path.is_dir()]


def find(name: str) -> list[Path]:
    """The single data files of one name ("sizes.toml"): the user's first, then the package's."""
    return [path for path in (home() / name, packaged(name)) if path.is_file()]


def templates() -> list[Path]:
    """The folders that hold Jinja2 templates: the user's first, only those that exist."""
    return [path for path in (home() / "templates", _PACKAGE.parent / "templates") if path.is_dir()]


def named(kind: str, suffix: str = ".toml") -> dict[str, Path]:
    """The data files of one kind by their names without suffix, sorted; the user's win over the package's."""
    found: dict[str, Path] = {}
    for place in reversed(folder(kind)):
        found.update({path.stem: path for path in place.iterdir() if path.suffix == suffix})
    return dict(sorted(found.items()))


def load(path: Path) -> dict[str, Any]:
    """A TOML file becomes plain values.

    Raises:
        DataError: the file cannot be read, is not UTF-8 or is not TOML; `where` holds file and line.

    """
    text = _text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place, what = _place(str(error), text)
        raise DataError(
            f"not valid TOML: {what}.",
            where=f"{path}:{place}",
            remedy="Correct that line; text values stand in quotation marks.",
        ) from error


def line_of(path: Path, dotted_field: str) -> int:
    """The line (from 1) on which a field such as "ink.credit" or "size.2.width" is set; best effort.

    Numbers count the tables of an array, from 0. Where the field is not found, the line of the
    innermost table that holds it; 1 if even that is not there.
    """
    wanted = dotted_field.split(".")
    best, depth = 1, 0
    for number, name in _names(_text(path)):
        shared = _shared(wanted, name)
        if shared == len(name) and shared > depth:
            best, depth = number, shared
    return best


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            "this is not a text file in UTF-8.", where=str(path), remedy="Save it as UTF-8."
        ) from error
    except OSError as error:
        raise DataError(
            f"cannot be read: {(error.strerror or str(error)).lower()}.",
            where=str(path),
            remedy="Check the path and its permissions.",
        ) from error


def _place(message: str, text: str) -> tuple[int, str]:
    """The decoder's message becomes a line number and the message without it."""
    match = _AT_LINE.search(message)
    if match is None:
        return 1, message
    line = int(match[1]) if match[1] else text.rstrip().count("\n") + 1
    plain = message[: match.start()]
    return line, plain[:1].lower() + plain[1:]


def _names(text: str) -> list[tuple[int, list[str]]]:
    """Every table header and key of a TOML text with its line, as a list of name parts."""
    table: list[str] = []
    counts: dict[str, int] = {}
    names: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            table = _parts(header[2])
            if header[1]:
                key = ".".join(table)
                counts[key] = counts.get(key, -1) + 1
                table = [*table, str(counts[key])]
            names.append((number, table))
        elif key_match := _KEY.match(line):
            names.append((number, [*table, *_parts(key_match[1])]))
    return names


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _shared(wanted: list[str], name: list[str]) -> int:
    """How many parts from the start are the same."""
    count = 0
    for left, right in zip(wanted, name, strict=False):
        if left != right:
            break
        count += 1
    return count
