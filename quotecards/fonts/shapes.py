"""The values of shaping, and the seam behind which text is measured. All lengths are in em, y points down."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from quotecards.models import Box, Face

# Joining marks of a text into decorative ligatures is never wanted; forms by language would follow the
# locale of the machine, and the same card must come out everywhere.
FEATURES = ("-dlig", "-locl")

# In em. At leadings down to .92 only what goes beyond these can meet the line above or below:
# the tallest x-height of the families is .53, the deepest tail .29.
ABOVE = 0.58
BELOW = 0.06


class Style(NamedTuple):
    """How text is set, whatever its size: `axes` as (tag, value), `tracking` in em after each glyph.

    `forms`: whose forms of shared characters are wanted, as a language code ("ja", "zh-hant"); "" is anyone's.
    """

    family: str
    italic: bool = False
    axes: tuple[tuple[str, float], ...] = ()
    tracking: float = 0.0
    features: tuple[str, ...] = FEATURES
    forms: str = ""


class Reach(NamedTuple):
    """A slice of a glyph beyond its x-height or below its baseline: left, right and how far it goes."""

    left: float
    right: float
    far: float


class Glyph(NamedTuple):
    """What is drawn in one go: `text` with the pen at `x` from the start of the word.

    `ink` is the box of what it inks, counted from the start of the word and its baseline.
    """

    text: str
    face: Face
    x: float
    advance: float
    ink: Box
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Shaped:
    """A word or any text without a line break, shaped: drawn pieces in order, and the box of their ink."""

    text: str
    advance: float
    glyphs: tuple[Glyph, ...]
    ink: Box


class Measurer(Hashable, Protocol):
    """Measures text at a size in px (which matters where a font has optical sizes); answers are in em."""

    def advance(self, text: str, style: Style, size: float) -> float:
        """How far the pen goes over a text."""
        ...

    def shape(self, text: str, style: Style, size: float) -> Shaped:
        """A text becomes its drawn pieces."""
        ...

    def reaches(
        self, text: str, style: Style, size: float, above: float = ABOVE
    ) -> tuple[tuple[Reach, ...], tuple[Reach, ...]]:
        """Where a text goes above a height in em (its ascenders), and where below its baseline."""
        ...
