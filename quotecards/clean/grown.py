"""Stage 2: words grown together, where there is one way to part them: "gesturesof" -> "gestures of".

Pages lose spaces where a line was broken or a link was taken out. A word is parted only if nobody knows it
(it is not among some forty thousand words of reviews), one part is a common small word, and the other is
known: both readings of "therein" are words, so it stays. English only, as the list of words is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from quotecards.datafiles import load, packaged

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_WORD = re.compile(r"(?<![\w@#/.’'-])[^\W\d_]{5,}(?![\w@#/’'-])")
_CAPITAL = re.compile(r"(?<=[a-z])[A-Z](?=[a-z]{2})")
_SHORTEST = 4  # letters of the known part; less is in too many words by chance


def places(text: str) -> Iterator[int]:
    """Where a space is missing within a word, as offsets into the text."""
    for match in _WORD.finditer(text):
        word = match[0]
        plain = word[1:].islower()
        at = (_within(word) if word[0].islower() else None) if plain else _before_name(word)
        if at is not None:
            yield match.start() + at


@cache
def _known() -> frozenset[str]:
    """Words that are met in reviews, lower case."""
    import numpy as np

    with np.load(packaged("score", "words.npz"), allow_pickle=False) as data:
        return frozenset(data["words"].tobytes().decode().split("\n"))


@cache
def _small() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Small words that a known word may be stuck behind, and that may be stuck behind a known word."""
    data = load(packaged("clean", "grown.toml"))
    return tuple(data["before"]), tuple(data["behind"])


def _within(word: str) -> int | None:
    """Where an unknown word in lower case falls into a small word and a known one; None unless one way only."""
    return None if word in _known() else parted(word, _known())


def parted(word: str, known: Container[str]) -> int | None:
    """Where a word falls into a small word and another small or known one, if there is one way only."""
    before, behind = _small()

    def stands(part: str) -> bool:
        return part in before or part in behind or (len(part) >= _SHORTEST and part in known)

    ways = {len(small) for small in before if word.startswith(small) and stands(word[len(small) :])}
    ways |= {
        len(word) - len(small) for small in behind if word.endswith(small) and stands(word[: -len(small)])
    }
    return ways.pop() if len(ways) == 1 else None


def _before_name(word: str) -> int | None:
    """Where a name is stuck behind a known word in lower case: "directorJean", not "iPhone" or "McAvoy"."""
    capital = _CAPITAL.search(word)
    if capital is None or not word[: capital.start()].islower() or _CAPITAL.search(word, capital.end()):
        return None
    left = word[: capital.start()]
    return capital.start() if len(left) >= 2 and left in _known() | {*_small()[0], *_small()[1]} else None
