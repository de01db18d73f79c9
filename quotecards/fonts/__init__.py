"""Fonts: find a family's files, shape text in units of the em, fall back glyph by glyph.

A `Style` says how text is set, whatever its size. A `Measurer` turns text into `Shaped`: what is drawn,
where, and what it inks. `HarfBuzz` is the real one; `Square`, where every glyph is one em, is for tests.
"""

from quotecards.fonts.bearing import leftward, whole
from quotecards.fonts.catalogue import Family, Stack, by_style, families, family, optical, stack
from quotecards.fonts.shapes import Glyph, Measurer, Reach, Shaped, Style
from quotecards.fonts.shaping import HarfBuzz
from quotecards.fonts.square import Square

__all__ = [
    "Family",
    "Glyph",
    "HarfBuzz",
    "Measurer",
    "Reach",
    "Shaped",
    "Square",
    "Stack",
    "Style",
    "by_style",
    "families",
    "family",
    "leftward",
    "optical",
    "stack",
    "whole",
]
