"""Stage 5, holds: whether a line has a word that looks like two without a space between them.

Pages are repaired where their reading is sure (clean); what is left here is doubt, enough to keep a line
off a card. For English alone, whose words the learned table has.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.score.table import table

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"(?<![\w@#/.'’-])[A-Za-z][a-z]{4,}(?![\w@#/'’-])")
_INNER_CAPITAL = re.compile(r"\b(?:a[A-Z][a-z]{2,}|[A-Z]{2,}[a-z]{4,}|[a-z]{3,}[A-Z][a-z]+)\b")
_LISTS = ("makes_front", "makes_behind", "small_front", "small_behind", "begins")
_LEAST = 3  # letters of a part
_BESIDE = 4, 5  # letters of what stands behind, or before, a small word


def stuck(text: str) -> bool:
    """Whether a text in English has a word that looks like two."""
    return any(map(_looks, text.split()))


@lru_cache(maxsize=65536)
def _looks(piece: str) -> bool:
    """Whether a piece of a text, without spaces, is or has such a word."""
    return _INNER_CAPITAL.search(piece) is not None or any(map(_two, _WORD.findall(piece)))


def _two(word: str) -> bool:
    known, low = table().numbers, word.lower()
    if low in known:
        return False
    ways = [(low[:at], low[at:]) for at in range(1, len(low) - 1)]
    return any(
        left in known and right in known and _parts(left, right, named=word != low) for left, right in ways
    )


def _parts(left: str, right: str, *, named: bool) -> bool:
    """Whether two known words are two, and not the parts of a word or a name that the table lacks."""
    lists = _lists()
    if named:
        return left in lists["begins"] and (len(right) >= _BESIDE[0] or right in lists["small_behind"])
    if left in lists["makes_front"] or right in lists["makes_behind"]:
        return False
    plain = min(len(left), len(right)) >= _LEAST
    before = left in lists["small_front"] and len(right) >= _BESIDE[0]
    return plain or before or (right in lists["small_behind"] and len(left) >= _BESIDE[1])


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    path = packaged("gates", "stuck.toml")
    data = load(path)
    for name in _LISTS:
        entries = data.get(name)
        if not isinstance(entries, list) or not all(isinstance(one, str) and one for one in entries):
            raise DataError(f"{name} is no list of words.", where=f"{path}:{line_of(path, name)}")
    return {name: frozenset(data[name]) for name in _LISTS}
