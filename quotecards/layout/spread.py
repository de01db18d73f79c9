"""Stage 8, the spread: lines with ever fewer words and ever wider gaps, until the last word stands alone."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from quotecards.layout.column import Composed, extents, quoted
from quotecards.layout.credits import block
from quotecards.layout.rules import rules
from quotecards.layout.setting import Hand, advance, hang, shifted
from quotecards.models import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotecards.fonts import Measurer
    from quotecards.layout.credits import CreditBlock
    from quotecards.layout.planned import Plan
    from quotecards.layout.setting import Token
    from quotecards.models import Line, Quote

GROWTH = 1.06  # each gap is at least so many times the one above
PACE = 1.55  # and best so many times
FIRST = (1.0, 5.0)  # the first gap in spaces of the font: at least, at most
ALONE = 3  # words that stand alone at the end, at best
MOST_ALONE = 4
TIGHT = 1.28  # em between the first two baselines, at least
WIDE = 2.5  # em from which a gap takes words apart
CLEAR = 1.0  # em between a word and the credit beside it
COLUMNS = (1.0, 0.62)  # widths of the credit that are tried, in widths of its box
FEWER = 3  # so many rows fewer than the layout wants are too few
LOOK = 8  # ways that are tried before giving up


class Way(NamedTuple):
    """A way to break: the last word of each row, and what it costs."""

    cost: float
    ends: tuple[int, ...]


def spread(quote: Quote, plan: Plan, measurer: Measurer) -> Composed | None:
    """A quote becomes rows whose gaps grow strictly; None where no breaks do that."""
    size = float(plan.quote.largest)
    search = _Search(quoted(quote, plan.quote, whole=True), plan, measurer, size)
    ways = search.ways()[:LOOK]
    known: dict[Way, list[Line]] = {}
    for credit in _credits(quote, plan, measurer) if ways else ():
        for way in ways:
            lines = known.setdefault(way, known.get(way) or _set(search, way, plan, measurer))
            if not _meets(lines, credit, size):
                level = lines[-1].baseline - (credit.lines[-1].baseline if credit.lines else 0)
                lowered = tuple(shifted(line, 0.0, level) for line in credit.lines)
                return Composed((), (*lines, *lowered), {"size": size, "lines": float(len(lines))})
    return None


def _credits(quote: Quote, plan: Plan, measurer: Measurer) -> Iterator[CreditBlock]:
    """The ways to set the credit, the best first: as it is, then in a narrower column, then smaller."""
    for size in plan.credit.sizes:
        for share in COLUMNS:
            box = plan.credit.box
            narrow = Box(box.left, box.top, box.left + box.width * share, box.bottom)
            made = block(quote.credit, replace(plan.credit, box=narrow), size, measurer, quote.language)
            if made is not None:
                yield made


class _Search:
    """Looks for the ways to break words into rows whose gaps grow."""

    def __init__(self, row: Sequence[Token], plan: Plan, measurer: Measurer, size: float) -> None:
        self.row, self.size = row, size
        self.words = [token.word for token in row]
        self.width = plan.quote.box.width / size
        self.space = measurer.advance(" ", plan.quote.style, size)
        self.advances = [advance(measurer, token, size) for token in row]
        self.hangs = [hang(measurer, token, size) for token in row]
        self.trims = [_trim(measurer, token, size) for token in row]
        self.rows = plan.quote.rows
        self.most_rows = self._most_rows(plan, size)
        self.known: dict[tuple[int, int, int], list[Way]] = {}

    def ways(self) -> list[Way]:
        """All ways that are worth a look, the cheapest first."""
        found = []
        for end in range(len(self.words) - 1):
            gap = self.gap(0, end)
            if end and not self._long(0, end) and FIRST[0] * self.space <= gap <= FIRST[1] * self.space:
                opening = 0.3 * (gap / self.space - 1.3) ** 2 + self._break(end, gap)
                found += [Way(way.cost + opening, (end, *way.ends)) for way in self._after(0, end, 1)]
        weighed = [
            Way(way.cost + self._shape(way), way.ends) for way in found if len(way.ends) > self.rows - FEWER
        ]
        return sorted(weighed)

    def _after(self, first: int, last: int, rows: int) -> list[Way]:
        """The best ways to go on below the words first..last: for each number of rows, and of words alone."""
        if last == len(self.words) - 1:
            return [Way(0.0, ())] if first == last else []
        key = (first, last, rows)
        if key not in self.known:
            self.known[key] = self._searched(first, last, rows) if rows < self.most_rows else []
        return self.known[key]

    def _searched(self, first: int, last: int, rows: int) -> list[Way]:
        gap = self.gap(first, last)
        best: dict[tuple[int, int], Way] = {}
        start = last + 1
        for end in range(start, min(start + last - first + 1, len(self.words) - 1) + 1):
            following = self.gap(start, end)
            if following < gap * GROWTH or self.words[end].never or self._long(start, end):
                continue
            step = self._step(gap, following) + self._break(last, gap)
            for way in self._after(start, end, rows + 1):
                made = Way(way.cost + step, (end, *way.ends))
                kind = (len(made.ends), _alone((last, *made.ends)))
                if kind not in best or made < best[kind]:
                    best[kind] = made
        return list(best.values())

    def _long(self, first: int, last: int) -> bool:
        """Whether a row has more characters than a line may."""
        return sum(len(word.text) + 1 for word in self.words[first : last + 1]) - 1 > rules().measure.never

    def _break(self, last: int, gap: float) -> float:
        """What a break costs: less where words stand so far apart that each is read alone."""
        word = self.words[last]
        return (1.6 * word.weak - 0.6 * word.sense + 3.0 * word.bound) * min(1.0, WIDE / gap)

    def _step(self, gap: float, following: float) -> float:
        if math.isinf(following):
            return 0.0
        return 2.0 * math.log(following / gap / PACE) ** 2

    def _shape(self, way: Way) -> float:
        """Ways with as many rows as the layout wants, and three words alone at the end, are the best."""
        alone = _alone(way.ends)
        too_many = 50.0 if alone > MOST_ALONE else 0.0
        return 1.4 * abs(len(way.ends) - self.rows) + 0.6 * abs(alone - ALONE) + too_many

    def gap(self, first: int, last: int) -> float:
        """The space between the words first..last on a full row, in em; infinite for one word that fits."""
        if first == last:
            return math.inf if self.advances[first] <= self.width else -1.0
        free = self.width - sum(self.advances[first : last + 1]) + self.hangs[first] + self.trims[last]
        return free / (last - first)

    def _most_rows(self, plan: Plan, size: float) -> int:
        """The most rows whose first step is not too tight."""
        rows, total, step = 1, 0.0, 1.0
        while (total + step) * TIGHT * size <= plan.quote.box.height - size:
            total, step, rows = total + step, step * plan.quote.step, rows + 1
        return rows


def _trim(measurer: Measurer, token: Token, size: float) -> float:
    """What stands right of a token's last letter or stop, in em: its side, and marks that hang."""
    end = pen = advance(measurer, token, size)
    at = 0.0
    for part in token.segments:
        for glyph in measurer.shape(part.text, part.style, size).glyphs:
            if glyph.text not in "”’“‘»«›‹":
                end = at + glyph.ink.right
        at += measurer.advance(part.text, part.style, size)
    return pen - end


def _alone(ends: Sequence[int]) -> int:
    """How many words stand alone at the end of rows that end there."""
    alone = 0
    while alone + 1 < len(ends) and ends[-1 - alone] - ends[-2 - alone] == 1:
        alone += 1
    return alone


def _set(search: _Search, way: Way, plan: Plan, measurer: Measurer) -> list[Line]:
    """The rows of a way, justified; single words flush right."""
    box, row, size = plan.quote.box, search.row, search.size
    hand = Hand(measurer, "quote", size, plan.quote.colour)
    lines = []
    start = 0
    for end, baseline in zip(way.ends, _baselines(row, len(way.ends), plan, measurer, size), strict=True):
        gaps = [search.gap(start, end)] * (end - start)
        line = hand.line(row[start : end + 1], box.left, baseline, gaps)
        if start == end:
            line = shifted(line, box.right + search.trims[end] * size - line.right)
        lines.append(line)
        start = end + 1
    return lines


def _baselines(row: Sequence[Token], count: int, plan: Plan, measurer: Measurer, size: float) -> list[int]:
    """Baselines from the top of the box to its bottom, each step longer than the one above."""
    rise, fall = extents(measurer, row, plan.quote.style, size)
    steps = [plan.quote.step**at for at in range(count - 1)]
    top = plan.quote.box.top + rise * size
    span = plan.quote.box.bottom - fall * size - top
    unit = span / sum(steps) if steps else 0.0
    return [round(top + unit * sum(steps[:at])) for at in range(count)]


def _meets(lines: Sequence[Line], credit: CreditBlock, size: float) -> bool:
    """Whether a word comes too near to the credit."""
    if not credit.lines:
        return False
    right = max(line.ink.right for line in credit.lines) + CLEAR * size
    top = min(line.ink.top for line in credit.lines) - 0.25 * size
    return any(
        line.ink.bottom > top and any(piece.x < right for run in line.runs for piece in run.pieces)
        for line in lines
    )
