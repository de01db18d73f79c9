"""Stage 8, its solving: the cheapest chains of lines, several numbers of lines and limits in one go.

A line holds few words, so all lines are a band: a row for each last word, a column for each first word that
the longest line could begin with. A step puts one more line under every way so far.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.layout.rules import Costs

FEW = 2  # lines up to which a bad break counts as it is; among more it would be averaged away
IDEAL = 1.04  # the last line is a little short, so the others are a little longer than the mean
SHORT = 0.5  # of the ideal line, under which a line in between looks lost
LAST, OVER = 0.42, 1.02  # of the ideal line, under and over which a last line looks wrong
MANY = 6  # words from which one word alone at the end is a widow


class Limits(NamedTuple):
    """What each line keeps within: its width in em and its characters; the least widths of all but the last
    and of the last; and whether one word may stand alone at the end.
    """

    width: float
    letters: int
    least: float = 0.0
    last: float = 0.0
    alone: bool = True


class Way(NamedTuple):
    """The last word of each line, and what all lines cost."""

    ends: tuple[int, ...]
    cost: float


class Measures(NamedTuple):
    """Words in em along one endless line: where each starts and ends, and how far it hangs out of a margin.

    `before` and `through` are characters up to where a word starts and ends; `after` is the cost of a break
    behind it, infinite where none may be.
    """

    starts: list[float]
    ends: list[float]
    hangs: list[float]
    before: list[int]
    through: list[int]
    after: list[float]


class Band:
    """The lines of a text with at most so many characters, each with its width and what it costs."""

    def __init__(self, measures: Measures, costs: Costs, letters: int) -> None:
        self.costs, self.after = costs, np.array(measures.after)
        starts, ends, hangs = (np.array(one) for one in measures[:3])
        before, through = np.array(measures.before), np.array(measures.through)
        self.count = len(ends)
        last = np.arange(self.count)
        reach = int((last - np.searchsorted(before, through - letters)).max()) + 1
        self.reach = min(max(1, reach), self.count)
        first = last[:, None] + np.arange(1 - self.reach, 1)
        at = np.maximum(first, 0)
        self.widths = ends[:, None] - starts[at] - hangs[at]
        self.letters = through[:, None] - before[at]
        self.none = first < 0
        self.total = float(ends[-1] - starts[0] - hangs[0])
        self.known: dict[int, NDArray[np.float64]] = {}
        self.wrong: dict[int, NDArray[np.bool_]] = {}

    def best(self, asked: Sequence[tuple[int, Limits]]) -> list[Way | None]:
        """For each number of lines and its limits the cheapest way; None where there is none."""
        self._cost({lines for lines, _ in asked} - self.known.keys())
        tables = np.empty((len(asked), self.count, self.reach))
        for at, (lines, limits) in enumerate(asked):
            tables[at] = self.known[lines]
            self._limit(tables[at], limits)
        return _chained(tables, [lines for lines, _ in asked])

    def ideal(self, lines: int) -> float:
        """How wide a line is at best where a text has so many."""
        return self.total / lines * IDEAL

    def table(self, lines: int, limits: Limits) -> NDArray[np.float64]:
        """What each line costs, by its first and its last word; infinite where it may not be."""
        self._cost({lines} - self.known.keys())
        cost = self.known[lines].copy()
        self._limit(cost, limits)
        whole = np.full((self.count, self.reach - 1 + self.count), math.inf)
        last = np.arange(self.count)[:, None]
        whole[last, last + np.arange(self.reach)] = cost
        return whole[:, self.reach - 1 :].T

    def narrowest(self, most: int, letters: int) -> list[float]:
        """The least width in em at which lines with so many characters hold the text: for 1, 2, ... lines."""
        widths = np.where(self._wrong(letters), math.inf, self.widths)
        widths[:-1][self.after[:-1] == math.inf] = math.inf
        chain, view = _chain(1, self.count, self.reach)
        found = []
        for _ in range(most):
            reached = np.maximum(view[0], widths).min(axis=1)
            chain[0, self.reach - 1] = math.inf
            chain[0, self.reach :] = reached
            found.append(float(reached[-1]))
        return found

    def _limit(self, table: NDArray[np.float64], limits: Limits) -> None:
        """What breaks a limit becomes infinite."""
        wrong = self._wrong(limits.letters)
        if limits.width < math.inf:
            wrong = wrong | (self.widths > limits.width)
        if limits.least:
            wrong[:-1] |= self.widths[:-1] < limits.least
        table[wrong] = math.inf
        if limits.last:
            table[-1, self.widths[-1] < limits.last] = math.inf
        if not limits.alone:
            table[-1, -1] = math.inf

    def _wrong(self, letters: int) -> NDArray[np.bool_]:
        """The lines with more than so many characters."""
        if letters not in self.wrong:
            self.wrong[letters] = self.none | (self.letters > letters)
        return self.wrong[letters]

    def _cost(self, counts: set[int]) -> None:
        """What every line costs where a text has so many lines."""
        if not counts:
            return
        lines = sorted(counts)
        costs, widths = self.costs, self.widths
        ideal = np.array([self.ideal(count) for count in lines])[:, None, None]
        weight = np.array([max(1.0, math.sqrt(count / FEW)) for count in lines])[:, None, None]
        cost = costs.even * np.square(widths / ideal - 1) + costs.short * (widths < ideal * SHORT)
        cost += self.after[:, None] * weight
        end, ideal = widths[-1], ideal[:, :, 0]
        cost[:, -1] = costs.even * np.square(end / ideal - 1)
        ragged = costs.last * (end < ideal * LAST) + costs.over * (end > ideal * OVER)
        for at, count in enumerate(lines):
            if count > 1:
                cost[at, -1] += ragged[at]
                cost[at, -1, -1] += costs.alone * (self.count > MANY)
            self.known[count] = cost[at]


def _chain(many: int, count: int, reach: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What ways cost that end before each first word, nothing before the very first; and a view of that as a band."""
    chain = np.full((many, reach + count), math.inf)
    chain[:, reach - 1] = 0.0
    step, word = chain.strides
    view = np.lib.stride_tricks.as_strided(chain, (many, count, reach), (step, word, word))
    return chain, view


def _chained(tables: NDArray[np.float64], counts: Sequence[int]) -> list[Way | None]:
    """The cheapest chain through each table, from the first word to the last."""
    many, count, reach = tables.shape
    chain, view = _chain(many, count, reach)
    steps: list[NDArray[np.intp]] = []
    totals: list[NDArray[np.float64]] = []
    for _ in range(max(counts)):
        ways = tables + view
        steps.append(ways.argmin(axis=2))
        reached = np.minimum.reduce(ways, axis=2)
        chain[:, reach - 1] = math.inf
        chain[:, reach:] = reached
        totals.append(reached[:, -1])
    found: list[Way | None] = []
    for at, lines in enumerate(counts):
        total = float(totals[lines - 1][at])
        found.append(None if total == math.inf else Way(_traced(steps, at, lines, count, reach), total))
    return found


def _traced(
    steps: Sequence[NDArray[np.intp]], at: int, lines: int, count: int, reach: int
) -> tuple[int, ...]:
    """The last word of each line, found from the end."""
    ends = [count - 1]
    for step in reversed(steps[1:lines]):
        ends.append(ends[-1] - reach + int(step[at, ends[-1]]))
    return tuple(reversed(ends))
