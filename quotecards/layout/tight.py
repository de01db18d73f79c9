"""Stage 8, its tight lines: the cheapest chain of lines within a width, looked for among the few that fit.

Where lines are full, each can begin and end at few words only; the ends are known from both sides.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING

from quotecards.layout.solve import FEW, IDEAL, LAST, MANY, OVER, SHORT, Way

if TYPE_CHECKING:
    from quotecards.layout.rules import Costs
    from quotecards.layout.solve import Limits, Measures

Line = tuple[float, int, float]  # its width in em, its characters, its cost


class Options:
    """The lines that can begin with each word, where a text has so many lines; found once for all limits."""

    def __init__(self, measures: Measures, costs: Costs, lines: int, letters: int) -> None:
        self.measures, self.costs, self.letters = measures, costs, letters
        self.final = len(measures.ends) - 1
        self.ideal = (measures.ends[-1] - measures.starts[0] - measures.hangs[0]) / lines * IDEAL
        self.weight = max(1.0, math.sqrt(lines / FEW))
        self.known: dict[int, list[Line]] = {}

    def of(self, first: int) -> list[Line]:
        """The lines of the words first..first, first..first + 1, ..."""
        if first not in self.known:
            self.known[first] = self._found(first)
        return self.known[first]

    def _found(self, first: int) -> list[Line]:
        starts, ends, hangs, before, through, after = self.measures
        even, short, ideal, final = self.costs.even, self.costs.short, self.ideal, self.final
        start, hang, begin = starts[first], hangs[first], before[first]
        found: list[Line] = []
        for last in range(first, final):
            letters = through[last] - begin
            if letters > self.letters:
                return found
            width = ends[last] - start - hang
            off = width / ideal - 1
            cost = even * (off * off) + short * (width < ideal * SHORT) + after[last] * self.weight
            found.append((width, letters, cost))
        width = ends[final] - start - hang
        found.append((width, through[final] - begin, self._final(first, width)))
        return found

    def _final(self, first: int, width: float) -> float:
        """What the last line costs."""
        costs, off = self.costs, width / self.ideal - 1
        ragged = costs.last * (width < self.ideal * LAST) + costs.over * (width > self.ideal * OVER)
        widow = costs.alone * (self.final >= MANY) if first == self.final else 0.0
        return costs.even * (off * off) + ragged + widow


def chained(options: Options, lines: int, limits: Limits) -> Way | None:
    """The cheapest way to break words into so many lines within limits; None where there is none."""
    floors = _floors(options.measures, lines, limits)
    if floors is None:
        return None
    reached = [0.0] + [math.inf] * options.final
    steps: list[list[int]] = []
    for left in range(lines - 1, 0, -1):
        reached, step = _onward(reached, options, (floors[left] - 1, options.final + 1 - left), limits)
        steps.append(step)
    return _ended(reached, steps, options, limits)


def _onward(
    reached: list[float], options: Options, ends: tuple[int, int], limits: Limits
) -> tuple[list[float], list[int]]:
    """Every way so far, by the word after it, with one more line under it, which ends in a range of words."""
    following = [math.inf] * len(reached)
    step = [0] * len(reached)
    widest, most, least = limits[:3]
    for start, before in enumerate(reached):
        if before == math.inf:
            continue
        end = max(start, ends[0])
        for width, letters, cost in options.of(start)[end - start : ends[1] - start]:
            if width > widest or letters > most:
                break
            end += 1
            total = before + cost
            if total < following[end] and width >= least:
                following[end] = total
                step[end] = start
    return following, step


def _ended(reached: list[float], steps: list[list[int]], options: Options, limits: Limits) -> Way | None:
    """The cheapest of all ways, with the last line under it."""
    best, end, final = math.inf, 0, options.final
    for start, before in enumerate(reached):
        if before == math.inf or (start == final and not limits.alone):
            continue
        found = options.of(start)
        if len(found) <= final - start:
            continue
        width, letters, cost = found[final - start]
        if limits.last <= width <= limits.width and letters <= limits.letters and before + cost < best:
            best, end = before + cost, start
    if best == math.inf:
        return None
    ends = [final]
    for step in reversed(steps):
        ends.append(end - 1)
        end = step[end]
    return Way(tuple(reversed(ends)), best)


def _floors(measures: Measures, lines: int, limits: Limits) -> list[int] | None:
    """The first word that 0, 1, 2, ... lines at the end can begin with; None where all are too few."""
    starts, ends, hangs, before, through, after = measures
    floors = [len(ends)]
    for _ in range(lines):
        last = floors[-1] - 1
        if last < 0:
            floors.append(0)
            continue
        first = bisect_left(before, through[last] - limits.letters, 0, last)
        while ends[last] - starts[first] - hangs[first] > limits.width or (
            first and after[first - 1] == math.inf
        ):
            first += 1
            if first > last:
                return None
        floors.append(first)
    return floors if floors[-1] == 0 else None
