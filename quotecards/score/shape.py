"""Stage 5, shape: how long a passage is, how it is built and how it is punctuated."""

from __future__ import annotations

import re
from math import log, log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.score.page import Columns, Line, Page

# Words: the lengths that card layouts hold best (8 to 26), and where a quote grows long (the boards'
# reading layouts end at 45). Look at the picks again after changing one.
_SHORT, _FITS, _LONG, _TOO_LONG = 8, 26, 28, 52

_LENGTH = log(61)  # sixty words are the most that a card holds

_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"[A-Z](?:(?<=[a-z][.!?].)|(?<=[a-z]{2}.))")
_TERMINAL = ".!?…。！？"
_MARKS = re.compile(
    r"[\"“”„«»'‘’](?:(?<=[\"“”„«»])|(?<=['‘])(?<!\w.)|(?<=['’])(?<=[.,!?…].)(?!\w))"  # that it is a mark is soon seen
)
_ANY_MARK = tuple("\"“”„«»'‘’")
_SHOUT = re.compile(r"\b[A-Z]{4,}\b")
_CAPITALS = re.compile(r"[A-Z]{4}")


def columns(page: Page) -> Columns:
    """A page becomes its features of shape, one value per line, each in 0..1."""
    texts = [line.text for line in page.lines]
    sizes = [line.size for line in page.lines]
    digits, marks = page.matches((_DIGIT, ()), (_MARKS, _ANY_MARK))
    glued, shouts = (
        _met(page, pattern, loosely) for pattern, loosely in ((_GLUED, _GLUED), (_SHOUT, _CAPITALS))
    )
    return {
        "short": [max(0.0, 1 - size / _SHORT) for size in sizes],
        "fits": [float(_SHORT <= size <= _FITS) for size in sizes],
        "long": [min(1.0, max(0.0, (size - _LONG) / (_TOO_LONG - _LONG))) for size in sizes],
        "length": [min(1.0, log1p(size) / _LENGTH) for size in sizes],
        "clause": [float(line.passage.form == "clause") for line in page.lines],
        "sentences": [min(1.0, (line.passage.last - line.passage.first) / 3) for line in page.lines],
        "commas": [_rate(text.count(","), size) for text, size in zip(texts, sizes, strict=True)],
        "brackets": [_some(text.count("(") + text.count("["), 1) for text in texts],
        "digit": [_some(count, 1) for count in digits],
        "exclamation": [_some(text.count("!"), 2) for text in texts],
        "question_mark": [_some(text.count("?"), 1) for text in texts],
        "semicolon": [_some(text.count(";") + text.count(":"), 2) for text in texts],
        "dash": [_some(text.count("—") + text.count(" – ") + text.count(" - "), 2) for text in texts],
        "slash": [_some(text.count("/") + text.count("&"), 2) for text in texts],
        "inner_quotes": [_some(count, 4) for count in marks],
        "broken_quotes": [float(_broken(text)) for text in texts],
        "shouting": [_some(count, 1) for count in shouts],
        "glued": [_some(count, 1) for count in glued],
        "cut_in": [_cut_in(line, page) for line in page.lines],
        "no_end": [_no_end(line) for line in page.lines],
        "uncertain_edges": [1 - line.passage.confidence for line in page.lines],
    }


def _met(page: Page, pattern: re.Pattern[str], loosely: re.Pattern[str]) -> Sequence[int]:
    """How often a rare pattern is met in each line; most reviews have none, which a looser one tells at once."""
    if loosely.search(page.review.review.text) is None:
        return [0] * len(page.lines)
    return page.matches((pattern, ()))[0]


def _some(count: int, most: int) -> float:
    return min(1.0, count / most)


def _rate(count: int, size: int) -> float:
    return float(min(1.0, count / max(1, size) ** 0.5))


def _broken(text: str) -> bool:
    """Whether a quotation mark or bracket has lost its partner."""
    return (
        text.count("“") != text.count("”") or text.count('"') % 2 == 1 or text.count("(") != text.count(")")
    )


def _cut_in(line: Line, page: Page) -> float:
    """Whether a whole sentence begins as if something had come before: small letter, dots, dash.

    The film's title may be written small, and so may a clause begin.
    """
    start = line.text.lstrip("\"“”‘’'([ ")
    if line.passage.form == "clause" or line.a in page.words.masked:
        return 0.0
    return float(not start or start[0].islower() or start[0] in "….,;:)–—-")


def _no_end(line: Line) -> float:
    """Whether a sentence has no end, or trails off."""
    text = line.text.rstrip(" \n\t\u00a0”’\"')")
    return float(line.passage.complete and (text[-1:] not in _TERMINAL or text.endswith(("...", "…"))))
