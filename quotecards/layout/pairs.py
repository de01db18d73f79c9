"""Stage 8, its further credits: roles and names that meet on an axis, and the billing at the foot of a poster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.layout.credits import CreditBlock, block, turned_over
from quotecards.layout.rules import rules
from quotecards.layout.setting import Hand, Segment, around, shifted, tokens
from quotecards.wording import capitals, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quotecards.fonts import Measurer, Style
    from quotecards.layout.planned import CreditPlan
    from quotecards.models import Box, Credit, Line

APART = 34  # px between a role and its name
HALF = APART / 2
SMALL = 0.62  # of the billing's size: the words before a name
LEAST = 30.0  # px of those words, or they could not be read
GAP = 1.0  # em between the columns of a billing, at least


def pairs(
    credit: Credit, plan: CreditPlan, size: float, measurer: Measurer, language: str = "en"
) -> CreditBlock | None:
    """A credit as films end: each role ends at the axis, its name begins there; None where it has no room."""
    known = _roles(credit, plan, language)
    if not known:
        return block(credit, plan, size, measurer, language)
    axis = (plan.box.left + plan.box.right) / 2
    role = Hand(measurer, "credit", size, plan.colour)
    step = rules().credit.leading * 1.12 * size
    lines: list[Line] = []
    at = 0
    for what, name, style in known:
        rows = turned_over(
            tokens([Segment(name, style)], language, (name,), whole=True),
            (plan.box.right - axis - HALF) / size,
            measurer,
            size,
        )
        if rows is None:
            return None
        first = role.line(tokens([Segment(what, plan.style)], language, whole=True), 0.0, round(step * at))
        lines.append(shifted(first, axis - HALF - first.right))
        for row in rows:
            lines.append(role.line(row, axis + HALF, round(step * at)))
            at += 1
    if min(line.ink.left for line in lines) < plan.box.left:
        return None
    down = plan.box.bottom - around(line.ink for line in lines).bottom
    placed = tuple(shifted(line, 0.0, round(down)) for line in lines)
    return CreditBlock(placed, (), around(line.ink for line in placed).top)


def _roles(credit: Credit, plan: CreditPlan, language: str) -> list[tuple[str, str, Style]]:
    """What is known of a quote, each with what it is called, in the order of credits."""
    names, italic, said = plan.names or plan.style, plan.style._replace(italic=True), wording(language)
    if not credit.film:
        return []
    own = any(said.told(name, line) for line in credit.lines for name in ("film", "film_year", "in_film"))
    wrote = any(said.told("written_and_directed", line) for line in credit.lines)
    found: list[tuple[str, str | None, Style]] = [
        ("speaker", credit.speaker, names),
        ("author", credit.author, names),
        ("film" if own else "review", credit.film, italic),
        ("maker" if wrote else "director", credit.director, names),
        ("year", str(credit.year) if credit.year else None, names),
    ]
    words = dict(plan.roles)
    return [(said.said(words[role]), name, style) for role, name, style in found if name]


def billing(
    credit: Credit, plan: CreditPlan, size: float, measurer: Measurer, language: str = "en"
) -> CreditBlock | None:
    """A credit as one row of capitals: film, maker and year, in as many columns; None where it has no room."""
    texts = (("film", credit.film), ("director", credit.director), ("year", credit.year))
    known = [(name, str(value)) for name, value in texts if value]
    if not known or not credit.film:
        return None
    before, said = dict(plan.roles), wording(language)
    rows = [
        _billed((said.said(before.get(name, "")), value), plan, size, measurer, language)
        for name, value in known
    ]
    free = plan.box.width - sum(_wide(row) for row in rows)
    if free < GAP * size * (len(rows) - 1):
        return None
    lines: list[Line] = []
    pen = plan.box.left
    between = free / (len(rows) - 1) if len(rows) > 1 else 0.0
    for row in rows:
        across = pen - min(line.ink.left for line in row)
        lines += [shifted(line, across) for line in row]
        pen += _wide(row) + between
    inked = around(line.ink for line in lines)
    down = round(plan.box.bottom - inked.bottom)
    placed = tuple(shifted(line, 0.0, down) for line in lines)
    return CreditBlock(placed, (), inked.top + down)


def _billed(
    texts: tuple[str, str], plan: CreditPlan, size: float, measurer: Measurer, language: str
) -> list[Line]:
    """A name in capitals, the words before it smaller, on one baseline."""
    found: list[Line] = []
    pen = 0.0
    for text, px in zip(texts, (min(size, max(size * SMALL, LEAST)), size), strict=True):
        if text:
            row = tokens([Segment(capitals(text, language), plan.style)], language, whole=True)
            line = Hand(measurer, "credit", px, plan.colour).line(row, pen, 0.0, hung=False)
            found.append(line)
            pen = line.right + 0.22 * px
    return found


def _wide(row: Sequence[Line]) -> float:
    box: Box = around(line.ink for line in row)
    return box.width


FORMS: dict[str, Callable[..., CreditBlock | None]] = {"pairs": pairs, "billing": billing}
