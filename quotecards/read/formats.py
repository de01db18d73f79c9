"""Stage 1: all formats, and which of them reads a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.errors import SourceError
from quotecards.read import sidecar
from quotecards.read.archive import Archive
from quotecards.read.clippings import Clippings
from quotecards.read.feed import Feed
from quotecards.read.json_lines import JsonLines
from quotecards.read.json_values import Json
from quotecards.read.letterboxd import Letterboxd
from quotecards.read.markdown import Markdown
from quotecards.read.parquet import Parquet
from quotecards.read.readwise import Readwise
from quotecards.read.table import Table
from quotecards.read.text import Text
from quotecards.read.webpage import WebPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.read.seam import Format, Item, Source


def read(source: Source) -> Iterator[Item]:
    """An open source becomes its reviews, each completed by the sidecar beside the source; nothing is raised."""
    try:
        told = sidecar.told(source)
        for item in _format(source).read(source):
            yield item if isinstance(item, SourceError) else sidecar.completed(item, told)
    except SourceError as error:
        yield error


def _format(source: Source) -> Format:
    """The format for a source: of those of its suffix the first that claims its bytes, else the last."""
    named = [one for one in FORMATS if source.suffix in one.suffixes]
    if source.suffix and not named:
        raise SourceError(
            f"there is no reader for {source.suffix} files.",
            where=source.name,
            remedy=f"Known: {', '.join(SUFFIXES)}. Save it as text, or pipe its text in and name the source -.",
        )
    candidates = named or FORMATS
    return next((one for one in candidates if one.claims(source.head)), candidates[-1])


FORMATS: tuple[Format, ...] = (
    Archive(read, lambda: SUFFIXES),
    Parquet(),
    Feed(),
    WebPage(),
    JsonLines(),
    Json(),
    Letterboxd(),
    Readwise(),
    Table(),
    Clippings(),
    Markdown(),
    Text(),
)
"""Of formats that share a suffix the more special first; the last reads what no other claims."""

SUFFIXES: tuple[str, ...] = tuple(dict.fromkeys(suffix for one in FORMATS for suffix in one.suffixes))
