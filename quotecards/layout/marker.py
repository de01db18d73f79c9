"""Stage 8, its marker: a stroke under words that someone found worth marking, one shape per line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.layout.setting import pens
from quotecards.models import Box, Line, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.fonts import Measurer
    from quotecards.layout.fit import Fitted
    from quotecards.layout.plan import Plan
    from quotecards.layout.setting import Token
    from quotecards.models import Quote

# In em of the quote: how far a stroke goes above and below the baseline and beyond its words, and how
# much it tilts and its ends lean; no hand draws a level line.
ABOVE, BELOW, BEYOND, TILT, LEAN = 0.58, 0.14, 0.09, 0.035, 0.05


def strokes(
    quote: Quote,
    plan: Plan,
    row: Sequence[Token],
    fitted: Fitted,
    lines: Sequence[Line],
    measurer: Measurer,
) -> tuple[Part, ...]:
    """The words of `quote.emphasis` become strokes on the lines that hold them; none if they are not there."""
    wanted = " ".join((quote.emphasis or "").split()).lower()
    text = "".join(token.word.text + " " * token.word.spaced for token in row).lower()
    at = text.find(wanted) if wanted else -1
    if at < 0 or plan.marker is None:
        return ()
    found = []
    start = 0
    for (first, last), line in zip(fitted.lines.spans, lines, strict=True):
        held = row[first : last + 1]
        across = _across(held, start, line, (at, at + len(wanted)), measurer)
        if across is not None:
            found.append(_stroke(plan, line, *across))
        start += sum(len(token.word.text) + token.word.spaced for token in held)
    return tuple(found)


def _across(
    held: Sequence[Token], start: int, line: Line, span: tuple[int, int], measurer: Measurer
) -> tuple[float, float] | None:
    """From where to where the characters of a span stand on a line, in px; None if they are not on it."""
    edges: list[float] = []
    at = start
    for token, pen in zip(held, pens(measurer, held, line.left, line.size), strict=True):
        low, high = max(span[0] - at, 0), min(span[1] - at, len(token.word.text))
        if low < high:
            style = token.segments[0].style
            for place in (low, high):
                edges.append(pen + measurer.advance(token.word.text[:place], style, line.size) * line.size)
        at += len(token.word.text) + token.word.spaced
    return (edges[0], edges[-1]) if edges else None


def _stroke(plan: Plan, line: Line, left: float, right: float) -> Part:
    assert plan.marker is not None
    size = line.size
    left, right = left - BEYOND * size, right + BEYOND * size
    top, bottom = line.baseline - ABOVE * size, line.baseline + BELOW * size
    tilt = min(TILT * size, (right - left) * TILT)
    lean = LEAN * size
    corners = (
        (left, top + tilt),
        (right - lean, top - tilt),
        (right, bottom - tilt),
        (left + lean * 0.5, bottom + tilt),
    )
    values = sorted(
        (f"{axis}{index}", round(value, 2))
        for index, corner in enumerate(corners)
        for axis, value in zip("xy", corner, strict=True)
    )
    box = Box(left, top - tilt, right, bottom + tilt)
    return Part("polygon", box, (plan.marker.colour,), plan.marker.opacity, tuple(values))
