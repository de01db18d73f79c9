"""What earlier runs have finished: an index on disk over their manifests, so that memory stays flat.

The driver makes it once, before the first part; every process of the run asks it by recipe. From an object
storage a process fetches it once.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from quotecards.batch.rows import Group, groups
from quotecards.storage import Object, named, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quotecards.batch.rows import Line
    from quotecards.storage import File

NAME = "earlier.sqlite"
_TABLE = "create table review (recipe text primary key, file text, start int, length int) without rowid"
# Within a JSON string its quotation marks would be escaped; the last ones stand near the end of the row.
_RECIPE = re.compile(rb'(?<!\\)"recipe": "([0-9a-f]{16})"')
_NO_ERROR = re.compile(rb'(?<!\\)"error": null')

Place = tuple[str, str, int, int]


def index(manifest: File, parts: Iterable[File], into: Path) -> Path | None:
    """The reviews of a manifest, and of parts of runs that have not ended, become an index; None if there are none."""
    places = _all(manifest, parts)
    first = next(places, None)
    if first is None:
        return None
    with contextlib.closing(sqlite3.connect(into)) as base, base:
        base.execute("pragma journal_mode = off")
        base.execute(_TABLE)
        base.execute("insert or ignore into review values (?, ?, ?, ?)", first)
        base.executemany("insert or ignore into review values (?, ?, ?, ?)", places)
    return into


class Earlier:
    """The index, asked by recipe; without one nothing is known. To be closed."""

    def __init__(self, index: File | None) -> None:
        self._fetched = isinstance(index, Object)
        self._base = _base(index) if index else None

    def lines(self, recipe: str) -> tuple[Line, ...]:
        """The manifest lines of a review that is finished; none if it is not."""
        if self._base is None:
            return ()
        asked = "select file, start, length from review where recipe = ?"
        found = self._base.execute(asked, (recipe,)).fetchone()
        if found is None:
            return ()
        try:
            content = span(named(found[0]), found[1], found[1] + found[2])
            return Group("", 0, 0, (), content).lines
        except (OSError, ValueError):
            return ()

    def close(self) -> None:
        if self._base is not None and not self._fetched:
            self._base.close()


def _base(index: File) -> sqlite3.Connection:
    if isinstance(index, Object):
        return _fetched(index)
    return sqlite3.connect(f"file:{index}?mode=ro&immutable=1", uri=True)


@cache
def _fetched(index: Object) -> sqlite3.Connection:
    """A copy of this process's own, without a name on the disk, so that no end of the process leaves it behind."""
    with tempfile.TemporaryDirectory(prefix="quotecards-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / NAME
        with index.open() as whole, copy.open("wb") as stream:
            shutil.copyfileobj(whole, stream)
        base = sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        base.execute("select count(*) from sqlite_master")  # opens the file
    return base


def _all(manifest: File, parts: Iterable[File]) -> Iterator[Place]:
    with contextlib.suppress(OSError), manifest.open("rb") as stream:
        yield from _of_manifest(stream, str(manifest))
    for part in parts:
        with contextlib.suppress(OSError), part.open("rb") as stream:
            for group in groups(stream):
                if not group.codes and group.rows:
                    yield group.recipe, str(part), group.at, len(group.rows)


def _of_manifest(stream: BinaryIO, name: str) -> Iterator[Place]:
    """Rows of one recipe that follow each other are a review; with an error among them it is not finished."""
    recipe, start, at, whole = "", 0, 0, False
    for row in stream:
        found = _RECIPE.findall(row)
        this = found[-1].decode() if found else ""
        if this != recipe:
            if whole and recipe:
                yield recipe, name, start, at - start
            recipe, start, whole = this, at, True
        whole = whole and bool(_NO_ERROR.search(row)) and row.endswith(b"\n")
        at += len(row)
    if whole and recipe:
        yield recipe, name, start, at - start
