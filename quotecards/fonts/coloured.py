"""Fonts whose letters bring their own colours: emoji, mostly. Pictures (CBDT, sbix) and flat layers (COLR 0) are known."""

from __future__ import annotations

from functools import lru_cache

from quotecards.fonts.bearing import opened


@lru_cache(maxsize=256)
def coloured(path: str) -> bool:
    """Whether the letters of a font file have colours of their own that can be drawn."""
    face = opened(path)
    return bool(face.has_color_png or face.has_color_layers)


def undrawable(path: str) -> bool:
    """Whether they have colours of a kind that cannot be drawn: gradients (COLR 1) or drawings (SVG) alone."""
    face = opened(path)
    return bool(face.has_color_paint or face.has_color_svg) and not coloured(path)
