"""Stage 8, its breaking: the best lines of a text for a number of lines, not the first that fit.

Source: the idea of Knuth and Plass, "Breaking Paragraphs into Lines" (1981), with costs of our own:
every way of breaking is weighed at once.
"""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from quotecards.layout.rules import rules
from quotecards.layout.solve import IDEAL, Band, Limits, Measures
from quotecards.layout.tight import Options, chained

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.layout.rules import Costs, Shape
    from quotecards.layout.solve import Way
    from quotecards.layout.words import Word

__all__ = [
    "Limits",
    "Lines",
    "Text",
    "Widths",
    "between",
    "measured",
    "shaped",
    "shapely",
    "unshaped",
    "wrap",
]

# How wide the widest line may be, in ideal lines: narrow shapes are looked for first, since the
# shortest line is measured against the widest.
WIDEST = (1.14, 1.32, 1.6)


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


class Text:
    """Words with their measures, and with their lines, once these are asked for."""

    def __init__(self, measures: Measures, costs: Costs) -> None:
        self.measures, self.costs = measures, costs
        self.count = len(measures.ends)
        self.total = self.width(0, self.count - 1)
        self._bands: dict[int, Band] = {}
        self._options: dict[tuple[int, int], Options] = {}

    def width(self, first: int, last: int) -> float:
        """The line of the words first..last in em, without its hanging marks."""
        return self.measures.ends[last] - self.measures.starts[first] - self.measures.hangs[first]

    def letters(self, first: int, last: int) -> int:
        """How many characters that line has."""
        return self.measures.through[last] - self.measures.before[first]

    def band(self, letters: int) -> Band:
        """All lines with at most so many characters; and more, where that spares another band."""
        letters = max(letters, rules().measure.never)
        if letters not in self._bands:
            self._bands[letters] = Band(self.measures, self.costs, letters)
        return self._bands[letters]

    def options(self, lines: int, letters: int) -> Options:
        """The lines that can begin with each word, where there are so many."""
        key = (lines, max(letters, rules().measure.never))
        if key not in self._options:
            self._options[key] = Options(self.measures, self.costs, *key)
        return self._options[key]


def measured(words: Sequence[Word], widths_em: Widths, costs: Costs) -> Text:
    """Words and their measures become a text that can be broken."""
    advances = widths_em.advances
    steps = [advance + gap for advance, gap in zip(advances, [*widths_em.gaps, 0.0], strict=True)]
    starts = list(accumulate(steps[:-1], initial=0.0))
    ends = [
        start + advance + over for start, advance, over in zip(starts, advances, widths_em.overs, strict=True)
    ]
    through = list(accumulate(len(word.text) + word.spaced for word in words))
    before = [0, *through[:-1]]
    through = [end - word.spaced for end, word in zip(through, words, strict=True)]
    return Text(
        Measures(
            starts, ends, list(widths_em.hangs), before, through, [_broken(word, costs) for word in words]
        ),
        costs,
    )


def between(low: Text, high: Text, share: float) -> Text:
    """A text measured twice becomes one between the two, a share of the way from the first to the second."""
    starts, ends, hangs = (
        [one + (two - one) * share for one, two in zip(*both, strict=True)]
        for both in zip(low.measures[:3], high.measures[:3], strict=True)
    )
    return Text(high.measures._replace(starts=starts, ends=ends, hangs=hangs), high.costs)


def _broken(word: Word, costs: Costs) -> float:
    """What a break behind a word costs."""
    if word.never:
        return math.inf
    return costs.weak * word.weak - costs.sense * word.sense + costs.bound * word.bound


def wrap(text: Text, lines: int, limits: Limits, shape: Shape | None = None) -> Lines | None:
    """The cheapest way to break a text into so many lines within limits.

    With a `shape`, only ways that keep its ratios count. None where there is no way.
    """
    if lines == 1:
        return _one(text, limits)
    free = _within(text, lines, limits)
    if free is None or shape is None or shapely(text, free, shape):
        return free
    return shaped(text, lines, limits, shape)


def _one(text: Text, limits: Limits) -> Lines | None:
    """A text on one line, which is of any shape."""
    last = text.count - 1
    if text.total > limits.width or text.letters(0, last) > limits.letters:
        return None
    return Lines((last,), text.costs.even * (1 / IDEAL - 1) ** 2)


def unshaped(text: Text, counts: Sequence[int], limits: Limits) -> list[Lines | None]:
    """For each of several numbers of lines the cheapest way within limits, whatever its shape."""
    able = [count for count in counts if 1 <= count <= text.count]
    found = text.band(limits.letters).best([(count, limits) for count in able]) if able else []
    ways = dict(zip(able, found, strict=True))
    return [_meant(ways.get(count)) for count in counts]


def shaped(text: Text, lines: int, limits: Limits, shape: Shape) -> Lines | None:
    """The cheapest way that keeps the ratios of a shape.

    Widths for the widest line are tried in turn, and all other lines are measured against it.
    """
    ideal = text.total / lines * IDEAL
    widest = sorted({min(limits.width, ideal * share) for share in WIDEST})
    alone = text.count <= shape.widow
    tried = [
        _within(text, lines, Limits(width, limits.letters, width * shape.shortest, width * shape.last, alone))
        for width in widest
    ]
    return min((way for way in tried if way is not None), key=lambda way: way.cost, default=None)


def _within(text: Text, lines: int, limits: Limits) -> Lines | None:
    """The cheapest way within limits, whatever its shape."""
    if not 1 <= lines <= text.count:
        return None
    return _meant(chained(text.options(lines, limits.letters), lines, limits))


def _meant(way: Way | None) -> Lines | None:
    return None if way is None else Lines(way.ends, way.cost / len(way.ends))


def shapely(text: Text, lines: Lines, shape: Shape) -> bool:
    """Whether lines keep the ratios of reading text, and no word stands alone at the end."""
    widths = [text.width(first, last) for first, last in lines.spans]
    if len(widths) == 1:
        return True
    longest = max(widths)
    first, last = lines.spans[-1]
    alone = first == last and text.count > shape.widow
    return min(widths[:-1]) >= shape.shortest * longest and widths[-1] >= shape.last * longest and not alone
