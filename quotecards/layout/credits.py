"""Stage 8, its credits: the lines under a quote, balanced, with film titles in true italic."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from quotecards.fonts import leftward
from quotecards.layout.rules import Shape, rules
from quotecards.layout.setting import Hand, Segment, Token, advance, hang, natural, over, shifted, tokens
from quotecards.layout.standing import centred
from quotecards.layout.wrap import Limits, Widths, measured, wrap
from quotecards.models import Box, Credit, Line, Part
from quotecards.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.fonts import Measurer, Style
    from quotecards.layout.plan import CreditPlan

BALANCED = Shape(shortest=0.0, last=0.30, widow=1)  # a second line is never a scrap, nor one word
ANY = 999  # characters: the column alone turns a credit line
APART = 1.5  # em between the two ends of a row
ROWS = 8  # lines of credit, at most
LOOSE_ROWS = 14  # of one that is too long for that
WAYS: tuple[tuple[bool, Shape | None], ...] = (  # to turn a line over: with its compounds whole, balanced
    (True, BALANCED),
    (True, None),
    (False, BALANCED),
    (False, None),
)
_NUMBER = re.compile(r"\d+/\d+")  # which card of several
_ENDS = ".!?…”’“‘»›)。！？」』》〉）।"  # after which no full stop is wanted


class CreditBlock(NamedTuple):
    """A credit that is set: its lines, what is drawn with it, and where its ink begins."""

    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    top: float


def marked(line: str, style: Style) -> list[Segment]:
    """A credit line with *film titles* becomes segments; the titles lean the other way than the rest."""
    parts = line.split("*")
    if len(parts) % 2 == 0:
        return [Segment(line, style)]
    other = style._replace(italic=not style.italic)
    return [Segment(text, other if at % 2 else style) for at, text in enumerate(parts) if text]


def names(credit: Credit) -> tuple[str, ...]:
    """The phrases of a credit that should stay on one line."""
    return tuple(name for name in (credit.film, credit.director, credit.speaker, credit.author) if name)


def block(
    credit: Credit, plan: CreditPlan, size: float, measurer: Measurer, language: str = "en"
) -> CreditBlock | None:
    """A credit becomes lines that stand on the bottom of its box; None where they do not fit its width."""
    if not credit.lines:
        return CreditBlock((), (), plan.box.bottom)
    setter = _Setter(credit, plan, size, measurer, language)
    if plan.form == "footnote":
        found = setter.footnote()
    else:
        said = paged(credit, language, headed=plan.headed) if plan.form == "page" else credit.lines
        lines = gathered(
            said, plan.most, wording(language).lines["after" if plan.form == "page" else "comma"]
        )
        found = (setter.row(lines) if plan.form == "row" else None) or setter.stacked(lines)
    return found and _pinned(found, plan)


def _pinned(found: CreditBlock, plan: CreditPlan) -> CreditBlock:
    """A credit that was set from the bottom of its box comes to where it is pinned."""
    share = {"top": 1.0, "middle": 0.5}.get(plan.pin, 0.0)
    up = round((found.top - plan.box.top) * share)
    if up <= 0:
        return found
    return CreditBlock(tuple(shifted(line, 0.0, -up) for line in found.lines), found.parts, found.top - up)


def gathered(lines: Sequence[str], most: int, comma: str = ", ") -> Sequence[str]:
    """The lines of a credit in so many at most, as even as can be: those too many follow after a comma."""
    if len(lines) <= most:
        return lines
    ways = (
        [comma.join(lines[start:end]) for start, end in pairwise((0, *cuts, len(lines)))]
        for cuts in combinations(range(1, len(lines)), most - 1)
    )
    return min(ways, key=lambda way: max(map(len, way)))


class _Setter:
    """Sets one credit at one size."""

    def __init__(
        self, credit: Credit, plan: CreditPlan, size: float, measurer: Measurer, language: str
    ) -> None:
        self.credit, self.plan, self.size, self.measurer, self.language = (
            credit,
            plan,
            size,
            measurer,
            language,
        )
        self.hand = Hand(measurer, "credit", size, plan.colour)
        self.step = rules().credit.leading * size
        self.width = plan.box.width / size

    def stacked(self, lines: Sequence[str]) -> CreditBlock | None:
        """One line under the other, each balanced over as many rows as it needs."""
        rows: list[Sequence[Token]] = []
        leading = 0
        for at, line in enumerate(lines):
            turned = self._turned(line)
            if turned is None:
                return None
            rows += turned
            leading = leading or len(rows) * (at == 0 and len(lines) > 1)
        most = LOOSE_ROWS if self.plan.loose else ROWS
        return self._placed(rows, leading) if len(rows) <= most else None

    def row(self, lines: Sequence[str]) -> CreditBlock | None:
        """Two short lines at both ends of one row; None where they are not two or not short."""
        if len(lines) == 1:
            return self.stacked(lines)
        letters = sum(len(line.replace("*", "")) for line in lines)
        if len(lines) != 2 or letters > self.plan.row_letters:
            return None
        left, right = (self._tokens(line) for line in lines)
        if self._width(left) + self._width(right) + APART > self.width:
            return None
        first = self._placed([left])
        last = self.hand.line(right, self.plan.box.left, first.lines[0].baseline)
        last = shifted(last, self.plan.box.right - last.ink.right)
        return CreditBlock((first.lines[0], last), (), min(first.top, last.ink.top))

    def footnote(self) -> CreditBlock | None:
        """Under a short rule, with an asterisk that hangs in the margin; a film's own words on one run."""
        star, space = Segment("*", self.plan.style), 0.26 * self.size
        note = footnote(self.credit.lines, self.language)
        found = self.stacked(note)
        if found is None:
            return None
        first = found.lines[0]
        mark = self.hand.line([tokens([star])[0]], first.left, first.baseline)
        mark = shifted(mark, min(first.left, first.ink.left) - space - mark.ink.right)
        top = first.baseline - self._rise() * self.size - 20
        start = self.plan.box.left if leftward(first.text) else first.left  # the one is folded with the box
        rule = Box(start, round(top) - 2, start + self.plan.rule, round(top))
        part = Part("fill", rule, (self.plan.colour,))
        return CreditBlock((mark, *found.lines), (part,), rule.top)

    def _tokens(self, line: str, *, whole: bool = True) -> tuple[Token, ...]:
        return tokens(marked(line, self.plan.style), self.language, names(self.credit), whole=whole)

    def _width(self, row: Sequence[Token]) -> float:
        gaps = natural(self.measurer, row, self.size)
        return sum(advance(self.measurer, token, self.size) for token in row) + sum(gaps)

    def _turned(self, line: str) -> list[Sequence[Token]] | None:
        ways = [
            (self._tokens(line, whole=whole), shape)
            for whole, shape in WAYS[: None if self.plan.loose else 1]
        ]
        return first_turned(ways, self.width, self.measurer, self.size)

    def _placed(self, rows: Sequence[Sequence[Token]], leading: int = 0) -> CreditBlock:
        """Rows over the foot of the box; so many of them lead: in their own colour, a little apart."""
        plan, foot = self.plan, self.plan.box.bottom - self._fall() * self.size
        lead = Hand(self.measurer, "credit", self.size, plan.lead or plan.colour)
        lines = []
        for at, row in enumerate(rows):
            up = self.step * (len(rows) - 1 - at) + plan.apart * self.size * (at < leading)
            hand = lead if at < leading else self.hand
            lines.append(hand.line(row, plan.box.left, round(foot - up)))
        if self.plan.align == "centre":
            pairs = zip(lines, rows, strict=True)
            lines = [centred(line, row, self.plan.box, self.measurer) for line, row in pairs]
        top = lines[0].baseline - self._rise() * self.size
        return CreditBlock(tuple(lines), (), min(top, lines[0].ink.top))

    def _rise(self) -> float:
        return -self.measurer.shape("ldT", self.plan.style, self.size).ink.top

    def _fall(self) -> float:
        return self.measurer.shape("pgy", self.plan.style, self.size).ink.bottom


def first_turned(
    ways: Sequence[tuple[Sequence[Token], Shape | None]], width: float, measurer: Measurer, size: float
) -> list[Sequence[Token]] | None:
    """A line becomes rows in the first of some ways in which it can."""
    found = (turned_over(row, width, measurer, size, shape) for row, shape in ways)
    return next((rows for rows in found if rows is not None), None)


def turned_over(
    row: Sequence[Token], width: float, measurer: Measurer, size: float, shape: Shape | None = BALANCED
) -> list[Sequence[Token]] | None:
    """A line that is too long for a width in em is turned over into the fewest rows of a shape, balanced ones."""
    costs = replace(rules().costs, last=60.0, sense=12.0)
    widths = Widths(
        [advance(measurer, token, size) for token in row],
        natural(measurer, row, size),
        [hang(measurer, token, size) for token in row],
        [over(measurer, token, size) for token in row],
    )
    text = measured([token.word for token in row], widths, costs)
    for count in range(1, ROWS):
        found = wrap(text, count, Limits(width, ANY), shape)
        if found is not None:
            return [row[first : last + 1] for first, last in found.spans]
    return None


def paged(credit: Credit, language: str = "en", *, headed: bool = True) -> tuple[str, ...]:
    """The lines of a credit as a typed page says them: what stands on its head is left out, the rest are sentences.

    `headed`: film and year stand there; the speaker always does.
    """
    said = wording(language)
    told = [line for line in credit.lines if line != credit.speaker]
    lines = [line for line in told if not (headed and said.told("film_year", line))]
    return tuple(
        line[:1].upper()
        + line[1:]
        + said.lines["stop"] * (line[-1] not in _ENDS and not _NUMBER.fullmatch(line))
        for line in lines or credit.lines
    )


def footnote(lines: Sequence[str], language: str = "en") -> tuple[str, ...]:
    """The lines of a credit as a footnote says them: a film's own words in one sentence.

    "*her*, 2013" / "written and directed by Spike Jonze" / "quoted in “…”" becomes
    "*her* (2013), written and directed by Spike Jonze; quoted in “…”". Others stay as they are.
    """
    said = wording(language)
    film = said.told("film_year", lines[0])
    if film is None:
        return tuple(lines)
    year, title = sorted(film, key=lambda part: "*" in part)  # in the order of the language
    sentence = said.line("film_noted", film=title, year=year)
    for line in lines[1:]:
        quoted = any(said.told(name, line) for name in ("quoted_by", "quoted_in", "quoted_by_in"))
        sentence += said.lines["semicolon" if quoted else "comma"] + line.replace(" – ", "\u00a0–\u00a0")
    return (sentence,)
