"""Stage 5, general truth: whether a line speaks of everyone, at all times, rather than of this film."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from quotecards.score.lexicon import lexicon

if TYPE_CHECKING:
    import numpy.typing as npt

    from quotecards.score.page import Columns, Line, Page

# "But the truth is that" may stand before what is said.
_EQUATION = re.compile(
    r"^[\"“]?(?:(?:but |and |yet )?the (?:point|truth|fact|thing|problem) is that )?(?!it\b|this\b|that\b|he\b|she\b|there\b|what\b)(?:\S+ ){0,6}?(?:is|are|means|has never|can never|cannot) "
    r"(?:not |never |only |but )?(?:the |a |an |no |everything|nothing|always|what|easy|hard|difficult)",
    re.IGNORECASE,
)
_VERBS = re.compile(" (?:is|are|means|never|cannot) ")
_WHAT = re.compile(r"^[\"“]?what (?:\S+ ){1,6}?(?:is|are) ", re.IGNORECASE)
_GERUND = re.compile(r"^[\"“]?[A-Z]\w{2,}ing (?:\S+ ){1,8}?(?:is|depends|means|takes|brings|requires)\b")

# What a line must be free of to be a general truth. A sieve of this kind was needed in reading: without
# it, lines that merely sound wise ("It will do fine.") come out on top.
_PARTICULAR = (
    "film",
    "i",
    "she_or_he",
    "past",
    "facts",
    "rating",
    "other_work",
    "service",
    "points_back",
    "anecdote",
    "plot",
    "synopsis",
)
_WORDS = range(6, 36)
_SUBSTANCE = 3  # words that are more than grammar
_SOON = 7  # words within which a general subject has its verb


def columns(page: Page) -> Columns:
    """A page becomes its signs of general truth, one value per line, each 0 or 1."""
    particular, general, substance = (
        _counts(page, *names).tolist() for names in (_PARTICULAR, ("general",), ("stop",))
    )
    universal = [
        _universal(page, line, particular[n], general[n], line.size - substance[n])
        for n, line in enumerate(page.lines)
    ]
    return {
        "universal": universal,
        "equation": [
            float(_VERBS.search(line.head) is not None and bool(_EQUATION.match(line.head)))
            for line in page.lines
        ],
        "what_is": [float(bool(_WHAT.match(line.head))) for line in page.lines],
        "doing_is": [float(bool(_GERUND.match(line.head))) for line in page.lines],
        "bare_subject": [_bare(page, line) for line in page.lines],
        "plural": _plural(page),
        "said_so": _said_so(page),
    }


def _bare(page: Page, line: Line) -> float:
    """Whether it begins with what it speaks of, in general: "Dogma is", "People who lie never".

    1 where the verb follows at once, a half where it follows soon.
    """
    words, grammar = page.words, lexicon().grammar
    if line.a == line.h or line.a in words.masked or line.a in words.names:
        return 0.0
    first, *rest = words.text[line.a : min(line.h, line.a + _SOON)]
    if words.substance[line.a] is None or first in grammar["determiners"] or first.endswith("ly"):
        return 0.0
    at = next((n for n, word in enumerate(rest) if word in grammar["general_verbs"]), None)
    return 0.0 if at is None else 1.0 if at == 0 else 0.5


def _said_so(page: Page) -> npt.NDArray[np.float64]:
    """How much its words, in their order, are those of sayings; a half is no opinion."""
    if not page.told.known:
        return np.full(len(page.lines), 0.5)
    said = page.told.said[page.b] - page.told.said[page.a]
    told: npt.NDArray[np.float64] = np.clip(0.5 + said / np.sqrt(page.b - page.a + 2) / 16, 0, 1)
    return told


def _plural(page: Page) -> npt.NDArray[np.float64]:
    """Which share of its words are of substance and look like many of a kind."""
    words = enumerate(page.words.substance)
    many = [n for n, word in words if word and word[-1] == "s" and word[-2] not in "siu'"]
    a, b = page.a, page.b
    count = np.searchsorted(many, b) - np.searchsorted(many, a)
    share: npt.NDArray[np.float64] = count / np.maximum(1, b - a)
    return share


def _counts(page: Page, *names: str) -> npt.NDArray[np.float64]:
    """How many words of these lists each line has."""
    numbers = [lexicon().words.names.index(name) for name in names]
    counts: npt.NDArray[np.float64] = page.counts[:, numbers].sum(axis=1)
    return counts


def _universal(page: Page, line: Line, particular: float, general: float, substance: float) -> float:
    """Whether it names no one and nothing of this film, and has something to say."""
    span = range(line.a, line.b)
    return float(
        particular == 0
        and general > 0
        and substance >= _SUBSTANCE
        and line.size in _WORDS
        and page.words.text[line.a] not in lexicon().grammar["standing_in"]
        and not any(number in page.words.names or number in page.words.masked for number in span)
        and not any(char.isdigit() or char in '(["“?' for char in line.text)
    )
