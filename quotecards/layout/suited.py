"""Stage 8, its fit to scripts: a plan takes the forms and leading of a text; a leftward text is set flush right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotecards.fonts import whole
from quotecards.layout.scripts import forms, from_right, leading
from quotecards.layout.setting import MARKS, shifted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.layout.plan import Plan
    from quotecards.models import Box, Line, Quote


def suited(made: Plan, quote: Quote) -> Plan:
    """A plan becomes one with the forms of the language and room for the letters of the script."""
    credit = "".join(quote.credit.lines)
    if quote.quote.isascii() and credit.isascii():
        return made
    style = made.quote.style._replace(
        forms=forms(quote.quote, quote.language), family=whole(made.quote.style.family, quote.quote)
    )
    whose = made.credit.style._replace(forms=forms(credit, quote.language))
    words = replace(made.quote, style=style, leading=max(made.quote.leading, leading(quote.quote)))
    return replace(made, quote=words, credit=replace(made.credit, style=whose))


def folded(lines: Sequence[Line], made: Plan, quote: Quote) -> tuple[Line, ...]:
    """Lines of a leftward quote, set from the left edge of their boxes, come to stand at the right one."""
    if not from_right(quote.quote, quote.language):
        return tuple(lines)
    boxes = {"quote": made.quote.box, "credit": made.credit.box}
    return tuple(_fold(line, boxes[line.role]) if line.role in boxes else line for line in lines)


def _fold(line: Line, box: Box) -> Line:
    """What stands so far from the left edge comes to stand as far from the right one."""
    if any(run.angle for run in line.runs):
        return line
    across = box.left + box.right - line.left - line.right
    beyond = line.ink.right + across - box.right
    if (
        line.role == "quote" and beyond > 0 and line.text[:1] not in MARKS
    ):  # a letter that swings out is held in
        across -= beyond
    return shifted(line, round(across, 3))
