"""Stage 8, the spread: lines with ever fewer words and ever wider gaps, until the last word stands alone."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from quotecards.layout import credits
from quotecards.layout.column import Composed, extents, quoted
from quotecards.layout.setting import Hand, advance, hang, natural, shifted
from quotecards.models import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.fonts import Measurer
    from quotecards.layout.credits import CreditBlock
    from quotecards.layout.plan import Plan
    from quotecards.layout.setting import Token
    from quotecards.models import Line, Quote

GROWTH = 1.06  # each gap is at least so many times the one above
PACE = 1.55  # and best so many times
FIRST = (1.0, 3.2)  # the first gap in spaces of the font: at least, at most
ALONE = 3  # words that stand alone at the end, at best
MOST_ALONE = 4
TIGHT = 1.28  # em between the first two baselines, at least
CLEAR = 1.0  # em between a word and the credit beside it
COLUMNS = (1.0, 0.62)  # widths of the credit that are tried, in widths of its box
LOOK = 8  # ways that are tried before giving up


class Way(NamedTuple):
    """A way to break: the last word of each row, and what it costs."""

    cost: float
    ends: tuple[int, ...]


def spread(quote: Quote, plan: Plan, measurer: Measurer) -> Composed | None:
    """A quote becomes rows whose gaps grow strictly; None where no breaks do that."""
    row, size = quoted(quote, plan.quote), float(plan.quote.largest)
    set_rows = [
        lines for way in _Search(row, plan, measurer, size).ways()[:LOOK] for lines in [_set(row, way, plan, measurer, size)]
    ]
    for credit in _credits(quote, plan, measurer):
        for lines in set_rows:
            if lines and not _meets(lines, credit, size):
                level = lines[-1].baseline - (credit.lines[-1].baseline if credit.lines else 0)
                lowered = tuple(shifted(line, 0.0, level) for line in credit.lines)
                return Composed((), (*lines, *lowered), {"size": size, "lines": float(len(lines))})
    return None


def _credits(quote: Quote, plan: Plan, measurer: Measurer) -> list[CreditBlock]:
    """The ways to set the credit, the best first: as it is, then in a narrower column, then smaller."""
    found = []
    for size in plan.credit.sizes:
        for share in COLUMNS:
            box = plan.credit.box
            narrow = Box(box.left, box.top, box.left + box.width * share, box.bottom)
            block = credits.block(
                quote.credit, replace(plan.credit, box=narrow), size, measurer, quote.language
            )
            if block is not None:
                found.append(block)
    return found


class _Search:
    """Looks for the ways to break words into rows whose gaps grow."""

    def __init__(self, row: Sequence[Token], plan: Plan, measurer: Measurer, size: float) -> None:
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
            gap = self._gap(0, end)
            if end and FIRST[0] * self.space <= gap <= FIRST[1] * self.space:
                opening = 0.3 * (gap / self.space - 1.3) ** 2 + self._break(end)
                found += [Way(way.cost + opening, (end, *way.ends)) for way in self._after(0, end, 1)]
        weighed = [Way(way.cost + self._shape(way), way.ends) for way in found]
        return sorted(weighed)

    def _after(self, first: int, last: int, rows: int) -> list[Way]:
        """The best ways to go on below the row of the words first..last, one for each number of rows."""
        if last == len(self.words) - 1:
            return [Way(0.0, ())] if first == last else []
        key = (first, last, rows)
        if key not in self.known:
            self.known[key] = self._searched(first, last, rows) if rows < self.most_rows else []
        return self.known[key]

    def _searched(self, first: int, last: int, rows: int) -> list[Way]:
        gap = self._gap(first, last)
        best: dict[int, Way] = {}
        start = last + 1
        for end in range(start, min(start + last - first + 1, len(self.words) - 1) + 1):
            following = self._gap(start, end)
            if following < gap * GROWTH or self.words[end].never:
                continue
            step = self._step(gap, following) + self._break(last)
            for way in self._after(start, end, rows + 1):
                made = Way(way.cost + step, (end, *way.ends))
                if len(made.ends) not in best or made < best[len(made.ends)]:
                    best[len(made.ends)] = made
        return list(best.values())

    def _break(self, last: int) -> float:
        word = self.words[last]
        return 1.6 * word.weak - 0.6 * word.sense + 3.0 * word.bound

    def _step(self, gap: float, following: float) -> float:
        if math.isinf(following):
            return 0.0
        return 2.0 * math.log(following / gap / PACE) ** 2

    def _shape(self, way: Way) -> float:
        """Ways with as many rows as the layout wants, and three words alone at the end, are the best."""
        alone = 1
        while alone < len(way.ends) and way.ends[-alone] - way.ends[-alone - 1] == 1:
            alone += 1
        alone -= alone == len(way.ends)
        too_many = 50.0 if alone > MOST_ALONE else 0.0
        return abs(len(way.ends) - self.rows) + 0.6 * abs(alone - ALONE) + too_many

    def _gap(self, first: int, last: int) -> float:
        """The space between the words first..last on a full row, in em; infinite for one word."""
        if first == last:
            return math.inf
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


def _set(row: Sequence[Token], way: Way, plan: Plan, measurer: Measurer, size: float) -> list[Line]:
    """The rows of a way, justified; single words flush right."""
    box = plan.quote.box
    hand = Hand(measurer, "quote", size, plan.quote.colour)
    search = _Search(row, plan, measurer, size)
    lines = []
    start = 0
    for end, baseline in zip(way.ends, _baselines(row, len(way.ends), plan, measurer, size), strict=True):
        words = row[start : end + 1]
        gap = search._gap(start, end)  # noqa: SLF001 - the search's own module
        line = hand.line(words, box.left, baseline, [gap] * (end - start))
        if start == end:
            line = shifted(line, box.right + search.trims[end] * size - line.right)
        lines.append(line)
        start = end + 1
    return lines


def _baselines(
    row: Sequence[Token], count: int, plan: Plan, measurer: Measurer, size: float
) -> list[int]:
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
