"""The measurer of every card: HarfBuzz shapes a text once, in font units, and everything is scaled from there.

Advances and shapes are kept by word, face and features: the same words come back on every card.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import uharfbuzz as hb

from quotecards.fonts.bearing import borne, characters, leftward, opened
from quotecards.fonts.catalogue import Stack, by_style, stack
from quotecards.fonts.outline import reach
from quotecards.fonts.shapes import ABOVE, Glyph, Reach, Shaped, Style
from quotecards.models import Box, Face

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOTHING = Box(0.0, 0.0, 0.0, 0.0)


# A glyph as it is drawn: its number, the cluster of its letters, its advance, its shift right and up (font units).
Drawn = tuple[int, int, int, int, int]


class HarfBuzz:
    """Measures with the real fonts."""

    def advance(self, text: str, style: Style, size: float) -> float:
        """How far the pen goes over a text, in em."""
        return _advance(text, _pen_of(style, size))

    def shape(self, text: str, style: Style, size: float) -> Shaped:
        """A text becomes its drawn pieces, in em.

        Raises:
            FontError: none of the fonts has one of the characters.

        """
        return _shape(text, _pen_of(style, size))

    def reaches(
        self, text: str, style: Style, size: float, above: float = ABOVE
    ) -> tuple[tuple[Reach, ...], tuple[Reach, ...]]:
        """Where a text goes above a height in em, and where below its baseline, glyph by glyph."""
        return _reaches(text, _pen_of(style, size), above)


class _Pen:
    """What writes in one style at one optical size; one and the same object for the same style."""

    __slots__ = ("apart", "features", "has", "stacked", "tracking")

    def __init__(self, stacked: Stack, tracking: float, features: tuple[str, ...]) -> None:
        self.stacked, self.tracking, self.features = stacked, tracking, features
        self.has = characters(stacked.faces[0].path)
        self.apart = () if "liga" in features else stacked.apart

    def parts(self, text: str) -> Sequence[tuple[Face, str]]:
        """A text is cut where the next letter comes from another file, and between letters kept apart."""
        own = self.stacked.faces[0]
        parts = [(own, text)] if text and self.has.issuperset(text) else borne(text, self.stacked.faces)
        for pair in self.apart:
            if pair in text:
                cut = re.compile(f"(?<={re.escape(pair[0])})(?={re.escape(pair[1:])})")
                parts = [(face, short) for face, part in parts for short in cut.split(part)]
        return parts


class _Cut:
    """A face opened at its axes, with the ink of its glyphs."""

    __slots__ = ("font", "inks", "upem")

    def __init__(self, face: Face) -> None:
        opened_face = opened(face.path)
        self.font, self.upem = hb.Font(opened_face), opened_face.upem
        if face.axes:
            self.font.set_variations(dict(face.axes))
        self.inks: dict[int, tuple[float, float, float, float]] = {}

    def ink(self, number: int) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a glyph's ink in em, y down."""
        found = self.inks.get(number)
        if found is None:
            found = self.inks[number] = self._ink(number)
        return found

    def _ink(self, number: int) -> tuple[float, float, float, float]:
        box, upem = self.font.get_glyph_extents(number), self.upem
        if box is None:
            return (0.0, 0.0, 0.0, 0.0)
        left, top = box.x_bearing / upem, -box.y_bearing / upem
        return (left, top, left + box.width / upem, top - box.height / upem)


@lru_cache(maxsize=1024)
def _pen(stacked: Stack, tracking: float, features: tuple[str, ...]) -> _Pen:
    return _Pen(stacked, tracking, features)


class _Latest:
    """What writes in a style at a size; the one that was asked for last is known without being looked up."""

    def __init__(self) -> None:
        self._known: tuple[Style | None, float, _Pen | None] = (None, 0.0, None)

    def __call__(self, style: Style, size: float) -> _Pen:
        """A style at a size in px becomes its pen."""
        known, at, pen = self._known
        if known is not style or at != size or pen is None:
            pen = _pen(stack(style, size), style.tracking, style.features)
            self._known = (style, size, pen)
        return pen

    def cache_clear(self) -> None:
        """Nothing is known."""
        self._known = (None, 0.0, None)


_pen_of = by_style(_Latest())


@lru_cache(maxsize=512)
def _cut(face: Face) -> _Cut:
    return _Cut(face)


@lru_cache(maxsize=32768)
def _advance(text: str, pen: _Pen) -> float:
    total = 0.0
    rtl = leftward(text)
    for face, part in pen.parts(text):
        glyphs = _glyphs(part, face, pen.features, rtl)
        total += sum([glyph[2] for glyph in glyphs]) / _cut(face).upem
        if pen.tracking:
            apart = not rtl and _separable(part, face.path, pen.features, glyphs)
            total += pen.tracking * (len({glyph[1] for glyph in glyphs}) if apart else 1)
    return total


@lru_cache(maxsize=4096)
def _shape(text: str, pen: _Pen) -> Shaped:
    pieces: list[Glyph] = []
    x = 0.0
    rtl = leftward(text)
    parts = pen.parts(text)
    for face, part in reversed(parts) if rtl else parts:
        glyphs, cut = _glyphs(part, face, pen.features, rtl), _cut(face)
        apart = not rtl and _separable(part, face.path, pen.features, glyphs)
        groups = _groups(part, glyphs) if apart else [(part, glyphs)]
        for letters, group in groups:
            piece = (_letter if len(group) == 1 else _letters)(
                letters, face, cut, group, x, pen.tracking, rtl
            )
            x += piece.advance
            if not letters.isspace():
                pieces.append(piece)
    return Shaped(text, x, tuple(pieces), _union(piece.ink for piece in pieces))


@lru_cache(maxsize=1024)
def _reaches(text: str, pen: _Pen, height: float) -> tuple[tuple[Reach, ...], tuple[Reach, ...]]:
    above: list[Reach] = []
    below: list[Reach] = []
    for piece in _shape(text, pen).glyphs:
        upem = _cut(piece.face).upem
        x = piece.x
        for glyph, _, advance, dx, dy in _glyphs(piece.text, piece.face, pen.features, piece.rtl):
            left, more = x + dx / upem, abs(dy) / upem
            for side, parts in zip((above, below), _reach(piece.face, glyph, height), strict=True):
                side += [Reach(left + one.left, left + one.right, one.far + more) for one in parts]
            x += advance / upem
    return tuple(above), tuple(below)


@lru_cache(maxsize=16384)
def _glyphs(text: str, face: Face, features: tuple[str, ...], rtl: bool = False) -> tuple[Drawn, ...]:
    """Glyphs as drawn from left to right."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.language = "en"  # the machine's locale must not choose the letters' forms
    buffer.guess_segment_properties()
    if rtl or buffer.direction == "rtl":
        buffer.direction = "rtl" if rtl else "ltr"
    hb.shape(_cut(face).font, buffer, _switches(features))
    found = [
        (info.codepoint, info.cluster, place.x_advance, place.x_offset, place.y_offset)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]
    return tuple(found)


@lru_cache(maxsize=64)
def _switches(features: tuple[str, ...]) -> dict[str, bool]:
    return {name.lstrip("+-"): not name.startswith("-") for name in features}


def _groups(text: str, glyphs: Sequence[Drawn]) -> list[tuple[str, Sequence[Drawn]]]:
    """Glyphs by cluster, each with its letters; for text that runs from left to right."""
    if len(glyphs) == len(text) and [glyph[1] for glyph in glyphs] == list(range(len(text))):
        return [(letter, (glyph,)) for letter, glyph in zip(text, glyphs, strict=True)]
    if not glyphs:  # a mark that only says how the letter before it is drawn
        return []
    starts = sorted({cluster for _, cluster, *_ in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    groups: list[tuple[str, list[Drawn]]] = []
    last = -1
    for glyph in glyphs:
        cluster = glyph[1]
        if cluster != last:
            groups.append((text[cluster : ends[cluster]], []))
            last = cluster
        groups[-1][1].append(glyph)
    return list(groups)


def _separable(text: str, path: str, features: tuple[str, ...], glyphs: Sequence[Drawn]) -> bool:
    """Whether each cluster drawn alone comes out as the same glyphs as within the text.

    Where each letter has one glyph, the one that it has alone, that is soon told; so it is of most words.
    """
    if len(glyphs) == len(text):
        alone = _letters_alone(path, features)
        numbers, clusters = [glyph[0] for glyph in glyphs], [glyph[1] for glyph in glyphs]
        if numbers == [alone[letter] for letter in text] and clusters == list(range(len(text))):
            return True
    return _separated(text, path, features)


class _Alone(dict[str, int]):
    """The number of the one glyph that a letter has alone, by a font's default axes; -1 if it has several."""

    def __init__(self, path: str, features: tuple[str, ...]) -> None:
        super().__init__()
        self._whose = (path, features)

    def __missing__(self, letter: str) -> int:
        found = _alone(letter, *self._whose)
        number = self[letter] = found[0] if len(found) == 1 else -1
        return number


@lru_cache(maxsize=128)
def _letters_alone(path: str, features: tuple[str, ...]) -> _Alone:
    return _Alone(path, features)


@lru_cache(maxsize=32768)
def _separated(text: str, path: str, features: tuple[str, ...]) -> bool:
    """As `_separable`, told by the font at its default axes: where axes exchange a glyph, they do so alone and within alike."""
    return all(
        len(letters) == len(text) or _alone(letters, path, features) == [glyph[0] for glyph in group]
        for letters, group in _groups(text, _glyphs(text, Face(path), features))
    )


@lru_cache(maxsize=4096)
def _alone(letters: str, path: str, features: tuple[str, ...]) -> list[int]:
    """The numbers of a cluster's glyphs where it stands alone."""
    return [glyph[0] for glyph in _glyphs(letters, Face(path), features)]


def _letter(  # noqa: PLR0917 - the hot way, without anything between
    text: str, face: Face, cut: _Cut, glyphs: Sequence[Drawn], start: float, tracking: float, rtl: bool
) -> Glyph:
    """One glyph becomes a piece."""
    _, _, advance, dx, dy = glyphs[0]
    left, top, right, bottom = cut.ink(glyphs[0][0])
    upem = cut.upem
    x, y = start + dx / upem, -dy / upem
    ink = Box(x + left, y + top, x + right, y + bottom) if right > left else NOTHING
    return Glyph(text, face, x, start + advance / upem - start + tracking, ink, rtl)


def _letters(  # noqa: PLR0917 - as above
    text: str, face: Face, cut: _Cut, glyphs: Sequence[Drawn], start: float, tracking: float, rtl: bool
) -> Glyph:
    """Glyphs that are drawn in one go become a piece."""
    upem = cut.upem
    pen = start
    boxes: list[Box] = []
    for number, _, advance, dx, dy in glyphs:
        left, top, right, bottom = cut.ink(number)
        if right > left:
            x, y = pen + dx / upem, -dy / upem
            boxes.append(Box(x + left, y + top, x + right, y + bottom))
        pen += advance / upem
    alone = len({cluster for _, cluster, *_ in glyphs}) == 1
    x = start + (glyphs[0][3] / upem if alone else 0.0)
    return Glyph(text, face, x, pen - start + tracking, _union(boxes), rtl)


@lru_cache(maxsize=4096)
def _reach(face: Face, glyph: int, height: float) -> tuple[tuple[Reach, ...], tuple[Reach, ...]]:
    cut = _cut(face)
    return reach(cut.font, glyph, cut.upem, height)


def _union(boxes: Iterable[Box]) -> Box:
    found = [box for box in boxes if box.right > box.left]
    if not found:
        return NOTHING
    return Box(
        min(box.left for box in found),
        min(box.top for box in found),
        max(box.right for box in found),
        max(box.bottom for box in found),
    )
