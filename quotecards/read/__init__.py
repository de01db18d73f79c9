"""Stage 1: a file, a folder, a pattern or standard input becomes Reviews.

A format is a function from an open file to reviews, known by the suffix of its files: adding one is
a file in this folder, a line in `FORMATS` and its tests. A broken item is handed on as an error value
among the reviews, so that it never stops the others.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from quotecards.errors import SourceError
from quotecards.read import sidecar, sources, text
from quotecards.read.text import review

if TYPE_CHECKING:
    from pathlib import Path

    from quotecards.models import Review

__all__ = ["FORMATS", "Format", "review", "reviews"]

Format = Callable[[BinaryIO, str], "Iterator[Review | SourceError]"]
"""A seam: bytes and the name of their source become reviews, and errors for the broken ones."""

FORMATS: dict[str, Format] = {
    ".txt": text.read,
    ".text": text.read,
    ".md": text.read,
    ".markdown": text.read,
}


def reviews(source: str, *, stdin: BinaryIO | None = None) -> Iterator[Review | SourceError]:
    """One source as a user names it (file, folder, glob, "-") becomes reviews, lazily and in a fixed order.

    What cannot be read is yielded as a SourceError among the others; nothing is raised.
    """
    if source == "-":
        yield from text.read(stdin or sys.stdin.buffer, "-")
        return
    for found in sources.files(source, tuple(FORMATS)):
        if isinstance(found, SourceError):
            yield found
        else:
            yield from _file(found)


def _file(path: Path) -> Iterator[Review | SourceError]:
    """One file becomes its reviews, completed by the sidecar beside it."""
    suffix = path.suffix.lower()
    if suffix and suffix not in FORMATS:
        yield SourceError(
            f"there is no reader for {suffix} files.",
            where=str(path),
            remedy=f"Known: {', '.join(FORMATS)}. Save it as text, or pipe its text in and name the source -.",
        )
        return
    try:
        with path.open("rb") as stream:
            for item in FORMATS.get(suffix, text.read)(stream, str(path)):
                yield item if isinstance(item, SourceError) else sidecar.complete(item, path)
    except SourceError as error:
        yield error
    except OSError as error:
        yield sources.unreadable(path, error)
