"""Stage 1: a JSON file: a list of objects, an object that holds one, or objects one after the other.

A list is read object by object, so that a long one takes little memory and what stands before a slip in
it is not lost.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar

from quotecards.errors import SourceEmpty, SourceError
from quotecards.read import records
from quotecards.read.decode import lines
from quotecards.read.json_lines import no_json, too_deep
from quotecards.read.limits import limits, too_long

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from quotecards.read.seam import Item, Source

_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[{\]])")
_SPACE = re.compile(r"[\s,]*")
_NEXT = re.compile(r"[\r\n]\s*\{")
_STEP = 1 << 18  # characters read at once


class Json:
    """Objects in a list or one by one."""

    suffixes: ClassVar[tuple[str, ...]] = (".json",)

    def claims(self, head: bytes) -> bool:
        """It begins with an object, or with a list of objects."""
        return _FIRST.match(head) is not None

    def read(self, source: Source) -> Iterator[Item]:
        """Each object becomes a review, or the error that tells its number."""
        number = 0
        with lines(source) as (text, encoding):
            for one in _records(_values(text, source.name), source):
                number += 1
                try:
                    yield one if isinstance(one, SourceError) else _review(one, number, source, encoding)
                except SourceError as error:
                    yield error
        if number == 0:
            raise SourceEmpty("holds no review.", where=source.name, remedy='Write [{"text": "..."}].')


def _review(value: Any, number: int, source: Source, encoding: str) -> Item:
    where = f"{source.name}, object {number}"
    if not isinstance(value, dict):
        raise SourceError("this is no JSON object.", where=where, remedy='Write {"text": "..."}.')
    shape = records.shape(value, source.columns, where, "field")
    return records.review(value, shape, records.Place(source.name, str(number), where, encoding))


def _records(values: Iterable[Any], source: Source) -> Iterator[Any]:
    """Each value is a review itself, or it wraps a list of them."""
    for value in values:
        wrapped: list[list[Any]] = []
        if (
            isinstance(value, dict)
            and source.columns.get("text") not in value
            and not records.means_text(value)
        ):
            lists = [inner for inner in value.values() if isinstance(inner, list)]
            wrapped = [inner for inner in lists if inner and isinstance(inner[0], dict)]
        yield from max(wrapped, key=len) if wrapped else [value]


def _values(text: TextIO, where: str) -> Iterator[Any]:
    """The elements of the list that a file is, or the values that stand one after the other."""
    window = _Window(text, where)
    opening = window.skip()
    if opening == "[":
        window.at += 1
    while character := window.skip():
        if opening == "[" and character == "]":
            return
        try:
            value = window.value()
        except SourceError as error:
            yield error
            # Where each object has its own line, the next one is found again; within a list it is not.
            if opening == "[" or not window.skip_line():
                return
        else:
            yield value
    if opening == "[":
        raise SourceError(
            "the list of this JSON never closes.",
            where=where,
            remedy="The file may be cut off: what stands in it was read.",
        )


class _Window:
    """What of a text is in memory: from the value that is read now to as far as it takes to read it."""

    def __init__(self, text: TextIO, where: str) -> None:
        self._text = text
        self._where = where
        self._part = ""
        self._lines = 0
        self._decoder = json.JSONDecoder()
        self.at = 0

    def skip(self) -> str:
        """Go on to the next value; its first character comes back, "" at the end."""
        while True:
            match = _SPACE.match(self._part, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self._part):
                return self._part[self.at]
            if not self._more(_STEP):
                return ""

    def value(self) -> Any:
        """The value that begins here; one that is broken is not left behind.

        Raises:
            SourceError: it is broken, or longer than any object may be.

        """
        size = _STEP
        while True:
            try:
                value, end = self._decoder.raw_decode(self._part, self.at)
            except (ValueError, RecursionError) as error:
                if len(self._part) - self.at > limits().whole_bytes:
                    raise too_long(
                        "one object", limits().whole_bytes, self._place(1), "Split it into several."
                    ) from None
                if not self._more(size):
                    raise self._broken(error) from error
                size *= 2  # so that a long value is not tried too often
            else:
                # A number may go on behind the end of what was read.
                if end < len(self._part) or not self._more(_STEP):
                    self.at = end
                    return value

    def skip_line(self) -> bool:
        """Go on to the next line that begins with an object; False if there is none."""
        while True:
            match = _NEXT.search(self._part, self.at)
            if match:
                self.at = match.end() - 1
                return True
            self.at = max(self.at, len(self._part) - 1)
            if not self._more(_STEP):
                return False

    def _broken(self, error: Exception) -> SourceError:
        if isinstance(error, json.JSONDecodeError):
            return no_json(error, self._place(error.lineno))
        return too_deep(self._place(1))

    def _place(self, line: int) -> str:
        return f"{self._where}:{self._lines + line}"

    def _more(self, size: int) -> bool:
        more = self._text.read(size)
        if not more:
            return False
        self._lines += self._part.count("\n", 0, self.at)
        self._part = self._part[self.at :] + more
        self.at = 0
        return True
