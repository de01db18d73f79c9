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
FEW = 3  # lines up to which a bad break counts as it is; among more it would be averaged away
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

    @property
    def total(self) -> float:
        return float(self.widths[0, -1])

    @property
    def count(self) -> int:
        return len(self.after)


class Lines(NamedTuple):
    """A way of breaking: the last word of each line (inclusive), and its mean cost."""

    ends: tuple[int, ...]
    cost: float

    @property
    def spans(self) -> list[tuple[int, int]]:
        """First and last word of each line."""
        return list(zip([0, *(end + 1 for end in self.ends)], self.ends, strict=False))


def measured(
    words: Sequence[Word],
    advances: Sequence[float],
    gaps: Sequence[float],
    hang: Sequence[float],
    costs: Costs,
) -> Text:
    """Words and their measures in em become the table that breaking works on.

    `gaps[k]` is what stands between the words k and k + 1 on a line; `hang[k]` how much of word k
    stands out of the margin where it begins a line.
    """
    steps = np.array(advances) + np.array([*gaps, 0.0])
    starts = np.concatenate([[0.0], np.cumsum(steps)[:-1]])
    ends = starts + np.array(advances)
    widths = ends[None, :] - starts[:, None] - np.array(hang)[:, None]
    sizes = np.array([len(word.text) + word.spaced for word in words])
    last = np.cumsum(sizes) - np.array([word.spaced for word in words])
    letters = last[None, :] - (np.cumsum(sizes) - sizes)[:, None]
    after = [
        math.inf
        if word.never
        else costs.weak * word.weak - costs.sense * word.sense + costs.bound * word.bound
        for word in words
    ]
    return Text(widths, letters, np.array(after), np.tri(len(words), k=-1, dtype=bool))


def wrap(
    text: Text, lines: int, width: float, most: int, costs: Costs, shape: Shape | None = None
) -> Lines | None:
    """The cheapest way to break a text into so many lines, each at most `width` em and `most` letters.

    With a `shape`, only ways that keep its ratios count. None where there is no way.
    """
    if lines > text.count or lines < 1:
        return None
    ideal = min(width, text.total / lines * IDEAL)
    free = _solved(_table(text, lines, ideal, (0.0, width), most, costs), lines)
    if free is None or shape is None or shapely(text, free, shape):
        return free
    best: Lines | None = None
    tried = 0.0
    for share in WIDEST:
        widest = min(width, ideal * share)
        if widest <= tried:
            break
        tried = widest
        table = _table(text, lines, ideal, (widest * shape.shortest, widest), most, costs)
        _strict(text, table, widest * shape.last)
        found = _solved(table, lines)
        if found is not None and (best is None or found.cost < best.cost):
            best = found
    return best


def shapely(text: Text, lines: Lines, shape: Shape) -> bool:
    """Whether lines keep the ratios of reading text, and no word stands alone at the end."""
    widths = [float(text.widths[span]) for span in lines.spans]
    if len(widths) == 1:
        return True
    longest = max(widths)
    first, last = lines.spans[-1]
    alone = first == last and text.count > MANY
    return min(widths[:-1]) >= shape.shortest * longest and widths[-1] >= shape.last * longest and not alone


def table(text: Text, lines: int, width: float, most: int, costs: Costs) -> NDArray[np.float64]:
    """What each line of the words i..j costs where a text has so many lines; infinite where it may not be."""
    ideal = min(width, text.total / lines * IDEAL)
    return _table(text, lines, ideal, (0.0, width), most, costs)


def _table(
    text: Text, lines: int, ideal: float, range_em: tuple[float, float], most: int, costs: Costs
) -> NDArray[np.float64]:
    """What each line i..j would cost; infinite where it may not be."""
    least, widest = range_em
    widths = text.widths
    cost = costs.even * np.square(widths / ideal - 1) + text.after * max(1.0, math.sqrt(lines / FEW))
    end = widths[:, -1]
    cost[:, -1] = costs.even * (end / ideal - 1) ** 2
    if lines > 1:
        cost[:, -1] += costs.last * (end < ideal * 0.42) + costs.over * (end > ideal * 1.02)
        cost[-1, -1] += costs.alone * (text.count > MANY)
    wrong = (widths > widest) | (text.letters > most)
    wrong[:, :-1] |= widths[:, :-1] < least
    cost[wrong | text.backward] = np.inf
    return cost


def _strict(text: Text, table: NDArray[np.float64], least_last: float) -> None:
    """Last lines that are too short, or one word alone, are ruled out."""
    table[text.widths[:, -1] < least_last, -1] = np.inf
    if text.count > MANY:
        table[-1, -1] = np.inf


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
