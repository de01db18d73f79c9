"""Stage 8, the sign: capitals hung letter by letter on the rails of a lit box, as large as the box allows."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from quotecards.layout.column import Composed, quoted
from quotecards.layout.credits import block
from quotecards.layout.labels import labels
from quotecards.layout.pairs import FORMS
from quotecards.layout.setting import around, shifted
from quotecards.models import Box, Line, Part, Piece, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotecards.fonts import Measurer
    from quotecards.layout.plan import Plan
    from quotecards.models import Quote

TILT, HOP = 1.1, 2.0  # degrees and px that no hand hangs a letter better than
SPACE, APART = 0.22, 0.045  # em between words, and on each side of a letter
CAPITALS = 0.73  # of a row's height, at most
LAST = 0.62  # of a row, for the credit
WEAK = 0.10  # of its size that a sign gives for a row that ends as badly as can be
EVEN = 0.2  # and for rows of unlike length
ROW, LETTERS = 0.15, 7  # and for each row more or fewer than so many letters in a row ask for
CLEAR = 4  # px between a row's ink and the rails, at least
EDGE = 22  # px free at both sides


class _Letters(NamedTuple):
    """A word's letters with their advances in em, and the word as it is said."""

    text: str
    glyphs: tuple[tuple[str, float, float, int], ...]
    width: float


def sign(quote: Quote, plan: Plan, measurer: Measurer) -> Composed | None:
    """A few words become a sign; None where they do not fit it at a legible size.

    Nor words that run from right to left: their letters join, and nobody hangs them one by one.
    """
    one = _Sign(quote, plan, measurer)
    if any(token.word.runs is not None for token in one.row):
        return None
    best = one.best()
    if best is None:
        return None
    size, cuts = best
    room = one.room(len(cuts) - 1)
    foot = Box(plan.credit.box.left, room.bottom, plan.credit.box.right, plan.credit.box.bottom)
    form = FORMS.get(plan.credit.form, block)
    for px in plan.credit.sizes:
        credit = form(
            quote.credit,
            replace(plan.credit, box=foot),
            min(px, foot.height * 0.74),
            measurer,
            quote.language,
        )
        if credit is not None:
            lifted = round((foot.bottom - foot.top - (foot.bottom - credit.top)) / 2)
            lines = [*labels(quote, plan, measurer), *one.lines(size, cuts)]
            notes = {"size": size, "lines": float(len(cuts) - 1)}
            return Composed(
                one.rails(len(cuts) - 1),
                (*lines, *(shifted(line, 0.0, -lifted) for line in credit.lines)),
                notes,
            )
    return None


class _Sign:
    """A few words on one sign."""

    def __init__(self, quote: Quote, plan: Plan, measurer: Measurer) -> None:
        self.plan, self.measurer, self.box = plan, measurer, plan.quote.box
        self.row = quoted(quote, plan.quote, whole=True)
        style = plan.quote.style
        self.capital = -measurer.shape("H", style, 100).ink.top
        self.words = [self._letters(token.word.text) for token in self.row]
        inks = [measurer.shape(token.word.text.upper(), style, 100).ink for token in self.row]
        self.rise = max(self.capital, *(-ink.top for ink in inks))
        self.fall = max(0.0, *(ink.bottom for ink in inks))

    def _letters(self, word: str) -> _Letters:
        shaped = self.measurer.shape(word.upper(), self.plan.quote.style, 100)
        pen, found = 0.0, []
        for at, glyph in enumerate(shaped.glyphs):
            pen += APART
            found.append((glyph.text, pen, glyph.advance, at))
            pen += glyph.advance + APART
        return _Letters(word, tuple(found), pen)

    def room(self, rows: int) -> Box:
        """The box of the rows, above the credit's."""
        box = self.box
        return Box(box.left, box.top, box.right, box.top + box.height * rows / (rows + LAST))

    def best(self) -> tuple[float, tuple[int, ...]] | None:
        """The largest size, with the first word of every row and the end."""
        narrowest = self._wide(self.words) / self.plan.quote.rows
        if (self.box.width - 2 * EDGE) / narrowest < self.plan.quote.least * 0.8:
            return None  # however its words are shared out
        ways = ((self._size(cuts), cuts) for cuts in self._ways())
        size, cuts = max(ways, key=lambda way: way[0] * (1 - self._flaws(way[1])))
        size = float(int(size))
        return (size, cuts) if size >= max(self.plan.quote.least, self.plan.size.least_quote) else None

    def _ways(self) -> Iterator[tuple[int, ...]]:
        count = len(self.words)
        for rows in range(1, min(self.plan.quote.rows, count) + 1):
            for cuts in combinations(range(1, count), rows - 1):
                yield (0, *cuts, count)

    def _flaws(self, cuts: tuple[int, ...]) -> float:
        """The part of its size that a way to break is worth less: weak ends, and rows of unlike length."""
        ends = [self.row[end - 1].word for end in cuts[1:-1]]
        wide = [self._wide(self.words[a:b]) for a, b in pairwise(cuts)]
        rows = len(cuts) - 1
        letters = sum(len(word.text) for word in self.words)
        wanted = min(self.plan.quote.rows, max(1, round(letters / LETTERS)))
        weak = WEAK * sum(word.weak + 2 * word.bound for word in ends)
        return min(0.9, weak + EVEN * (1 - min(wide) / max(wide)) + ROW * abs(rows - wanted))

    def _size(self, cuts: tuple[int, ...]) -> float:
        rows = len(cuts) - 1
        high = self.room(rows).height / max(rows, 2)
        widest = max(self._wide(self.words[a:b]) for a, b in pairwise(cuts))
        across = (self.box.width - 2 * EDGE) / widest
        inked = (self.room(rows).height / rows - 2 * CLEAR) / (self.rise + self.fall)
        return min(self.plan.quote.largest, CAPITALS * high / self.capital, inked, across)

    def _wide(self, words: Sequence[_Letters]) -> float:
        return sum(word.width for word in words) + SPACE * (len(words) - 1)

    def rails(self, rows: int) -> tuple[Part, ...]:
        """A shadow and a light under every row."""
        room = self.room(rows)
        step = room.height / rows
        found = []
        for at in range(1, rows + 1):
            y = round(room.top + step * at)
            for top, colour in ((y - 4, "rail"), (y - 1, "rail_light")):
                found.append(
                    Part("fill", Box(room.left, top, room.right, top + 3), (self.plan.paint(colour),))
                )
        return tuple(found)

    def lines(self, size: float, cuts: tuple[int, ...]) -> list[Line]:
        """The rows, each letter a little crooked."""
        rows = len(cuts) - 1
        room = self.room(rows)
        step = room.height / rows
        found = []
        for at, (first, end) in enumerate(pairwise(cuts)):
            words = self.words[first:end]
            top = room.top + step * at
            middle = top + (step + self.capital * size) / 2
            foot = top + step - CLEAR - self.fall * size
            baseline = round(min(max(middle, top + CLEAR + self.rise * size), foot))
            pen = (room.left + room.right - self._wide(words) * size) / 2
            left, runs, boxes = pen, [], []
            for word in words:
                for glyph in word.glyphs:
                    run, ink = self._hung(glyph, pen, baseline, size)
                    runs.append(run)
                    boxes.append(ink)
                pen += (word.width + SPACE) * size
            text = " ".join(word.text for word in words)
            ink = around(boxes)
            found.append(Line("quote", text, left, pen - SPACE * size, baseline, size, ink, tuple(runs)))
        return found

    def _hung(
        self, glyph: tuple[str, float, float, int], pen: float, baseline: float, size: float
    ) -> tuple[Run, Box]:
        text, x, wide, at = glyph
        tilt, hop = _crooked(f"{text}{at}{round(pen)}")
        style = self.plan.quote.style
        shape = self.measurer.shape(text, style, size)
        left, down = round(pen + x * size, 2), baseline + round(hop * HOP)
        pivot = (left + wide * size / 2, down - self.capital * size / 2)
        face = shape.glyphs[0].face
        run = Run(
            face, size, self.plan.quote.colour, (Piece(text, left, down),), angle=tilt * TILT, pivot=pivot
        )
        ink = shape.ink
        box = Box(
            left + ink.left * size - HOP,
            down + ink.top * size - HOP,
            left + ink.right * size + HOP,
            down + ink.bottom * size + HOP,
        )
        return run, box


def _crooked(what: str) -> tuple[float, float]:
    """Two numbers in -1..1 that are always the same for a letter in its place."""
    digest = blake2b(what.encode(), digest_size=2).digest()
    return digest[0] / 127.5 - 1, digest[1] / 127.5 - 1
