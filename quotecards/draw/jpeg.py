"""Stage 9, JPEG.

A JPEG may be cut into cells that stand alone, each some blocks of 8 px wide and one high. Those that no
letter touches are taken from the ground; the others are set under each other as a picture of their own,
and that is encoded. Same tables, same blocks: a spliced file shows the same pixels as a whole one.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.draw.canvas import Canvas
    from quotecards.draw.cover import View
    from quotecards.draw.paints import Levels

# By eye, at four times the size: at 92 the grain stays grain and letters keep clean edges. With colour at
# half the resolution (4:2:0, a third smaller) red and violet credits turn dull and unevenly tinted.
QUALITY = 92
FULL_COLOUR = 0  # 4:4:4

# A block of a JPEG in px, and how many a cell should be wide at most: narrow cells fit the letters closely, but
# each costs some three bytes.
BLOCK = 8
WIDE = 27

# Two bytes tell a frame's size in `SOF0`, after its marker, length and depth.
FRAME = b"\xff\xc0"
SCAN = b"\xff\xda"
END = b"\xff\xd9"
RESTARTS = tuple(bytes([0xFF, 0xD0 + number]) for number in range(8))


@dataclass(frozen=True, slots=True)
class Cells:
    """A ground's JPEG: its head, then each cell and what follows it, row by row, `across` cells in a row."""

    across: int
    pieces: tuple[bytes, ...]


def encode(image: Image.Image, restart_rows: int = 0) -> bytes:
    """An RGB picture becomes the bytes of a JPEG file without metadata; sRGB by convention."""
    out = io.BytesIO()
    image.save(
        out,
        "JPEG",
        quality=QUALITY,
        subsampling=FULL_COLOUR,
        restart_marker_rows=restart_rows,
        optimize=False,
    )
    return out.getvalue()


def file(canvas: Canvas) -> bytes:
    """A canvas becomes the bytes of a JPEG file; what was not touched is taken from its ground."""
    ground = canvas.ground
    if "jpeg" not in ground.kept:
        ground.kept["jpeg"] = _cells(ground.pixels, ground.levels, canvas.size)
    whole: Cells = ground.kept["jpeg"]
    pieces = list(whole.pieces)
    which = touched(canvas.touched, canvas.size, whole.across)
    if which.size:
        grid = _grid(canvas.pixels(), whole.across)
        _, anew = _encoded(grid[which // whole.across, :, which % whole.across], ground.levels)
        for number, cell in zip(which.tolist(), anew, strict=True):
            pieces[1 + 2 * number] = cell
    return b"".join(pieces)


def across(width: int) -> int:
    """How many cells lie side by side: the fewest equal ones that are not wider than they should be."""
    blocks = -(-width // BLOCK)
    return next(count for count in range(1, blocks + 1) if blocks % count == 0 and blocks // count <= WIDE)


def touched(views: Sequence[View], size: tuple[int, int], count: int) -> NDArray[np.int64]:
    """Views become the numbers of the cells that they touch, in order."""
    wide = -(-size[0] // BLOCK) // count * BLOCK
    dirty = np.zeros((-(-size[1] // BLOCK), count), np.bool_)
    for left, top, right, bottom in views:
        dirty[top // BLOCK : -(-bottom // BLOCK), left // wide : -(-right // wide)] = True
    return np.flatnonzero(dirty)


def _cells(pixels: NDArray[np.uint8], levels: Levels | None, size: tuple[int, int]) -> Cells:
    count = across(size[0])
    grid = _grid(pixels, count)
    head, cells = _encoded(np.swapaxes(grid, 1, 2).reshape(-1, *grid.shape[1:2], *grid.shape[3:]), levels)
    pieces = [_sized(head, size)]
    for number, cell in enumerate(cells):
        pieces += (cell, RESTARTS[number % 8])
    pieces[-1] = END
    return Cells(count, tuple(pieces))


def _grid(pixels: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """Pixels become cells (row, line, column, px, ...), the last row and column repeated to fill them."""
    short = [-length % BLOCK for length in pixels.shape[:2]]
    if any(short):
        pixels = np.pad(pixels, [(0, short[0]), (0, short[1]), *[(0, 0)] * (pixels.ndim - 2)], mode="edge")
    return pixels.reshape(pixels.shape[0] // BLOCK, BLOCK, count, -1, *pixels.shape[2:])


def _encoded(cells: NDArray[np.uint8], levels: Levels | None) -> tuple[bytes, list[bytes]]:
    """Cells (n, 8, px) or (n, 8, px, 3) become what stands before a JPEG's cells, and each cell's bytes."""
    stack = Image.fromarray(np.ascontiguousarray(cells).reshape(-1, *cells.shape[2:]))
    if levels is not None:
        stack.putpalette(levels.tobytes())
        stack = stack.convert("RGB")
    data = encode(stack, restart_rows=1)
    start = data.index(SCAN)
    start += 2 + struct.unpack_from(">H", data, start + 2)[0]
    # Within a scan, 0xFF before anything but these is followed by a nought.
    return data[:start], re.split(rb"\xff[\xd0-\xd7]", data[start : -len(END)])


def _sized(head: bytes, size: tuple[int, int]) -> bytes:
    """What stands before the cells, with the size of the whole picture in it."""
    place = head.index(FRAME) + 5
    return head[:place] + struct.pack(">HH", size[1], size[0]) + head[place + 4 :]
