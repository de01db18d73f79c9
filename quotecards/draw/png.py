"""Stage 9, PNG: rows deflated. No metadata but "these are sRGB levels".

A file is spliced: blocks of rows in which nothing changed are deflated once per ground and kept, the others
anew. Each block stands alone, so that the bytes of a card tell nothing of the cards before it.
"""

from __future__ import annotations

import itertools
import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from isal import isal_zlib

from quotecards.draw import paints
from quotecards.draw.canvas import changed
from quotecards.draw.grain import COARSE, COARSEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from PIL.Image import Image

    from quotecards.draw.canvas import Canvas
    from quotecards.draw.paints import Levels

SIGNATURE = b"\x89PNG\r\n\x1a\n"

# Rows of a block, and of a step: blocks that letters change in part are kept in steps. More rows to either would be
# deflated with the letters, fewer would cost more in tables of codes.
BLOCK = 16
STEP = 8

# Of None, Sub, Up and Average, Up makes grained cards in levels smallest but for Average (1 % less, twice the
# time), None those in paints and those in levels far apart, whose grain comes again tile by tile: 6 % less than
# Up, in less time; of the levels of deflate, 2 is smallest and as fast as 1. Measured on all
# palettes with benchmarks/render/run.py.
NONE, SUB, UP = 0, 1, 2
LEVEL = 2

# ISA-L (2.32) takes the third place of a stream for what its own address in memory says, so that a match near
# the beginning of a stream is found or not by chance. A beginning shorter than what it looks ahead goes another
# way, which is right; so each stream begins with a few bytes by themselves (at least 4; 8 bytes more in the file).
BEGINNING = 8

# A zlib stream begins with this, and ends with an empty block of fixed codes before its checksum.
STREAM = b"\x78\x01"
LAST = b"\x03\x00"
ADLER = 65521


class Deflated(NamedTuple):
    """Rows that were deflated alone: their bytes, and the checksum and length of what went in."""

    body: bytes
    adler: int
    length: int


def encode(image: Image) -> bytes:
    """A picture becomes the bytes of a PNG file, indexed where it has at most 256 colours."""
    counted = image.getcolors(paints.MOST)
    if counted is None:
        return _file(image.size, None, [deflated(np.asarray(image))])
    levels = np.array(sorted(colour for _, colour in counted), np.uint8)
    return _file(image.size, levels, [deflated(paints.exact(np.asarray(image), levels))])


def file(canvas: Canvas) -> bytes:
    """A canvas becomes the bytes of a PNG file; what was not touched is taken from its ground."""
    kept = canvas.ground.kept.setdefault("png", {})
    return _file(canvas.size, canvas.ground.levels, list(_spliced(canvas, kept)))


def deflated(pixels: NDArray[np.uint8], coarse: int = COARSE) -> Deflated:
    """Whole rows of pixels become a piece of a deflate stream that stands alone and ends on a byte."""
    lines = filtered(pixels, coarse)
    stream = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15)
    rows = lines.reshape(-1)
    body = (
        stream.compress(rows[:BEGINNING]),
        stream.flush(isal_zlib.Z_SYNC_FLUSH),
        stream.compress(rows[BEGINNING:]),
        stream.flush(isal_zlib.Z_FULL_FLUSH),
    )
    return Deflated(b"".join(body), isal_zlib.adler32(lines), lines.size)


def filtered(pixels: NDArray[np.uint8], coarse: int = COARSE) -> NDArray[np.uint8]:
    """Pixels become scan lines, the filter's number first: paints as they are, levels as differences.

    The first row of levels is told by the pixel to the left, so that nothing above is needed. Levels as far
    apart (`coarse`) as only grounds use that are large are told as they are.
    """
    rows = pixels.reshape(pixels.shape[0], -1)
    lines = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    if pixels.ndim == 2 or coarse >= COARSEST:
        lines[:, 0] = NONE
        lines[:, 1:] = rows
        return lines
    lines[0, 0], lines[1:, 0] = SUB, UP
    lines[0, 1:4] = rows[0, :3]
    np.subtract(rows[0, 3:], rows[0, :-3], out=lines[0, 4:])
    np.subtract(rows[1:], rows[:-1], out=lines[1:, 1:])
    return lines


def chunk(kind: bytes, body: bytes) -> bytes:
    """A name of four letters and a body become a chunk with its length and checksum."""
    return b"".join([struct.pack(">I", len(body)), kind, body, struct.pack(">I", _sum(kind, body))])


def _sum(kind: bytes, body: bytes) -> int:
    return int(isal_zlib.crc32(body, zlib.crc32(kind)))


# ---------------------------------------------------------------- splicing


def _spliced(canvas: Canvas, kept: dict[tuple[int, int], Deflated]) -> Iterator[Deflated]:
    """The rows of a canvas from the top: stretches of changed ones in one piece, the others as they are kept."""
    pixels, ground, coarse = canvas.pixels(), canvas.ground.pixels, canvas.ground.coarse
    for first, last, fresh in runs(np.logical_or.reduce(changed(pixels, ground), axis=1)):
        if fresh:
            yield deflated(pixels[first:last], coarse)
            continue
        for block in blocks(first, last):
            if block not in kept:
                kept[block] = deflated(ground[slice(*block)], coarse)
            yield kept[block]


def runs(fresh: NDArray[np.bool_]) -> Iterator[tuple[int, int, bool]]:
    """Changed rows become stretches (first, one past the last, changed or not) in whole steps, from top to bottom."""
    height = len(fresh)
    dirty = np.logical_or.reduceat(fresh, range(0, height, STEP))
    edges = [0, *(np.flatnonzero(dirty[1:] != dirty[:-1]) + 1).tolist(), len(dirty)]
    for first, last in itertools.pairwise(edges):
        yield first * STEP, min(last * STEP, height), bool(dirty[first])


def blocks(first: int, last: int) -> Iterator[tuple[int, int]]:
    """Rows from a step on to the end of one (or of the card) become whole blocks, and steps at both ends."""
    while first < last:
        end = min(first + (BLOCK if first % BLOCK == 0 and last - first >= BLOCK else STEP), last)
        yield first, end
        first = end


def joined(first: int, second: int, length: int) -> int:
    """The Adler checksum of two pieces, from that of each and the length of the second. Source: RFC 1950."""
    low = (first & 0xFFFF) + (second & 0xFFFF) - 1
    high = (first >> 16) + (second >> 16) + ((first & 0xFFFF) - 1) * length
    return (high % ADLER) << 16 | (low % ADLER)


# ---------------------------------------------------------------- the file


def _file(size: tuple[int, int], levels: Levels | None, pieces: Sequence[Deflated]) -> bytes:
    """Pieces of a stream become a file. Source: PNG specification, third edition."""
    adler = 1
    for piece in pieces:
        adler = joined(adler, piece.adler, piece.length)
    body = b"".join([STREAM, *(piece.body for piece in pieces), LAST, struct.pack(">I", adler)])
    kind = 2 if levels is None else 3
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, kind, 0, 0, 0)) + chunk(b"sRGB", b"\x00")
    table = b"" if levels is None else chunk(b"PLTE", levels.tobytes())
    return b"".join([SIGNATURE, head, table, chunk(b"IDAT", body), chunk(b"IEND", b"")])
