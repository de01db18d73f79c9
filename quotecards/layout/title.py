"""Stage 8, its titles: the film's own, cropped by a cut, and the running head of a page."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from quotecards.fonts import Style
from quotecards.layout.clash import Touch
from quotecards.layout.rules import rules
from quotecards.layout.scripts import from_right
from quotecards.layout.setting import Hand, Segment, Token, pens, shifted, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotecards.fonts import Measurer
    from quotecards.layout.plan import Plan, TitlePlan
    from quotecards.models import Line, Quote

ROWS = 4  # lines a title may take
MANY = 12  # words of a title whose ways of breaking are all tried
LEGIBLE = 60  # px below which a cropped title says nothing
CLOSE = 3  # ways whose rows are kept from touching, of which the largest wins
WEAK = 0.08  # of its size that a title gives for a row that ends as badly as can be
WORTH = 1.2  # how much larger one more line must make it
FOOT = 0.05  # em above the baseline, from where an uncropped row is seen: tails swing out of the margin
REFERENCE = 100.0  # px at which titles are measured


class Sized(NamedTuple):
    """A title's rows (first and last word of each), their leading in em and their size in px."""

    spans: tuple[tuple[int, int], ...]
    leading: float
    size: float


def title(quote: Quote, plan: Plan, measurer: Measurer) -> list[Line] | None:
    """The film's title becomes lines as large as the room allows, the last cropped by the cut.

    None where it cannot be set at a size that says something; nothing where the layout shows no title.
    """
    spec = plan.title
    if spec is None:
        return []
    if not quote.credit.film:
        return None
    words = tokens([Segment(quote.credit.film, spec.style)], quote.language)
    one = _Title(words, spec, measurer)
    best = one.best()
    return None if best is None else one.lines(best)


class _Title:
    """One title in one room."""

    def __init__(self, row: Sequence[Token], spec: TitlePlan, measurer: Measurer) -> None:
        self.row, self.spec, self.measurer = row, spec, measurer
        self.known: dict[tuple[int, int, bool], tuple[float, float]] = {}

    def best(self) -> Sized | None:
        """The largest title; a further row only where it is worth it."""
        best: Sized | None = None
        for count in range(1, min(ROWS, len(self.row)) + 1):
            ways = sorted(self._ways(count), key=self._promise, reverse=True)
            found = max((self._sized(spans) for spans in ways[:CLOSE]), key=lambda one: one.size)
            if best is None or found.size > best.size * WORTH:
                best = found
        return best if best is not None and best.size >= LEGIBLE else None

    def lines(self, best: Sized) -> list[Line]:
        """A sized title becomes lines whose letters are seen to begin at the margin."""
        spec, last = self.spec, best.spans[-1]
        hand = Hand(self.measurer, "title", best.size, spec.colour, spec.box)
        foot = spec.box.bottom + spec.sink * best.size
        lines = []
        for below, span in enumerate(reversed(best.spans)):
            baseline = round(foot - best.leading * best.size * below)
            line = hand.line(self._words(span), spec.left, baseline, hung=False)
            lines.append(shifted(line, -self._seen(span, cropped=span == last)[0] * best.size))
        return lines[::-1]

    def _ways(self, count: int) -> Iterator[tuple[tuple[int, int], ...]]:
        places = [at for at in range(1, len(self.row)) if not self.row[at - 1].word.never]
        for cuts in combinations(places[:MANY], count - 1):
            edges = [0, *cuts, len(self.row)]
            yield tuple((start, end - 1) for start, end in pairwise(edges))

    def _promise(self, spans: tuple[tuple[int, int], ...]) -> float:
        """The size a way allows, before its rows are kept from touching; less for rows that end badly."""
        weak = sum(self.row[last].word.weak for _, last in spans)
        return self._size(spans, self.spec.leading) * (1 - WEAK * weak)

    def _sized(self, spans: tuple[tuple[int, int], ...]) -> Sized:
        touch = Touch(self.row, self.measurer, REFERENCE)
        for span in spans:
            touch.hangs[span[0]] = self._seen(span, cropped=span == spans[-1])[0]
        leading = max(self.spec.leading, touch.needed(spans))
        return Sized(spans, leading, float(int(self._size(spans, leading))))

    def _size(self, spans: tuple[tuple[int, int], ...], leading: float) -> float:
        spec = self.spec
        edges = [self._seen(span, cropped=span == spans[-1]) for span in spans]
        widest = max(right - left for left, right in edges)
        first = "".join(token.word.text for token in self._words(spans[0]))
        rise = -self.measurer.shape(first, spec.style, REFERENCE).ink.top
        high = rise - spec.sink + leading * (len(spans) - 1)
        across = (spec.right - spec.left) / max(widest - spec.over, 0.1)
        return min(spec.largest, across, (spec.box.bottom - spec.top) / max(high, 0.1))

    def _seen(self, span: tuple[int, int], *, cropped: bool) -> tuple[float, float]:
        """From where to where a row is seen, in em from its pen; a cropped one only above the cut."""
        key = (*span, cropped)
        if key not in self.known:
            edges = self._edges(self._words(span), self.spec.sink if cropped else FOOT)
            self.known[key] = (min(edges, default=0.0), max(edges, default=0.0))
        return self.known[key]

    def _edges(self, words: Sequence[Token], above: float) -> list[float]:
        edges: list[float] = []
        places = pens(self.measurer, words, 0.0, REFERENCE, hung=False)
        for token, pen in zip(words, places, strict=True):
            at = pen / REFERENCE
            for part in token.segments:
                ups, _ = self.measurer.reaches(part.text, part.style, REFERENCE, above=above)
                edges += [at + edge for one in ups for edge in (one.left, one.right)]
                at += self.measurer.advance(part.text, part.style, REFERENCE)
        return edges

    def _words(self, span: tuple[int, int]) -> Sequence[Token]:
        return self.row[span[0] : span[1] + 1]


def head(quote: Quote, plan: Plan, measurer: Measurer) -> list[Line]:
    """The running head of a page: the film to the left, its year to the right; only what is known."""
    film, spec = quote.credit.film, plan.head
    if spec is None or not film:
        return []
    rule = rules().credit
    year = Style(rule.family, axes=(("wght", 520.0),))
    sides = [(film, Style(spec.style.family, italic=True))]
    if quote.credit.year is not None:
        sides.append((str(quote.credit.year), year))
    hand = Hand(measurer, "head", spec.size, spec.colour)
    rise = -measurer.shape("ldT", sides[0][1], spec.size).ink.top
    baseline = round(spec.box.top + rise * spec.size)
    lines = [
        hand.line(tokens([Segment(text, style)], quote.language), spec.box.left, baseline)
        for text, style in sides
    ]
    if len(lines) > 1:
        lines[1] = shifted(lines[1], spec.box.right - lines[1].ink.right)
    room = (lines[1].ink.left - spec.size if len(lines) > 1 else spec.box.right) - spec.box.left
    if lines[0].ink.right - spec.box.left > room:
        return []
    if not from_right(quote.quote, quote.language):
        return lines
    twice = spec.box.left + spec.box.right  # the film stands where the page begins to be read
    return [shifted(line, twice - line.ink.left - line.ink.right) for line in lines]
