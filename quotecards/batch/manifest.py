"""A batch's memory: manifest.jsonl, one card a line, put together from its parts' when all are there.

The order is that of the sources, whoever made which part when, so it is the same bytes in every run.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from quotecards.batch import rows
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quotecards.batch.place import Place
    from quotecards.batch.rows import Group

NAME = "manifest.jsonl"

Line = dict[str, Any]


def read(folder: Path) -> list[Line]:
    """A folder's manifest becomes its lines.

    Raises:
        DataError: there is none, or it is damaged; `where` holds file and line.

    """
    path = folder / NAME
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise DataError(
            f"there is no readable {NAME} here: {(error.strerror or str(error)).lower()}.",
            where=str(folder),
            remedy="Name a folder that quotecards batch has filled.",
        ) from error
    lines: list[Line] = []
    for number, row in enumerate(text.rstrip("\n").split("\n"), start=1):
        line = _parsed(row)
        if not isinstance(line, dict):
            raise DataError(
                "this line is no JSON object.",
                where=f"{path}:{number}",
                remedy="Remove the file and run quotecards batch again: it is written anew.",
            )
        lines.append(line)
    return lines


def merged(place: Place, parts: int) -> Iterator[Group]:
    """The manifests of all parts become one stream of reviews, each once: the first of equals stands."""
    with closing(Seen()) as seen:
        for number in range(parts):
            with place.part(number).open("rb") as stream:
                for group in rows.groups(stream):
                    if not group.recipe or seen.new(group.recipe):
                        yield group


class Seen:
    """Names that came by, on disk when they are many; to be closed."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # a file of SQLite's own, gone when it is closed
        self._base.execute("create table seen (name text primary key) without rowid")

    def new(self, name: str) -> bool:
        """Whether it is here for the first time."""
        return self._base.execute("insert or ignore into seen values (?)", (name,)).rowcount == 1

    def __contains__(self, name: str) -> bool:
        return self._base.execute("select 1 from seen where name = ?", (name,)).fetchone() is not None

    def close(self) -> None:
        self._base.close()


def cards(place: Place) -> Iterator[str]:
    """The names of the cards in the manifest as it is."""
    with suppress(OSError), place.file(NAME).open("rb") as stream:
        for row in stream:
            line = _parsed(row.decode("utf-8", errors="replace"))
            if isinstance(line, dict) and isinstance(line.get("card"), str):
                yield line["card"]


def _parsed(row: str) -> Any:
    try:
        return json.loads(row)
    except ValueError:
        return None
