"""A part's manifest: one review after the other, a head line "#{...}" and its manifest lines below it.

It is written as the part is made, a review at a time, and renamed when it is whole; of one that was cut
off, everything up to the last whole review holds.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from quotecards.files import make_folder, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Line = dict[str, Any]
Done = dict[str, tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """What became of a review: its rows as bytes, and in numbers. `at` is where the rows begin in the file."""

    recipe: str
    made: int
    kept: int
    codes: tuple[int, ...]
    rows: bytes
    at: int = 0

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows as values."""
        return tuple(json.loads(row) for row in self.rows.split(b"\n") if row)


def row(value: Line) -> str:
    """One JSON value a line; half a surrogate pair, which is no UTF-8, stays escaped."""
    text = json.dumps(value, ensure_ascii=False)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        text = json.dumps(value)
    return text + "\n"


@dataclass(slots=True)
class Writer:
    """The manifest of a part while it is made; `draft` is where it is until then.

    `sent` is told the whole draft where that goes somewhere else than to `path`.
    """

    path: Path
    sent: Callable[[Path], None] | None = None
    draft: Path = field(init=False)
    _stream: BinaryIO | None = None

    def __post_init__(self) -> None:
        # A name of its own: two machines may make the same part when one is cut off from the others.
        self.draft = self.path.with_name(f"{self.path.stem}.{secrets.token_hex(4)}.draft")

    def add(self, recipe: str, lines: Iterable[Line], made: int, kept: int, codes: Iterable[int]) -> None:
        """A review's lines are in the file, whatever becomes of this process.

        Raises:
            OutputError: the disk is full, or refuses.

        """
        rows = [row(line) for line in lines]
        head = {"recipe": recipe, "made": made, "kept": kept, "codes": list(codes), "rows": len(rows)}
        content = f"#{json.dumps(head)}\n{''.join(rows)}".encode()
        try:
            self._opened().write(content)
            self._opened().flush()
        except OSError as error:
            raise refused(error, self.draft) from error

    def finish(self) -> None:
        """The manifest is in its place, whole.

        Raises:
            OutputError: the disk is full, or refuses.

        """
        try:
            stream = self._opened()
            os.fsync(stream.fileno())
            stream.close()
            if self.sent:
                return self.sent(self.draft)
            os.replace(self.draft, self.path)  # noqa: PTH105 - tests put a refusing disk in its place
        except OSError as error:
            raise refused(error, self.path) from error

    def close(self) -> None:
        """The file is let go, whole or not; of one that was to be sent nothing stays behind."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
                if self.sent:
                    self.draft.unlink(missing_ok=True)

    def _opened(self) -> BinaryIO:
        if self._stream is None:
            make_folder(self.path.parent)
            self._stream = self.draft.open("wb")
        return self._stream


def groups(stream: BinaryIO) -> Iterator[Group]:
    """A part's manifest becomes its reviews, up to where it was cut off."""
    at = 0
    while head := stream.readline():
        told = _head(head)
        if told is None:
            return
        at += len(head)
        rows = [stream.readline() for _ in range(told["rows"])]
        if not all(one.endswith(b"\n") for one in rows):
            return
        content = b"".join(rows)
        yield Group(told["recipe"], told["made"], told["kept"], tuple(told["codes"]), content, at)
        at += len(content)


def finished(path: Path) -> Done:
    """The reviews without an error in a part's manifest, by recipe; none where there is no such file."""
    try:
        with path.open("rb") as stream:
            return {group.recipe: group.lines for group in groups(stream) if not group.codes}
    except (OSError, ValueError):
        return {}


def _head(line: bytes) -> Any:
    if not line.startswith(b"#") or not line.endswith(b"\n"):
        return None
    try:
        return json.loads(line[1:])
    except ValueError:
        return None
