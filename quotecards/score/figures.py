"""Stage 5, figures of speech: what makes a line sound said on purpose."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from quotecards.score.words import plain

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Line, Page

_THREE = re.compile(r",(?<=\w,) (?:[\w’'-]+ ){0,4}[\w’'-]+,? (?:and|or|und|oder|et|y) \w+")
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
    "three_in_a_row": (_THREE, (" and ", " or ", " und ", " oder ", " et ", " y ")),
    "likeness": (_LIKENESS, ("ike ", "as ", "but a")),
    "not_but": (_NOT_BUT, ("ot ", "n't", "n’t")),
    "measured": (_MEASURED, ("than",)),
    "the_more": (_THE_MORE, ("he more", "he less")),
}


def columns(page: Page) -> Columns:
    """A page becomes its figures of speech, one value per line, each in 0..1."""
    met = page.matches(*_PATTERNS.values())
    return {
        **{name: [float(count > 0) for count in column] for name, column in zip(_PATTERNS, met, strict=True)},
        "same_begin": [_same_begin(line) for line in page.lines],
        **_sounded(page),
    }


def _sounded(page: Page) -> Columns:
    """The figures that are made of words of substance."""
    substance = [word for word in page.words.substance if word is not None]
    before = [0, *accumulate(word is not None for word in page.words.substance)]
    spans = [(before[line.a], before[line.h], before[line.b]) for line in page.lines]
    heads = [substance[a:h] for a, h, _ in spans]
    return {
        "said_again": [_said_again(head) for head in heads],
        "carried_on": [
            _carried_on(head, substance[h:b]) for head, (_, h, b) in zip(heads, spans, strict=True)
        ],
        "alliteration": [_alliteration(substance[a:b]) for a, _, b in spans],
    }


def _same_begin(line: Line) -> float:
    """How many of its clauses begin with the same word as the one before, up to two."""
    clauses = [clause.split(None, 1) for clause in _CLAUSES.split(line.text)]
    begins = [plain(words[0]) for words in clauses if words]
    return min(1.0, sum(x == y for x, y in pairwise(begins)) / 2)


def _said_again(head: list[str]) -> float:
    """How many words of substance are said again within the first sentence, up to two."""
    return min(1.0, (len(head) - len(set(head))) / 2)


def _carried_on(head: list[str], rest: list[str]) -> float:
    """How many words of substance of the first sentence the following ones take up, up to three."""
    return min(1.0, len(set(head).intersection(rest)) / 3) if rest else 0.0


def _alliteration(words: list[str]) -> float:
    """How often two neighbouring words of substance begin alike, up to three times."""
    alike = [x[0] == y[0] and x != y for x, y in pairwise(words)]
    return min(1.0, sum(alike) / 3)
