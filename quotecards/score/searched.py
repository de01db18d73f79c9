"""Stage 5, searching: many patterns looked for in many lines, most of which have none of them.

A pattern falls into the alternatives that stand in no group. For most of these a few texts are known of which
one must be there ("film" for `(?:the|this) films?`), and no such text has a space in it. So each piece of a
line between two spaces tells which alternatives it may belong to, once for all lines that it is met in, and
only what the pieces of a line allow is tried on the line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Search = Callable[[str], re.Match[str] | None]

# What a pattern is made of: escaped signs, sets of characters, groups with what they begin with, all else.
_SIGN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]))?|[)|]|[?*+]\??|\{[^}]*\}|.", re.DOTALL
)
_GROUP = "("
_MAYBE = ("?", "*", "{")
_ENOUGH = 5  # letters that are as rare as more are
_EVERYWHERE = ("the", "and")
_ROOM = 65536  # pieces kept in mind


class Searched:
    """Named patterns, each of several, for lines in lower case; every one of them has to be a pattern."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        alone = [(name, one) for name, each in patterns.items() for long in each for one in branches(long)]
        self._tries: list[tuple[str, Search]] = [(name, _search(one)) for name, one in alone]
        self._always, self._begin = 0, dict[str, list[tuple[str, int]]]()  # by the first two letters
        for bit, (_, one) in enumerate(alone):
            texts = needed(one)
            self._always |= 0 if texts else 1 << bit
            for text in texts:
                self._begin.setdefault(text[:2], []).append((text, 1 << bit))
        self._of = lru_cache(maxsize=_ROOM)(self._piece)
        self._named = lru_cache(maxsize=_ROOM)(self._listed)

    def found(self, text: str) -> set[str]:
        """The names of the patterns that a line has."""
        bits = self._always
        for piece in map(self._of, text.split()):
            bits |= piece
        met = set[str]()
        for name, search in self._named(bits):
            if name not in met and search(text) is not None:
                met.add(name)
        return met

    def _piece(self, piece: str) -> int:
        """Which alternatives a piece of a line may belong to, a bit for each."""
        bits = 0
        for at, letter in enumerate(piece):
            for begin in (letter, piece[at : at + 2]):
                for text, bit in self._begin.get(begin, ()):
                    if piece.startswith(text, at):
                        bits |= bit
        return bits

    def _listed(self, bits: int) -> tuple[tuple[str, Search], ...]:
        return tuple(one for at, one in enumerate(self._tries) if bits >> at & 1)


def _search(pattern: str) -> Search:
    """How an alternative is looked for: what has to stand at the beginning is tried there alone."""
    return re.compile(pattern).match if pattern.startswith("^") else re.compile(pattern).search


def branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern that stand in no group."""
    depth, start = 0, 0
    for match in _SIGN.finditer(pattern):
        depth += 1 if match[0].startswith(_GROUP) else -1 if match[0] == ")" else 0
        if match[0] == "|" and depth == 0:
            yield pattern[start : match.start()]
            start = match.end()
    yield pattern[start:]


def needed(branch: str) -> tuple[str, ...]:
    """Texts of which one has to stand wherever an alternative is met; none where nothing is known."""
    best: tuple[str, ...] = ()
    for texts in _runs([match[0] for match in _SIGN.finditer(branch)]):
        if _worth(texts) > _worth(best):
            best = texts
    return best


def _worth(texts: tuple[str, ...]) -> tuple[int, int]:
    """Long texts are rare, and few are soon looked for."""
    shortest = min(
        (0 if one in _EVERYWHERE else len(one) if one.isascii() else _ENOUGH for one in texts), default=0
    )
    return min(shortest, _ENOUGH), -len(texts)


def _runs(signs: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The stretches of plain letters, and what the groups need, that none of what follows makes optional."""
    run, at = "", 0
    while at < len(signs):
        sign, end = signs[at], _end(signs, at)
        maybe = end < len(signs) and signs[end].startswith(_MAYBE)
        plain = sign.isalpha() or sign in "'-,…" or (sign[0] == "\\" and not sign[1:].isalnum())
        if plain and not maybe:
            run += sign[-1]
        else:
            yield (run,)
            run = ""
            if sign == "(?:" and not maybe:
                each = [needed(one) for one in branches("".join(signs[at + 1 : end - 1]))]
                yield tuple(text for texts in each for text in texts) if all(each) else ()
        at = end
    yield (run,)


def _end(signs: Sequence[str], at: int) -> int:
    """Where a sign ends, which is a group if one begins there."""
    depth = 0
    for end in range(at, len(signs)):
        depth += 1 if signs[end].startswith(_GROUP) else -1 if signs[end] == ")" else 0
        if depth == 0:
            return end + 1
    return len(signs)
