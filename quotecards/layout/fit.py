"""Stage 8, its fitting: of every size and number of lines the one that reads best.

A size is worth ln(size) times a weight, less what its line breaks cost. Sizes are looked at best first:
what a number of lines costs with width to spare is less than it can cost at any size, so most sizes are
never broken into lines at all.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from quotecards.layout.rules import rules
from quotecards.layout.solve import Limits
from quotecards.layout.wrap import shaped, shapely, unshaped, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quotecards.layout.rules import Costs
    from quotecards.layout.wrap import Lines, Text

STEP = 2  # px between sizes
OPTICAL = 0.96  # of the width at the largest size: what words take at another optical size, about
NARROWEST = 0.9  # and at least
SLACK = 0.4  # how much less lines may cost at another optical size, at most


@dataclass(frozen=True, slots=True)
class Room:
    """What a text has to fit: px of width and height, sizes in px, and how it is led.

    `rise` and `fall` are what the letters ink above the first and below the last baseline, in em;
    `hang` what the widest hanging mark takes, in em, and `margin` the px it may take; `fill` is what
    it costs to leave all of the height empty.
    """

    width: float
    height: float
    largest: int
    least: int
    leading: float
    weight: float
    rise: float
    fall: float
    hang: float = 0.0
    margin: float = math.inf
    fill: float = 0.0


class Fitted(NamedTuple):
    """A size in px, its leading in em, the lines, how good they are together, and px of height to spare."""

    size: int
    leading: float
    lines: Lines
    score: float
    spare: float = 0.0


class _Try(NamedTuple):
    """A size and number of lines on the heap; `promise` is the negated best score it can have."""

    promise: float
    size: int
    lines: int
    fitted: Fitted | None = None


class Breaks:
    """The ways to break one text, each found once for all sizes, rooms and credits.

    A way found with width to spare is the best at every size at which it fits.
    """

    def __init__(self, text_at: Callable[[int], Text], largest: int, costs: Costs, *, reading: bool) -> None:
        self.text_at, self.costs = text_at, costs
        self.sample = text_at(largest)
        self.steady, self.varied = (
            largest,
            0,
        )  # sizes from the one are alike to the fonts, up to the other not
        self.shape = rules().shape if reading else None
        self.free: dict[int, Lines | None] = {}
        self.spare: dict[int, Lines | None] = {}
        self.known: dict[tuple[int, int, float], tuple[Lines, bool] | None] = {}
        self.narrowest: list[float] = []

    def meet(self, counts: set[int]) -> None:
        """Look at several numbers of lines at once, with width to spare."""
        never, most = rules().measure.never, max(counts, default=0)
        if most > len(self.narrowest):
            self.narrowest = self.sample.band(never).narrowest(most, never)
        fresh = [
            lines
            for lines in sorted(counts)
            if lines not in self.free and self.narrowest[lines - 1] < math.inf
        ]
        found = unshaped(self.sample, fresh, Limits(math.inf, never)) if fresh else []
        self.free.update(zip(fresh, found, strict=True))

    def bound(self, lines: int, size: int) -> float:
        """The least that so many lines cost at a size."""
        found = self.free.get(lines)
        if found is None:
            return math.inf
        return found.cost if size >= self.steady else found.cost - SLACK

    def widest(self, size: int, width_px: float) -> float:
        """How wide lines may be at the largest size, in em, if they are to fit a width at a size."""
        if self.varied < size < self.steady:
            alike = self.text_at(size) is self.sample
            self.steady, self.varied = (size, self.varied) if alike else (self.steady, size)
        return width_px / size / (1.0 if size >= self.steady else NARROWEST)

    def lines(self, size: int, lines: int, width_px: float) -> tuple[Lines, bool] | None:
        """The best lines at a size, in shape if there is a way, else (True) out of shape."""
        key = (size, lines, width_px)
        if key not in self.known:
            self.known[key] = self._found(size, lines, width_px / size)
        return self.known[key]

    def _found(self, size: int, lines: int, width: float) -> tuple[Lines, bool] | None:
        measure, text = rules().measure, self.text_at(size)
        letters = measure.display if size >= measure.display_from else measure.reading
        spare = self._spare(lines)
        if spare is not None and _fits(text, spare, width, letters):
            return spare, False
        found = wrap(text, lines, Limits(width, letters), self.shape)
        if found is not None:
            return found, False
        found = wrap(text, lines, Limits(width, measure.never))
        if found is None:
            return None
        return found, self.shape is not None and not shapely(text, found, self.shape)

    def _spare(self, lines: int) -> Lines | None:
        """The best lines with width to spare, in shape where that is asked for."""
        if lines not in self.spare:
            free = self.free[lines]
            if free is not None and self.shape is not None and not shapely(self.sample, free, self.shape):
                free = shaped(self.sample, lines, Limits(math.inf, rules().measure.never), self.shape)
            self.spare[lines] = free
        return self.spare[lines]


def _fits(text: Text, lines: Lines, width: float, letters: int) -> bool:
    return all(
        text.width(first, last) <= width and text.letters(first, last) <= letters
        for first, last in lines.spans
    )


def ranked(room: Room, breaks: Breaks) -> Iterator[Fitted]:
    """Sizes with their lines, the best first; nothing if the text does not fit at the least size."""
    search = _Search(room, breaks)
    heap = search.tries()
    heapq.heapify(heap)
    while heap:
        best = heapq.heappop(heap)
        if best.fitted is not None:
            yield best.fitted
            continue
        following = search.broken(best)
        if following is not None:
            heapq.heappush(heap, following)


class _Search:
    """The sizes and numbers of lines of one text in one room."""

    def __init__(self, room: Room, breaks: Breaks) -> None:
        self.room, self.breaks = room, breaks

    def tries(self) -> list[_Try]:
        """Every size with every number of lines that has room, with the best it can promise."""
        room, breaks = self.room, self.breaks
        counts = {size: self._counts(size) for size in range(room.largest, room.least - 1, -STEP)}
        breaks.meet({lines for numbers in set(counts.values()) for lines in numbers})
        found = []
        for size, numbers in counts.items():
            widest = breaks.widest(size, room.width) if numbers else 0.0
            found += [
                _Try(breaks.bound(lines, size) - self._worth(size, lines), size, lines)
                for lines in numbers
                if breaks.narrowest[lines - 1] <= widest
            ]
        return found

    def broken(self, one: _Try) -> _Try | None:
        """A try with its lines; None where there is no way to break them."""
        found = self.breaks.lines(one.size, one.lines, self.room.width)
        if found is None:
            return None
        lines, loose = found
        score = self._worth(one.size, one.lines) - lines.cost - self.breaks.costs.loose * loose
        spare = self.room.height - self._inked(one.size, one.lines)
        fitted = Fitted(one.size, _led(self.room.leading, one.size), lines, score, spare)
        return _Try(-score, one.size, one.lines, fitted)

    def _counts(self, size: int) -> range:
        """The numbers of lines that are tried at a size: as many as the height holds, and few more than needed.

        None where a mark would hang off the card.
        """
        room, sample = self.room, self.breaks.sample
        fewest = max(1, math.ceil(sample.total * OPTICAL * size / room.width))
        free = room.height - (room.rise + room.fall) * size
        if free < 0 or room.hang * size > room.margin:
            return range(0)
        most = int(free / (_led(room.leading, size) * size) + 1.0001)
        return range(fewest, min(most, fewest + self.breaks.costs.lines, sample.count) + 1)

    def _worth(self, size: int, lines: int) -> float:
        empty = max(0.0, 1 - self._inked(size, lines) / self.room.height)
        return math.log(size) * self.room.weight - self.room.fill * empty

    def _inked(self, size: int, lines: int) -> float:
        """The height of so many lines, from the tallest letter of the first to the lowest of the last."""
        room = self.room
        return ((lines - 1) * _led(room.leading, size) + room.rise + room.fall) * size


@lru_cache(maxsize=4096)
def _led(wanted: float, size: int) -> float:
    """A layout's leading at a size."""
    return rules().led(wanted, size)
