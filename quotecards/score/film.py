"""Stage 5, the film: whether a line judges the film, and whose words it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.score.lexicon import lexicon

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Line, Page


def columns(page: Page) -> Columns:
    """A page becomes its features about the film and the voice, one value per line, each 0 or 1."""
    says = lexicon().grammar["says"]
    verdicts = [not says.isdisjoint(page.words.text[line.a : line.h]) for line in page.lines]
    named = [_names_film(page, line) for line in page.lines]
    return {
        "names_film": [float(one) for one in named],
        "film_is": [float(one and verdict) for one, verdict in zip(named, verdicts, strict=True)],
        "film_voice": [float(line.passage.kind == "film") for line in page.lines],
        "someone_quoted": [float(line.passage.kind == "quoted") for line in page.lines],
    }


def _names_film(page: Page, line: Line) -> bool:
    """Whether its first sentence is about the film by name, or says "the film" up front."""
    early = page.words.text[line.a : min(line.h, line.a + 8)]
    if {"film", "movie", "film's", "movie's"} & set(early):
        return True
    return any(number in page.words.masked for number in range(line.a, min(line.h, line.a + 6)))
