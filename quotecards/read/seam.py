"""Stage 1: what a format is, and what it is handed.

A format turns an open source into reviews. It is known by the suffixes of its files and, where there is
no name to go by (a pipe, a web address), by how its bytes begin.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Protocol, cast

from quotecards.errors import SourceError
from quotecards.models import Review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Item = Review | SourceError
HEAD = 65_536  # bytes by which a format and an encoding are told


def _nothing(_name: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """An open source: its bytes, how they begin, and what is known of it from outside.

    `name` is the source as the user finds it again, `suffix` that of its name in lower case, "" if it has
    none to go by. `columns` are the fields named by the user; `charset` is what a server says; `beside`
    gives the content of a file next to it, if there is one; `depth` counts the archives around it.
    """

    stream: BinaryIO
    name: str
    suffix: str
    head: bytes
    columns: Mapping[str, str] = field(default_factory=dict)
    charset: str | None = None
    beside: Callable[[str], bytes | None] = _nothing
    depth: int = 0


class Format(Protocol):
    """How one kind of source becomes reviews."""

    suffixes: ClassVar[tuple[str, ...]]

    def claims(self, head: bytes) -> bool:
        """Whether a source that begins so is surely of this format."""

    def read(self, source: Source) -> Iterator[Item]:
        """The source becomes its reviews, and errors for the broken ones.

        Raises:
            SourceError: nothing more can be read from it.

        """


def opened(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """A stream and how it begins; what was looked at will be read again."""
    start = stream.tell() if stream.seekable() else 0
    head = b""
    while len(head) < HEAD and (more := stream.read(HEAD - len(head))):
        head += more
    if stream.seekable():
        stream.seek(start)
        return stream, head
    return cast("BinaryIO", io.BufferedReader(_Again(head, stream))), head


class _Again(io.RawIOBase):
    """A stream that cannot go back, with its beginning put before it again."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # any buffer that can be filled
        size = len(buffer)
        part, self._head = self._head[:size], self._head[size:]
        part = part or self._stream.read(size)
        buffer[: len(part)] = part
        return len(part)
