"""Stage 5, standing alone: whether a passage can be understood without the line before it.

The first sentence decides; in a passage the others may lean on it. There is no parser here: a pronoun
is taken to lean on nothing when no name and no word for a person comes before it in the passage.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecards.score.lexicon import lexicon

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Line, Page

_ONE = frozenset(
    [
        "he",
        "him",
        "his",
        "himself",
        "he's",
        "he'd",
        "he'll",
        "she",
        "her",
        "hers",
        "herself",
        "she's",
        "she'd",
        "she'll",
    ]
)
_MANY = frozenset(
    ["they", "them", "their", "theirs", "themselves", "they're", "they've", "they'd", "they'll"]
)
_POINTERS = frozenset(["this", "that", "these", "those"])
_AFTER_POINTER = frozenset(
    ["is", "was", "are", "were", "of", "in", "and", "as", "or", "to", "makes", "means"]
)
_PLURAL = re.compile(r"[a-z]{3,}(?<!s|u|i)s$")
_PEOPLE = frozenset(
    [
        "people",
        "everyone",
        "everybody",
        "anyone",
        "someone",
        "nobody",
        "who",
        "those",
        "others",
        "men",
        "women",
        "children",
        "two",
    ]
)
_ELLIPTIC = re.compile(
    r"\b(?:the other|the others|one deals|ones|too|as well|so does|so do)[.!?]?$", re.IGNORECASE
)


def columns(page: Page) -> Columns:
    """A page becomes its features of standing alone, one value per line, each 0 or 1."""
    heads = {(line.a, line.h): _Head(page, line) for line in page.lines}
    read = [heads[line.a, line.h] for line in page.lines]
    return {
        "loose_pronoun": [head.loose for head in read],
        "bare_pointer": [head.pointer for head in read],
        "elliptic": [float(bool(_ELLIPTIC.search(line.head.strip(' "”’')))) for line in page.lines],
        "leaning_tail": [_leaning_tail(line) for line in page.lines],
    }


class _Head:
    """The first sentence of a passage, read for what it points back to."""

    def __init__(self, page: Page, line: Line) -> None:
        self.words = page.words
        self.span = range(line.a, line.h)
        self.loose = self._loose()
        self.pointer = self._pointer(line)

    def _loose(self) -> float:
        """Whether someone is "she" or "they" before anyone was named."""
        lists = lexicon().words
        person = lists.names.index("person")
        one = many = False
        for number in self.span:
            if number in self.words.masked:
                continue
            word = self.words.text[number]
            if (word in _ONE and not one) or (word in _MANY and not (one or many)):
                return 1.0
            one = one or number in self.words.names or ((), person) in lists.entries.get(word, ())
            many = many or word in _PEOPLE or bool(_PLURAL.search(word))
        return 0.0

    def _pointer(self, line: Line) -> float:
        """Whether "this" or "that" stands for something said before: at the begin, or bare before a verb."""
        if not self.span:
            return 0.0
        first, second = self.words.text[line.a], self._after(line.a)
        return float(
            first in _POINTERS
            and second in _AFTER_POINTER
            and self._after(line.a + 1) not in {"a", "an", "one"}
        )

    def _after(self, number: int) -> str:
        return self.words.text[number + 1] if number + 1 in self.span else ""


def _leaning_tail(line: Line) -> float:
    """Whether what follows the first sentence is too little to be worth its place."""
    return float(line.h < line.b and line.b - line.h < 5)
