"""Stage 1: a zip archive becomes the reviews of the files in it; nothing is ever written to disk.

A name that leads out of the archive, a link, an encrypted file and a bomb are refused by their name; the
other files are read.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, ClassVar, cast

from quotecards.errors import SourceEmpty, SourceError
from quotecards.read import exports
from quotecards.read.limits import limits, shown
from quotecards.read.seam import opened
from quotecards.read.spool import seekable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quotecards.read.seam import Item, Source

_DRIVE = re.compile(r"[A-Za-z]:")
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError, ValueError)


class Archive:
    """Files packed into one; `read_one` reads each of them and `suffixes_read` are those it can."""

    suffixes: ClassVar[tuple[str, ...]] = (".zip",)

    def __init__(
        self, read_one: Callable[[Source], Iterator[Item]], suffixes_read: Callable[[], tuple[str, ...]]
    ) -> None:
        self._read_one = read_one
        self._suffixes_read = suffixes_read

    def claims(self, head: bytes) -> bool:
        """It begins as zip archives do."""
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))

    def read(self, source: Source) -> Iterator[Item]:
        """Each file in the archive becomes its reviews, in the order of their names.

        Raises:
            SourceError: it is no archive, or too deep within others, or holds too much.

        """
        most = limits().archive
        if source.depth >= most.depth:
            raise SourceError(
                "is an archive within archives, too deep to be opened.",
                where=source.name,
                remedy="Unpack it first.",
            )
        with seekable(source) as stream, _archive(stream, source.name) as archive:
            entries = archive.infolist()
            if len(entries) > most.files:
                raise SourceError(
                    f"holds {len(entries):,} files, more than the {most.files:,} that are read.",
                    where=source.name,
                    remedy="Unpack it and name the folders you want.",
                )
            yield from self._members(archive, entries, source)

    def _members(
        self, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], source: Source
    ) -> Iterator[Item]:
        safe, refused = _apart(entries, source.name)
        yield from refused
        left = limits().archive.unpacked_bytes
        reviews = [name for name in _reviews_of(safe) if name.lower().endswith(self._suffixes_read())]
        for name in reviews:
            fault = _fault(safe[name], left, f"{source.name}/{name}")
            if fault is not None:
                yield fault
                continue
            left -= safe[name].file_size
            yield from self._member(archive, safe, name, source)
        if not reviews and not refused:
            raise SourceEmpty(
                "the archive holds no reviews.",
                where=source.name,
                remedy=f"Reviews are files ending in {', '.join(self._suffixes_read())}.",
            )

    def _member(
        self, archive: zipfile.ZipFile, safe: dict[str, zipfile.ZipInfo], name: str, source: Source
    ) -> Iterator[Item]:
        def beside(other: str) -> bytes | None:
            neighbour = safe.get(str(PurePosixPath(name).with_name(other)))
            if neighbour is None or neighbour.file_size > limits().whole_bytes or neighbour.flag_bits & 1:
                return None
            return archive.read(neighbour)

        where = f"{source.name}/{name}"
        try:
            with archive.open(safe[name]) as file:
                stream, head = opened(cast("BinaryIO", file))
                yield from self._read_one(
                    replace(
                        source,
                        stream=stream,
                        name=where,
                        suffix=PurePosixPath(name).suffix.lower(),
                        head=head,
                        charset=None,
                        beside=beside,
                        depth=source.depth + 1,
                    )
                )
        except _BROKEN as error:
            yield SourceError(
                f"cannot be unpacked: {str(error)[:200] or type(error).__name__}.",
                where=where,
                remedy="Pack the archive anew.",
            )


def _archive(stream: BinaryIO, where: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except _BROKEN as error:
        raise SourceError(
            f"this is no whole zip archive: {str(error)[:200] or type(error).__name__}.",
            where=where,
            remedy="Fetch or pack it anew.",
        ) from error


def _apart(
    entries: list[zipfile.ZipInfo], where: str
) -> tuple[dict[str, zipfile.ZipInfo], list[SourceError]]:
    """The files that may be opened by their names, and a refusal for each that may not."""
    safe: dict[str, zipfile.ZipInfo] = {}
    refused: list[SourceError] = []
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or _DRIVE.match(entry.filename):
            refused.append(_refusal(f"has a name that leads out of the archive: {entry.filename!r}.", where))
        elif stat.S_ISLNK(entry.external_attr >> 16):
            refused.append(_refusal(f"holds a link instead of a file: {entry.filename!r}.", where))
        elif not entry.is_dir():
            safe[str(path)] = entry
    return safe, refused


def _refusal(what: str, where: str) -> SourceError:
    return SourceError(what, where=where, remedy="It was not opened; the other files are read.")


def _reviews_of(safe: dict[str, zipfile.ZipInfo]) -> list[str]:
    """The names that may hold reviews, sorted: what comes along with exports and saved pages is passed over."""
    below: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for name in safe:
        path = PurePosixPath(name)
        below[str(path.parent)][0].add(path.name)
        for folder in path.parents[:-1]:
            below[str(folder.parent)][1].add(folder.name)
    return sorted(_walk(".", below))


def _walk(folder: str, below: dict[str, tuple[set[str], set[str]]]) -> Iterator[str]:
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        names, inner = below.get(place, (set(), set()))
        yield from (str(PurePosixPath(place, name)) for name in exports.files(names))
        waiting += [str(PurePosixPath(place, name)) for name in exports.folders(inner, names)]


def _fault(entry: zipfile.ZipInfo, left: int, where: str) -> SourceError | None:
    """Why a file is not unpacked, if it is not: its packed size tells a bomb before it goes off."""
    most = limits().archive
    if entry.flag_bits & 1:
        return SourceError("is encrypted.", where=where, remedy="Unpack it with its password first.")
    if entry.file_size > most.harmless_bytes and entry.file_size > most.ratio * entry.compress_size:
        return SourceError(
            f"would unpack from {shown(entry.compress_size)} to {shown(entry.file_size)}, as a zip bomb does.",
            where=where,
            remedy="It was not opened; unpack it yourself if you trust it.",
        )
    if entry.file_size > left:
        return SourceError(
            f"is {shown(entry.file_size)} unpacked, which is more than is left of the "
            f"{shown(most.unpacked_bytes)} that an archive may hold.",
            where=where,
            remedy="Unpack the archive and name the folders you want.",
        )
    return None
