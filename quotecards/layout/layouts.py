"""Stage 8, its designs: each layout is one data file; a new one that arranges words as these do costs no Python."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import line_of, load, named
from quotecards.errors import DataError, UsageError
from quotecards.layout.sizes import HOME, sizes
from quotecards.models import Credit

if TYPE_CHECKING:
    from pathlib import Path

    from quotecards.layout.sizes import Size

TABLES = ("let", "quote", "credit", "title", "head", "marker", "divider", "turn", "things")
HEAD = (
    "idea",
    "words",
    "best",
    "voice",
    "arrange",
    "roomier",
    "needs_film",
    "needs_still",
    "strict",
    "wants",
    "omits",
)
ARRANGEMENTS = ("column", "spread", "sign", "frames")


@dataclass(frozen=True, slots=True)
class Layout:
    """A design: `words` are the fewest and most it holds well, `best` those it is made for.

    `voice` is the kind of quote it is made for, empty for any (`strict`: and for no other); `roomier` the layout
    to try beyond `words`; `omits` what of a credit it has no place for.
    `tables` are the parts of its file, not yet reckoned; `path` is the file.
    """

    name: str
    path: Path
    idea: str
    words: tuple[int, int]
    best: tuple[int, int]
    voice: str
    arrange: str
    roomier: str
    needs_film: bool
    needs_still: bool
    strict: bool
    wants: tuple[str, ...]
    omits: tuple[str, ...]
    tables: dict[str, Any] = field(repr=False, hash=False, compare=False)

    def at(self, size: Size) -> dict[str, dict[str, Any]]:
        """The layout's tables for a size: those of the size's own name laid over the common ones."""
        own = {**self.tables.get(size.like, {}), **self.tables.get(size.name, {})}
        tables = {name: {**self.tables.get(name, {}), **own.get(name, {})} for name in TABLES}
        return {name: table for name, table in tables.items() if table}

    def wrong(self, place: str, what: str) -> DataError:
        """A complaint about a field of this layout's file, with its line."""
        return DataError(f"{place}: {what}", where=f"{self.path}:{line_of(self.path, place)}")


def layouts() -> dict[str, Layout]:
    """All layouts by name, sorted; the user's own are searched before the package's.

    Raises:
        DataError: a layout's file is wrong; `where` holds file and line.

    """
    return dict(_all(os.environ.get(HOME, "")))


def layout(name: str) -> Layout:
    """A name becomes its layout.

    Raises:
        UsageError: there is none of that name.

    """
    known = _all(os.environ.get(HOME, ""))
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.4)
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise UsageError(f"there is no layout {name!r}.", remedy=f"{hint}See: quotecards layouts list.")


@cache
def _all(_home: str) -> dict[str, Layout]:
    return {name: read(path) for name, path in named("layouts").items()}


def read(path: Path) -> Layout:
    """One file becomes a layout; its expressions are reckoned when a size is known.

    Raises:
        DataError: a field is missing, unknown or wrong.

    """
    raw = load(path)
    known = (*HEAD, *TABLES, "base", "label", *sizes())
    for name in raw:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
            raise DataError(f"{name}: no such field.", where=f"{path}:{line_of(path, name)}", remedy=hint)
    made = Layout(
        name=path.stem,
        path=path,
        idea=str(raw.get("idea", "")),
        words=tuple(raw.get("words", (1, 60))),
        best=tuple(raw.get("best", raw.get("words", (1, 60)))),
        voice=str(raw.get("voice", "")),
        arrange=str(raw.get("arrange", "column")),
        roomier=str(raw.get("roomier", "")),
        needs_film=bool(raw.get("needs_film", False)),
        needs_still=bool(raw.get("needs_still", False)),
        strict=bool(raw.get("strict", False)),
        wants=tuple(raw.get("wants", ())),
        omits=tuple(raw.get("omits", ())),
        tables={name: value for name, value in raw.items() if name not in HEAD},
    )
    _check(made)
    return made


def _check(made: Layout) -> None:
    for name in ("words", "best"):
        counts = getattr(made, name)
        if len(counts) != 2 or not all(isinstance(count, int) for count in counts):
            raise made.wrong(name, "two whole numbers are needed: the fewest and the most words.")
    for key in ("wants", "omits"):
        for name in getattr(made, key):
            if name not in {field.name for field in fields(Credit)}:
                raise made.wrong(key, f"{name!r} is nothing that a credit says.")
    if made.arrange not in ARRANGEMENTS:
        raise made.wrong("arrange", f"{made.arrange!r} is none of {', '.join(ARRANGEMENTS)}.")
    for name in ("quote", "credit"):
        if not isinstance(made.tables.get(name), dict):
            raise made.wrong(name, "this table is missing.")
