"""Stage 1: many stretches of a text, and quickly how much of a further one lies within them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Spans:
    """Half-open stretches, joined where they overlap; `total` is the number of characters in them."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        joined: list[tuple[int, int]] = []
        for start, end in sorted(stretches):
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            elif start < end:
                joined.append((start, end))
        self._starts = [start for start, _ in joined]
        self._ends = [end for _, end in joined]
        self._before = [0, *accumulate(end - start for start, end in joined)]
        self.total = self._before[-1]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(zip(self._starts, self._ends, strict=True))

    def covered(self, start: int, end: int) -> int:
        """How many characters of a stretch lie within these."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first >= last:
            return 0
        whole = self._before[last] - self._before[first]
        return whole - max(0, start - self._starts[first]) - max(0, self._ends[last - 1] - end)

    def share(self, start: int, end: int) -> float:
        """How much of all of these lies in a stretch, 0..1; 0 if there is nothing."""
        return self.covered(start, end) / self.total if self.total else 0.0
