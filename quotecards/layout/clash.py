"""Stage 8, its touch: no descender ever meets an ascender of the line below.

At the tight leading of display type the lines themselves are chosen so that tails fall between stems.
How far each token goes above its x-height and below its baseline is kept in bins along the line.
"""

from __future__ import annotations

import math
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from quotecards.layout.setting import Token, advance, hang, natural
from quotecards.layout.wrap import Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.fonts import Measurer, Reach

ASIDE = 1  # bins that two strokes keep beside each other
BETWEEN = 0.006  # em that they keep one above the other
FINE = 128  # bins in an em
EDGE = 2 * FINE  # bins left of the pen or the margin, for what hangs

Ways = dict[tuple[int, int], tuple[float, tuple[int, ...]]]


class Profile(NamedTuple):
    """How far a token or a line goes up and down in each bin, in em; 0 where it keeps within."""

    stems: NDArray[np.float64]
    tails: NDArray[np.float64]


class Touch:
    """Knows where lines of a row of tokens, set flush left, would touch."""

    def __init__(self, row: Sequence[Token], measurer: Measurer, size: float) -> None:
        self.profiles = [_profile(token, measurer, size) for token in row]
        self.hangs = [hang(measurer, token, size) for token in row]
        steps = [
            advance(measurer, token, size) + space
            for token, space in zip(row, [*natural(measurer, row, size), 0.0], strict=True)
        ]
        self.starts = list(accumulate(steps, initial=0.0))
        self.bins = EDGE * 2 + math.ceil(self.starts[-1] * FINE)
        self.bits: dict[float, _Bits] = {}
        self.lines: dict[tuple[int, int], Profile] = {}
        self.pairs: dict[tuple[tuple[int, int], tuple[int, int]], float] = {}

    def needed(self, spans: Sequence[tuple[int, int]]) -> float:
        """The leading in em that lines need so that nothing touches; 0 where any would do."""
        return max((self._between(pair) for pair in pairwise(spans)), default=0.0)

    def clear(self, table: NDArray[np.float64], count: int, leading: float) -> Lines | None:
        """The cheapest lines of a table of costs (first word, last word) that do not touch at a leading."""
        if leading not in self.bits:
            self.bits[leading] = _Bits(self, leading)
        bits = self.bits[leading]
        end = len(self.profiles) - 1
        reached: Ways = {
            (0, last): (float(table[0, last]), ()) for last in range(end + 1) if table[0, last] < math.inf
        }
        for _ in range(count - 1):
            reached = _onward(reached, table, bits)
        finals = [(cost, (*ends, last)) for (_, last), (cost, ends) in reached.items() if last == end]
        if not finals:
            return None
        cost, ends = min(finals)
        return Lines(ends, cost / count)

    def places(self, span: tuple[int, int]) -> list[tuple[int, int]]:
        """The tokens of a line, each with the bin at which its profile begins."""
        first, last = span
        margin = self.starts[first] + self.hangs[first]
        return [(at, round((self.starts[at] - margin) * FINE) + EDGE) for at in range(first, last + 1)]

    def _between(self, pair: tuple[tuple[int, int], tuple[int, int]]) -> float:
        if pair not in self.pairs:
            tails, stems = self._line(pair[0]).tails, self._line(pair[1]).stems
            most = float(((tails + stems) * ((tails > 0) & (stems > 0))).max())
            self.pairs[pair] = most + BETWEEN if most else 0.0
        return self.pairs[pair]

    def _line(self, span: tuple[int, int]) -> Profile:
        if span not in self.lines:
            self.lines[span] = self._laid(span)
        return self.lines[span]

    def _laid(self, span: tuple[int, int]) -> Profile:
        line = Profile(np.zeros(self.bins), np.zeros(self.bins))
        for at, place in self.places(span):
            for whole, part in zip(line, self.profiles[at], strict=True):
                low = max(0, EDGE - place)
                view = whole[place - EDGE + low : place - EDGE + len(part)]
                np.maximum(view, part[low : low + len(view)], out=view)
        return line


class _Bits:
    """Lines as bits along them, each made once: only stems and tails that could meet at a leading."""

    def __init__(self, touch: Touch, leading: float) -> None:
        self.touch = touch
        deepest = max(float(profile.tails.max()) for profile in touch.profiles)
        highest = max(float(profile.stems.max()) for profile in touch.profiles)
        high, deep = leading - deepest - BETWEEN, leading - highest - BETWEEN
        self.tokens = [
            (_packed(profile.stems > high), _packed(profile.tails > deep)) for profile in touch.profiles
        ]
        self.known: dict[tuple[int, int], tuple[int, int]] = {}

    def of(self, span: tuple[int, int]) -> tuple[int, int]:
        """The stems and the tails of a line."""
        if span not in self.known:
            stems = tails = 0
            for at, place in self.touch.places(span):
                stems |= self.tokens[at][0] << place
                tails |= self.tokens[at][1] << place
            self.known[span] = (stems, tails)
        return self.known[span]


def _onward(reached: Ways, table: NDArray[np.float64], bits: _Bits) -> Ways:
    """Every way so far with one more line under it."""
    following: Ways = {}
    for (first, last), (cost, ends) in reached.items():
        tails = bits.of((first, last))[1]
        for stop in np.flatnonzero(table[last + 1] < math.inf).tolist() if last + 1 < len(table) else ():
            span = (last + 1, stop)
            total = cost + float(table[span])
            if tails & bits.of(span)[0] or (span in following and following[span][0] <= total):
                continue
            following[span] = (total, (*ends, last))
    return following


def _packed(there: NDArray[np.bool_]) -> int:
    """Bins that are there as the bits of a number, the first bin the lowest."""
    return int.from_bytes(np.packbits(there, bitorder="little").tobytes(), "little")


def _profile(token: Token, measurer: Measurer, size: float) -> Profile:
    """A token's profile, its pen at bin EDGE; stems are widened, so that strokes keep their distance."""
    bins = 2 * EDGE + math.ceil(advance(measurer, token, size) * FINE)
    made = Profile(np.zeros(bins), np.zeros(bins))
    at = 0.0
    for part in token.segments:
        stems, tails = measurer.reaches(part.text, part.style, size)
        for one in stems:
            _raise(made.stems, at, one, ASIDE)
        for one in tails:
            _raise(made.tails, at, one, 0)
        at += measurer.advance(part.text, part.style, size)
    return made


def _raise(bins: NDArray[np.float64], at: float, one: Reach, aside: int) -> None:
    low = math.floor((at + one.left) * FINE) + EDGE - aside
    high = math.ceil((at + one.right) * FINE) + EDGE + aside
    view = bins[max(0, low) : max(0, high)]
    np.maximum(view, one.far, out=view)
