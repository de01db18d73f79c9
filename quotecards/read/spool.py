"""Stage 1: a stream that cannot go back becomes one that can, for formats that need to look around."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, BinaryIO, cast

from quotecards.read.limits import limits, too_long

if TYPE_CHECKING:
    from quotecards.read.seam import Source

_IN_MEMORY = 8_000_000  # bytes; above it the copy is a temporary file
_STEP = 1 << 20


def seekable(source: Source) -> BinaryIO:
    """The source's bytes to be read in any order; those of a pipe are copied first.

    Raises:
        SourceError: there are more than are ever copied.

    """
    if source.stream.seekable():
        return source.stream
    most = limits().spool_bytes
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it lives as long as the source is read
    while part := source.stream.read(_STEP):
        copy.write(part)
        if copy.tell() > most:
            raise too_long(source.name, most, "Save it as a file and name that.")
    copy.seek(0)
    return cast("BinaryIO", copy)
