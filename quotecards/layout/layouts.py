"""Stage 8, its designs: each layout is one data file; a new one that arranges words as these do costs no Python."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import line_of, load, named
from quotecards.errors import DataError, UsageError, near
from quotecards.models import Credit
from quotecards.sizes import HOME, sizes

if TYPE_CHECKING:
    from pathlib import Path

    from quotecards.sizes import Size

TABLES = ("let", "quote", "credit", "title", "head", "marker", "note", "divider", "turn", "things")
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
ROOMY = "roomy"  # the tables that give a long credit more of the card
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
    roomy: bool = False

    def at(self, size: Size) -> dict[str, dict[str, Any]]:
        """The layout's tables for a size: those of the size's own name laid over the common ones.

        Where it is `roomy`, what it keeps for long credits is laid over both.
        """
        own = {**self.tables.get(size.like, {}), **self.tables.get(size.name, {})}
        laid = (self.tables, own, *(self.roomy_tables(size) if self.roomy else ()))
        tables = {name: {k: v for one in laid for k, v in one.get(name, {}).items()} for name in TABLES}
        return {name: table for name, table in tables.items() if table}

    def roomy_tables(self, size: Size) -> tuple[dict[str, Any], ...]:
        """What a layout changes of itself for a credit too long for it: at any size, and at this one."""
        own = {**self.tables.get(size.like, {}), **self.tables.get(size.name, {})}
        return self.tables.get(ROOMY, {}), own.get(ROOMY, {})

    def wrong(self, place: str, what: str) -> DataError:
        """A complaint about a field of this layout's file, with its line."""
        where = f"{self.path}:{line_of(self.path, place)}"
        return DataError(f"{place}: {what}", where=where, remedy="Any layout of the package shows how.")


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
    remedy = f"{near(name, known, most=2, alike=0.4)} See: quotecards layouts list."
    raise UsageError(f"there is no layout {name!r}.", remedy=remedy.lstrip())


@cache
def _all(_home: str) -> dict[str, Layout]:
    return {name: read(path) for name, path in named("layouts").items()}


def forget() -> None:
    """The files may have changed, and are read again."""
    _all.cache_clear()


def read(path: Path) -> Layout:
    """One file becomes a layout; its expressions are reckoned when a size is known.

    Raises:
        DataError: a field is missing, unknown or wrong.

    """
    raw = load(path)
    known = (*HEAD, *TABLES, ROOMY, "base", "label", *sizes())
    for name in raw:
        if name not in known:
            hint = near(name, known) or f"Known: {', '.join(known)}."
            raise DataError(f"{name}: no such field.", where=f"{path}:{line_of(path, name)}", remedy=hint)
    head = _Head(path, raw)
    words = head.counts("words", (1, 60))
    made = Layout(
        name=path.stem,
        path=path,
        idea=head.text("idea"),
        words=words,
        best=head.counts("best", words),
        voice=head.text("voice"),
        arrange=head.text("arrange", "column"),
        roomier=head.text("roomier"),
        needs_film=head.flag("needs_film"),
        needs_still=head.flag("needs_still"),
        strict=head.flag("strict"),
        wants=head.texts("wants"),
        omits=head.texts("omits"),
        tables={name: value for name, value in raw.items() if name not in HEAD},
    )
    _check(made)
    return made


class _Head:
    """What stands at the head of a layout's file, each checked for what it is."""

    def __init__(self, path: Path, raw: dict[str, Any]) -> None:
        self.path, self.raw = path, raw

    def text(self, name: str, default: str = "") -> str:
        return str(self._is(name, default, str, "a text is needed"))

    def flag(self, name: str) -> bool:
        return bool(self._is(name, False, bool, "true or false is needed"))

    def texts(self, name: str) -> tuple[str, ...]:
        listed = self._is(name, [], list, "a list of names is needed")
        return tuple(str(one) for one in listed)

    def counts(self, name: str, default: tuple[int, int]) -> tuple[int, int]:
        needed = "two whole numbers are needed, the fewest and the most words: [8, 45]"
        found = self._is(name, list(default), list, needed)
        if len(found) != 2 or not all(type(one) is int for one in found) or not 0 < found[0] <= found[1]:
            raise self._wrong(name, needed)
        return found[0], found[1]

    def _is(self, name: str, default: Any, kind: type, needed: str) -> Any:
        value = self.raw.get(name, default)
        if not isinstance(value, kind):
            raise self._wrong(name, needed)
        return value

    def _wrong(self, name: str, needed: str) -> DataError:
        where = f"{self.path}:{line_of(self.path, name)}"
        return DataError(f"{name}: {needed}.", where=where, remedy="Any layout of the package shows how.")


def _check(made: Layout) -> None:
    for key in ("wants", "omits"):
        for name in getattr(made, key):
            if name not in {field.name for field in fields(Credit)}:
                raise made.wrong(key, f"{name!r} is nothing that a credit says.")
    if made.arrange not in ARRANGEMENTS:
        raise made.wrong("arrange", f"{made.arrange!r} is none of {', '.join(ARRANGEMENTS)}.")
    for name in ("quote", "credit"):
        if name not in made.tables:
            raise made.wrong(name, f"this table is missing: [{name}].")
    for name, table in made.tables.items():
        _check_table(made, name, table)


def _check_table(made: Layout, name: str, table: Any) -> None:
    """Tables are tables, and what there are several of is a list of them."""
    if name in ("base", "label"):
        if not isinstance(table, list) or not all(isinstance(one, dict) for one in table):
            raise made.wrong(name, f"each begins with [[{name}]].")
        return
    if not isinstance(table, dict):
        raise made.wrong(name, f"a table is needed: [{name}].")
    if name not in TABLES:
        for part, own in table.items():
            if part not in TABLES and not (part == ROOMY and name != ROOMY):
                raise made.wrong(f"{name}.{part}", f"no such table. Known: {', '.join(TABLES)}.")
            _check_table(made, part, own)
