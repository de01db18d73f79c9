"""Stage 8, the frames: one cut for each clause, on a strip of film, and the credit in the last frame."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from quotecards.layout.column import Composed, extents, quoted
from quotecards.layout.credits import CreditBlock, block
from quotecards.layout.labels import labels
from quotecards.layout.setting import Hand, advance, hang, natural
from quotecards.models import Box, Part

if TYPE_CHECKING:
    from quotecards.fonts import Measurer
    from quotecards.layout.planned import Plan
    from quotecards.models import Line, Quote

FEWEST, MOST = 2, 4  # frames with words
LEADING = 1.06
CUT = 14.0  # what a cut within a clause costs, at most
LINE = 4.0  # and a line that ends badly
UNEVEN = 5.0  # lines of a frame of unlike length
LINES = 4  # in a frame, at most
FULLEST = 10  # words in a frame, at most
ALONE = 6.0  # one word alone in a frame
INSIDE = 4  # px between a hanging mark and the edge of its frame
ROUND, HOLE = 10.0, 7.0  # px, the corners of frames and of perforations
EMPTY = 10.0  # lines much shorter than the longest of their frame
WORTH = 60.0  # what a size is worth
FULL = 4.0  # and each frame more
COLOURS = ((0, 1, 2), (1, 2, 0), (2, 1, 2), (1, 0, 1))  # stops of the grounds of frames, in turn
BEYOND = 40.0  # degrees from one ground to the next

Spans = tuple[tuple[int, int], ...]


class _Way(NamedTuple):
    """Words shared out to frames: for each the spans of its lines, and what that costs."""

    cost: float
    frames: tuple[Spans, ...]


def frames(quote: Quote, plan: Plan, measurer: Measurer) -> Composed | None:
    """A quote becomes frames; None where no two to four of them hold it."""
    one = _Strip(quote, plan, measurer)
    best: tuple[float, int, _Way] | None = None
    for count in range(FEWEST, min(MOST, int(plan.thing("most")), len(one.row)) + 1):
        if one.credit(count) is None:
            continue
        free = one.shared(count, one.least(), boundless=True)
        for size in range(one.largest(count), one.least() - 1, -2):
            worth = math.log(size) * WORTH + FULL * count
            if free is None or (best is not None and worth - free.cost <= best[0]):
                break  # no smaller size can be better
            way = one.shared(count, size)
            if way is not None and (best is None or worth - way.cost > best[0]):
                best = (worth - way.cost, size, way)
    if best is None:
        return None
    _, size, way = best
    credit = one.credit(len(way.frames))
    if credit is None:
        return None
    notes = {"size": float(size), "frames": float(len(way.frames))}
    words = one.lines(way, float(size))
    return Composed(
        one.parts(len(way.frames)), (*labels(quote, plan, measurer), *words, *credit.lines), notes
    )


class _Turn(NamedTuple):
    """The words of one frame: what their lines cost, the widest of them in em, and their spans."""

    cost: float
    wide: float
    spans: Spans


class _Strip:
    """One quote on one strip of film."""

    def __init__(self, quote: Quote, plan: Plan, measurer: Measurer) -> None:
        self.quote, self.plan, self.measurer = quote, plan, measurer
        self.row = quoted(quote, plan.quote)
        style, px = plan.quote.style, plan.quote.largest
        self.advances = [advance(measurer, token, px) for token in self.row]
        self.gaps = [*natural(measurer, self.row, px), 0.0]
        self.hangs = [hang(measurer, token, px) for token in self.row]
        self.rise, self.fall = extents(measurer, self.row, style, px)
        self.lying = bool(plan.thing("lying"))
        self.pad = plan.thing("pad")
        self.known: dict[tuple[int, int, int], list[_Turn]] = {}

    # ------------------------------------------------------------ places

    def frame(self, at: int, count: int) -> Box:
        """The place of a frame; there are others before the first and after the last."""
        plan = self.plan
        strip, gap = plan.quote.box, plan.thing("gap")
        pitch = self._pitch(count)
        if self.lying:
            left = strip.left + pitch * at
            return Box(left, strip.top, left + pitch - gap, strip.bottom)
        top = strip.top + (strip.height - pitch * (count + 1) + gap) / 2 + pitch * at
        return Box(strip.left, round(top), strip.right, round(top + pitch - gap))

    def _pitch(self, count: int) -> float:
        strip = self.plan.quote.box
        along = strip.width if self.lying else strip.height
        return min(self.plan.thing("pitch"), (along + self.plan.thing("gap")) / (count + 1))

    # ------------------------------------------------------------ words

    def largest(self, count: int) -> int:
        """The largest size whose lines a frame holds."""
        high = self.frame(0, count).height - 2 * self.plan.thing("above")
        lines = self.plan.quote.rows if not self.lying else 1
        upright = high / (self.rise + self.fall + LEADING * (lines - 1))
        hung = (self.pad - INSIDE) / max(*self.hangs, 0.01)
        return int(min(self.plan.quote.largest, upright, hung)) // 2 * 2

    def least(self) -> int:
        """The least legible size."""
        return int(max(self.plan.quote.least, self.plan.size.least_quote))

    def shared(self, count: int, size: int, *, boundless: bool = False) -> _Way | None:
        """The best way to share the words out to so many frames at a size; boundless: of any width."""
        width = math.inf if boundless else (self.frame(0, count).width - 2 * self.pad) / size
        high = (self.frame(0, count).height - 2 * self.plan.thing("above")) / size
        rows = min(self.plan.quote.rows, 1 + int((high - self.rise - self.fall) / LEADING + 1e-6))
        words = len(self.row)
        best: dict[int, _Way] = {0: _Way(0.0, ())}
        for at in range(count):
            following: dict[int, _Way] = {}
            left = count - at - 1
            for start, way in best.items():
                ends = range(start + 1, min(words - left, start + FULLEST) + 1) if left else (words,)
                for end in ends:
                    if end - start > FULLEST:
                        continue
                    held = self._held(start, end, rows, width)
                    if held is None:
                        continue
                    cost = way.cost + held.cost + (self._cut(end - 1) if left else 0.0)
                    if end not in following or cost < following[end].cost:
                        following[end] = _Way(cost, (*way.frames, held.spans))
            best = following
        return best.get(words)

    def _held(self, start: int, end: int, rows: int, width: float) -> _Turn | None:
        """The words of one frame in the lines that hold them best."""
        return next((turn for turn in self._turned(start, end, rows) if turn.wide <= width), None)

    def _turned(self, start: int, end: int, rows: int) -> list[_Turn]:
        """All ways to turn the words of one frame, the best first."""
        key = (start, end, rows)
        if key not in self.known:
            found = []
            for spans in self._turns(start, end, rows):
                wide = [self.wide(*span) for span in spans]
                most = max(wide)
                empty = max(0.0, 0.5 - sum(wide) / (most * 2)) * EMPTY if len(wide) > 1 else 0.0
                ends = sum(self._bad(last) for _, last in spans[:-1])
                cost = UNEVEN * (most - min(wide)) / most + empty + LINE * ends + ALONE * (end - start == 1)
                found.append(_Turn(cost, most, spans))
            self.known[key] = sorted(found)
        return self.known[key]

    def _turns(self, start: int, end: int, rows: int) -> list[Spans]:
        return [
            tuple((first, last - 1) for first, last in pairwise((start, *cuts, end)))
            for count in range(min(rows, LINES, end - start))
            for cuts in combinations(range(start + 1, end), count)
        ]

    def _bad(self, last: int) -> float:
        word = self.row[last].word
        return 9.0 if word.never else word.weak + 2 * word.bound - 0.3 * word.sense

    def _cut(self, last: int) -> float:
        word = self.row[last].word
        return CUT * (self._bad(last) + 0.6 * (1 - word.sense))

    def wide(self, first: int, last: int) -> float:
        """A line without its hanging marks, in em."""
        total = sum(self.advances[first : last + 1]) + sum(self.gaps[first:last])
        return total - self.hangs[first]

    def lines(self, way: _Way, size: float) -> list[Line]:
        """The words in their frames, each in the middle of its height."""
        hand = Hand(self.measurer, "quote", size, self.plan.quote.colour)
        found = []
        for at, spans in enumerate(way.frames):
            box = self.frame(at, len(way.frames))
            high = (self.rise + self.fall + LEADING * (len(spans) - 1)) * size
            first = (box.top + box.bottom - high) / 2 + self.rise * size
            for below, (start, end) in enumerate(spans):
                baseline = round(first + LEADING * size * below)
                found.append(hand.line(self.row[start : end + 1], box.left + self.pad, baseline))
        return found

    def credit(self, count: int) -> CreditBlock | None:
        """The credit in the frame after the last words, or below the strip; at the size that fits."""
        box, spec = self.frame(count, count), self.plan.credit
        right = self.plan.size.safe.right if self.lying else box.right - self.pad
        room = Box(box.left + self.pad, box.top + 16, right, box.bottom - 16)
        if dict(self.plan.things).get("below"):
            room = spec.box
        for size in spec.sizes:
            made = block(self.quote.credit, replace(spec, box=room), size, self.measurer, self.quote.language)
            if made is not None and made.top >= room.top - 1:
                return made
        return None

    # ------------------------------------------------------------ things

    def parts(self, count: int) -> tuple[Part, ...]:
        """The frames of the strip, each with a ground of its own, and its holes."""
        plan, palette = self.plan, self.plan.palette
        width, height = plan.size.width, plan.size.height
        strip, gap = plan.paint("strip"), plan.thing("gap")
        found: list[Part] = []
        for at in range(-2, count + 4):
            box = self.frame(at, count)
            if box.bottom < 0 or box.top > height or box.right < 0 or box.left > width:
                continue
            stops = tuple(palette.stops[stop] for stop in COLOURS[at % len(COLOURS)])
            found.append(Part("ground", box, stops, values=(("angle", palette.angle + BEYOND * at),)))
            lamp = (("radius", 0.6), ("x", 0.2 + 0.2 * (at % 4)), ("y", 0.8 - 0.15 * (at % 4)))
            found.append(Part("lamp", box, (palette.stops[1],), 0.5, lamp))
            round_it = (("radius", ROUND + gap / 2), ("stroke", gap / 2))
            found.append(Part("fill", _grown(box, gap / 2), (strip,), values=round_it))
        return (*found, *self._holes(count))

    def _holes(self, count: int) -> tuple[Part, ...]:
        """So many perforations to a frame, on each side."""
        plan = self.plan
        box, step = self.frame(0, count), self._pitch(count) / plan.thing("holes")
        wide, high, inset = plan.thing("hole_wide"), plan.thing("hole_high"), plan.thing("inset")
        end = plan.size.width if self.lying else plan.size.height
        start = (box.left if self.lying else box.top) + step / 2
        first = start - step * math.ceil((start + step) / step)
        number = math.ceil((end + step - first) / step) + 1
        last = first + step * (number - 1)
        sides = (box.top, box.bottom) if self.lying else (box.left, box.right)
        middle = inset - (high if self.lying else wide) / 2
        found = []
        for side in (sides[0] - middle, sides[1] + middle):
            x0, y0, x1, y1 = (first, side, last, side) if self.lying else (side, first, side, last)
            numbers = {"x0": x0, "y0": y0, "x1": x1, "y1": y1, "count": float(number)}
            shape = {"width": wide, "height": high, "radius": HOLE}
            found.append(
                Part(
                    "row",
                    Box(0, 0, plan.size.width, plan.size.height),
                    (plan.paint("hole"),),
                    values=tuple(sorted((numbers | shape).items())),
                )
            )
        return tuple(found)


def _grown(box: Box, by: float) -> Box:
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)
