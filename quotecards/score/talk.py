"""Stage 5, talk: whether a line sounds spoken by someone to someone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Line, Page

_CONTRACTION = re.compile(r"\w['’](?:m|s|re|ve|ll|d|t)\b", re.IGNORECASE)
_TURN = frozenset(["but", "and", "yet", "so", "still", "then"])
_I = frozenset(["i", "i'm", "i've", "i'd", "i'll", "me", "my"])
_YOU = frozenset(["you", "your", "you're", "you've", "you'll", "yours"])


def columns(page: Page) -> Columns:
    """A page becomes its signs of talk, one value per line, each in 0..1."""
    return {
        "i_and_you": [_both(page, line) for line in page.lines],
        "contractions": [
            float(min(1.0, len(_CONTRACTION.findall(line.text)) / max(1, line.size) ** 0.5))
            for line in page.lines
        ],
        "turn": [_turn(page, line) for line in page.lines],
    }


def _both(page: Page, line: Line) -> float:
    """Whether I speak to you."""
    words = set(page.words.text[line.a : line.b])
    return float(bool(words & _I) and bool(words & _YOU))


def _turn(page: Page, line: Line) -> float:
    """Whether the second sentence turns on the first: "But", "And", "Yet"."""
    return float(line.h < line.b and page.words.text[line.h] in _TURN)
