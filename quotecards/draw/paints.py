"""Stage 9, its paints: a ground of some thousand colours becomes 256, so that a pixel is one byte.

Under the grain a ground's colours lie a level or two apart; the nearest of 256 well chosen ones is no
further. What will be laid on it is known beforehand, so the shades of its edges are among them. All sums
are whole numbers, so that every machine chooses the same paints.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from quotecards.colour import rgb
from quotecards.draw.grain import COARSE, flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Levels = NDArray[np.uint8]

    # A flat colour that comes with the words, and its opacity.
    Ink = tuple[str, float]

MOST = 256

# Steps from ground to ink in a table of blends; of the shades for which paints are chosen; and how many
# colours stand for a ground in those shades.
STEPS = 32
SHADES = 12
ROUGH = 32

# Of the pixels of an ink's own grain, one in so many is looked at.
FILM = 307

# How the paints are shared out. A shade's pixels are few but lie beside each other, so all shades of an ink
# weigh a 48th of the ground. A rare colour weighs more than its share, the number of its pixels to the power
# of 3/4, or corners would turn blotchy.
# Chosen by eye and by the error on twenty palettes and five layouts; run tests/test_draw_paints.py after
# changing one.
SHADE_WEIGHT = 1 / 48
THROUGH_WEIGHT = 1 / 4

# When a ground keeps its own colours: a mean error in levels, and the mean error of a block of BLOCK px that
# all but one in a hundred stay under. A whole level over an area is where a band would begin to be seen.
MEAN = 1.0
BAND = 1.0
BLOCK = 16

_STEP = (np.arange(256) * STEPS + 127) // 255


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A picture in paints: `levels` (n, 3) are the paints, `plane` (rows, columns) tells which is where."""

    levels: Levels
    plane: NDArray[np.uint8]


def painted(
    planes: NDArray[np.uint8], inks: Sequence[Ink], grain: float, coarse: int = COARSE
) -> Painted | None:
    """Planes (3, rows, columns) become paints; None where 256 cannot stand for them unseen."""
    told = told_apart(planes)
    if told is None:
        return None
    colours, numbers = told
    counts = np.bincount(numbers.ravel(), minlength=len(colours))
    levels = (
        colours
        if len(colours) <= MOST and not inks
        else _chosen(colours, counts, [(ink, flat(ink[0], grain, coarse)) for ink in inks])
    )
    which = nearest(colours, levels)
    error = levels[which].astype(np.int16) - colours
    if not _unseen(error, counts, numbers) or not all(_holds(levels, colours, counts, ink) for ink in inks):
        return None
    return Painted(levels, which[numbers])


def _holds(levels: Levels, colours: Levels, counts: NDArray[np.int64], ink: Ink) -> bool:
    """Whether what is seen through a translucent ink is near on the mean, wherever on the ground it may lie."""
    colour, opacity = ink
    if opacity >= 1:
        return True
    seen = _mixed(colours, colour, opacity)
    error = np.abs(levels[nearest(seen, levels)] - seen).mean(axis=1)
    return bool((error * counts).sum() < MEAN * counts.sum())


def nearest(colours: NDArray[np.integer], levels: Levels) -> NDArray[np.uint8]:
    """Colours (m, 3) become the numbers of the paints that are nearest; of equal ones the first."""
    # Products of levels and their sums are whole numbers below 2**24: exact in float32, in any order.
    paints = levels.astype(np.float32)
    lengths = (paints * paints).sum(axis=1)
    doubled = -2 * paints.T
    found = np.empty(len(colours), np.uint8)
    for start in range(0, len(colours), 512):
        some = colours[start : start + 512].astype(np.float32)
        far = lengths + some[:, :1] * doubled[0]
        for channel in (1, 2):
            far += some[:, channel : channel + 1] * doubled[channel]
        found[start : start + 512] = far.argmin(axis=1)
    return found


def blends(levels: Levels, colour: str) -> NDArray[np.uint8]:
    """A colour becomes a table (steps, paints): at a step of coverage on a paint, which paint is seen."""
    shades = [_mixed(levels, colour, step / STEPS) for step in range(STEPS + 1)]
    table = nearest(np.concatenate(shades), levels).reshape(STEPS + 1, len(levels))
    table[0] = np.arange(len(levels))
    return table


def step(coverage: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Coverage of 0..255 becomes a step of a table of blends."""
    return _STEP.take(coverage)


def exact(pixels: NDArray[np.uint8], levels: Levels) -> NDArray[np.uint8]:
    """Pixels (rows, columns, 3) that have only these colours become the numbers of their paints."""
    number = np.zeros(1 << 24, np.uint8)
    number[_keys(levels.T, 8)] = np.arange(len(levels), dtype=np.uint8)
    return number[_keys(pixels.transpose(2, 0, 1), 8)]


def told_apart(planes: NDArray[np.uint8]) -> tuple[Levels, NDArray[np.uint16]] | None:
    """Planes become their colours (n, 3), in order, and which one each pixel has; None for more than 65,536."""
    # Grained planes hold odd levels only: without their last bit a table of all colours is eight times smaller.
    bits = 7 if (planes & 1).all() else 8
    keys = _keys(planes, bits)
    there = np.zeros(1 << 3 * bits, np.bool_)
    there[keys] = True
    found = np.flatnonzero(there)
    if len(found) > 1 << 16:
        return None
    number = np.zeros(1 << 3 * bits, np.uint16)
    number[found] = np.arange(len(found), dtype=np.uint16)
    channels = [found >> 2 * bits, found >> bits & (1 << bits) - 1, found & (1 << bits) - 1]
    colours = np.stack(channels, axis=1) if bits == 8 else 2 * np.stack(channels, axis=1) + 1
    return colours.astype(np.uint8), number[keys]


def _keys(planes: NDArray[np.uint8], bits: int) -> NDArray[np.uint32]:
    """Planes of red, green and blue become one number a pixel, of the upper bits of each."""
    keys: NDArray[np.uint32] = (planes[0] >> np.uint8(8 - bits)).astype(np.uint32)
    for plane in planes[1:]:
        keys <<= np.uint32(bits)
        keys |= plane >> np.uint8(8 - bits)
    return keys


def _unseen(error: NDArray[np.int16], counts: NDArray[np.int64], numbers: NDArray[np.uint16]) -> bool:
    """Whether errors (colours, 3) are small on the mean and have no direction over an area."""
    if (np.abs(error).mean(axis=1) * counts).sum() >= MEAN * counts.sum():
        return False
    rows, columns = (length - length % BLOCK for length in numbers.shape)
    if not rows or not columns:
        return True
    # Every second row of blocks tells as much as all.
    inside = numbers[:rows, :columns].reshape(rows // BLOCK, BLOCK, columns)[::2]
    for channel in error.T.astype(np.int16):
        tall = channel[inside].sum(axis=1, dtype=np.int16)
        blocks = tall.reshape(len(tall), columns // BLOCK, BLOCK).sum(axis=2, dtype=np.int32)
        if np.quantile(np.abs(blocks), 0.99, method="lower") >= BAND * BLOCK * BLOCK:
            return False
    return True


# ---------------------------------------------------------------- choosing


def _chosen(
    colours: Levels, counts: NDArray[np.int64], inks: Sequence[tuple[Ink, NDArray[np.uint8]]]
) -> Levels:
    """The paints for colours that are there so often, and for inks and their films laid over them in this order."""
    rarer = np.sqrt(counts * np.sqrt(counts))
    pool, weights = [colours.astype(np.int64)], [_shared(rarer, 1.0)]
    rough = _cut(pool[0], weights[0], ROUGH)
    for (colour, opacity), planes in inks:
        shades = [_mixed(rough, colour, opacity * step / SHADES) for step in range(1, SHADES + 1)]
        film = planes.reshape(3, -1)[:, ::FILM].T.astype(np.int64)
        for some in (np.concatenate(shades), film):
            pool.append(some)
            weights.append(_shared(np.ones(len(some)), SHADE_WEIGHT))
        if opacity < 1:  # not only an edge: the ground is seen through it
            pool.append(_mixed(colours, colour, opacity))
            weights.append(_shared(rarer, THROUGH_WEIGHT))
        rough = np.concatenate([rough, shades[-1] if opacity < 1 else shades[-1][:1]])
    return _settled(np.concatenate(pool), np.concatenate(weights))


def _shared(shares: NDArray[np.float64], total: float) -> NDArray[np.int64]:
    """Shares become whole numbers that add up to about a part of 2**24."""
    scaled: NDArray[np.float64] = shares * (total * (1 << 24) / shares.sum())
    return np.maximum(scaled.astype(np.int64), 1)


def _mixed(under: NDArray[np.integer], colour: str, share: float) -> NDArray[np.int64]:
    """Colours (n, 3) under a share of another."""
    below = under.astype(np.float64)
    mixed = np.floor(below + (np.array(rgb(colour)) - below) * share + 0.5)
    return mixed.astype(np.int64)


def _settled(pool: NDArray[np.int64], weights: NDArray[np.int64]) -> Levels:
    """Colours become at most 256 of their middles: cut into boxes, then moved to where each is nearest."""
    levels = _cut(pool, weights, MOST).astype(np.uint8)
    which = nearest(pool, levels)
    total = np.bincount(which, weights, len(levels))
    used = total > 0
    sums = [np.bincount(which, pool[:, channel] * weights, len(levels))[used] for channel in range(3)]
    moved = np.floor(np.stack(sums, axis=1) / total[used, None] + 0.5)
    return np.unique(moved.astype(np.uint8), axis=0)


class _Box(NamedTuple):
    """Some colours, in the order in which boxes are cut: the widest first, of equal ones the oldest."""

    narrow: float
    age: int
    axis: int
    middle: NDArray[np.float64]
    members: NDArray[np.int64]


def _cut(pool: NDArray[np.int64], weights: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Colours become the middles of at most so many boxes: the widest is cut at its middle, again and again."""
    ages = itertools.count()

    def box(members: NDArray[np.int64]) -> _Box:
        own, share = pool[members], weights[members, None]
        total, sums, squares = int(share.sum()), (own * share).sum(axis=0), (own * own * share).sum(axis=0)
        spread = squares - sums.astype(np.float64) ** 2 / total
        axis = int(spread.argmax())
        return _Box(-float(spread[axis]), next(ages), axis, sums / total, members)

    boxes = [box(np.arange(len(pool)))]
    while len(boxes) < most and boxes[0].narrow < -0.5:
        widest = heapq.heappop(boxes)
        low = pool[widest.members, widest.axis] <= widest.middle[widest.axis]
        heapq.heappush(boxes, box(widest.members[low]))
        heapq.heappush(boxes, box(widest.members[~low]))
    middles = [one.middle for one in sorted(boxes, key=lambda one: one.age)]
    return np.floor(np.array(middles) + 0.5).astype(np.int64)
