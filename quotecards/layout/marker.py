"""Stage 8, its marker: a stroke under words that someone found worth marking, one shape per line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.layout.emphasis import found
from quotecards.layout.setting import Hand, Segment, pens, tokens
from quotecards.models import Box, Line, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.fonts import Measurer, Style
    from quotecards.layout.planned import MarkerPlan
    from quotecards.layout.setting import Token

# In em of the quote: how far a stroke goes above and below the baseline and beyond its words, and how
# much it tilts and its ends lean; no hand draws a level line.
ABOVE, BELOW, BEYOND, TILT, LEAN = 0.58, 0.14, 0.09, 0.035, 0.05


def strokes(
    emphasis: str | None,
    plan: MarkerPlan,
    rows: Sequence[Sequence[Token]],
    lines: Sequence[Line],
    measurer: Measurer,
) -> tuple[Part, ...]:
    """Words worth marking become strokes on the lines that hold them; none where they are not said."""
    text = "".join(token.word.text + " " * token.word.spaced for row in rows for token in row)
    span = found(text, emphasis)
    if span is None:
        return ()
    made = []
    start = 0
    for row, line in zip(rows, lines, strict=True):
        edges = _edges(row, line, (span[0] - start, span[1] - start), measurer)
        if edges:
            made.append(_stroke(plan, line, edges[0], edges[-1]))
        start += sum(len(token.word.text) + token.word.spaced for token in row)
    return tuple(made)


def starred(
    marked: Sequence[Part], plan: MarkerPlan, lines: Sequence[Line], style: Style, measurer: Measurer
) -> tuple[Line, ...]:
    """Where a layout has stars for strokes: one beside each line that holds words worth marking."""
    if not plan.star:
        return ()
    row = tokens([Segment("*", style)], whole=True)
    return tuple(
        Hand(measurer, "note", line.size, plan.colour).line(row, plan.star, line.baseline, hung=False)
        for line in lines
        if any(part.box.top < line.baseline < part.box.bottom for part in marked)
    )


def _edges(row: Sequence[Token], line: Line, span: tuple[int, int], measurer: Measurer) -> list[float]:
    """Where on a line the words of a span begin and end, in px; `span` counts from the line's start."""
    edges: list[float] = []
    at = 0
    for token, pen in zip(row, pens(measurer, row, line.left, line.size), strict=True):
        text, style = token.word.text, token.segments[0].style
        low, high = max(span[0] - at, 0), min(span[1] - at, len(text))
        if low < high:
            edges += [
                pen + measurer.advance(text[:place], style, line.size) * line.size for place in (low, high)
            ]
        at += len(text) + token.word.spaced
    return edges


def _stroke(plan: MarkerPlan, line: Line, left: float, right: float) -> Part:
    size = line.size
    left, right = left - BEYOND * size, right + BEYOND * size
    top, bottom = line.baseline - ABOVE * size, line.baseline + BELOW * size
    tilt, lean = min(size, right - left) * TILT, LEAN * size
    corners = (
        (left, top + tilt),
        (right - lean, top - tilt),
        (right, bottom - tilt),
        (left + lean / 2, bottom + tilt),
    )
    values = sorted(
        (f"{axis}{index}", round(value, 2))
        for index, corner in enumerate(corners)
        for axis, value in zip("xy", corner, strict=True)
    )
    box = Box(left, top - tilt, right, bottom + tilt)
    return Part("polygon", box, (plan.colour,), plan.opacity, tuple(values))
