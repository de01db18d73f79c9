"""Stage 5, position: where a passage stands in its review, and under which heading."""

from __future__ import annotations

import re
from functools import lru_cache
from math import log1p
from typing import TYPE_CHECKING

from quotecards.score.lexicon import lexicon

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Line, Page

_NOT_A_WORD = re.compile(r"[^\w\s']+|\d+")


def columns(page: Page) -> Columns:
    """A page becomes its features of position, one value per line, each in 0..1."""
    last = page.sentences - 1
    before = [line.passage.first for line in page.lines]
    after = [last - line.passage.last for line in page.lines]
    edge = [min(pair) for pair in zip(before, after, strict=True)]
    sections = [_kind_of_section(line.block.section) for line in page.lines]
    return {
        "first_line": [1 / (1 + i) for i in before],
        "last_line": [1 / (1 + e) for e in after],
        "near_edge": [1 / (1 + log1p(distance)) for distance in edge],
        "set_apart": [_set_apart(line) for line in page.lines],
        "opens_paragraph": [float(_blank(page, line.block.start, line.passage.start)) for line in page.lines],
        "closes_paragraph": [float(_blank(page, line.passage.end, line.block.end)) for line in page.lines],
        "closing_section": [float(kind == "closing") for kind in sections],
        "retelling_section": [float(kind == "retelling") for kind in sections],
        "facts_section": [float(kind == "facts") for kind in sections],
    }


def _set_apart(line: Line) -> float:
    """How much of its paragraph it is: 1 for a line that stands alone."""
    return min(1.0, len(line.text) / max(1, line.block.end - line.block.start))


def _blank(page: Page, start: int, end: int) -> bool:
    return not any(char.isalnum() for char in page.review.review.text[start:end])


@lru_cache(maxsize=1024)
def _kind_of_section(heading: str | None) -> str | None:
    """What a heading says of the paragraphs under it: "closing", "retelling", "facts" or nothing."""
    name = " ".join(_NOT_A_WORD.sub(" ", heading or "").lower().split())
    return next((kind for kind, names in lexicon().sections.items() if name in names), None)
