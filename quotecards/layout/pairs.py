"""Stage 8, its further credits: roles and names that meet on an axis, and the billing at the foot of a poster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.layout.credits import WAYS, CreditBlock, block, first_turned
from quotecards.layout.rules import rules
from quotecards.layout.setting import Hand, Segment, around, shifted, tokens
from quotecards.layout.smallcaps import small
from quotecards.wording import capitals, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quotecards.fonts import Measurer, Style
    from quotecards.layout.planned import CreditPlan
    from quotecards.layout.setting import Token
    from quotecards.models import Box, Credit, Line

    Role = tuple[str, str, Style]  # what someone is called, the name, how it is set

APART = 34  # px between a role and its name
HALF = APART / 2
OPEN = 1.12  # of the leading of credits, where there is room
EDGE = 2  # px by which a role's first letter may stand out
SMALL = 0.62  # of the billing's size: the words before a name
LEAST = 30.0  # px of those words, or they could not be read
GAP = 1.0  # em between the columns of a billing, at least
BELOW = 1.12  # em from one row of a billing to the next


def pairs(
    credit: Credit, plan: CreditPlan, size: float, measurer: Measurer, language: str = "en"
) -> CreditBlock | None:
    """A credit as films end: each role ends at the axis, its name begins there; None where it has no room."""
    known = _roles(credit, plan, language)
    if not known:
        return block(credit, plan, size, measurer, language)
    one = _Pairs(known, plan, size, measurer, language)
    return one.aside() if plan.loose else one.met((plan.box.left + plan.box.right) / 2)


class _Pairs:
    """Roles and names of one credit at one size."""

    def __init__(
        self, known: Sequence[Role], plan: CreditPlan, size: float, measurer: Measurer, language: str
    ) -> None:
        self.known, self.plan, self.size, self.measurer, self.language = known, plan, size, measurer, language
        self.hand = Hand(measurer, "credit", size, plan.colour)

    def met(self, axis: float) -> CreditBlock | None:
        """Roles end at an axis, their names begin there; None where either has no room."""
        box, step = self.plan.box, rules().credit.leading * (1.0 if self.plan.loose else OPEN) * self.size
        lines: list[Line] = []
        at = 0
        for what, name, style in self.known:
            rows = self._turned(name, style, (box.right - axis - HALF) / self.size)
            if rows is None:
                return None
            first = self._role(what, round(step * at))
            lines.append(shifted(first, axis - HALF - first.right))
            for row in rows:
                lines.append(self.hand.line(row, axis + HALF, round(step * at)))
                at += 1
        if min(line.ink.left for line in lines) < box.left:
            return None
        down = box.bottom - around(line.ink for line in lines).bottom
        placed = tuple(shifted(line, 0.0, round(down)) for line in lines)
        return CreditBlock(placed, (), around(line.ink for line in placed).top)

    def aside(self) -> CreditBlock | None:
        """Met on an axis that leaves to the names all the room that the roles do not take; then centred."""
        box = self.plan.box
        roles = max(self._role(what, 0).ink.width for what, *_ in self.known)
        found = self.met(box.left + roles + HALF + EDGE)
        if found is None:
            return None
        inked = around(line.ink for line in found.lines)
        across = round((box.left + box.right - inked.left - inked.right) / 2)
        return found._replace(lines=tuple(shifted(line, across) for line in found.lines))

    def _role(self, what: str, baseline: int) -> Line:
        row = tokens([Segment(what, self.plan.style)], self.language, whole=True)
        return self.hand.line(row, 0.0, baseline)

    def _named(self, name: str, style: Style, *, whole: bool) -> tuple[Token, ...]:
        row = tokens([Segment(name, style)], self.language, (name,), whole=whole)
        return small(row, self.language) if style == self.plan.names else row

    def _turned(self, name: str, style: Style, width: float) -> list[Sequence[Token]] | None:
        """A name in rows of a width in em."""
        ways = [
            (self._named(name, style, whole=whole), shape)
            for whole, shape in WAYS[: None if self.plan.loose else 1]
        ]
        return first_turned(ways, width, self.measurer, self.size)


def _roles(credit: Credit, plan: CreditPlan, language: str) -> list[Role]:
    """What is known of a quote, each with what it is called, in the order of credits."""
    names, italic, said = plan.names or plan.style, plan.style._replace(italic=True), wording(language)
    if not credit.film:
        return []
    own = any(
        any(said.told(name, line) for name in ("film", "film_year", "in_film"))
        and not said.told("quoted_in_review", line)
        for line in credit.lines
    )
    wrote = any(said.told("written_and_directed", line) for line in credit.lines)
    found: list[tuple[str, str | None, Style]] = [
        ("speaker", credit.speaker, names),
        ("author", credit.author, names),
        ("film" if own else "review", credit.film, italic),
        ("maker" if wrote else "director", credit.director, names),
        ("year", str(credit.year) if credit.year else None, names),
        ("outlet", credit.outlet, names),
    ]
    words = dict(plan.roles)
    return [(said.said(words[role]), name, style) for role, name, style in found if name and role in words]


def billing(
    credit: Credit, plan: CreditPlan, size: float, measurer: Measurer, language: str = "en"
) -> CreditBlock | None:
    """A credit as one row of capitals: film, maker and year, in as many columns; None where it has no room."""
    texts = (("film", credit.film), ("director", credit.director), ("year", credit.year))
    known = [(name, str(value)) for name, value in texts if value]
    if not known or not credit.film:
        return None
    before, said = dict(plan.roles), wording(language)
    columns = [
        _billed((said.said(before.get(name, "")), value), plan, size, measurer, language)
        for name, value in known
    ]
    rows = [columns] if not plan.loose else [columns[:1], columns[1:]]
    lines: list[Line] = []
    for at, row in enumerate(filter(None, rows)):
        placed = _justified(row, plan, size)
        if placed is None:
            return None
        lines += [shifted(line, 0.0, round(BELOW * size) * at) for line in placed]
    inked = around(line.ink for line in lines)
    if len(rows) > 1 and inked.height > plan.box.height:
        return None
    down = round(plan.box.bottom - inked.bottom)
    return CreditBlock(tuple(shifted(line, 0.0, down) for line in lines), (), inked.top + down)


def _justified(columns: Sequence[Sequence[Line]], plan: CreditPlan, size: float) -> list[Line] | None:
    """The columns of one row from edge to edge; None where they have no room."""
    free = plan.box.width - sum(_wide(column) for column in columns)
    if free < GAP * size * (len(columns) - 1):
        return None
    lines: list[Line] = []
    pen = plan.box.left
    between = free / (len(columns) - 1) if len(columns) > 1 else 0.0
    for column in columns:
        across = pen - min(line.ink.left for line in column)
        lines += [shifted(line, across) for line in column]
        pen += _wide(column) + between
    return lines


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
