"""Stage 1: JSON Lines: one object a line, read line by line, so that a file of any size takes little memory."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar

from quotecards.errors import SourceEmpty, SourceError
from quotecards.read import records
from quotecards.read.decode import lines
from quotecards.read.limits import limits, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from quotecards.read.seam import Item, Source

_SKIP = 1 << 20  # characters of an overlong line passed over at once
_ENDS = ("\n", "\r")
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")


class JsonLines:
    """One object a line, each of its own shape."""

    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")

    def claims(self, head: bytes) -> bool:
        """The first line is a whole object, or goes on beyond what is seen."""
        first, newline, _ = head.strip().partition(b"\n")
        return bool(_FIRST.match(head)) and (not newline or first.rstrip().endswith(b"}"))

    def read(self, source: Source) -> Iterator[Item]:
        """Each line becomes a review, or the error that tells its number."""
        empty = True
        with lines(source) as (text, encoding):
            for number, line in numbered(text):
                if line is not None and not line.strip():
                    continue
                empty = False
                try:
                    yield review(line, number, source, encoding)
                except SourceError as error:
                    yield error
        if empty:
            raise SourceEmpty(
                "the file is empty.", where=source.name, remedy="Put one object a line into it."
            )


def review(line: str | None, number: int, source: Source, encoding: str) -> Item:
    """A line, and its number in the file, becomes a review; None stands for a line above the limit.

    Raises:
        SourceError: it is no object of ours; tells the place.

    """
    where = f"{source.name}:{number}"
    if line is None:
        raise too_long("one line", limits().whole_bytes, where, "Split it into several.")
    values = parsed(line.rstrip(), where)
    if not isinstance(values, dict):
        raise SourceError("this line is no JSON object.", where=where, remedy='Write {"text": "..."}.')
    shape = records.shape(values, source.columns, where, "field")
    return records.review(values, shape, records.Place(source.name, str(number), where, encoding))


def parsed(text: str, where: str) -> Any:
    """One JSON text becomes its value.

    Raises:
        SourceError: it is none; tells the place.

    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise no_json(error, where) from error
    except (RecursionError, ValueError) as error:  # nested too deep; a number with too many figures
        raise too_deep(where) from error


def no_json(error: json.JSONDecodeError, where: str) -> SourceError:
    """What the decoder complains of, with what to do."""
    return SourceError(
        f"this is no valid JSON: {error.msg[:1].lower()}{error.msg[1:].removesuffix(' at')} at character {error.colno}.",
        where=where,
        remedy="Correct it there; texts stand in double quotation marks, with \\n for a line break.",
    )


def too_deep(where: str) -> SourceError:
    """The error for a JSON text that the decoder gives up on."""
    return SourceError(
        "this JSON is nested too deep, or holds a number with too many figures.",
        where=where,
        remedy="Write it anew.",
    )


def numbered(text: TextIO) -> Iterator[tuple[int, str | None]]:
    """The lines with their numbers from 1; None instead of one above the limit."""
    most, number = limits().whole_bytes, 0
    while line := text.readline(most):
        number += 1
        if len(line) == most and not line.endswith(_ENDS):
            while (rest := text.readline(_SKIP)) and not rest.endswith(_ENDS):
                pass
            yield number, None
        else:
            yield number, line
