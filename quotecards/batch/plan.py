"""Sources become parts, in the order in which they were given, without holding more than one at a time.

Parts are small at first, so that a short run is spread evenly, and grow, so that a long one has not too
many of them. How an input is cut never shows in what comes out.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from quotecards.batch.part import Columns, Files, Handed, Item, Part, Rows, Slice
from quotecards.errors import QuotecardsError
from quotecards.storage import is_address
from quotecards.storage import size as weight_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quotecards.storage import File

SMALLEST, LARGEST = 16, 256  # reviews in a part
GROWS_AFTER = 64  # parts, until the next ones are twice as large
BYTES = 4_000_000  # of input in a part, whatever it holds

LINES = (".jsonl", ".ndjson")
TABLES = (".parquet", ".pq")
# Files of one review each; what other files hold is read by the driver and handed over.
SINGLE = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
_CHUNK = 1 << 20
_WIDE = (
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x00\x00\xfe\xff",
)  # marks of encodings whose line ends are no single byte

Piece = tuple[Files | Slice | Rows | Handed, int]


def size(number: int) -> int:
    """How many reviews the part of that number holds."""
    return min(LARGEST, SMALLEST << min(number // GROWS_AFTER, 30))


def of_sources(sources: Sequence[str], columns: Columns) -> Iterator[Part]:
    """Files, folders, patterns, "-" and web addresses become parts."""
    numbers = _Numbers()
    for source in sources:
        for piece, count in _pieces(source, columns, numbers):
            yield Part(numbers.take(), piece, count, columns)


def of_items(items: Iterable[Item]) -> Iterator[Part]:
    """Reviews or quotes that are at hand become parts."""
    stream = iter(items)
    for number in itertools.count():
        group = tuple(itertools.islice(stream, size(number)))
        if not group:
            return
        yield Part(number, Handed(group), len(group))


def counted(sources: Sequence[str], columns: Columns) -> int | None:
    """How many reviews the sources hold; None where only reading them all would tell."""
    total = 0
    if any(source == "-" or "://" in source for source in sources):
        return None
    for part in of_sources(sources, columns):
        if isinstance(part.piece, Handed) and not all(
            isinstance(item, QuotecardsError) for item in part.piece.items
        ):
            return None
        total += part.count
    return total


class _Numbers:
    """The numbers of the parts, as they are taken."""

    def __init__(self) -> None:
        self.next = 0

    def take(self) -> int:
        self.next += 1
        return self.next - 1

    @property
    def size(self) -> int:
        """How many reviews the next part may hold."""
        return size(self.next)


def _pieces(source: str, columns: Columns, numbers: _Numbers) -> Iterator[Piece]:
    from quotecards import read
    from quotecards.read import sources
    from quotecards.read.formats import SUFFIXES

    if source == "-" or ("://" in source and not is_address(source)):
        yield from _handed(read.reviews(source, columns=dict(columns)), numbers)
        return
    group: list[str] = []
    weight = 0
    for found in sources.files(source, SUFFIXES):
        if not isinstance(found, QuotecardsError) and _single(found):
            group.append(str(found))
            weight += _bytes(found)
            if len(group) >= numbers.size or weight >= BYTES:
                yield Files(tuple(group)), len(group)
                group, weight = [], 0
            continue
        if group:  # the order of the sources is that of the manifest
            yield Files(tuple(group)), len(group)
            group, weight = [], 0
        yield from _other(found, columns, numbers)
    if group:
        yield Files(tuple(group)), len(group)


def _other(found: File | QuotecardsError, columns: Columns, numbers: _Numbers) -> Iterator[Piece]:
    """What is no file of one review becomes slices, row groups, or what the driver reads."""
    from quotecards import read

    if isinstance(found, QuotecardsError):
        yield Handed((found,)), 1
    elif found.suffix.lower() in LINES and _long(found) and not _is_wide(found):
        yield from _slices(found, numbers)
    elif found.suffix.lower() in TABLES and (groups := _row_groups(found)):
        row = 1
        for number, rows in enumerate(groups):
            if rows:
                yield Rows(str(found), number, row), rows
            row += rows
    else:
        yield from _handed(read.reviews(str(found), columns=dict(columns)), numbers)


def _handed(items: Iterable[Item], numbers: _Numbers) -> Iterator[Piece]:
    stream = iter(items)
    while group := tuple(itertools.islice(stream, numbers.size)):
        yield Handed(group), len(group)


def _slices(path: File, numbers: _Numbers) -> Iterator[Piece]:
    r"""Whole lines, as many as a part holds; lines end as text does: in \\n, \\r or \\r\\n, cut only after \\n."""
    from quotecards.read import sources

    start = at = held = 0
    line = 1
    try:
        with path.open("rb") as file:
            while chunk := file.readline(_CHUNK):
                if chunk.endswith(b"\r"):  # cut between the two characters of one line end
                    chunk += file.read(1)
                at += len(chunk)
                held += _ends(chunk)
                if chunk.endswith(b"\n") and (held >= numbers.size or at - start >= BYTES):
                    yield Slice(str(path), start, at, line), held
                    start, line, held = at, line + held, 0
        if at > start:
            yield Slice(str(path), start, at, line), max(1, held)
    except OSError as error:
        yield Handed((sources.unreadable(path, error),)), 1


def _ends(chunk: bytes) -> int:
    """How many lines end in it; of a last one without an end its reader makes one, too."""
    if b"\r" not in chunk:
        return chunk.count(b"\n")
    return chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n")


def _row_groups(path: File) -> list[int]:
    """The rows of each row group; none where the file, or what reads it, is not as it should be."""
    try:
        from quotecards.read import parquet

        with path.open("rb") as stream, parquet.opened(stream, str(path)) as table:
            return parquet.groups(table)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, reading it will tell
        return []


def _single(path: File) -> bool:
    return path.suffix.lower() in SINGLE


def _bytes(path: File) -> int:
    try:
        return weight_of(path)
    except OSError:
        return 0


def _long(path: File) -> bool:
    """Whether there is more of it than its beginning, by which its encoding is told."""
    from quotecards.read.seam import HEAD

    return _bytes(path) > HEAD


def _is_wide(path: File) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4).startswith(_WIDE)
    except OSError:
        return True
