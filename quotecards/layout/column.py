"""Stage 8, the column: a quote set flush left from the top of its box, its credit pinned to the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quotecards.fonts import Stack, stack
from quotecards.layout import credits, fit
from quotecards.layout.apart import Apart
from quotecards.layout.languages import language, marks
from quotecards.layout.marker import strokes
from quotecards.layout.rules import rules
from quotecards.layout.setting import Hand, Segment, Token, advance, hang, natural, tokens
from quotecards.layout.title import head, title
from quotecards.layout.wrap import Text, measured
from quotecards.models import Line, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quotecards.fonts import Measurer, Style
    from quotecards.layout.credits import CreditBlock
    from quotecards.layout.fit import Fitted, Room
    from quotecards.layout.plan import Plan, QuotePlan
    from quotecards.models import Quote

LARGER = 6.0  # how much better the quote must be for its credit to be set larger


class Composed(NamedTuple):
    """What an arrangement makes: parts, lines, and figures worth noting."""

    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    notes: dict[str, float]


def column(quote: Quote, plan: Plan, measurer: Measurer) -> Composed | None:
    """A quote and its credit become the lines of a column; None where they do not fit."""
    row = quoted(quote, plan.quote)
    apart = Apart(row, plan.quote, measurer, texts(row, plan.quote, measurer))
    breaks = fit.Breaks(apart.text_at, plan.quote.largest, plan.quote.costs, reading=plan.quote.reading)
    best: tuple[CreditBlock, Fitted] | None = None
    for size in plan.credit.sizes:
        found = _tried(quote, plan, measurer, apart, breaks, size)
        if found is not None and (best is None or found[1].score > best[1].score + LARGER):
            best = found
        if best is not None and plan.quote.largest <= size * rules().ratio.most:
            break
    return None if best is None else _composed(quote, plan, measurer, row, *best)


def quoted(quote: Quote, plan: QuotePlan) -> tuple[Token, ...]:
    """A quote with the marks of its language becomes tokens; names in it stay together."""
    opening, closing = marks(quote.language)
    style = plan.style._replace(features=plan.style.features + language(quote.language).features)
    text = f"{opening}{quote.quote.strip()}{closing}{plan.after}"
    return tokens([Segment(text, style)], quote.language, credits.names(quote.credit))


def texts(row: Sequence[Token], plan: QuotePlan, measurer: Measurer) -> Callable[[int], Text]:
    """A function that measures the tokens at a size, once for all sizes that look the same to the fonts."""
    known: dict[Stack, Text] = {}
    words = [token.word for token in row]
    hangs = [hang(measurer, token, plan.largest) for token in row]  # in em, all but the same at every size

    def at(size: int) -> Text:
        key = stack(plan.style, size)
        if key not in known:
            widths, gaps = _advances(row, plan, measurer, size), natural(measurer, row, size)
            known[key] = measured(words, widths, gaps, hangs, plan.costs)
        return known[key]

    return at


def _advances(row: Sequence[Token], plan: QuotePlan, measurer: Measurer, size: int) -> list[float]:
    """What follows the closing mark hangs beyond the line and takes no room."""
    widths = [advance(measurer, token, size) for token in row]
    if plan.after:
        widths[-1] -= measurer.advance(plan.after, plan.style, size)
    return widths


def _tried(
    quote: Quote,
    plan: Plan,
    measurer: Measurer,
    apart: Apart,
    breaks: fit.Breaks,
    size: float,
) -> tuple[CreditBlock, Fitted] | None:
    """A size of credit, and the best fit of the quote above it."""
    credit = credits.block(quote.credit, plan.credit, size, measurer, quote.language)
    if credit is None:
        return None
    room = _room(plan, measurer, apart.row, credit, size)
    fitted = apart.best(fit.ranked(room, breaks))
    return None if fitted is None else (credit, fitted)


def _room(
    plan: Plan, measurer: Measurer, row: Sequence[Token], credit: CreditBlock, size: float
) -> Room:
    """What is left for the quote above its credit."""
    quote, rule = plan.quote, rules()
    gap = rule.credit.gap * rule.credit.leading * size if credit.lines else 0.0
    rise, fall = extents(measurer, row, quote.style, quote.largest)
    least = max(quote.least, plan.size.least_quote, rule.ratio.least * size)
    return fit.Room(
        width=quote.box.width,
        height=min(quote.box.bottom, credit.top - gap) - quote.box.top,
        largest=int(min(quote.largest, rule.ratio.most * size)) // 2 * 2,
        least=-(-int(least + 0.999) // 2) * 2,
        leading=quote.leading,
        weight=quote.weight,
        rise=rise,
        fall=fall,
        hang=max(hang(measurer, token, quote.largest) for token in row),
        margin=quote.box.left - rule.margin.edge,
        fill=quote.fill,
    )


def extents(measurer: Measurer, row: Sequence[Token], style: Style, size: float) -> tuple[float, float]:
    """What letters ink above and below a baseline, in em: the face's own ascenders, or what is higher here."""
    usual = measurer.shape("ldpT", style, size).ink
    inks = [measurer.shape(part.text, part.style, size).ink for token in row for part in token.segments]
    top = min(usual.top, *(ink.top for ink in inks))
    return -top, max(usual.bottom, *(ink.bottom for ink in inks))


def _composed(
    quote: Quote,
    plan: Plan,
    measurer: Measurer,
    row: Sequence[Token],
    credit: CreditBlock,
    fitted: Fitted,
) -> Composed:
    rise, _ = extents(measurer, row, plan.quote.style, plan.quote.largest)
    hand = Hand(measurer, "quote", fitted.size, plan.quote.colour)
    first = plan.quote.box.top + rise * fitted.size
    step = fitted.leading * fitted.size
    lines = [
        hand.line(row[start : end + 1], plan.quote.box.left, round(first + step * at))
        for at, (start, end) in enumerate(fitted.lines.spans)
    ]
    parts = strokes(quote, plan, row, fitted, lines, measurer) if plan.marker else ()
    above = [*title(quote, plan, measurer), *head(quote, plan, measurer)]
    notes = {"size": float(fitted.size), "leading": round(fitted.leading, 3), "lines": float(len(lines))}
    return Composed((*parts, *credit.parts), (*above, *lines, *credit.lines), notes)
