"""Stage 8, its touch: no descender ever meets an ascender of the line below.

At the tight leading of display type the lines themselves are chosen so that tails fall between stems.
A line's tails and stems are bits along the line, so two lines meet where they share one.
"""

from __future__ import annotations

import math
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from quotecards.layout.setting import Token, advance, hang, natural
from quotecards.layout.wrap import Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from quotecards.fonts import Measurer, Reach

ASIDE = 0.03  # em that two strokes keep beside each other
BETWEEN = 0.006  # and one above the other
FINE = 64  # bits in an em
MARGIN = 2 * FINE  # bits left of the margin, for what hangs


class Sides(NamedTuple):
    """What a token has above its x-height and below its baseline, in em from its pen."""

    stems: tuple[Reach, ...]
    tails: tuple[Reach, ...]


class Bits(NamedTuple):
    """Where a line has stems, and where tails."""

    stems: int
    tails: int


class Touch:
    """Knows where lines of a row of tokens, set flush left, would touch."""

    def __init__(self, row: Sequence[Token], measurer: Measurer, size: float) -> None:
        self.sides = [_sides(token, measurer, size) for token in row]
        self.hangs = [hang(measurer, token, size) for token in row]
        steps = [
            advance(measurer, token, size) + space
            for token, space in zip(row, [*natural(measurer, row, size), 0.0], strict=True)
        ]
        self.starts = list(accumulate(steps, initial=0.0))
        self.spans: dict[float, _Spans] = {}

    def needed(self, spans: Sequence[tuple[int, int]]) -> float:
        """The leading in em that lines need so that nothing touches; 0 where any would do."""
        least = 0.0
        for upper, lower in pairwise(spans):
            stems = [(at + one.left, at + one.right, one.far) for at, one in self._each(lower, 0)]
            for at, tail in self._each(upper, 1):
                for left, right, far in stems:
                    if at + tail.left < right + ASIDE and left < at + tail.right + ASIDE:
                        least = max(least, tail.far + far + BETWEEN)
        return least

    def clear(self, table: NDArray[np.float64], count: int, leading: float) -> Lines | None:
        """The cheapest lines of a table of costs (first word, last word) that do not touch at a leading."""
        bits = self.spans.setdefault(leading, _Spans(self, leading))
        end = len(self.sides) - 1
        reached: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {
            (0, last): (float(table[0, last]), ()) for last in range(end + 1) if table[0, last] < math.inf
        }
        for _ in range(count - 1):
            reached = self._step(reached, table, bits)
        finals = [(cost, (*ends, last)) for (_, last), (cost, ends) in reached.items() if last == end]
        if not finals:
            return None
        cost, ends = min(finals)
        return Lines(ends, cost / count)

    def _step(
        self,
        reached: dict[tuple[int, int], tuple[float, tuple[int, ...]]],
        table: NDArray[np.float64],
        bits: _Spans,
    ) -> dict[tuple[int, int], tuple[float, tuple[int, ...]]]:
        """Every way so far with one more line under it."""
        following: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
        for (first, last), (cost, ends) in reached.items():
            start = last + 1
            for stop in range(start, len(self.sides)):
                more = float(table[start, stop])
                span = (start, stop)
                if more == math.inf or bits.of((first, last)).tails & bits.of(span).stems:
                    continue
                if span not in following or cost + more < following[span][0]:
                    following[span] = (cost + more, (*ends, last))
        return following

    def _each(self, span: tuple[int, int], side: int) -> list[tuple[float, Reach]]:
        """The stems (side 0) or tails (1) of a line, each with the place of its token from the margin."""
        first, last = span
        margin = self.starts[first] + self.hangs[first]
        return [
            (self.starts[at] - margin, one) for at in range(first, last + 1) for one in self.sides[at][side]
        ]


class _Spans:
    """Lines as bits, each made once: only tails and stems that could meet at a leading."""

    def __init__(self, touch: Touch, leading: float) -> None:
        self.touch = touch
        deepest = max((one.far for sides in touch.sides for one in sides.tails), default=0.0)
        highest = max((one.far for sides in touch.sides for one in sides.stems), default=0.0)
        self.least = (leading - deepest - BETWEEN, leading - highest - BETWEEN)
        self.known: dict[tuple[int, int], Bits] = {}

    def of(self, span: tuple[int, int]) -> Bits:
        if span not in self.known:
            self.known[span] = Bits(self._bits(span, 0, ASIDE), self._bits(span, 1, 0.0))
        return self.known[span]

    def _bits(self, span: tuple[int, int], side: int, aside: float) -> int:
        bits = 0
        for at, one in self.touch._each(span, side):  # noqa: SLF001 - two halves of one search
            if one.far > self.least[side]:
                low = MARGIN + math.floor((at + one.left - aside) * FINE)
                high = MARGIN + math.ceil((at + one.right + aside) * FINE)
                bits |= ((1 << max(0, high - low)) - 1) << max(0, low)
        return bits


def _sides(token: Token, measurer: Measurer, size: float) -> Sides:
    stems: list[Reach] = []
    tails: list[Reach] = []
    at = 0.0
    for part in token.segments:
        ups, downs = measurer.reaches(part.text, part.style, size)
        stems += [one._replace(left=at + one.left, right=at + one.right) for one in ups]
        tails += [one._replace(left=at + one.left, right=at + one.right) for one in downs]
        at += measurer.advance(part.text, part.style, size)
    return Sides(tuple(stems), tuple(tails))
