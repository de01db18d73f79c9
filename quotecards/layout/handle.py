"""Stage 8, its signature: the user's handle as a line of small credit type, anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.fonts import HarfBuzz, Style
from quotecards.layout.rules import rules
from quotecards.layout.setting import Hand, Segment, shifted, tokens
from quotecards.sizes import size

if TYPE_CHECKING:
    from quotecards.models import Line

ROLE = "handle"
SHARE = 0.87  # of the smallest credit: decoration, quieter than any credit

_HARFBUZZ = HarfBuzz()


def type_size(card: str) -> float:
    """The px of a handle on a card of a size."""
    return float(round(size(card).least_credit * SHARE))


def handle(text: str, px: float, colour: str) -> Line:
    """A handle becomes a line whose ink begins at 0 and whose baseline is 0.

    Raises:
        FontError: a character of it is in no font.

    """
    rule = rules().credit
    style = Style(rule.family, axes=tuple(sorted((tag, float(value)) for tag, value in rule.axes.items())))
    row = tokens([Segment(text, style)], whole=True)
    line = Hand(_HARFBUZZ, ROLE, px, colour).line(row, 0.0, 0.0, hung=False)
    return shifted(line, -line.ink.left)
