"""Stage 5, the film: whether a line judges the film, and whose words it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quotecards.score.lexicon import lexicon

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Line, Page


_UP_FRONT = 8  # words within which a line that is about the film names it
_AT_ONCE = 4  # words within which it then says what the film is or does


def columns(page: Page) -> Columns:
    """A page becomes its features about the film and the voice, one value per line, each 0 or 1."""
    named = [_named(page, line) for line in page.lines]
    return {
        "names_film": [float(at is not None) for at in named],
        "film_is": [float(_says(page, line, at)) for line, at in zip(page.lines, named, strict=True)],
        "no_film": _none(page, "film"),
        "no_view": _no_view(page),
        "film_voice": [float(line.passage.kind == "film") for line in page.lines],
        "someone_quoted": [float(line.passage.kind == "quoted") for line in page.lines],
    }


def _none(page: Page, *names: str) -> list[float]:
    """Whether a line has no word of these lists, and no title that may be the film's."""
    own = sorted(page.words.masked - page.words.foreign)
    a, b = page.a, page.b
    titled = np.searchsorted(own, b) > np.searchsorted(own, a)
    numbers = [lexicon().words.names.index(name) for name in names]
    met = page.counts[:, numbers].sum(axis=1) > 0
    none: list[float] = (~(met | titled)).astype(float).tolist()
    return none


def _no_view(page: Page) -> list[float]:
    """Whether a line neither praises nor blames, and has no word of any mood."""
    numbers = [lexicon().words.names.index(name) for name in ("praise", "blame")]
    judged = page.counts[:, numbers].sum(axis=1)
    moved = (page.words.mood[page.b] - page.words.mood[page.a]).sum(axis=1)
    none: list[float] = ((judged == 0) & (moved == 0)).astype(float).tolist()
    return none


def _named(page: Page, line: Line) -> int | None:
    """The word by which its first sentence names the film up front: the title's last, or "film"."""
    span = range(line.a, min(line.h, line.a + _UP_FRONT))
    words, titled = lexicon().grammar["the_film"], page.words.masked - page.words.foreign
    at = next((n for n in span if n in titled or page.words.text[n] in words), None)
    while at is not None and at + 1 in span and at + 1 in titled:
        at += 1
    return at


def _says(page: Page, line: Line, at: int | None) -> bool:
    """Whether the film, once named, is at once said to be or do something."""
    before = page.words.text[max(line.a, at - 1)] if at is not None and at > line.a else ""
    if at is None or before in lexicon().grammar["before_object"]:
        return False
    follows = page.words.text[at + 1 : min(line.h, at + 1 + _AT_ONCE)]
    return not lexicon().grammar["says"].isdisjoint(follows)
