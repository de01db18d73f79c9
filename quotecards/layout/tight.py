"""Stage 8, its tight lines: the cheapest chain of lines within a width, looked for among the few that fit.

Where lines are full, each can begin and end at few words only; the ends are known from both sides.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING

from quotecards.layout.solve import FEW, IDEAL, LAST, MANY, OVER, SHORT, Way

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotecards.layout.rules import Costs
    from quotecards.layout.solve import Limits, Measures

Cost = float
Start = int


def chained(measures: Measures, costs: Costs, lines: int, limits: Limits) -> Way | None:
    """The cheapest way to break words into so many lines within limits; None where there is none."""
    floors = _floors(measures, lines, limits)
    if floors is None:
        return None
    cost = _weighed(measures, costs, lines, limits)
    reached: dict[Start, Cost] = {0: 0.0}
    steps: list[dict[int, Start]] = []
    for left in range(lines - 1, -1, -1):
        reached, step = _onward(reached, cost, (floors[left] - 1, len(measures.ends) - left))
        steps.append(step)
    total = reached.get(len(measures.ends), math.inf)
    if total == math.inf:
        return None
    return Way(_traced(steps, len(measures.ends)), total)


def _onward(
    reached: dict[Start, Cost], cost: Callable[[int, int], Cost | None], ends: tuple[int, int]
) -> tuple[dict[Start, Cost], dict[int, Start]]:
    """Every way so far with one more line under it, which ends in a range of words."""
    following: dict[Start, Cost] = {}
    step: dict[int, Start] = {}
    for start in sorted(reached):
        before = reached[start]
        for end in range(max(start, ends[0]), ends[1]):
            more = cost(start, end)
            if more is None:
                break
            total = before + more
            if total < following.get(end + 1, math.inf):
                following[end + 1] = total
                step[end + 1] = start
    return following, step


def _traced(steps: list[dict[int, Start]], end: int) -> tuple[int, ...]:
    """The last word of each line, found from the end."""
    found = []
    for step in reversed(steps):
        found.append(end - 1)
        end = step[end]
    return tuple(reversed(found))


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


def _weighed(
    measures: Measures, costs: Costs, lines: int, limits: Limits
) -> Callable[[int, int], Cost | None]:
    """What the line of the words first..last costs, infinite where it may not be, None where it is too long."""
    starts, ends, hangs, before, through, after = measures
    final = len(ends) - 1
    ideal = (ends[-1] - starts[0] - hangs[0]) / lines * IDEAL
    weight = max(1.0, math.sqrt(lines / FEW))

    def cost(first: int, last: int) -> Cost | None:
        width = ends[last] - starts[first] - hangs[first]
        if width > limits.width or through[last] - before[first] > limits.letters:
            return None
        off = width / ideal - 1
        if last == final:
            if width < limits.last or (first == last and not limits.alone):
                return math.inf
            ragged = costs.last * (width < ideal * LAST) + costs.over * (width > ideal * OVER)
            widow = costs.alone * (final >= MANY) if first == last else 0.0
            return costs.even * (off * off) + ragged + widow
        if width < limits.least:
            return math.inf
        return costs.even * (off * off) + costs.short * (width < ideal * SHORT) + after[last] * weight

    return cost
