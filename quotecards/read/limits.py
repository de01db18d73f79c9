"""Stage 1: how much is read before a source is refused, from `data/read/limits.toml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError, SourceError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Archives:
    """The limits of an archive: bytes and files unpacked, how well they may be packed, how deep they nest."""

    unpacked_bytes: int
    ratio: int
    harmless_bytes: int
    files: int
    depth: int


@dataclass(frozen=True, slots=True)
class Web:
    """The limits of fetching: seconds from the first redirect to the last byte."""

    seconds: int
    redirects: int


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits; sizes in bytes."""

    review_bytes: int
    whole_bytes: int
    spool_bytes: int
    archive: Archives
    web: Web


@cache
def limits() -> Limits:
    """The limits of the data file, checked.

    Raises:
        DataError: one is missing, or no whole number above 0.

    """
    path = packaged("read", "limits.toml")
    values = load(path)
    archive, web = values.pop("archive", {}), values.pop("web", {})
    return Limits(
        **_numbers(path, "", values, {"review_bytes", "whole_bytes", "spool_bytes"}),
        archive=Archives(**_numbers(path, "archive.", archive, {field.name for field in fields(Archives)})),
        web=Web(**_numbers(path, "web.", web, {field.name for field in fields(Web)})),
    )


def within(stream: BinaryIO, most: int, what: str, where: str, remedy: str) -> bytes:
    """All bytes of a stream that has at most so many; `what` is what they make: "one review", "one page".

    Raises:
        SourceError: it has more.

    """
    content = stream.read(most + 1)
    if len(content) > most:
        raise too_long(what, most, where, remedy)
    return content


def too_long(what: str, most: int, where: str, remedy: str) -> SourceError:
    """The error for a source, or a part of one, above a limit."""
    return SourceError(
        f"has more than the {shown(most)} that are read as {what}.", where=where, remedy=remedy
    )


def shown(count: int) -> str:
    """A number of bytes as people say it."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count} bytes"


def _numbers(path: Path, table: str, values: dict[str, Any], names: set[str]) -> dict[str, int]:
    for name in sorted(names | set(values)):
        value = values.get(name)
        if name not in names or not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise DataError(
                f"{table}{name} is {value!r}.",
                where=f"{path}:{line_of(path, table + name)}",
                remedy=f"Give each of {', '.join(sorted(names))} a whole number above 0.",
            )
    return values
