"""Stage 9, JPEG.

A JPEG may be cut into cells that stand alone, each some blocks of 8 px wide and one high. Those in which
nothing changed are taken from the ground; the others are set beside each other as a picture of their own,
and that is encoded. Same tables, same blocks: a spliced file shows the same pixels as a whole one.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from quotecards.draw.canvas import changed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quotecards.draw.canvas import Canvas
    from quotecards.draw.paints import Levels

# By eye, at four times the size: at 92 the grain stays grain and letters keep clean edges. With colour at
# half the resolution (4:2:0, a third smaller) red and violet credits turn dull and unevenly tinted.
QUALITY = 92
FULL_COLOUR = 0  # 4:4:4

# A block of a JPEG in px, and how many a cell should be wide at most: narrow cells fit the letters closely, but
# each costs some three bytes. Nine takes the least time, with files 3 % larger than at 27.
BLOCK = 8
WIDE = 9

# Two bytes tell a frame's size in `SOF0`, after its marker, length and depth.
FRAME = b"\xff\xc0"
SCAN = b"\xff\xda"
END = b"\xff\xd9"
RESTARTS = tuple(bytes([0xFF, 0xD0 + number]) for number in range(8))
MARKER = 0xFF


@dataclass(frozen=True, slots=True)
class Cells:
    """A ground's JPEG: its head, then each cell and what follows it, row by row, `across` cells in a row."""

    across: int
    pieces: tuple[bytes, ...]


def encode(image: Image.Image, restart: int = 0) -> bytes:
    """An RGB picture becomes the bytes of a JPEG file without metadata; sRGB by convention.

    With `restart`, each so many blocks stand alone.
    """
    out = io.BytesIO()
    image.save(
        out,
        "JPEG",
        quality=QUALITY,
        subsampling=FULL_COLOUR,
        restart_marker_blocks=restart,
        optimize=False,
    )
    return out.getvalue()


def file(canvas: Canvas) -> bytes:
    """A canvas becomes the bytes of a JPEG file; what did not change is taken from its ground."""
    ground = canvas.ground
    if "jpeg" not in ground.kept:
        ground.kept["jpeg"] = _cells(ground.pixels, ground.levels, canvas.size)
    whole: Cells = ground.kept["jpeg"]
    pieces = list(whole.pieces)
    pixels = _filled(canvas.pixels())
    which = fresh(pixels, _filled(ground.pixels), whole.across)
    if which.size:
        cells = _beside(_taken(pixels, which, whole.across), whole.across)
        _, anew = _encoded(cells, ground.levels, whole.across)
        for number, cell in zip(which.tolist(), anew, strict=False):  # the last row may be filled up
            pieces[1 + 2 * number] = cell
    return b"".join(pieces)


def across(width: int) -> int:
    """How many cells lie side by side: the fewest equal ones that are not wider than they should be."""
    blocks = -(-width // BLOCK)
    return next(count for count in range(1, blocks + 1) if blocks % count == 0 and blocks // count <= WIDE)


def fresh(pixels: NDArray[np.uint8], under: NDArray[np.uint8], count: int) -> NDArray[np.int64]:
    """The numbers of the cells, so many in a row, in which pixels are not those under them, in order."""
    differs = changed(pixels, under)
    full = len(differs) // BLOCK * BLOCK
    rows = np.logical_or.reduce(differs[:full].reshape(-1, BLOCK, differs.shape[1]), axis=1)
    if full < len(differs):
        rows = np.concatenate([rows, differs[full:].any(axis=0, keepdims=True)])
    return np.flatnonzero(rows.reshape(len(rows), count, -1).any(axis=2))


def _cells(pixels: NDArray[np.uint8], levels: Levels | None, size: tuple[int, int]) -> Cells:
    count = across(size[0])
    head, cells = _encoded(_filled(pixels), levels, count)
    pieces = [_sized(head, size)]
    for number, cell in enumerate(cells):
        pieces += (cell, RESTARTS[number % 8])
    pieces[-1] = END
    return Cells(count, tuple(pieces))


def _filled(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pixels with their last column repeated until a row is whole blocks."""
    short = -pixels.shape[1] % BLOCK
    return (
        np.pad(pixels, [(0, 0), (0, short), *[(0, 0)] * (pixels.ndim - 2)], mode="edge") if short else pixels
    )


def _taken(pixels: NDArray[np.uint8], which: NDArray[np.int64], count: int) -> NDArray[np.uint8]:
    """The cells of these numbers, in order (n, 8, px, ...); the last row is repeated to fill them."""
    full = len(pixels) // BLOCK * BLOCK
    whole = pixels[:full].reshape(-1, BLOCK, count, pixels.shape[1] // count, *pixels.shape[2:])
    inner = which[: np.searchsorted(which, len(whole) * count)]
    cells = whole[inner // count, :, inner % count]
    if len(inner) == len(which):
        return cells
    foot = pixels[np.minimum(np.arange(full, full + BLOCK), len(pixels) - 1)]
    last = foot.reshape(BLOCK, count, *whole.shape[3:])[:, which[len(inner) :] % count]
    return np.concatenate([cells, last.swapaxes(0, 1)])


def _beside(cells: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """Cells set beside each other, so many in a row, the last row filled up with whatever there is."""
    filled = (
        np.resize(cells, (-(-len(cells) // count) * count, *cells.shape[1:])) if len(cells) % count else cells
    )
    rows = filled.reshape(-1, count, *cells.shape[1:]).swapaxes(1, 2)
    return rows.reshape(-1, count * cells.shape[2], *cells.shape[3:])


def _encoded(pixels: NDArray[np.uint8], levels: Levels | None, count: int) -> tuple[bytes, list[bytes]]:
    """Pixels become what stands before a JPEG's cells, and the bytes of each cell, so many in a row."""
    picture = Image.fromarray(pixels)
    if levels is not None:
        picture.putpalette(levels.tobytes())
        picture = picture.convert("RGB")
    data = encode(picture, pixels.shape[1] // BLOCK // count)
    start = data.index(SCAN)
    start += 2 + struct.unpack_from(">H", data, start + 2)[0]
    return data[:start], _split(data[start : -len(END)])


def _split(scan: bytes) -> list[bytes]:
    """A scan is cut at its restarts; within it, 0xFF before anything but these is followed by a nought."""
    told = np.frombuffer(scan, np.uint8)
    marks = np.flatnonzero(told[:-1] == MARKER)
    ends = marks[told[marks + 1] != 0].tolist()
    return [
        scan[start:end]
        for start, end in zip([0, *(end + 2 for end in ends)], [*ends, len(scan)], strict=True)
    ]


def _sized(head: bytes, size: tuple[int, int]) -> bytes:
    """What stands before the cells, with the size of the whole picture in it."""
    place = head.index(FRAME) + 5
    return head[:place] + struct.pack(">HH", size[1], size[0]) + head[place + 4 :]
