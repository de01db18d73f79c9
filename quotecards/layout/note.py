"""Stage 8, its notes: what a reader wrote beside the words that matter, in a hand, with a brace that holds them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from quotecards.layout.credits import turned_over
from quotecards.layout.ornaments import numbered
from quotecards.layout.scripts import from_right
from quotecards.layout.setting import Hand, Segment, around, shifted, tokens
from quotecards.layout.standing import rotated
from quotecards.models import Box, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.fonts import Measurer
    from quotecards.layout.planned import NotePlan
    from quotecards.layout.setting import Token
    from quotecards.models import Line, Quote

UNSHOWN = "the note is not shown"
WORDS = 8  # of a note, at most; more would be a second text
ROWS = 4
LEADING = 0.98
STEP = 4.0  # px between the sizes that are tried
WEAK = 0.7  # of a word that leans on the next, from which a row does not end in it where another size helps
NEAR = 0.86  # of the largest size, down to which it helps
PEN = 4.0  # px, the width of the brace's stroke
CLEAR = 38.0  # px between the brace and the note, at its point


def noted(
    quote: Quote, plan: NotePlan, marked: Sequence[Part], measurer: Measurer
) -> tuple[tuple[Part, ...], tuple[Line, ...]]:
    """A note becomes its brace and its lines, beside what is marked; neither without a note, or without room.

    Notes stand right of the words, so a text from right to left has none.
    """
    text = " ".join((quote.note or "").split())
    if not text or len(text.split()) > WORDS or from_right(quote.quote, quote.language):
        return (), ()
    lines = _lines(text, plan, measurer, quote.language)
    if not lines:
        return (), ()
    held = around(part.box for part in marked) if marked else None
    ink = around(line.ink for line in lines)
    middle = (held.top + held.bottom) / 2 if held else plan.box.top + ink.height / 2
    down = min(max(middle - ink.height / 2, plan.box.top), plan.box.bottom - ink.height) - ink.top
    placed = tuple(shifted(line, 0.0, round(down)) for line in lines)
    beyond = max(0.0, around(line.ink for line in _tilted(placed, plan)).right - plan.box.right)
    tilted = _tilted([shifted(line, -math.ceil(beyond)) for line in placed], plan)
    return (_brace(held, plan),) if held else (), tilted


def unshown(quote: Quote, layout: str, plan: NotePlan | None, lines: Sequence[Line]) -> str:
    """Why a card does not show a quote's note; empty where it does, or where there is none."""
    words = len((quote.note or "").split())
    if not words or any(line.role == "note" for line in lines):
        return ""
    if plan is None:
        return f"{UNSHOWN}: {layout} has no place for one, as margin has"
    if words > WORDS:
        return f"{UNSHOWN}: {words} words are more than {WORDS}"
    if from_right(quote.quote, quote.language):
        return f"{UNSHOWN}: a text from right to left has none"
    return f"{UNSHOWN}: it has no room on {layout}"


def _lines(text: str, plan: NotePlan, measurer: Measurer, language: str) -> list[Line]:
    """A note at the largest size at which few rows hold it and end well; nothing where none does."""
    left, row = plan.box.left + CLEAR, tokens([Segment(text, plan.style)], language)
    found: list[tuple[float, list[Sequence[Token]]]] = []
    size = plan.size
    while size >= plan.least:
        rows = turned_over(row, (plan.box.right - left) / size, measurer, size)
        if rows is not None and len(rows) <= ROWS and len(rows) * LEADING * size <= plan.box.height:
            found.append((size, rows))
        size -= STEP
    if not found:
        return []
    near = [one for one in found if one[0] >= found[0][0] * NEAR and _ends_well(one[1])]
    size, rows = (near or found)[0]
    hand = Hand(measurer, "note", size, plan.colour)
    lines = [hand.line(one, left, round(LEADING * size * at)) for at, one in enumerate(rows)]
    return [shifted(line, left - line.ink.left) for line in lines]


def _ends_well(rows: Sequence[Sequence[Token]]) -> bool:
    return all(row[-1].word.weak < WEAK for row in rows[:-1])


def _tilted(lines: Sequence[Line], plan: NotePlan) -> tuple[Line, ...]:
    """A note turned round its middle."""
    ink = around(line.ink for line in lines)
    pivot = (ink.left + ink.right) / 2, (ink.top + ink.bottom) / 2
    return tuple(rotated(line, plan.angle, pivot) for line in lines)


def _brace(held: Box, plan: NotePlan) -> Part:
    """A brace from the top of what is marked to its foot, drawn in one go by no ruler."""
    x, top, bottom = plan.box.left, held.top + 2, held.bottom - 2
    middle = (top + bottom) / 2
    path = [
        (x - 4, top),
        (x + 17, top + 1),
        (x + 2, middle - 9),
        (x + 20, middle),
        (x + 3, middle + 5),
        (x + 16, bottom - 3),
        (x - 6, bottom + 3),
    ]
    values = (*numbered(path), ("curve", 1.0), ("end_width", PEN - 1), ("width", PEN))
    box = Box(x - 6 - PEN, top - PEN, x + 20 + PEN, bottom + 3 + PEN)
    return Part("stroke", box, (plan.colour,), values=tuple(sorted(values)))
