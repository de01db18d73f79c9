"""Quotes that someone has already chosen: by hand, from JSON Lines, JSON or CSV.

Their words are set as given, repaired only as any quote is; their credit is made of the fields given.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from quotecards.batch import record
from quotecards.errors import SourceEmpty, SourceError, SourceMissing, UsageError
from quotecards.models import About, Credit, Kind, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ABOUT = ("speaker", "author", "title", "film", "director", "outlet", "url", "rating")
_KINDS = ("reviewer", "film", "quoted")


def by_hand(text: str, lines: Iterable[str], language: str | None = None) -> Quote:
    """Words and finished credit lines become a quote, its source named "text"; its language as told, or as it shows."""
    if not text.strip():
        raise UsageError(
            "there are no words to set.", where="--text", remedy="Give it the words of the quote."
        )
    credit = Credit(lines=tuple(line for line in lines if line.strip()))
    return _quote(text.strip(), credit, "reviewer", source="text", known={"language": language})


def quotes(path: str) -> Iterator[Quote | SourceError]:
    """A file of chosen quotes ("-": stdin) becomes quotes; a wrong row becomes the error that tells its place.

    Raises:
        SourceError: the file cannot be read, or holds no row.

    """
    text = _text(path)
    rows = _csv(text, path) if path.lower().endswith((".csv", ".tsv")) else _json(text, path)
    empty = True
    for place, row in rows:
        empty = False
        yield row if isinstance(row, SourceError) else _from_row(row, path, place)
    if empty:
        raise SourceEmpty(
            "there is no quote in it.", where=path, remedy='Give it one row a quote, with a field "quote".'
        )


def _text(path: str) -> str:
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise SourceMissing(
            f"cannot be read: {(error.strerror or str(error)).lower()}.", where=path, remedy="Check the path."
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError("is not text in UTF-8.", where=path, remedy="Save it as UTF-8.") from error


def _json(text: str, path: str) -> Iterator[tuple[int, Mapping[str, Any] | SourceError]]:
    """One array, or one object a line; numbered from 1."""
    if text.lstrip().startswith("["):
        yield from enumerate(_array(text, path), start=1)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _object(line, f"{path}:{number}")


def _array(text: str, path: str) -> Iterator[Mapping[str, Any] | SourceError]:
    try:
        values = json.loads(text)
    except ValueError as error:
        raise SourceError(f"is no JSON: {error}.", where=path, remedy="Correct it.") from error
    for number, value in enumerate(values, start=1):
        yield value if isinstance(value, dict) else _no_object(f"{path}, element {number}")


def _object(line: str, where: str) -> Mapping[str, Any] | SourceError:
    try:
        value = json.loads(line)
    except ValueError:
        return _no_object(where)
    return value if isinstance(value, dict) else _no_object(where)


def _no_object(where: str) -> SourceError:
    return SourceError(
        "this is no JSON object.", where=where, remedy='Write {"quote": "...", "film": "..."}.'
    )


def _csv(text: str, path: str) -> Iterator[tuple[int, Mapping[str, Any] | SourceError]]:
    """Rows by the names of the first row; empty cells are as if they were not there."""
    delimiter = "\t" if path.lower().endswith(".tsv") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if "quote" not in (reader.fieldnames or ()):
        raise SourceError(
            "the first row names no column quote.",
            where=f"{path}:1",
            remedy="Name the columns: quote, film, year, ...",
        )
    for row in reader:
        cells = {name: cell for name, cell in row.items() if isinstance(cell, str) and cell.strip()}
        yield reader.line_num, cells


def _from_row(row: Mapping[str, Any], path: str, place: int) -> Quote | SourceError:
    where = f"{path}:{place}"
    text = row.get("quote")
    if not isinstance(text, str) or not text.strip():
        return SourceError(
            "there are no words in the field quote.", where=where, remedy="Fill it or remove the row."
        )
    emphasis = _named(row, "emphasis")
    if emphasis and not _says(text, emphasis):
        return SourceError(
            f"the emphasis {emphasis!r} is not part of the quote.",
            where=where,
            remedy="Copy whole words of it.",
        )
    given = row.get("credit")
    if isinstance(given, dict) and "verbatim" in row:
        return _extracted(row, where)
    fields: Mapping[str, Any] = given if isinstance(given, dict) else row
    year = str(fields.get("year") or "").strip()
    if year and not year.isdecimal():
        return SourceError(f"{year!r} is no year.", where=where, remedy="Write the year in figures.")
    kind = _kind(row, fields)
    return _quote(
        text.strip(),
        _credit(kind, fields, int(year) if year else None, _language(text, row)),
        kind,
        source=str(row.get("source") or path),
        item=str(row.get("record") or row.get("id") or place),
        known=row,
    )


def _extracted(row: Mapping[str, Any], where: str) -> Quote | SourceError:
    """A row as `extract --json` prints it becomes the very quote it was."""
    from quotecards import clean

    try:
        quote = record.quote_of(row)
    except (KeyError, TypeError, ValueError) as error:
        return SourceError(
            f"this row has a credit and a verbatim, yet not the shape of a quote: {type(error).__name__} {error}.",
            where=where,
            remedy="Print it anew with quotecards extract --json.",
        )
    if quote.kind not in _KINDS or clean.apply(quote.verbatim, quote.edits) != quote.quote:
        return SourceError(
            "its quote is not its verbatim with its edits.",
            where=where,
            remedy="Leave quote, verbatim and edits as they were printed, or give quote alone.",
        )
    return quote


def _kind(row: Mapping[str, Any], fields: Mapping[str, Any]) -> Kind:
    """As the row says; else the film's words if it names a film and neither author nor review."""
    if row.get("kind") in _KINDS:
        return cast("Kind", row["kind"])
    reviewed = any(fields.get(name) for name in ("author", "title", "outlet"))
    return "film" if fields.get("film") and not reviewed else "reviewer"


def _credit(kind: Kind, fields: Mapping[str, Any], year: int | None, language: str) -> Credit:
    """Finished lines stay; else the fields become lines as those of any review do, in a language."""
    from quotecards import credit

    known: dict[str, Any] = {name: str(fields[name]).strip() for name in _ABOUT if fields.get(name)}
    lines = fields.get("lines")
    if isinstance(lines, list) and all(isinstance(line, str) for line in lines):
        known.pop("rating", None)
        return Credit(**known, year=year, lines=tuple(lines))
    return credit.credit(kind, About(**known, year=year, language=language), known.get("speaker"))


def _quote(
    text: str,
    credit: Credit,
    kind: Kind,
    *,
    source: str,
    item: str | None = None,
    known: Mapping[str, Any] | None = None,
) -> Quote:
    """A quote without a place in a review: its offsets are those of its own words."""
    from quotecards import clean

    row = known or {}
    language = _language(text, row)
    shown, edits = clean.display(text, language=language, kind=kind)
    return Quote(
        quote=shown,
        verbatim=text,
        edits=edits,
        source=source,
        record=item,
        start=0,
        end=len(text),
        kind=kind,
        credit=credit,
        score=0.0,
        taste={},
        rank=1,
        reasons=(),
        language=language,
        emphasis=_named(row, "emphasis"),
        palette=_named(row, "palette"),
        layout=_named(row, "layout"),
        note=_named(row, "note"),
    )


def _language(text: str, row: Mapping[str, Any]) -> str:
    """As the row says; else as the words show."""
    from quotecards.clean.language import language as shown_by

    return str(row.get("language") or shown_by(text))


def _says(text: str, phrase: str) -> bool:
    from quotecards.layout.emphasis import found

    return found(text, phrase) is not None


def _named(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value.strip() or None if isinstance(value, str) else None
