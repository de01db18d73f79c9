"""Stage 1: CSV and TSV: rows under named columns, read row by row."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, ClassVar

from quotecards.errors import SourceEmpty, SourceError
from quotecards.read import records
from quotecards.read.decode import decode, lines
from quotecards.read.limits import limits, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from quotecards.read.records import Place, Shape
    from quotecards.read.seam import Item, Source

_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*"')
_SKIP = 1 << 20  # characters of an overlong line passed over at once
_ENDS = ("\n", "\r")
_CLOSE = "A cell with a comma, a quotation mark or a line break in it stands in quotation marks that close."
_LONGEST_HEADING = 10_000  # characters


class Table:
    """Rows; the first names the columns."""

    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".tab")

    def claims(self, head: bytes) -> bool:
        """The first line holds several names, one of them the text's."""
        names = heading(head)
        return len(names) > 1 and records.means_text(names) and sum(map(records.means_anything, names)) > 1

    def read(self, source: Source) -> Iterator[Item]:
        """Each row becomes a review, or the error that tells its number (the heading is row 1)."""
        with lines(source) as (text, encoding):
            yield from self._rows(_Rows(text, source), source, encoding)

    def _rows(self, rows: _Rows, source: Source, encoding: str) -> Iterator[Item]:
        names = next((row for row in rows if isinstance(row, list)), None)
        if names is None:
            raise SourceEmpty("the table is empty.", where=source.name, remedy="Put the reviews into it.")
        shape = self.shape(names, source)
        empty = True
        for row in rows:
            empty = False
            place = records.Place(
                source.name, str(rows.number), f"{source.name}, row {rows.number}", encoding
            )
            try:
                yield row if isinstance(row, SourceError) else _review(row, names, shape, place)
            except SourceError as error:
                yield error
        if empty:
            raise SourceEmpty("the table has no row below its heading.", where=source.name, remedy="Fill it.")

    def shape(self, names: Sequence[str], source: Source) -> Shape:
        """What the columns hold.

        Raises:
            SourceError: none of them holds the text; tells their names.

        """
        return records.shape(names, source.columns, f"{source.name}, row 1", "column")


def heading(head: bytes) -> list[str]:
    """The cells of the first line that a source begins with; none if it is no text."""
    try:
        text = decode(head, "").text
    except SourceError:
        return []
    first = text.lstrip("\r\n").splitlines()[0]
    if len(first) > _LONGEST_HEADING:
        return []
    return next(iter(csv.reader([first], delimiter=_delimiter(first))), [])


def _review(row: Sequence[str], names: Sequence[str], shape: Shape, place: Place) -> Item:
    if any(cell.strip() for cell in row[len(names) :]):
        raise SourceError(
            f"has {len(row)} cells where the heading names {len(names)} columns.",
            where=place.where,
            remedy=_CLOSE,
        )
    values = dict(zip(names, row, strict=False))
    if shape.names["text"] not in values:
        raise SourceError(
            f"has only {len(row)} of {len(names)} cells and ends before the column {shape.names['text']}.",
            where=place.where,
            remedy="Fill the row, or remove it.",
        )
    return records.review(values, shape, place)


class _Rows:
    """The rows of a table that hold anything, in order; `number` is that of the last, as a spreadsheet counts."""

    def __init__(self, text: TextIO, source: Source) -> None:
        # The module knows one limit for all cells of all tables; whoever set a higher one keeps it.
        csv.field_size_limit(max(csv.field_size_limit(), limits().review_bytes))
        self.number = 0
        self._source = source
        first = source.head.decode("utf-8", errors="replace").lstrip("\ufeff\r\n").split("\n", 1)[0]
        self._delimiter = "\t" if source.suffix in {".tsv", ".tab"} else _delimiter(first)
        self._lines = _Lines(text)

    def __iter__(self) -> Iterator[list[str] | SourceError]:
        # A reader for each row, so that a broken one leaves nothing behind.
        while (row := self._next()) is not None:
            if isinstance(row, SourceError) or any(cell.strip() for cell in row):
                yield row

    def _next(self) -> list[str] | SourceError | None:
        """The next row; None at the end."""
        self._lines.begin_row()
        self.number += 1
        try:
            row = next(csv.reader(self._lines, delimiter=self._delimiter), None)
        except csv.Error as error:
            self._lines.put_back()
            return self._broken(error)
        if self._lines.overlong:
            return too_long("one line", limits().whole_bytes, self._where(), _CLOSE)
        if self._lines.unclosed():
            self._lines.put_back()
            return SourceError("has a quotation mark that never closes.", where=self._where(), remedy=_CLOSE)
        return row

    def _where(self) -> str:
        return f"{self._source.name}, row {self.number}"

    def _broken(self, error: csv.Error) -> SourceError:
        if "field limit" in str(error):
            return too_long("one cell", limits().review_bytes, self._where(), _CLOSE)
        return SourceError(f"is no row of a table: {error}.", where=self._where(), remedy=_CLOSE)


class _Lines:
    """The lines of a text, those of the row that is being read kept to be read again."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._waiting: list[str] = []  # the next one last
        self._row: list[str] = []
        self.overlong = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else self._read()
        if not line:
            raise StopIteration
        self._row.append(line)
        return line

    def begin_row(self) -> None:
        """What was read until now is done with."""
        self._row = []
        self.overlong = False

    def put_back(self) -> None:
        """All lines of this row but its first will be read again, as rows of their own."""
        self._waiting += reversed(self._row[1:])

    def unclosed(self) -> bool:
        """Whether this row took in lines that are none of its own: quotation marks come in pairs."""
        return len(self._row) > 1 and sum(line.count('"') for line in self._row) % 2 == 1

    def _read(self) -> str:
        """The next line; of one above the limit only its end."""
        most = limits().whole_bytes
        line = self._text.readline(most)
        if len(line) == most and not line.endswith(_ENDS):
            self.overlong = True
            while (rest := self._text.readline(_SKIP)) and not rest.endswith(_ENDS):
                pass
            return "\n"
        return line


def _delimiter(line: str) -> str:
    """What parts the cells of a heading: the one of the usual marks that it has most of."""
    bare = _QUOTED.sub("", line)
    return max(_DELIMITERS, key=bare.count)
