"""Stage 5, talk: whether a line sounds spoken by someone to someone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecards.score.lexicon import lexicon

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Line, Page

# Of "I'd've" the second one does not count.
_CONTRACTION = re.compile(r"['’](?<=\w.)(?:m|s|re|ve|ll|d|t)\b(?:['’](?:m|s|re|ve|ll|d|t)\b)?", re.IGNORECASE)


def columns(page: Page) -> Columns:
    """A page becomes its signs of talk, one value per line, each in 0..1."""
    (counts,) = page.matches((_CONTRACTION, ("'", "’")))
    return {
        "i_and_you": _both(page),
        "contractions": [
            float(min(1.0, count / max(1, line.size) ** 0.5))
            for line, count in zip(page.lines, counts, strict=True)
        ],
        "turn": [_turn(page, line) for line in page.lines],
    }


def _both(page: Page) -> list[float]:
    """Whether I speak to you."""
    lists, met = lexicon().words.names, page.counts
    both: list[float] = (
        ((met[:, lists.index("i")] > 0) & (met[:, lists.index("you")] > 0)).astype(float).tolist()
    )
    return both


def _turn(page: Page, line: Line) -> float:
    """Whether the second sentence turns on the first: "But", "And", "Yet"."""
    return float(line.h < line.b and page.words.text[line.h] in lexicon().grammar["turns"])
