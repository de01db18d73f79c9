"""Stage 5, figures of speech: what makes a line sound said on purpose."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from quotecards.score.words import plain

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Line, Page

_THREE = re.compile(r"\w+, (?:[\w’'-]+ ){0,4}[\w’'-]+,? (?:and|or|und|oder|et|y) \w+")
_LIKENESS = re.compile(
    r"\b(?:like an? |like (?:I|we|you)[’']|as if |as though |is but an? |as \w+ as )", re.IGNORECASE
)
_NOT_BUT = re.compile(
    r"\bnot (?:\S+ ){1,10}?(?:but|yet) |n[’']t (?:\S+ ){1,6}?but |\bit[’']s not .{3,60}[,;–—] it[’']s ",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:more|less|easier|harder|better|worse|\w{3,}er) (?:\S+ ){0,6}?than\b", re.IGNORECASE
)
_THE_MORE = re.compile(r"\bthe (?:more|less)\b.{2,80}?\bthe (?:more|less|\w+er)\b", re.IGNORECASE)
_CLAUSES = re.compile(r"[,;:.!?–—]\s+(?:and |but )?")

# Each with what has to stand in a line for it, so that most lines need no search.
_PATTERNS = {
    "three_in_a_row": (_THREE, (", ",)),
    "likeness": (_LIKENESS, ("ike ", "as ", "but a")),
    "not_but": (_NOT_BUT, ("ot ", "n't", "n’t")),
    "measured": (_MEASURED, ("than",)),
    "the_more": (_THE_MORE, ("he more", "he less")),
}


def columns(page: Page) -> Columns:
    """A page becomes its figures of speech, one value per line, each in 0..1."""
    met = page.matches(*_PATTERNS.values())
    return {
        **{name: [float(row[n] > 0) for row in met] for n, name in enumerate(_PATTERNS)},
        "same_begin": [_same_begin(line) for line in page.lines],
        "said_again": [_said_again(page, line) for line in page.lines],
        "carried_on": [_carried_on(page, line) for line in page.lines],
        "alliteration": [_alliteration(page, line) for line in page.lines],
    }


def _same_begin(line: Line) -> float:
    """How many of its clauses begin with the same word as the one before, up to two."""
    begins = [plain(clause.split()[0]) for clause in _CLAUSES.split(line.text) if clause.split()]
    return min(1.0, sum(x == y for x, y in itertools.pairwise(begins)) / 2)


def _said_again(page: Page, line: Line) -> float:
    """How many words of substance are said again within the first sentence, up to two."""
    counts = Counter(_substance(page, line.a, line.h))
    return min(1.0, sum(count - 1 for count in counts.values()) / 2)


def _carried_on(page: Page, line: Line) -> float:
    """How many words of substance of the first sentence the following ones take up, up to three."""
    return min(1.0, len(set(_substance(page, line.a, line.h)) & set(_substance(page, line.h, line.b))) / 3)


def _alliteration(page: Page, line: Line) -> float:
    """How often two neighbouring words of substance begin alike, up to three times."""
    words = _substance(page, line.a, line.b)
    return min(1.0, sum(x[0] == y[0] and x != y for x, y in itertools.pairwise(words)) / 3)


def _substance(page: Page, a: int, b: int) -> list[str]:
    return [word for word in page.words.substance[a:b] if word is not None]
