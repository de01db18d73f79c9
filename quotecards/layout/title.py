"""Stage 8, its titles: the film's own, cropped by a cut, and the running head of a page."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from quotecards.fonts import Style
from quotecards.layout.rules import rules
from quotecards.layout.setting import Hand, Segment, Token, pens, shifted, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotecards.fonts import Measurer
    from quotecards.layout.plan import Plan, TitlePlan
    from quotecards.models import Line, Quote

ROWS = 4  # lines a title may take
MANY = 12  # words of a title whose ways of breaking are all tried
LEGIBLE = 60  # px below which a cropped title says nothing
WORTH = 1.2  # how much larger one more line must make it
REFERENCE = 100.0  # px at which titles are measured


class Sized(NamedTuple):
    """Rows of a title and the size at which they fill their room."""

    rows: tuple[Sequence[Token], ...]
    size: float


def title(quote: Quote, plan: Plan, measurer: Measurer) -> list[Line]:
    """The film's title becomes lines as large as the room allows, the last cropped by the cut."""
    film, spec = quote.credit.film, plan.title
    if spec is None or not film:
        return []
    best = _best(tokens([Segment(film, spec.style)], quote.language), spec, measurer)
    if best is None:
        return []
    hand = Hand(measurer, "title", best.size, spec.colour, spec.box)
    foot = spec.box.bottom + spec.sink * best.size
    lines = []
    for below, row in enumerate(reversed(best.rows)):
        line = hand.line(row, spec.left, round(foot - spec.leading * best.size * below), hung=False)
        seen = _seen(row, spec, measurer, cropped=below == 0)[0]
        lines.append(shifted(line, -seen * best.size))
    return lines[::-1]


def fits(film: str, plan: Plan, measurer: Measurer) -> bool:
    """Whether a title can stand on a layout at a size that says something."""
    assert plan.title is not None
    return _best(tokens([Segment(film, plan.title.style)]), plan.title, measurer) is not None


def _best(row: Sequence[Token], spec: TitlePlan, measurer: Measurer) -> Sized | None:
    """The largest title; a further row only where it is worth it."""
    best: Sized | None = None
    for count in range(1, min(ROWS, len(row)) + 1):
        found = max((_sized(rows, spec, measurer) for rows in _ways(row, count)), key=lambda one: one.size)
        if best is None or found.size > best.size * WORTH:
            best = found
    return best if best is not None and best.size >= LEGIBLE else None


def _ways(row: Sequence[Token], count: int) -> Iterator[tuple[Sequence[Token], ...]]:
    places = [at for at in range(1, len(row)) if not row[at - 1].word.never]
    for cuts in combinations(places[:MANY], count - 1):
        edges = [0, *cuts, len(row)]
        yield tuple(row[start:end] for start, end in zip(edges, edges[1:], strict=False))


def _sized(rows: tuple[Sequence[Token], ...], spec: TitlePlan, measurer: Measurer) -> Sized:
    seen = [_seen(row, spec, measurer, cropped=row is rows[-1]) for row in rows]
    widest = max(right - left for left, right in seen)
    rise = -measurer.shape("".join(t.word.text for t in rows[0]), spec.style, REFERENCE).ink.top
    high = rise - spec.sink + spec.leading * (len(rows) - 1)
    across = (spec.right - spec.left) / max(widest - spec.over, 0.1)
    down = (spec.box.bottom - spec.top) / max(high, 0.1)
    return Sized(rows, float(int(min(spec.largest, across, down))))


def _seen(
    row: Sequence[Token], spec: TitlePlan, measurer: Measurer, *, cropped: bool
) -> tuple[float, float]:
    """From where to where a row is seen, in em from its pen; a cropped one only above the cut."""
    edges: list[float] = []
    places = pens(measurer, row, 0.0, REFERENCE, hung=False)
    for token, pen in zip(row, places, strict=True):
        at = pen / REFERENCE
        for part in token.segments:
            if cropped:
                ups, _ = measurer.reaches(part.text, part.style, REFERENCE, above=spec.sink)
                edges += [at + edge for one in ups for edge in (one.left, one.right)]
            else:
                ink = measurer.shape(part.text, part.style, REFERENCE).ink
                edges += [at + ink.left, at + ink.right]
            at += measurer.advance(part.text, part.style, REFERENCE)
    return (min(edges), max(edges)) if edges else (0.0, 0.0)


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
    return lines if lines[0].ink.right - spec.box.left <= room else lines[1:]
