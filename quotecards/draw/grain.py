"""Stage 9, its film: one tile of noise laid over a card as soft light, then the way down to 8 bits.

The noise comes from a fixed seed through whole numbers alone, and the light from a table, so that a
card is the same on every machine. Pictures are planes of levels, shape (3, rows, columns), float32.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from quotecards.colour import rgb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quotecards.draw.cover import View

    Planes = NDArray[np.float32]

TILE = 384
SEED = 1895  # any number would do; this is the year of the first film shown to a paying audience
# Spread of the noise in levels: what is left of 46 in a tile of 512 px that is drawn at 384 (ART.md, A4).
SIGMA = 36.0

# Levels apart that a grained picture uses: every second one, on large cards every fourth, and every seventh where
# their pixels are levels and not paints. Grain and dither hide it, no mean moves, and a PNG saves a bit or two of
# each value: networks have their limits, and a title card as a story would pass two megabytes at 4. By eye at
# three times the size there is no difference.
COARSE = 2
COARSER = 4
COARSEST = 7
LARGE = 1_600_000  # px of a card from which on it is large

# A light's table: so many steps for each level. Finer ones change no pixel of the twenty grounds.
STEPS = 8


def step_of(width: int, height: int, *, painted: bool = True) -> int:
    """How many levels apart a card of that size uses, in paints or as levels."""
    if width * height < LARGE:
        return COARSE
    return COARSER if painted else COARSEST


def develop(
    planes: Planes, view: View, opacity: float, film: Planes | None = None, coarse: int = COARSE
) -> NDArray[np.uint8]:
    """Planes of a view become 8-bit planes: grained at `opacity` (0..1), dithered, never banded.

    `film` (1, rows, columns) tells how much of the grain lies on each pixel; None is all of it. `coarse` is
    how many levels apart a grained picture uses.
    """
    left, top, right, bottom = view
    rows = np.arange(top, bottom) % TILE
    columns = np.arange(left, right) % TILE
    if opacity > 0:
        _soft_light(planes, noise()[rows][:, columns], opacity if film is None else film[0] * opacity)
    step = coarse if opacity > 0 else 1
    # The levels used are counted down from 255, so that white stays white.
    planes -= np.float32(255 % step)
    planes *= np.float32(1 / step)
    np.clip(planes, 0, 255 // step, out=planes)
    planes += threshold()[rows][:, columns]
    return planes.astype(np.uint8) * np.uint8(step) + np.uint8(255 % step)


def flat(colour: str, opacity: float, coarse: int = COARSE) -> NDArray[np.uint8]:
    """A colour becomes the 8-bit planes (3, TILE, TILE) that a card full of it repeats."""
    planes = np.empty((3, TILE, TILE), np.float32)
    planes[:] = np.array(rgb(colour), np.float32).reshape(3, 1, 1)
    return develop(planes, (0, 0, TILE, TILE), opacity, coarse=coarse)


def _soft_light(planes: Planes, film: NDArray[np.int16], opacity: float | NDArray[np.float32]) -> None:
    """Noise of -255..255 darkens or lightens each plane in place. Source: W3C Compositing 1, soft-light."""
    bright = (film > 0).astype(np.int16) * np.int16(255 * STEPS + 1)
    weight = film.astype(np.float32) * np.asarray(opacity / 255, np.float32)
    table = _light()
    for plane in planes:
        step = (plane * np.float32(STEPS) + np.float32(0.5)).astype(np.int16)
        np.clip(step, 0, 255 * STEPS, out=step)
        step += bright
        np.add(plane, table.take(step) * weight, out=plane)


@cache
def _light() -> NDArray[np.float32]:
    """How far full noise moves each level: first downwards, then upwards, for levels 0, 1/STEPS, ... 255."""
    level = np.arange(255 * STEPS + 1, dtype=np.float64) / (255 * STEPS)
    low = ((16 * level - 12) * level + 4) * level
    lift = np.where(level <= 0.25, low, np.sqrt(level))
    return (np.concatenate([level - level * level, lift - level]) * 255).astype(np.float32)


@cache
def noise() -> NDArray[np.int16]:
    """The tile (TILE, TILE): blurred Gaussian noise as a picture of 256 greys, told as 2·grey - 255.

    The eight bytes of a random number add up to a bell; a blur of 3-10-3 sixteenths is a Gaussian of
    0.6 px. Whole numbers up to the last division.
    """
    raw = _random(SEED).astype("<u8")
    bells: NDArray[np.int64] = raw.view(np.uint8).reshape(TILE, TILE, 8).sum(axis=2, dtype=np.int64) - 1020
    for axis in (0, 1):
        bells = 10 * bells + 3 * (np.roll(bells, 1, axis) + np.roll(bells, -1, axis))
    # The spread of such a sum: eight bytes, each with variance (256² - 1) / 12, through the blur twice.
    spread = (8 * (256**2 - 1) / 12) ** 0.5 * (10**2 + 3**2 + 3**2)
    greys: NDArray[np.float64] = np.floor(bells * (SIGMA / spread) + 128).clip(0, 255)
    return (2 * greys - 255).astype(np.int16)


@cache
def threshold() -> NDArray[np.float32]:
    """The dither (TILE, TILE) between 0 and 1: what is added before fractions are cut off.

    The ranks of a noise from which its neighbours' mean is taken: all values equally often, no two
    alike side by side, and no pattern (which a JPEG would keep at four times the bytes).
    """
    raw = _random(SEED + 1) >> np.uint64(40)
    white = raw.astype(np.int64).reshape(TILE, TILE)
    sharp = 4 * white
    for axis in (0, 1):
        sharp -= np.roll(white, 1, axis) + np.roll(white, -1, axis)
    ranks = np.empty(TILE * TILE, np.float64)
    ranks[np.argsort(sharp, axis=None, kind="stable")] = np.arange(TILE * TILE)
    # 1/256 off either end, so that a last bit of a float never moves a whole level.
    return ((ranks + 0.5) / ranks.size * (254 / 256) + 1 / 256).reshape(TILE, TILE).astype(np.float32)


def _random(seed: int) -> NDArray[np.uint64]:
    """A tile of random 64-bit numbers, the same in every version of NumPy."""
    return np.random.PCG64(seed).random_raw(TILE * TILE)
