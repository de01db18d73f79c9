"""Stage 8, its fit to scripts: a plan takes the forms and leading of a text; a leftward text is set flush right."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from quotecards.fonts import whole
from quotecards.layout.scripts import forms, from_right, leading
from quotecards.layout.setting import MARKS, shifted
from quotecards.models import Box

if TYPE_CHECKING:
    from quotecards.layout.column import Composed
    from quotecards.layout.planned import Plan
    from quotecards.models import Line, Part, Quote

EDGE = 8  # px by which a letter's own side may move what stands by it


def suited(made: Plan, quote: Quote) -> Plan:
    """A plan becomes one with the forms of the language and room for the letters of the script."""
    credit = "".join(quote.credit.lines)
    if quote.quote.isascii() and credit.isascii():
        return made
    style = made.quote.style._replace(
        forms=forms(quote.quote, quote.language), family=whole(made.quote.style.family, quote.quote)
    )
    whose = made.credit.style._replace(forms=forms(credit, quote.language))
    small = made.quote.small and style.family == made.quote.style.family
    words = replace(
        made.quote, style=style, leading=max(made.quote.leading, leading(quote.quote)), small=small
    )
    return replace(made, quote=words, credit=replace(made.credit, style=whose))


def folded(composed: Composed, made: Plan, quote: Quote) -> Composed:
    """What is set of a leftward quote from the left edge of its boxes comes to stand at the right one."""
    if not from_right(quote.quote, quote.language):
        return composed
    boxes = {"quote": made.quote.box, "credit": made.credit.box}
    lines = [_fold(line, boxes[line.role]) if line.role in boxes else line for line in composed.lines]
    parts = [_mirrored(part, made.credit.box) for part in composed.parts]
    return composed._replace(parts=tuple(parts), lines=tuple(lines))


def _mirrored(part: Part, box: Box) -> Part:
    """A rule that begins where the credit does ends where it ends."""
    if part.kind != "fill" or abs(part.box.left - box.left) > EDGE:
        return part
    left, right = box.left + box.right - part.box.right, box.left + box.right - part.box.left
    return replace(part, box=replace(part.box, left=left, right=right))


def _fold(line: Line, box: Box) -> Line:
    """What stands so far from the left edge comes to stand as far from the right one."""
    across = box.left + box.right - line.left - line.right
    angle = next((run.angle for run in line.runs), 0.0)
    if angle:  # along the line, whose pieces are turned only when they are drawn
        along, ink = math.radians(angle), line.ink
        moved = shifted(line, round(across, 3))
        right, down = across * math.cos(along), across * math.sin(along)
        ink = Box(ink.left + right, ink.top + down, ink.right + right, ink.bottom + down)
        return replace(moved, ink=ink)
    beyond = line.ink.right + across - box.right
    if (
        line.role == "quote" and beyond > 0 and line.text[:1] not in MARKS
    ):  # a letter that swings out is held in
        across -= beyond
    if line.role == "credit":  # and what stands far left is held in there
        across += max(0.0, box.left - line.ink.left - across)
    return shifted(line, round(across, 3))
