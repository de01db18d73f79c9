"""The measurer of every card: HarfBuzz shapes a text once, in font units, and everything is scaled from there.

Advances and shapes are kept by word, face and features: the same words come back on every card.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import uharfbuzz as hb

from quotecards.fonts.bearing import borne, leftward, opened
from quotecards.fonts.catalogue import Stack, stack
from quotecards.fonts.outline import reach
from quotecards.fonts.shapes import ABOVE, Glyph, Reach, Shaped, Style
from quotecards.models import Box, Face

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTHING = Box(0.0, 0.0, 0.0, 0.0)


class HarfBuzz:
    """Measures with the real fonts."""

    def advance(self, text: str, style: Style, size: float) -> float:
        """How far the pen goes over a text, in em."""
        return _advance(text, stack(style, size), style.tracking, style.features)

    def shape(self, text: str, style: Style, size: float) -> Shaped:
        """A text becomes its drawn pieces, in em.

        Raises:
            FontError: none of the fonts has one of the characters.

        """
        return _shape(text, stack(style, size), style.tracking, style.features)

    def reaches(
        self, text: str, style: Style, size: float, above: float = ABOVE
    ) -> tuple[tuple[Reach, ...], tuple[Reach, ...]]:
        """Where a text goes above a height in em, and where below its baseline, glyph by glyph."""
        return _reaches(text, stack(style, size), style.tracking, style.features, above)


@lru_cache(maxsize=32768)
def _advance(text: str, stacked: Stack, tracking: float, features: tuple[str, ...]) -> float:
    total = 0.0
    rtl = leftward(text)
    for face, part in _parts(text, stacked, features):
        glyphs = _glyphs(part, face, features, rtl)
        total += sum([glyph[2] for glyph in glyphs]) / opened(face.path).upem
        if tracking:
            apart = not rtl and _separable(part, face.path, features)
            total += tracking * (len({glyph[1] for glyph in glyphs}) if apart else 1)
    return total


@lru_cache(maxsize=4096)
def _shape(text: str, stacked: Stack, tracking: float, features: tuple[str, ...]) -> Shaped:
    pieces: list[Glyph] = []
    x = 0.0
    rtl = leftward(text)
    parts = _parts(text, stacked, features)
    for face, part in reversed(parts) if rtl else parts:
        glyphs = _glyphs(part, face, features, rtl)
        apart = not rtl and _separable(part, face.path, features)
        groups = _groups(part, glyphs) if apart else [(part, list(glyphs))]
        for letters, group in groups:
            piece = _piece(letters, face, group, x, tracking)._replace(rtl=rtl)
            x += piece.advance
            if not letters.isspace():
                pieces.append(piece)
    return Shaped(text, x, tuple(pieces), _union(piece.ink for piece in pieces))


@lru_cache(maxsize=1024)
def _reaches(
    text: str, stacked: Stack, tracking: float, features: tuple[str, ...], height: float
) -> tuple[tuple[Reach, ...], tuple[Reach, ...]]:
    above: list[Reach] = []
    below: list[Reach] = []
    for piece in _shape(text, stacked, tracking, features).glyphs:
        upem = opened(piece.face.path).upem
        pen = piece.x
        for glyph, _, advance, dx, dy in _glyphs(piece.text, piece.face, features, piece.rtl):
            left, more = pen + dx / upem, abs(dy) / upem
            for side, parts in zip((above, below), _reach(piece.face, glyph, height), strict=True):
                side += [Reach(left + one.left, left + one.right, one.far + more) for one in parts]
            pen += advance / upem
    return tuple(above), tuple(below)


@lru_cache(maxsize=512)
def _font(face: Face) -> Any:
    font = hb.Font(opened(face.path))
    if face.axes:
        font.set_variations(dict(face.axes))
    return font


def _parts(text: str, stacked: Stack, features: tuple[str, ...]) -> list[tuple[Face, str]]:
    """A text is cut where the next letter comes from another file, and between letters kept apart."""
    parts = borne(text, stacked.faces)
    if not stacked.apart or "liga" in features:
        return parts
    for pair in stacked.apart:
        cut = re.compile(f"(?<={re.escape(pair[0])})(?={re.escape(pair[1:])})")
        parts = [(face, short) for face, part in parts for short in cut.split(part)]
    return parts


@lru_cache(maxsize=16384)
def _glyphs(
    text: str, face: Face, features: tuple[str, ...], rtl: bool = False
) -> tuple[tuple[int, int, int, int, int], ...]:
    """Glyphs as drawn from left to right: number, cluster, advance, shift right, shift up (font units)."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.language = "en"  # the machine's locale must not choose the letters' forms
    buffer.guess_segment_properties()
    if rtl or buffer.direction == "rtl":
        buffer.direction = "rtl" if rtl else "ltr"
    hb.shape(_font(face), buffer, _switches(features))
    return tuple(
        (info.codepoint, info.cluster, place.x_advance, place.x_offset, place.y_offset)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )


@lru_cache(maxsize=64)
def _switches(features: tuple[str, ...]) -> dict[str, bool]:
    return {name.lstrip("+-"): not name.startswith("-") for name in features}


def _groups(text: str, glyphs: tuple[tuple[int, ...], ...]) -> list[tuple[str, list[tuple[int, ...]]]]:
    """Glyphs by cluster, each with its letters; for text that runs from left to right."""
    starts = sorted({cluster for _, cluster, *_ in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    groups: list[tuple[str, list[tuple[int, ...]]]] = []
    last = -1
    for glyph in glyphs:
        cluster = glyph[1]
        if cluster != last:
            groups.append((text[cluster : ends[cluster]], []))
            last = cluster
        groups[-1][1].append(glyph)
    return groups


@lru_cache(maxsize=32768)
def _separable(text: str, path: str, features: tuple[str, ...]) -> bool:
    """Whether each cluster drawn alone comes out as the same glyphs as within the text.

    Told by the font at its default axes: where axes exchange a glyph, they do so alone and within alike.
    """
    face = Face(path)
    glyphs = _glyphs(text, face, features)
    return all(
        len(letters) == len(text) or [g[0] for g in _glyphs(letters, face, features)] == [g[0] for g in group]
        for letters, group in _groups(text, glyphs)
    )


def _piece(
    letters: str, face: Face, glyphs: Iterable[tuple[int, ...]], start: float, tracking: float
) -> Glyph:
    upem = opened(face.path).upem
    pen, first_shift = start, 0.0
    boxes: list[Box] = []
    clusters: list[int] = []
    for number, cluster, advance, dx, dy in glyphs:
        if not clusters:
            first_shift = dx / upem
        clusters.append(cluster)
        left, top, right, bottom = _extents(face, number)
        if right > left:
            x, y = pen + dx / upem, -dy / upem
            boxes.append(Box(x + left, y + top, x + right, y + bottom))
        pen += advance / upem
    alone = len(set(clusters)) == 1
    return Glyph(
        letters, face, start + (first_shift if alone else 0.0), pen - start + tracking, _union(boxes)
    )


@lru_cache(maxsize=16384)
def _extents(face: Face, glyph: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a glyph's ink in em, y down."""
    box = _font(face).get_glyph_extents(glyph)
    upem = opened(face.path).upem
    if box is None:
        return (0.0, 0.0, 0.0, 0.0)
    left, top = box.x_bearing / upem, -box.y_bearing / upem
    return (left, top, left + box.width / upem, top - box.height / upem)


@lru_cache(maxsize=4096)
def _reach(face: Face, glyph: int, height: float) -> tuple[tuple[Reach, ...], tuple[Reach, ...]]:
    return reach(_font(face), glyph, opened(face.path).upem, height)


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
