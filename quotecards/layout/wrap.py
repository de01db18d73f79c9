"""Stage 8, its breaking: the best lines of a text for a number of lines, not the first that fit.

Source: the idea of Knuth and Plass, "Breaking Paragraphs into Lines" (1981), with costs of our own:
every way of breaking is weighed at once, as a table over all pairs of first and last words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.layout.rules import Costs, Shape
    from quotecards.layout.words import Word

# How wide the widest line may be, in ideal lines: narrow shapes are looked for first, since the
# shortest line is measured against the widest.
WIDEST = (1.14, 1.32, 1.6)
IDEAL = 1.04  # the last line is a little short, so the others are a little longer than the mean
FEW = 2  # lines up to which a bad break counts as it is; among more it would be averaged away
SHORT = 0.5  # of the ideal line, under which a line in between looks lost
LAST, OVER = 0.42, 1.02  # of the ideal line, under and over which a last line looks wrong
MANY = 6  # words from which one word alone at the end is a widow


@dataclass(frozen=True, slots=True)
class Text:
    """Words with their measures, in em.

    `widths[i, j]` is the line of the words i..j without its hanging marks, `letters[i, j]` how many
    characters it has, `after[j]` the cost of a break behind word j, infinite where none may be;
    `backward[i, j]` tells the pairs that are no line since j comes before i.
    """

    widths: NDArray[np.float64]
    letters: NDArray[np.int64]
    after: NDArray[np.float64]
    backward: NDArray[np.bool_]
    costs: Costs

    @property
    def total(self) -> float:
        return float(self.widths[0, -1])

    @property
    def count(self) -> int:
        return len(self.after)


class Limits(NamedTuple):
    """What each line keeps within: its width in em, its characters, and the least width of all but the last."""

    width: float
    letters: int
    least: float = 0.0


class Lines(NamedTuple):
    """A way of breaking: the last word of each line (inclusive), and its mean cost."""

    ends: tuple[int, ...]
    cost: float

    @property
    def spans(self) -> list[tuple[int, int]]:
        """First and last word of each line."""
        return list(zip([0, *(end + 1 for end in self.ends)], self.ends, strict=False))


class Widths(NamedTuple):
    """The measures of words in em: how far the pen goes over each, and over the space behind it.

    `hangs` is how much of a word stands out of the margin where it begins a line, `overs` how far its ink
    goes beyond its advance where it ends one (mostly less than 0).
    """

    advances: Sequence[float]
    gaps: Sequence[float]
    hangs: Sequence[float]
    overs: Sequence[float]


def measured(words: Sequence[Word], widths_em: Widths, costs: Costs) -> Text:
    """Words and their measures become the table that breaking works on."""
    advances = np.array(widths_em.advances)
    steps = advances + np.array([*widths_em.gaps, 0.0])
    starts = np.concatenate([[0.0], np.cumsum(steps)[:-1]])
    ends = starts + advances + np.array(widths_em.overs)
    widths = ends[None, :] - starts[:, None] - np.array(widths_em.hangs)[:, None]
    sizes = np.array([len(word.text) + word.spaced for word in words])
    last = np.cumsum(sizes) - np.array([word.spaced for word in words])
    letters = last[None, :] - (np.cumsum(sizes) - sizes)[:, None]
    after = [
        math.inf
        if word.never
        else costs.weak * word.weak - costs.sense * word.sense + costs.bound * word.bound
        for word in words
    ]
    return Text(widths, letters, np.array(after), np.tri(len(words), k=-1, dtype=bool), costs)


def wrap(text: Text, lines: int, limits: Limits, shape: Shape | None = None) -> Lines | None:
    """The cheapest way to break a text into so many lines within limits.

    With a `shape`, only ways that keep its ratios count. None where there is no way.
    """
    if lines > text.count or lines < 1:
        return None
    free = _solved(table(text, lines, limits), lines)
    if free is None or shape is None or shapely(text, free, shape):
        return free
    ideal = _ideal(text, lines)
    widest = sorted({min(limits.width, ideal * share) for share in WIDEST})
    found = [_shaped(text, lines, limits._replace(width=width), shape) for width in widest]
    return min((way for way in found if way is not None), key=lambda way: way.cost, default=None)


def _shaped(text: Text, lines: int, limits: Limits, shape: Shape) -> Lines | None:
    """The cheapest way whose widest line may just fill the width: all others are measured against it."""
    width = limits.width
    weighed = table(text, lines, limits._replace(least=width * shape.shortest))
    weighed[text.widths[:, -1] < width * shape.last, -1] = np.inf
    if text.count > shape.widow:
        weighed[-1, -1] = np.inf
    return _solved(weighed, lines)


def shapely(text: Text, lines: Lines, shape: Shape) -> bool:
    """Whether lines keep the ratios of reading text, and no word stands alone at the end."""
    widths = [float(text.widths[span]) for span in lines.spans]
    if len(widths) == 1:
        return True
    longest = max(widths)
    first, last = lines.spans[-1]
    alone = first == last and text.count > shape.widow
    return min(widths[:-1]) >= shape.shortest * longest and widths[-1] >= shape.last * longest and not alone


def table(text: Text, lines: int, limits: Limits) -> NDArray[np.float64]:
    """What each line of the words i..j costs where a text has so many lines; infinite where it may not be."""
    costs, widths = text.costs, text.widths
    ideal = _ideal(text, lines)
    cost = costs.even * np.square(widths / ideal - 1) + costs.short * (widths < ideal * SHORT)
    cost += text.after * max(1.0, math.sqrt(lines / FEW))
    end = widths[:, -1]
    cost[:, -1] = costs.even * np.square(end / ideal - 1)
    if lines > 1:
        cost[:, -1] += costs.last * (end < ideal * LAST) + costs.over * (end > ideal * OVER)
        cost[-1, -1] += costs.alone * (text.count > MANY)
    wrong = (widths > limits.width) | (text.letters > limits.letters) | text.backward
    wrong[:, :-1] |= widths[:, :-1] < limits.least
    cost[wrong] = np.inf
    return cost


def _ideal(text: Text, lines: int) -> float:
    return text.total / lines * IDEAL


def _solved(table: NDArray[np.float64], lines: int) -> Lines | None:
    """The cheapest chain of so many lines through the table, from the first word to the last."""
    reached = table[0]
    steps: list[NDArray[np.intp]] = []
    for _ in range(lines - 1):
        ways = reached[:-1, None] + table[1:]
        steps.append(ways.argmin(axis=0))
        reached = ways.min(axis=0)
    total = float(reached[-1])
    if not math.isfinite(total):
        return None
    ends = [len(reached) - 1]
    for step in reversed(steps):
        ends.append(int(step[ends[-1]]))
    return Lines(tuple(reversed(ends)), total / lines)
