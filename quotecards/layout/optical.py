"""Stage 8, its optical sizes: a text measured at both ends of its sizes, and in between by proportion."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from quotecards.fonts import Stack, by_style, optical, stack
from quotecards.layout.wrap import between

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotecards.fonts import Measurer, Style
    from quotecards.layout.wrap import Text

LETTERS = "Hamburgefonstiv quick, jazzy lynx 1234567890"
STRAIGHT = 0.0002  # of a width: how far it may be from proportion; a third of a px on the longest line


class Texts:
    """One text in a style at all sizes from `least` to `largest`; `measure` measures it at one of them.

    Where a font changes with its size, it does so in proportion, so that words need no measuring at each.
    Where it does not, they are measured at each size that is asked for.
    """

    def __init__(
        self, measure: Callable[[int], Text], measurer: Measurer, style: Style, least: int, largest: int
    ) -> None:
        self.measure, self.style = measure, style
        first, last = optical(style) or (0.0, 0.0)
        self.low, self.high = max(float(least), first), min(float(largest), last)
        self.straight = self.low < self.high and _straight(measurer, style, self.low, self.high)
        self.known: dict[Stack, Text] = {}

    def at(self, size: int) -> Text:
        """The text at a size."""
        key = stack(self.style, size)
        if key not in self.known:
            ends = (math.floor(self.low), math.ceil(self.high))
            apart = self.straight and ends[0] < size < ends[1]
            self.known[key] = self._between(size) if apart else self.measure(size)
        return self.known[key]

    def _between(self, size: int) -> Text:
        low, high = self.at(math.floor(self.low)), self.at(math.ceil(self.high))
        return between(low, high, (size - self.low) / (self.high - self.low))


@by_style
@lru_cache(maxsize=64)
def _straight(measurer: Measurer, style: Style, low: float, high: float) -> bool:
    """Whether widths half way between two sizes are half way between theirs."""
    first, middle, last = (measurer.advance(LETTERS, style, size) for size in (low, (low + high) / 2, high))
    return abs(middle - (first + last) / 2) <= STRAIGHT * middle
