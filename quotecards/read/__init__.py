"""Stage 1: a file, a folder, a pattern, an archive, an object, a web address or standard input becomes Reviews.

A format is a class in a file of its own, with a line in `formats.FORMATS` and its tests. A broken item is
handed on as an error value among the reviews, so that it never stops the others.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO

from quotecards.errors import SourceError, UsageError
from quotecards.read import sources
from quotecards.read.formats import FORMATS, SUFFIXES, read
from quotecards.read.seam import Format, Source, opened
from quotecards.read.text import review
from quotecards.storage import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quotecards.read.seam import Item
    from quotecards.storage import File

__all__ = ["FORMATS", "Format", "review", "reviews"]


def reviews(
    source: str, *, stdin: BinaryIO | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Item]:
    """One source as a user names it (file, folder, glob, s3://..., "-", URL) becomes reviews, lazily, in a fixed order.

    `columns` names the fields of tables and objects that go by other names: {"text": "Review"}.
    What cannot be read is yielded as a SourceError among the others; nothing is raised.
    """
    named = columns or {}
    if source == "-":
        stream, head = opened(stdin or sys.stdin.buffer)
        yield from read(Source(stream, "-", "", head, named))
    elif "://" in source and not is_address(source):
        yield from _fetched(source, named)
    else:
        for found in sources.files(source, SUFFIXES):
            if isinstance(found, SourceError):
                yield found
            else:
                yield from _file(found, named)


def _fetched(url: str, columns: Mapping[str, str]) -> Iterator[Item]:
    """A web address becomes the reviews of the page, the feed or the file that is there."""
    from quotecards.read.fetch import fetched

    try:
        source = fetched(url, columns)
    except SourceError as error:
        yield error
        return
    yield from read(source)


def _file(path: File, columns: Mapping[str, str]) -> Iterator[Item]:
    """One file becomes its reviews."""

    def beside(name: str) -> bytes | None:
        neighbour = path.with_name(name)
        return neighbour.read_bytes() if neighbour.is_file() else None

    try:
        with path.open("rb") as file:
            stream, head = opened(file)
            yield from read(Source(stream, str(path), path.suffix.lower(), head, columns, beside=beside))
    except (OSError, UsageError) as error:
        yield sources.unreadable(path, error)
