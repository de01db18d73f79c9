"""Stage 8, its setting: words with their styles become a line of pieces with their places in px."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from quotecards.fonts import by_style
from quotecards.layout.bidi import faced, ordered
from quotecards.layout.rules import rules
from quotecards.layout.words import Word, words
from quotecards.models import Box, Face, Line, Piece, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quotecards.fonts import Glyph, Measurer, Shaped, Style

MARKS = "“”„‘’‚«»‹›\"'"
_MARKS = re.compile(rf"^[{MARKS}\s]+$")  # what hangs: quotation marks, and nothing else
KERNED = "\u2fff"  # the last of the characters whose spaces are kerned with them
BLANK = 0.3  # em left of a mark's ink from which it is wide: then only its empty half hangs
CURSIVE = "\u08ff"  # from here on, letters that reach out to those before them stand by their ink
OUTSIDE = -0.03  # em: letters that swing further left of their pen, as j does, stand by the pen


class Segment(NamedTuple):
    """Letters of one style within a word."""

    text: str
    style: Style


class Token(NamedTuple):
    """A word as it is set: `start` is the offset of its first character in the text."""

    word: Word
    segments: tuple[Segment, ...]
    start: int


def tokens(
    parts: Sequence[Segment], code: str = "en", together: Iterable[str] = (), *, whole: bool = False
) -> tuple[Token, ...]:
    """A text in one or more styles becomes tokens, cut where a line may break."""
    text = "".join(part.text for part in parts)
    ends: list[tuple[int, Style]] = []
    for part in parts:
        ends.append(((ends[-1][0] if ends else 0) + len(part.text), part.style))
    found = []
    at = 0
    for word in words(text, code, together, whole=whole):
        at = text.index(word.text, at)
        end = at + len(word.text)
        alone = len(parts) == 1
        segments = (Segment(word.text, parts[0].style),) if alone else tuple(_segments(text, at, end, ends))
        found.append(Token(word, segments, at))
        at = end
    return tuple(found)


def _segments(text: str, start: int, end: int, ends: Sequence[tuple[int, Style]]) -> Iterator[Segment]:
    at = start
    for limit, style in ends:
        if at < limit and at < end:
            stop = min(limit, end)
            yield Segment(text[at:stop], style)
            at = stop


def advance(measurer: Measurer, token: Token, size: float) -> float:
    """How far the pen goes over a token, in em."""
    if len(token.segments) == 1:
        text, style = token.segments[0]
        return measurer.advance(text, style, size)
    return sum([measurer.advance(part.text, part.style, size) for part in token.segments])


def gap(measurer: Measurer, before: Token, after: Token, size: float) -> float:
    """What stands between two tokens on a line, in em; a space is kerned with its neighbours."""
    if not before.word.spaced:
        return 0.0
    (first, style), (second, other) = before.segments[-1], after.segments[0]
    if style != other or first[-1] > KERNED or second[0] > KERNED:
        return measurer.advance(" ", style._replace(italic=False), size)
    # with the letter that a mark belongs to, whose font it comes from
    left = first[-1:] if first[-1].isalnum() or first.isascii() else first[-2:]
    right = second[:1] if second[0].isalnum() or second.isascii() else second[:2]
    return _spaces(measurer, style, size)[f"{left} {right}"]


class _Spaces(dict[str, float]):
    """What stands between letters on both sides of a space, in em, by all three; measured when first asked for."""

    def __init__(self, measurer: Measurer, style: Style, size: float) -> None:
        super().__init__()
        self._measure = partial(measurer.advance, style=style, size=size)

    def __missing__(self, whole: str) -> float:
        left, _, right = whole.partition(" ")
        measure = self._measure
        found = self[whole] = measure(whole) - measure(left) - measure(right)
        return found


@by_style
@lru_cache(maxsize=128)
def _spaces(measurer: Measurer, style: Style, size: float) -> _Spaces:
    return _Spaces(measurer, style, size)


class Sides(NamedTuple):
    """How a token's ink stands, in em.

    `hang` is how much of it stands left of the margin: its opening marks, and its letter's side; right of
    it, where the text runs from right to left. `over` is how far its ink goes beyond its advance where it
    ends a line, less than 0 where it ends before; `swing` how far beyond its pen where it begins one, as
    italic letters and marks do; `rise` and `fall` how far above and below the baseline.
    """

    hang: float
    over: float
    swing: float
    rise: float
    fall: float


def sides(measurer: Measurer, token: Token, size: float) -> Sides:
    """A token becomes its sides."""
    runs = token.word.runs
    return _sides(measurer, token.segments, runs is not None and bool(runs.base), size)


def hang(measurer: Measurer, token: Token, size: float) -> float:
    """How much of a token hangs out of the margin, in em."""
    return sides(measurer, token, size).hang


def over(measurer: Measurer, token: Token, size: float) -> float:
    """How far a token's ink goes beyond its advance, in em."""
    return sides(measurer, token, size).over


@by_style
@lru_cache(maxsize=8192)
def _sides(measurer: Measurer, segments: tuple[Segment, ...], leftward: bool, size: float) -> Sides:
    shapes = [measurer.shape(part.text, part.style, size) for part in segments]
    first, last = shapes[0], shapes[-1]
    text, style = segments[0]
    marks = text[: len(text) - len(text.lstrip(MARKS))]
    opening = measurer.shape(marks, style, size) if marks and marks != text else first
    rise, fall = -min(one.ink.top for one in shapes), max(one.ink.bottom for one in shapes)
    if leftward:
        swing = max(0.0, opening.ink.right - opening.advance)
        hung = measurer.advance(marks, style, size) if marks else -swing
        return Sides(hung, -last.ink.left, swing, rise, fall)
    turning = any(glyph.rtl for one in shapes for glyph in one.glyphs)  # its letters stand in another order
    hung = measurer.advance(marks, style, size) if turning else _hang(measurer, segments, shapes, size)
    return Sides(hung, last.ink.right - last.advance, max(0.0, -opening.ink.left), rise, fall)


def _hang(measurer: Measurer, segments: Sequence[Segment], shapes: Sequence[Shaped], size: float) -> float:
    pen = 0.0
    for part, shaped in zip(segments, shapes, strict=True):
        for glyph in shaped.glyphs:
            if not _MARKS.match(glyph.text) or glyph.ink.left - glyph.x > BLANK:
                side = glyph.ink.left - glyph.x
                ink = side >= OUTSIDE or glyph.text[0] > CURSIVE
                return pen + glyph.x + (side if ink else 0.0) + _swing(glyph, size)
        pen += measurer.advance(part.text, part.style, size)
    return 0.0


def _swing(glyph: Glyph, size: float) -> float:
    """Round and slanted letters stand a little out of the margin, so that they look as if they stood on it."""
    margin = rules().margin
    if glyph.text[0] not in margin.round:
        return 0.0
    return min(margin.overshoot, margin.most / size)


class Hand:
    """Sets one line after another in a style of writing: size, colour and switches."""

    def __init__(
        self, measurer: Measurer, role: str, size: float, colour: str, clip: Box | None = None
    ) -> None:
        self.measurer, self.role, self.size, self.colour, self.clip = measurer, role, size, colour, clip

    def line(
        self,
        row: Sequence[Token],
        left: float,
        baseline: float,
        gaps: Sequence[float] | None = None,
        *,
        hung: bool = True,
    ) -> Line:
        """Tokens become a line whose first letter stands at `left`; `gaps` in em, else those of the fonts."""
        size, measurer = self.size, self.measurer
        runs: dict[tuple[Face, tuple[str, ...]], list[Piece]] = {}
        boxes: list[Box] = []
        between = gaps if gaps is not None else natural(measurer, row, size)
        advances = [advance(measurer, token, size) for token in row]
        begin = left - hang(measurer, row[0], size) * size if hung else left
        face, features, pieces = None, None, []
        for part, pen in self._parts(row, advances, between, begin):
            shaped = measurer.shape(part.text, part.style, size)
            for text, own, x, _, _, rtl in shaped.glyphs:
                if own is not face or part.style.features is not features:
                    face, features = own, part.style.features
                    pieces = runs.setdefault((own, features), [])
                pieces.append(Piece(text, round(pen + x * size, 3), baseline, rtl))
            if shaped.glyphs:
                boxes.append(_moved(shaped.ink, pen, baseline, size))
        return Line(
            role=self.role,
            text=_text(row),
            left=begin if _based_right(row) else left,
            right=begin + (sum(advances) + sum(between)) * size,
            baseline=baseline,
            size=size,
            ink=around(boxes),
            runs=tuple(
                Run(face, size, self.colour, tuple(pieces), features, self.clip)
                for (face, features), pieces in runs.items()
            ),
        )

    def _parts(
        self, row: Sequence[Token], advances: Sequence[float], gaps: Sequence[float], begin: float
    ) -> Iterator[tuple[Segment, float]]:
        """The parts of a line from left to right, each with its pen in px."""
        pen, size = begin, self.size
        if all(len(token.segments) == 1 and token.word.runs is None for token in row):
            for token, wide, space in zip(row, advances, [*gaps, 0.0], strict=True):
                yield token.segments[0], pen
                pen += wide * size
                pen += space * size
            return
        for part, space in _visual(row, gaps):
            if part is not None:
                yield part, pen
                pen += self.measurer.advance(part.text, part.style, size) * size
            pen += space * size


def _based_right(row: Sequence[Token]) -> bool:
    return any(token.word.runs is not None and token.word.runs.base for token in row)


def _visual(row: Sequence[Token], gaps: Sequence[float]) -> list[tuple[Segment | None, float]]:
    """The parts and spaces of a line from left to right: a part and 0, or None and the em of a space."""
    found: list[tuple[Segment | None, float]] = []
    level: list[int] = []
    for token, space in zip(row, [*gaps, 0.0], strict=True):
        for segment, one in _levelled(token):
            found.append((segment, 0.0))
            level.append(one)
        found.append((None, space))
        level.append(token.word.runs.space if token.word.runs else 0)
    return ordered(found, level) if any(level) else found


def _levelled(token: Token) -> list[tuple[Segment, int]]:
    """The segments of a token cut where the direction turns, each with its level."""
    if token.word.runs is None:
        return [(segment, 0) for segment in token.segments]
    found, at = [], 0
    for segment in token.segments:
        for level, start, end in token.word.runs.stretches(at, at + len(segment.text)):
            text = segment.text[start - at : end - at]
            found.append((segment._replace(text=faced(text, level)), level))
        at += len(segment.text)
    return found


def pens(
    measurer: Measurer,
    row: Sequence[Token],
    left: float,
    size: float,
    gaps: Sequence[float] | None = None,
    *,
    hung: bool = True,
) -> list[float]:
    """Where the pen stands at the start of each token of a line, in px."""
    between = gaps if gaps is not None else natural(measurer, row, size)
    pen = left - hang(measurer, row[0], size) * size if hung else left
    steps = [
        (advance(measurer, token, size) + space) * size
        for token, space in zip(row, [*between, 0.0], strict=True)
    ]
    found = dict.fromkeys(range(len(row)), pen)
    for at in ordered(range(len(row)), [_level(token) for token in row]):
        found[at] = pen
        pen += steps[at]
    return list(found.values())


def _level(token: Token) -> int:
    return max(token.word.runs.own) if token.word.runs else 0


def natural(measurer: Measurer, row: Sequence[Token], size: float) -> list[float]:
    """The spaces of a line as the fonts have them, in em."""
    found, known, whose = [], None, None
    for before, after in pairwise(row):
        (first, style), (second, other) = before.segments[-1], after.segments[0]
        if style is not other or not (before.word.spaced and first.isascii() and second.isascii()):
            found.append(gap(measurer, before, after, size))
            continue
        if known is None or style is not whose:
            known, whose = _spaces(measurer, style, size), style
        found.append(known[f"{first[-1]} {second[0]}"])
    return found


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes; an empty one around none."""
    found = list(boxes)
    if not found:
        return Box(0, 0, 0, 0)
    return Box(
        min(box.left for box in found),
        min(box.top for box in found),
        max(box.right for box in found),
        max(box.bottom for box in found),
    )


def shifted(line: Line, across: float, down: float = 0.0) -> Line:
    """A line moved to the right and down by px."""
    ink = line.ink
    runs = tuple(
        replace(
            run,
            pieces=tuple(
                replace(piece, x=round(piece.x + across, 3), y=piece.y + down) for piece in run.pieces
            ),
        )
        for run in line.runs
    )
    return replace(
        line,
        left=line.left + across,
        right=line.right + across,
        baseline=line.baseline + down,
        ink=Box(ink.left + across, ink.top + down, ink.right + across, ink.bottom + down),
        runs=runs,
    )


def _moved(ink: Box, x: float, y: float, size: float) -> Box:
    return Box(x + ink.left * size, y + ink.top * size, x + ink.right * size, y + ink.bottom * size)


def _text(row: Sequence[Token]) -> str:
    return "".join(token.word.text + " " * token.word.spaced for token in row).rstrip(" ")
