"""Stage 8, the column: a quote set flush left from the top of its box, its credit pinned to the bottom."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from quotecards.fonts import by_style
from quotecards.layout.apart import Apart
from quotecards.layout.clash import BETWEEN
from quotecards.layout.credits import block, names
from quotecards.layout.emphasis import leaning
from quotecards.layout.fit import Breaks, Room, ranked
from quotecards.layout.labels import flanks, labels
from quotecards.layout.languages import language, marks
from quotecards.layout.marker import starred, strokes
from quotecards.layout.note import noted
from quotecards.layout.optical import Texts
from quotecards.layout.pairs import FORMS
from quotecards.layout.rules import rules
from quotecards.layout.scripts import from_right
from quotecards.layout.setting import Hand, Segment, Token, advance, natural, sides, tokens
from quotecards.layout.smallcaps import small
from quotecards.layout.standing import Block as Standing
from quotecards.layout.standing import centred, shining, stood, turned, under
from quotecards.layout.title import head, title
from quotecards.layout.wrap import Widths, measured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.fonts import Measurer, Style
    from quotecards.layout.credits import CreditBlock
    from quotecards.layout.fit import Fitted
    from quotecards.layout.planned import CreditPlan, Plan, QuotePlan
    from quotecards.layout.setting import Sides
    from quotecards.layout.wrap import Text
    from quotecards.models import Credit, Line, Part, Quote

APART = "\u2006"  # a sixth of an em keeps a nested mark from running into the outer one
NESTED = "‘’‚‹›'"
LOW = (".", ",")  # stops over which a closing mark comes nearer, where a face leaves a hole there
LARGER = 6.0  # how much better the quote must be for its credit to be set larger


class Composed(NamedTuple):
    """What an arrangement makes: parts, lines, and figures worth noting."""

    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    notes: dict[str, float]


def column(quote: Quote, plan: Plan, measurer: Measurer) -> Composed | None:
    """A quote and its credit become the lines of a column; None where they do not fit."""
    titled = title(quote, plan, measurer)
    if titled is None:
        return None
    one = _Column(quote, plan, measurer)
    best: tuple[CreditBlock, Fitted] | None = None
    for size in plan.credit.sizes:
        found = one.tried(size)
        if found is not None and (best is None or found[1].score > best[1].score + LARGER):
            best = found
        if best is not None and plan.quote.largest <= size * rules().ratio.most:
            break
    return None if best is None else one.composed(*best, titled)


def quoted(quote: Quote, plan: QuotePlan, *, whole: bool = False, marked: bool = False) -> tuple[Token, ...]:
    """A quote with the marks of its language becomes tokens; names in it stay together.

    Words that matter lean, unless they will be `marked`.
    """
    opening, closing = marks(quote.language) if plan.marks else ("", "")
    style = plan.style._replace(features=plan.style.features + language(quote.language).features)
    words = quote.quote.strip()
    before, after = (APART if plan.marks and words[at] in NESTED else "" for at in (0, -1))
    text = f"{opening}{before}{words}{after}{closing}{plan.after}"
    parts = [Segment(text, style)]
    if (
        plan.close
        and not from_right(quote.quote, quote.language)
        and text[-2:-1] in LOW
        and closing
        and not after
        and not plan.after
    ):
        near = style._replace(tracking=style.tracking + plan.close)
        parts = [Segment(text[:-2], style), Segment(text[-2], near), Segment(text[-1], style)]
    if quote.emphasis and not marked:
        parts = leaning(parts, quote.emphasis)
    row = tokens(parts, quote.language, names(quote.credit), whole=whole)
    return small(row, quote.language) if plan.small else row


def extents(measurer: Measurer, row: Sequence[Token], style: Style, size: float) -> tuple[float, float]:
    """What letters ink above and below a baseline, in em: the face's own ascenders, or what is higher here."""
    return _highest(measurer, [sides(measurer, token, size) for token in row], style, size)


def _highest(measurer: Measurer, stand: Sequence[Sides], style: Style, size: float) -> tuple[float, float]:
    usual = measurer.shape("ldpT", style, size).ink
    return max(-usual.top, *(one.rise for one in stand)), max(usual.bottom, *(one.fall for one in stand))


class _Column:
    """One quote in one plan."""

    def __init__(self, quote: Quote, plan: Plan, measurer: Measurer) -> None:
        self.quote, self.plan, self.measurer = quote, plan, measurer
        self.row = quoted(quote, plan.quote, marked=plan.marker is not None)
        # in em, and all but the same at every size
        stand = [sides(measurer, token, plan.quote.largest) for token in self.row]
        self.hang, self.swing = max(one.hang for one in stand), max(one.swing for one in stand)
        self.rise, self.fall = _highest(measurer, stand, plan.quote.style, plan.quote.largest)
        least = int(max(plan.quote.least, plan.size.least_quote))
        measure = partial(_measured, self.row, stand, plan.quote, measurer)
        text_at = Texts(measure, measurer, plan.quote.style, least, plan.quote.largest).at
        self.apart = Apart(self.row, plan.quote, measurer, text_at)
        self.apart.most = self.rise + self.fall + BETWEEN
        self.breaks = Breaks(text_at, plan.quote.largest, plan.quote.costs, reading=plan.quote.reading)

    def tried(self, size: float) -> tuple[CreditBlock, Fitted] | None:
        """A size of credit, and the best fit of the quote above it."""
        credit = _credited(self.quote.credit, self.plan.credit, size, self.measurer, self.quote.language)
        if credit is None or credit.top < self.plan.credit.box.top - 1:
            return None
        fitted = self.apart.best(ranked(self._room(credit, size), self.breaks))
        return None if fitted is None else (credit, fitted)

    def composed(self, credit: CreditBlock, fitted: Fitted, titled: Sequence[Line]) -> Composed:
        """A fit becomes lines with their places."""
        plan = self.plan.quote
        hand = Hand(self.measurer, "quote", fitted.size, plan.colour)
        first, step = plan.box.top + self.rise * fitted.size, fitted.leading * fitted.size
        held = [self.row[start : end + 1] for start, end in fitted.lines.spans]
        lines = [hand.line(row, plan.box.left, round(first + step * at)) for at, row in enumerate(held)]
        if plan.align == "centre":
            lines = [
                centred(line, row, plan.box, self.measurer) for line, row in zip(lines, held, strict=True)
            ]
        made = self._stood(lines, credit)
        marker = self.plan.marker
        marked = strokes(self.quote.emphasis, marker, held, made.lines, self.measurer) if marker else ()
        stars = starred(marked, marker, made.lines, plan.style, self.measurer) if marker else ()
        marked = () if stars else marked
        note = self.plan.note
        brace, hand_note = noted(self.quote, note, marked, self.measurer) if note else ((), ())
        above = (
            *titled,
            *head(self.quote, self.plan, self.measurer),
            *labels(self.quote, self.plan, self.measurer),
        )
        notes = {
            "size": float(fitted.size),
            "leading": round(fitted.leading, 3),
            "lines": float(len(lines)),
        }
        turn = self.plan.turn
        words = [turned(shining(line, plan.glow), turn) for line in made.lines]
        whose = [turned(shining(line, self.plan.credit.glow), turn) for line in made.credit]
        return Composed(
            (*flanks(self.quote, self.plan, self.measurer), *marked, *brace, *made.parts),
            (*above, *words, *stars, *hand_note, *whose),
            notes,
        )

    def _stood(self, lines: Sequence[Line], credit: CreditBlock) -> Standing:
        """Lines and credit come to where their plans have them."""
        plan, box = self.plan.quote, self.plan.quote.box
        if self.plan.credit.pin == "under" and self.plan.divider is not None:
            return under(lines, credit.lines, self.plan.divider, box.top, box.bottom)
        bottom = self._floor(credit)
        return Standing(stood(lines, plan.stand, box.top, bottom), credit.lines, credit.parts)

    def _floor(self, credit: CreditBlock) -> float:
        """Down to where the quote may go: to its credit, unless that stands beside it."""
        box = self.plan.quote.box
        if self.plan.credit.box.left >= box.right:
            return box.bottom
        return min(box.bottom, credit.top - self._gap(credit))

    def _gap(self, credit: CreditBlock) -> float:
        """What is left free above a credit, in px."""
        rule, size = rules().credit, credit.lines[0].size if credit.lines else 0.0
        divider = self.plan.divider
        if divider is not None and credit.lines and self.plan.credit.pin == "under":
            return divider.above + divider.high + divider.below
        return rule.gap * rule.leading * size

    def _room(self, credit: CreditBlock, size: float) -> Room:
        """What is left for the quote above its credit."""
        plan, rule = self.plan.quote, rules()
        least = max(plan.least, self.plan.size.least_quote, rule.ratio.least * size)
        return Room(
            width=plan.box.width - 1,  # what rounding and optical sizes may add
            height=self._floor(credit) - plan.box.top,
            largest=int(min(plan.largest, rule.ratio.most * size)) // 2 * 2,
            least=-(-int(least + 0.999) // 2) * 2,
            leading=plan.leading,
            weight=plan.weight,
            rise=self.rise,
            fall=self.fall,
            hang=self.hang + self.swing,
            margin=plan.box.left - rule.margin.edge,
            fill=plan.fill,
        )


@by_style
@lru_cache(maxsize=256)
def _credited(
    credit: Credit, plan: CreditPlan, size: float, measurer: Measurer, code: str
) -> CreditBlock | None:
    """A credit set in its form; the same for all quotes of a review."""
    return FORMS.get(plan.form, block)(credit, plan, size, measurer, code)


def _measured(
    row: Sequence[Token], stand: Sequence[Sides], plan: QuotePlan, measurer: Measurer, size: int
) -> Text:
    """Tokens measured at a size; what follows the closing mark hangs beyond the line and takes no room."""
    advances = [advance(measurer, token, size) for token in row]
    overs = [one.over for one in stand]
    if plan.after:
        advances[-1] -= measurer.advance(plan.after, plan.style, size)
        overs[-1] = 0.0
    widths = Widths(advances, natural(measurer, row, size), [one.hang for one in stand], overs)
    return measured([token.word for token in row], widths, plan.costs)
