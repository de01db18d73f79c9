"""Stage 1: a stream that cannot go back becomes one that can, for formats that need to look around."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from quotecards.read.limits import limits, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.read.seam import Source

_IN_MEMORY = 8_000_000  # bytes; above it the copy is a temporary file
_STEP = 1 << 20


@contextmanager
def seekable(source: Source) -> Iterator[BinaryIO]:
    """The source's bytes to be read in any order; those of a pipe, or out of an archive, are copied first.

    Raises:
        SourceError: there are more than are ever copied.

    """
    # To go back in a file of an archive means to unpack it from its beginning.
    if source.stream.seekable() and source.depth == 0:
        yield source.stream
        return
    most = limits().spool_bytes
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        while part := source.stream.read(_STEP):
            copy.write(part)
            if copy.tell() > most:
                raise too_long("one stream", most, source.name, "Save it as a file and name that.")
        copy.seek(0)
        yield cast("BinaryIO", copy)
