"""Stage 9, its grounds: what lies under the words of many cards, painted once and kept.

Where 256 paints can stand for it unseen, a ground is kept in them: one byte a pixel. Those that were used
last are awake, with all that encoders keep of them; the others rest, deflated, and wake in a tenth of the
time that painting takes. Processes of one run that `share` a folder leave each other what they have painted
there, and nothing rests in memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from isal import isal_zlib

from quotecards.draw import base, paints
from quotecards.draw.grain import COARSE, TILE, flat, step_of
from quotecards.draw.shelf import Shelf
from quotecards.draw.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from quotecards.draw.paints import Ink, Levels
    from quotecards.models import Part

# What is kept, in bytes: some 16 portrait grounds awake, some 90 at rest.
AWAKE = 40_000_000
AT_REST = 95_000_000


class Inked(NamedTuple):
    """A colour on a ground in paints: its film (TILE, TILE), grained, and its blends (steps, paints)."""

    film: NDArray[np.uint8]
    blends: NDArray[np.uint8]


@dataclass(slots=True, eq=False)
class Ground:
    """What lies under the words of many cards. Not to be drawn on.

    `pixels` are (rows, columns) numbers of paints, or (rows, columns, 3) levels where `levels` is None.
    `inks` holds what an ink needs here, `kept` what encoders keep; both are reckoned once.
    """

    pixels: NDArray[np.uint8]
    levels: Levels | None
    grain: float
    coarse: int = COARSE
    inks: dict[str, Inked] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def inked(self, colour: str) -> Inked:
        """What it takes to lay a colour on this ground's paints."""
        if colour not in self.inks:
            assert self.levels is not None
            told = paints.told_apart(flat(colour, self.grain, self.coarse))
            assert told is not None  # one colour under the grain has few
            film = paints.nearest(told[0], self.levels)[told[1]]
            self.inks[colour] = Inked(film, paints.blends(self.levels, colour))
        return self.inks[colour]


class _Resting(NamedTuple):
    """A ground, deflated, with what its inks need; of levels each row is told by what differs from the one above."""

    body: bytes
    shape: tuple[int, ...]
    levels: Levels | None
    inks: dict[str, Inked]


def _weight(ground: Ground) -> int:
    # With what an encoder keeps: rows or cells that no letter touches.
    return int(ground.pixels.nbytes * (1.6 if ground.levels is not None else 1.3))


_awake: Shelf[Ground] = Shelf(AWAKE, _weight)
_store: Store | None = None
_at_rest: Shelf[_Resting] = Shelf(AT_REST, lambda resting: len(resting.body) + 2 * TILE * TILE)


def of(
    width: int, height: int, parts: tuple[Part, ...], grain: float, inks: tuple[Ink, ...] | None = None
) -> Ground:
    """Parts become what lies under the words; the same one again while it is kept.

    `inks` are the flat colours that will be laid on it, first the lowest; None keeps all colours of the ground.
    """
    key = (width, height, parts, grain, inks)

    def make() -> Ground:
        if _store is not None and (found := _store.get(key)) is not None:
            return _found(found, grain)
        if (resting := _at_rest.peek(key)) is not None:
            coarse = step_of(width, height, painted=resting.levels is not None)
            return Ground(_woken(resting), resting.levels, grain, coarse, resting.inks)
        made = _painted(width, height, parts, grain, inks)
        if _store is not None:
            _store.keep(key, _told(made, inks or ()))
        else:
            resting = _rested(made)
            _at_rest.get(key, lambda: resting)
        return made

    return _awake.get(key, make)


def share(folder: Path | None) -> None:
    """Grounds are left in a folder, and taken from there, from now on; None: they are kept in memory only."""
    global _store  # noqa: PLW0603 - one for a process, as its memory is
    _store = None if folder is None else Store(folder)


def forget() -> None:
    """Nothing is kept in memory any more."""
    _awake.clear()
    _at_rest.clear()


def _painted(
    width: int, height: int, parts: tuple[Part, ...], grain: float, inks: tuple[Ink, ...] | None
) -> Ground:
    whole, coarse = (0, 0, width, height), step_of(width, height, painted=inks is not None)
    planes = base.painted(whole, parts, grain, coarse)
    found = None if inks is None else paints.painted(planes, inks, grain, coarse)
    if found is not None:
        return Ground(found.plane, found.levels, grain, coarse)
    if coarse != (fewer := step_of(width, height, painted=False)):
        planes, coarse = base.painted(whole, parts, grain, fewer), fewer
    return Ground(np.ascontiguousarray(planes.transpose(1, 2, 0)), None, grain, coarse)


# ---------------------------------------------------------------- in a folder


def _told(ground: Ground, inks: tuple[Ink, ...]) -> dict[str, NDArray[np.uint8]]:
    """A ground, and what the inks need that will be laid on it, become arrays by name."""
    told = {"pixels": ground.pixels}
    if ground.levels is not None:
        told["levels"] = ground.levels
        for colour, _ in inks:
            told[f"film {colour}"], told[f"blends {colour}"] = ground.inked(colour)
    return told


def _found(told: dict[str, NDArray[np.uint8]], grain: float) -> Ground:
    inks = {
        name.removeprefix("film "): Inked(array, told[name.replace("film ", "blends ")])
        for name, array in told.items()
        if name.startswith("film ")
    }
    pixels, levels = told["pixels"], told.get("levels")
    coarse = step_of(pixels.shape[1], pixels.shape[0], painted=levels is not None)
    return Ground(pixels, levels, grain, coarse, inks)


# ---------------------------------------------------------------- at rest


def _rested(ground: Ground) -> _Resting:
    pixels = ground.pixels
    if ground.levels is None:
        pixels = np.concatenate([pixels[:1], pixels[1:] - pixels[:-1]])
    return _Resting(isal_zlib.compress(pixels, 1), pixels.shape, ground.levels, ground.inks)


def _woken(resting: _Resting) -> NDArray[np.uint8]:
    pixels = np.frombuffer(isal_zlib.decompress(resting.body), np.uint8).reshape(resting.shape)
    if resting.levels is None:
        pixels = np.add.accumulate(pixels, axis=0, dtype=np.uint8)
    return pixels
