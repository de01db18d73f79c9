"""Stage 8, its standing: lines that are set flush left from the top come to stand as their layout has it.

Centred or flush, at the top, in the middle or at the foot of their box, the credit under them or where it
is pinned; and all of it turned, where the thing it stands on is turned.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from quotecards.layout.ornaments import numbered
from quotecards.layout.setting import around, shifted
from quotecards.models import Box, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.fonts import Measurer
    from quotecards.layout.planned import DividerPlan, TurnPlan
    from quotecards.layout.setting import Token
    from quotecards.models import Glow, Line

_CLOSING = re.compile(r"[“”’‘»«›‹\"'.,;:!?…]+$")
TAILS = 0.35  # of what hangs below the last baseline, by which the eye takes words to be lower
SIXTH = 1 / 6  # of the difference between hanging marks, by which a centred line is moved


class Block(NamedTuple):
    """A quote's lines and its credit, with what is drawn between them."""

    lines: tuple[Line, ...]
    credit: tuple[Line, ...]
    parts: tuple[Part, ...] = ()


def centred(line: Line, row: Sequence[Token], box: Box, measurer: Measurer, *, weighed: bool = True) -> Line:
    """A line comes to the middle of a box, moved a little so that its heavier marks hang."""
    last = row[-1].segments[-1]
    marks = _CLOSING.search(last.text)
    after = measurer.advance(marks[0], last.style, line.size) * line.size if marks and weighed else 0.0
    before = max(0.0, line.left - line.ink.left) if weighed and line.text[:1] in "“„«‘‚‹\"'" else 0.0
    middle = (line.left - before + line.right) / 2
    return shifted(line, (box.left + box.right) / 2 - middle + (after - before) * SIXTH)


def stood(lines: Sequence[Line], stand: str, top: float, bottom: float) -> tuple[Line, ...]:
    """Lines come to the top, the middle or the foot of a height, by what they ink; tails weigh less."""
    if stand == "top" or not lines:
        return tuple(lines)
    inked, foot = around(line.ink for line in lines), lines[-1].baseline
    free = bottom - top - inked.height
    if stand == "middle":
        seen = foot + TAILS * max(0.0, inked.bottom - foot)
        free = min(free, (bottom - top - (seen - inked.top)) / 2)
    return tuple(shifted(line, 0.0, round(top + free - inked.top)) for line in lines)


def under(
    lines: Sequence[Line], credit: Sequence[Line], plan: DividerPlan, top: float, bottom: float
) -> Block:
    """A credit comes under its quote, parted by a small ornament, and both to the middle of a height."""
    inked = around(line.ink for line in lines)
    if not credit:
        return Block(stood(lines, "middle", top, bottom), ())
    first = around(line.ink for line in credit)
    gap = plan.above + plan.high + plan.below
    down = (bottom - top - inked.height - gap - first.height) / 2 + top - inked.top
    placed = tuple(shifted(line, 0.0, round(down)) for line in lines)
    foot = inked.bottom + round(down)
    below = tuple(shifted(line, 0.0, round(foot + gap - first.top)) for line in credit)
    middle = (first.left + first.right) / 2
    return Block(placed, below, _ornament(plan, middle, foot + plan.above + plan.high / 2))


def _ornament(plan: DividerPlan, x: float, y: float) -> tuple[Part, ...]:
    """Rule, diamond, rule."""
    if not plan.wide:
        return ()
    y, half, size = round(y), plan.wide / 2, plan.high / 2
    rules = [Box(x - half, y - 1, x - half * 0.28, y + 1), Box(x + half * 0.28, y - 1, x + half, y + 1)]
    diamond = Box(x - size, y - size, x + size, y + size)
    points = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
    return (
        *(Part("fill", box, (plan.colour,)) for box in rules),
        Part("polygon", diamond, (plan.colour,), values=numbered(points)),
    )


def turned(line: Line, plan: TurnPlan | None) -> Line:
    """A line is turned with the thing it stands on; its ink is then the box around what it inks."""
    if plan is None or not plan.angle:
        return line
    return rotated(line, plan.angle, (plan.x, plan.y))


def rotated(line: Line, angle: float, pivot: tuple[float, float]) -> Line:
    """A line turned round a point; lines that are turned already are turned further."""
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))

    def moved(x: float, y: float) -> tuple[float, float]:
        x, y = x - pivot[0], y - pivot[1]
        return round(pivot[0] + x * cosine - y * sine, 3), round(pivot[1] + x * sine + y * cosine, 3)

    ink = line.ink
    corners = [moved(x, y) for x in (ink.left, ink.right) for y in (ink.top, ink.bottom)]
    bounds = Box(
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )
    runs = []
    for run in line.runs:
        if not run.angle:
            runs.append(replace(run, angle=angle, pivot=pivot))
            continue
        x, y = moved(*run.pivot)
        across, down = x - run.pivot[0], y - run.pivot[1]
        pieces = tuple(replace(one, x=one.x + across, y=one.y + down) for one in run.pieces)
        runs.append(replace(run, angle=run.angle + angle, pivot=(x, y), pieces=pieces))
    return replace(line, ink=bounds, runs=tuple(runs))


def shining(line: Line, glow: tuple[Glow, ...]) -> Line:
    """A line with lights or shadows under its letters."""
    return replace(line, runs=tuple(replace(run, glow=glow) for run in line.runs)) if glow else line
