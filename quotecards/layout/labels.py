"""Stage 8, its labels: words that belong to the thing a card shows: a ticket's year, a sign's title."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from quotecards.layout.planned import FACTS
from quotecards.layout.scripts import from_right
from quotecards.layout.setting import Hand, Segment, around, natural, shifted, tokens
from quotecards.layout.setting import advance as token_advance
from quotecards.layout.standing import rotated, turned
from quotecards.models import Box, Part
from quotecards.wording import capitals, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.fonts import Measurer
    from quotecards.layout.planned import LabelPlan, Plan
    from quotecards.models import Line, Quote


def labels(quote: Quote, plan: Plan, measurer: Measurer) -> list[Line]:
    """What a layout's things say: only what is known, and only where it has room."""
    own = _faced(plan.labels) if from_right(quote.quote, quote.language) else plan.labels
    found = [_label(quote, one, measurer) for one in own]
    return [turned(line, plan.turn) for line in found if line is not None]


def _faced(labels: Sequence[LabelPlan]) -> list[LabelPlan]:
    """Labels for a text from right to left: those that stand at a side come to the other side of all of them."""
    sided = [one for one in labels if not one.angle and one.align != "centre" and one.size > 0]
    twice = min(one.box.left for one in sided) + max(one.box.right for one in sided) if sided else 0.0
    return [_mirrored(one, twice) if one in sided else one for one in labels]


def _mirrored(plan: LabelPlan, twice: float) -> LabelPlan:
    box, align = plan.box, "right" if plan.align == "left" else "left"
    return replace(plan, box=Box(twice - box.right, box.top, twice - box.left, box.bottom), align=align)


def flanks(quote: Quote, plan: Plan, measurer: Measurer) -> tuple[Part, ...]:
    """The rules beside a layout's labels, up to their words."""
    found = []
    for one in plan.labels:
        if not one.flanks:
            continue
        line = _label(quote, one, measurer)
        left, right = (
            (line.ink.left - one.clear, line.ink.right + one.clear) if line else (math.inf, math.inf)
        )
        for y, thick, opacity in one.flanks:
            for start, end in ((one.box.left, min(left, one.box.right)), (right, one.box.right)):
                if start < end:
                    box = Box(start, y, end, y + thick)
                    found.append(Part("fill", box, (one.colour,), opacity))
    return tuple(found)


def filled(text: str, quote: Quote) -> str | None:
    """A label's text with what is known of the film, in the words of its language; None where that is not known."""
    if "{" not in text:
        return text
    credit = quote.credit
    known = {name: getattr(credit, name) for name in FACTS}
    if any(not value and "{" + name + "}" in text for name, value in known.items()):
        return None
    return wording(quote.language).said(text, {name: str(value) for name, value in known.items()})


def _label(quote: Quote, plan: LabelPlan, measurer: Measurer) -> Line | None:
    text = filled(plan.text, quote)
    if text is None or plan.size <= 0:
        return None
    text = capitals(text, quote.language) if plan.upper else text
    row = tokens([Segment(text, plan.style)], quote.language, whole=True)
    along = plan.box.height if abs(plan.angle) > 45 else plan.box.width
    size = plan.size
    wide = sum(token_advance(measurer, token, size) for token in row) + sum(natural(measurer, row, size))
    size = float(int(min(size, along / max(wide, 0.01))))
    if size < plan.least:
        return None
    line = Hand(measurer, "label", size, plan.colour).line(row, 0.0, 0.0, hung=False)
    return _placed(line, plan, measurer.shape("H", plan.style, size).ink.top * size)


def _placed(line: Line, plan: LabelPlan, capital: float) -> Line:
    """A line comes to its side of the box, its capitals (so many px up) in the middle of its height.

    A turned one comes to the middle of both.
    """
    box, ink = plan.box, around([line.ink])
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    side = "centre" if plan.angle else plan.align
    across = {
        "left": box.left - ink.left,
        "right": box.right - ink.right,
        "centre": middle[0] - (ink.left + ink.right) / 2,
    }[side]
    line = shifted(line, across, round(middle[1] - capital / 2))
    runs = tuple(replace(run, glow=plan.glow) for run in line.runs)
    line = replace(line, runs=runs)
    return rotated(line, plan.angle, middle) if plan.angle else line
