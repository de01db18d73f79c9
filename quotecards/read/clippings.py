"""Stage 1: a Kindle's My Clippings.txt: each highlight is a quote that a reader has chosen."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from quotecards.datafiles import load, packaged
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read import about
from quotecards.read.decode import lines
from quotecards.read.limits import limits, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from quotecards.read.seam import Item, Source

_RULE = re.compile(r"={8,}\s*")
_ENTRY = re.compile(rb"(?:\xef\xbb\xbf)?[^\r\n]+\r?\n- [^\r\n]+\r?\n[\s\S]{0,20000}?^={8,}\s*$", re.MULTILINE)
_TITLE = re.compile(r"(?P<title>.*\S)\s*\((?P<author>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_MARKS = "\ufeff \t\r\n"


class Clippings:
    """Highlights, each with its book; notes and bookmarks are passed over."""

    suffixes: ClassVar[tuple[str, ...]] = (".txt",)

    def claims(self, head: bytes) -> bool:
        """It begins with a title, a line behind a hyphen, and a rule of equals signs below the text."""
        return _ENTRY.match(head) is not None

    def read(self, source: Source) -> Iterator[Item]:
        """Each highlight becomes a review whose text is the quote."""
        empty = True
        with lines(source) as (text, encoding):
            for number, entry in _entries(text, source.name):
                found = (
                    entry if isinstance(entry, SourceError) else _review(entry, number, source.name, encoding)
                )
                if found is not None:
                    empty = False
                    yield found
        if empty:
            raise SourceEmpty(
                "holds no highlight.", where=source.name, remedy="Notes and bookmarks are no quotes."
            )


def _entries(text: TextIO, name: str) -> Iterator[tuple[int, list[str] | SourceError]]:
    """The lines of each entry, with its number from 1."""
    most, number = limits().review_bytes, 1
    entry: list[str] = []
    size = 0
    while line := text.readline(most):
        if _RULE.fullmatch(line):
            if size <= most:
                yield number, entry
            else:
                yield number, too_long("one highlight", most, f"{name}, entry {number}", "Export them anew.")
            entry, size, number = [], 0, number + 1
            continue
        size += len(line)
        if size <= most:
            entry.append(line)
    if "".join(entry).strip():
        yield number, entry


def _review(entry: list[str], number: int, name: str, encoding: str) -> Review | None:
    """The lines of an entry become a review; None for a note, a bookmark, or an entry without words."""
    while entry and not entry[0].strip(_MARKS):
        entry = entry[1:]
    if len(entry) < 3 or _is_other(entry[1]):
        return None
    text = "".join(entry[2:]).strip(_MARKS)
    if not text:
        return None
    heading = entry[0].strip(_MARKS)
    match = _TITLE.fullmatch(heading)
    author = _forward(match["author"]) if match else None
    return Review(
        text=text,
        source=name,
        record=str(number),
        about=about.of_record(
            {"title": match["title"] if match else heading, "author": author},
            dict.fromkeys(about.KEYS, "clipping’s heading"),
        ),
        encoding=encoding,
        chosen=True,
    )


def _forward(author: str) -> str:
    """Names written "Woolf, Virginia; Strachey, Lytton" the way they are said."""
    names = [name.strip() for name in author.split(";")]
    parts = [[part.strip() for part in name.split(",")] for name in names]
    return ", ".join(" ".join(reversed(two)) if len(two) == 2 else ", ".join(two) for two in parts)


def _is_other(line: str) -> bool:
    low = line.lower()
    return any(word in low for word in _words())


@cache
def _words() -> tuple[str, ...]:
    data = load(packaged("read", "clippings.toml"))
    return (*data["notes"], *data["bookmarks"])
