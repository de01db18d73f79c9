"""The formats of a card: a data file checked once when it is loaded, for whoever picks words or sets them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import find, line_of, load
from quotecards.errors import DataError, UsageError, near
from quotecards.models import Box

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SIDES = {"side", "top", "bottom"}
NUMBERS = ("width", "height", "least_quote", "least_credit")
MOST_WORDS = 60  # of a card, whatever its size

HOME = "QUOTECARDS_HOME"  # files are read again where the user's folder changes


@dataclass(frozen=True, slots=True)
class Size:
    """A card's format in px: `safe` is what ink keeps to; `like` the size whose numbers layouts use for it.

    `words` is the length up to which lines are picked for it, since nearly all of them have room on one card.
    """

    name: str
    width: int
    height: int
    safe: Box
    least_quote: float
    least_credit: float
    like: str
    words: int


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
    hint = near(name, known, alike=0.4) or f"There are {', '.join(known)}."
    raise UsageError(f"there is no size {name!r}.", remedy=hint)


def most_words(names: Iterable[str]) -> int:
    """Names of sizes become the length up to which a line has room on one card of each.

    Raises:
        UsageError: there is no size of one of those names.

    """
    return min((size(name).words for name in names), default=MOST_WORDS)


@cache
def _all(_home: str) -> dict[str, Size]:
    found = {
        name: _size(path, name, table)
        for path in reversed(find("sizes.toml"))
        for name, table in load(path).items()
    }
    return {
        name: one if one.words else replace(one, words=_words_like(one, found)) for name, one in found.items()
    }


def _words_like(one: Size, known: dict[str, Size]) -> int:
    like = known.get(one.like)
    return like.words or MOST_WORDS if like else MOST_WORDS


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
    like, words = table.get("like", name), table.get("words", 0)
    if "words" in table and not (type(words) is int and 1 <= words <= MOST_WORDS):
        raise _wrong(path, f"{name}.words", f"words: {words!r} is no whole number from 1 to {MOST_WORDS}.")
    return Size(name, width, height, box, table["least_quote"], table["least_credit"], like, words)


def _wrong(path: Path, field: str, what: str) -> DataError:
    return DataError(what, where=f"{path}:{line_of(path, field)}", remedy="See the sizes of the package.")
