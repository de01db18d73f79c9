"""What a run is cut into: a slice of an input that any process, on any machine, makes by itself.

Files    a group of files                    Slice   whole lines of a JSON Lines file
Rows     a row group of a Parquet file       Handed  reviews that only the driver can read: a pipe, an archive

A part reads as units, the smallest pieces of it that can be left out when one kills its process.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from quotecards.errors import QuotecardsError
from quotecards.models import Quote, Review
from quotecards.storage import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from quotecards.read.seam import Source


@dataclass(frozen=True, slots=True)
class Missed:
    """A review that an earlier pass could not make anything of: its line, code and recipe."""

    line: Mapping[str, Any]
    code: int
    recipe: str


Task = Review | Quote
Item = Task | Missed | QuotecardsError
Columns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Files:
    """A group of files, each read as a whole."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """The lines of a JSON Lines file from byte `start` up to byte `end`; the first has the number `line`."""

    path: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Rows:
    """A row group of a Parquet file; its first row has the number `row`."""

    path: str
    group: int
    row: int


@dataclass(frozen=True, slots=True)
class Handed:
    """Reviews, quotes already chosen, and what could not be read, as they are."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A slice and its place in the order of the run; `count` reviews are in it, as far as can be told."""

    number: int
    piece: Files | Slice | Rows | Handed
    count: int
    columns: Columns = ()

    @property
    def name(self) -> str:
        """The name of its manifest, without an ending: the same in every run over the same input."""
        return f"{self.number:09d}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A file, a line, a row or a task; `read` makes reviews of it."""

    source: str
    record: str | None
    read: Callable[[], Iterator[Item]]


def units(part: Part) -> Iterator[Unit]:
    """A part becomes its units, in order, one at a time."""
    columns = dict(part.columns)
    match part.piece:
        case Files(paths):
            for path in paths:
                yield Unit(path, None, partial(_file, path, columns))
        case Handed(items):
            for item in items:
                yield _handed(item)
        case Slice(path, start):
            yield from _opened(_lines(part.piece, columns), path, tells=start == 0)
        case Rows(path, group):
            yield from _opened(_rows(part.piece, columns), path, tells=group == 0)


def _opened(found: Iterator[Unit], path: str, *, tells: bool) -> Iterator[Unit]:
    """The units of a slice; if the file is none of its kind, one slice of it tells so for all."""
    from quotecards.read import sources

    try:
        yield from found
    except QuotecardsError as error:
        if tells:
            yield _handed(error)
    except OSError as error:
        yield _handed(sources.unreadable(named(path), error))


def _handed(item: Item) -> Unit:
    if isinstance(item, QuotecardsError):
        return Unit(item.where, None, partial(iter, (item,)))
    if isinstance(item, Missed):
        return Unit(str(item.line["source"]), item.line["record"], partial(iter, (item,)))
    return Unit(item.source, item.record, partial(iter, (item,)))


def _file(path: str, columns: Mapping[str, str]) -> Iterator[Item]:
    from quotecards import read

    yield from read.reviews(path, columns=columns)


def _lines(piece: Slice, columns: Mapping[str, str]) -> Iterator[Unit]:
    """The lines of a slice, read by the steps of the reading room, numbered from the beginning of the file."""
    from quotecards.read import decode, json_lines
    from quotecards.read.seam import HEAD

    with named(piece.path).open("rb") as file:
        head = file.read(HEAD)
        file.seek(piece.start)
        bounded = cast("BinaryIO", _Bounded(file, piece.end - piece.start))
        at_start = head if piece.start == 0 else head.removeprefix(b"\xef\xbb\xbf")
        source = _source(piece.path, bounded, at_start, columns)
        with decode.lines(source) as (text, encoding):
            for number, line in json_lines.numbered(text):
                at = piece.line + number - 1
                if line is None or line.strip():
                    yield Unit(piece.path, str(at), partial(_line, line, at, source, encoding))


def _line(line: str | None, number: int, source: Source, encoding: str) -> Iterator[Item]:
    from quotecards.read import json_lines

    yield from _told(lambda: json_lines.review(line, number, source, encoding), source)


def _rows(piece: Rows, columns: Mapping[str, str]) -> Iterator[Unit]:
    """The rows of a group, read by the steps of the reading room, numbered from the beginning of the file."""
    from quotecards.read import parquet, records

    with named(piece.path).open("rb") as file, parquet.opened(file, piece.path) as table:
        source = _source(piece.path, file, b"PAR1", columns)
        shape = records.shape(table.schema_arrow.names, columns, piece.path, "column")
        found = parquet.rows(table, parquet.columns(shape), piece.path, [piece.group])
        for number, values in enumerate(found, start=piece.row):
            place = records.Place(piece.path, str(number), f"{piece.path}, row {number}")
            make = partial(records.review, values, shape, place)
            yield Unit(piece.path, str(number), partial(_told, make, source))


def _told(make: Callable[[], Item], source: Source) -> Iterator[Item]:
    """A record's review, completed by the sidecar beside its file; or the error that says what is wrong."""
    from quotecards.read import sidecar

    try:
        item = make()
        yield sidecar.completed(item, sidecar.told(source)) if isinstance(item, Review) else item
    except QuotecardsError as error:
        yield error


def _source(path: str, stream: BinaryIO, head: bytes, columns: Mapping[str, str]) -> Source:
    from quotecards.read.seam import Source

    file = named(path)

    def beside(name: str) -> bytes | None:
        neighbour = file.with_name(name)
        return neighbour.read_bytes() if neighbour.is_file() else None

    return Source(stream, path, file.suffix.lower(), head, columns, beside=beside)


class _Bounded(io.RawIOBase):
    """The next so many bytes of a file, and then its end."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        super().__init__()
        self._file = file
        self._left = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # any buffer that can be filled
        part = self._file.read(min(len(buffer), self._left))
        buffer[: len(part)] = part
        self._left -= len(part)
        return len(part)
