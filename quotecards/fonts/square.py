"""The measurer of tests: every glyph is one em wide and inks a square from .8 above to .2 below."""

from __future__ import annotations

from quotecards.fonts.shapes import ABOVE, Glyph, Reach, Shaped, Style
from quotecards.models import Box, Face

FACE = Face("square")


class Square:
    """Measures without fonts, so that a test can reckon widths in its head."""

    def advance(self, text: str, style: Style, size: float) -> float:  # noqa: ARG002 - the seam's shape
        """One em for each character, spaces too."""
        return len(text) * (1 + style.tracking)

    def shape(self, text: str, style: Style, size: float) -> Shaped:
        """One piece for each character that is not a space."""
        step = 1 + style.tracking
        glyphs = tuple(
            Glyph(letter, FACE, at * step, step, Box(at * step, -0.8, at * step + 1, 0.2))
            for at, letter in enumerate(text)
            if not letter.isspace()
        )
        return Shaped(
            text, self.advance(text, style, size), glyphs, Box(0, -0.8, (len(text) - 1) * step + 1, 0.2)
        )

    def reaches(
        self, text: str, style: Style, size: float, above: float = ABOVE
    ) -> tuple[tuple[Reach, ...], tuple[Reach, ...]]:
        """Squares go above and below everywhere."""
        ink = self.shape(text, style, size).ink
        ups = (Reach(ink.left, ink.right, 0.8),) if above < 0.8 else ()
        return ups, (Reach(ink.left, ink.right, 0.2),)
