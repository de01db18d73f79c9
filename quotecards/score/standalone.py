"""Stage 5, standing alone: whether a passage can be understood without the line before it.

The first sentence decides; in a passage the others may lean on it. There is no parser here: a pronoun
is taken to lean on nothing when no name and no word for a person comes before it in the passage.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from quotecards.score.lexicon import lexicon, valence
from quotecards.score.table import table

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Line, Page

_MAKERS = ("er", "or", "ist", "ess", "ian", "man", "woman")
_COMMON = 9.9  # nats; a word met more often than this is no name, whatever its first letter
_POINTS = 6  # words within which a "this" that means the film says so
_LONGEST_END = 20  # characters, more than the longest of these has
_ELLIPTIC = re.compile(
    r"\b(?:the other|the others|one deals|ones|too|as well|so does|so do)[.!?]?$", re.IGNORECASE
)


def columns(page: Page) -> Columns:
    """A page becomes its features of standing alone, one value per line, each 0 or 1."""
    distinct = {(line.a, line.h): line for line in page.lines}  # passages share their heads with sentences
    heads = {span: (_loose(page, line), _pointer(page, line)) for span, line in distinct.items()}
    read = [heads[line.a, line.h] for line in page.lines]
    return {
        "loose_pronoun": [loose for loose, _ in read],
        "bare_pointer": [pointer for _, pointer in read],
        "elliptic": [float(_elliptic(line.head)) for line in page.lines],
        "leaning_tail": [_leaning_tail(line) for line in page.lines],
    }


def _elliptic(head: str) -> bool:
    """Whether a sentence ends as if what it speaks of had been named: "so does the other"."""
    return _ELLIPTIC.search(head.strip(' "”’')[-_LONGEST_END:]) is not None


def _loose(page: Page, line: Line) -> float:
    """Whether someone in the first sentence is "she" or "they" before anyone was named."""
    words = page.words
    said = words.text[line.a : line.h]
    if _leaning().isdisjoint(said):  # as most have no such word, the others need not be read
        return 0.0
    one, many = (lexicon().grammar[name] for name in ("one", "many"))
    known_one = known_many = False
    for number, word in enumerate(said, line.a):
        if number in words.masked:
            continue
        if (word in one and not known_one) or (word in many and not (known_one or known_many)):
            return 1.0
        known_one = known_one or number in words.names or _someone(word) or _first_name(page, line, number)
        known_many = known_many or _several(word)
    return 0.0


@cache
def _leaning() -> frozenset[str]:
    """The words that lean on someone who was named before."""
    grammar = lexicon().grammar
    return grammar["one"] | grammar["many"]


@lru_cache(maxsize=65536)
def _someone(word: str) -> bool:
    """Whether a word is one for a person: listed, or made like keeper, sailor, novelist."""
    lists = lexicon().words
    listed = ((), lists.names.index("person")) in lists.entries.get(word, ())
    return listed or (len(word) > 5 and word.endswith(_MAKERS) and word not in lexicon().grammar["no_makers"])


def _first_name(page: Page, line: Line, number: int) -> bool:
    """Whether the first word of a sentence may be a name: none of the words that are known."""
    if number != line.a or not line.text.lstrip("\"“‘'(")[:1].isupper():
        return False
    word = page.words.text[number]
    known = word in lexicon().words.entries or word in lexicon().openers.entries or word in valence()
    return not (known or table().surprise[table().numbers.get(word, -1)] < _COMMON)


def _several(word: str) -> bool:
    """Whether a word is one for several: people, or looks like many of a kind."""
    return word in lexicon().grammar["people"] or _plural(word)


def _plural(word: str) -> bool:
    return len(word) > 3 and word[-1] == "s" and word[-2] not in "siu'"


def _pointer(page: Page, line: Line) -> float:
    """Whether it begins with a "this" that stands for something said before: "This is why", "That year".

    "This is a film" and "These scenes" point at the film, which every reader has in mind.
    """
    first, second, third, *more = (*page.words.text[line.a : min(line.h, line.a + _POINTS)], "", "", "")
    grammar, film = lexicon().grammar, ((), lexicon().words.names.index("film"))
    if first not in grammar["pointers"]:
        return 0.0
    if second in grammar["after_bare_pointer"] and third not in {"a", "an", "one"}:
        return 1.0
    return float(not any(film in lexicon().words.entries.get(word, ()) for word in (second, third, *more)))


def _leaning_tail(line: Line) -> float:
    """Whether what follows the first sentence is too little to be worth its place."""
    return float(line.h < line.b and line.b - line.h < 5)
