"""Stage 8, its formats: the sizes of a card, a data file checked once when it is loaded."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import find, line_of, load
from quotecards.errors import DataError, UsageError
from quotecards.models import Box

if TYPE_CHECKING:
    from pathlib import Path

SIDES = {"side", "top", "bottom"}
NUMBERS = ("width", "height", "least_quote", "least_credit")


HOME = "QUOTECARDS_HOME"  # files are read again where the user's folder changes


@dataclass(frozen=True, slots=True)
class Size:
    """A card's format in px: `safe` is what ink keeps to; `like` the size whose numbers layouts use for it."""

    name: str
    width: int
    height: int
    safe: Box
    least_quote: float
    least_credit: float
    like: str


def sizes() -> dict[str, Size]:
    """All sizes by name, in the order of their file; the user's own are added or win.

    Raises:
        DataError: a size is wrong; `where` holds file and line.

    """
    return dict(_all(os.environ.get(HOME, "")))


def size(name: str) -> Size:
    """A name becomes its size.

    Raises:
        UsageError: there is none of that name.

    """
    known = _all(os.environ.get(HOME, ""))
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
    raise UsageError(f"there is no size {name!r}.", remedy=hint)


@cache
def _all(_home: str) -> dict[str, Size]:
    return {
        name: _size(path, name, table)
        for path in reversed(find("sizes.toml"))
        for name, table in load(path).items()
    }


def forget() -> None:
    """The files may have changed, and are read again."""
    _all.cache_clear()


def _size(path: Path, name: str, table: Any) -> Size:
    if not isinstance(table, dict):
        raise _wrong(path, name, "this is no table of a size.")
    for field in NUMBERS:
        value = table.get(field)
        if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
            raise _wrong(path, f"{name}.{field}", f"{field}: {value!r} is no number of px above 0.")
    safe = table.get("safe")
    if not isinstance(safe, dict) or set(safe) != SIDES:
        raise _wrong(path, f"{name}.safe", f"safe: it needs {', '.join(sorted(SIDES))} in px.")
    width, height = int(table["width"]), int(table["height"])
    box = Box(safe["side"], safe["top"], width - safe["side"], height - safe["bottom"])
    if box.width < width / 2 or box.height < height / 3:
        raise _wrong(path, f"{name}.safe", "safe: it leaves no room for words.")
    return Size(
        name, width, height, box, table["least_quote"], table["least_credit"], table.get("like", name)
    )


def _wrong(path: Path, field: str, what: str) -> DataError:
    return DataError(what, where=f"{path}:{line_of(path, field)}", remedy="See the sizes of the package.")
