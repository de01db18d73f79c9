"""Stage 5, searching: many patterns looked for in many lines, most of which have none of them.

A pattern falls into the alternatives that stand in no group. For most of these a few texts are known of which
one must be there ("film" for `(?:the|this) films?`), and no such text has a space in it. So each piece of a
line between two spaces tells which alternatives it may belong to, once for all lines that it is met in, and
only what the pieces of a line allow is tried on the line.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
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
_FIRST = 3  # letters that a text is told by: with fewer most pieces would be asked for many
_MANY = 60  # texts that a run may be
_FEW = re.compile(r"\[[^\W_A-Z]*[.,!?'’]*\]")  # a set that tells its letters one by one
_ROOM = 65536  # pieces kept in mind


class Searched:
    """Named patterns, each of several, for lines in lower case; every one of them has to be a pattern."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        alone = [(name, one) for name, each in patterns.items() for long in each for one in branches(long)]
        self._tries: list[tuple[str, Search]] = [(name, _search(one)) for name, one in alone]
        self._always, begin = 0, dict[str, list[tuple[str, int]]]()  # by the first letters
        for at, (_, one) in enumerate(alone):
            # One bit for each of two needs, of which the second ones stand above all the first.
            for bit, texts in zip((at, at + len(alone)), needs(one), strict=True):
                self._always |= 0 if texts else 1 << bit
                for text in texts:
                    begin.setdefault(text[:_FIRST], []).append((text, 1 << bit))
        self._pieces = _Pieces(begin)

    def found(self, text: str) -> set[str]:
        """The names of the patterns that a line has."""
        bits = reduce(or_, map(self._pieces.__getitem__, text.split()), self._always)
        bits &= bits >> len(self._tries)
        met = set[str]()
        while bits:
            at = bits.bit_length() - 1
            bits ^= 1 << at
            name, search = self._tries[at]
            if name not in met and search(text) is not None:
                met.add(name)
        return met


class _Pieces(dict[str, int]):
    """Which needs of which alternatives a piece of a line may meet, a bit for each; told once, while there is room."""

    def __init__(self, begin: Mapping[str, Sequence[tuple[str, int]]]) -> None:
        self._begin = begin

    def __missing__(self, piece: str) -> int:
        if len(self) >= _ROOM:
            self.clear()
        bits, begin = 0, self._begin
        for at in range(len(piece)):
            for end in range(at + 1, at + 1 + _FIRST):
                for text, bit in begin.get(piece[at:end], ()):
                    if piece.startswith(text, at):
                        bits |= bit
        self[piece] = bits
        return bits


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


def needs(branch: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts of which one has to stand wherever an alternative is met, and others of which one has to, too.

    None where nothing is known.
    """
    runs = _runs([match[0] for match in _SIGN.finditer(branch)])
    telling = [one for one in runs if _worth(one) > _worth(())]
    best, second, *_ = (*sorted(telling, key=_worth, reverse=True), (), ())
    return best, second


def _worth(texts: tuple[str, ...]) -> tuple[int, int]:
    """Long texts are rare, and few are soon looked for."""
    shortest = min(
        (0 if one in _EVERYWHERE else len(one) if one.isascii() else _ENOUGH for one in texts), default=0
    )
    return min(shortest, _ENOUGH), -len(texts)


def _runs(signs: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What the stretches of plain letters, sets and groups may be, where nothing that follows makes them optional."""
    run: tuple[str, ...] = ("",)
    at = 0
    while at < len(signs):
        end = _end(signs, at)
        texts = _plain(signs, at, end)
        if texts and len(run) * len(texts) <= _MANY:
            run = tuple(left + right for left in run for right in texts)
        else:
            yield run
            run = texts or ("",)
            if not texts and signs[at] == "(?:" and not _optional(signs, end):
                each = [needs(one)[0] for one in branches("".join(signs[at + 1 : end - 1]))]
                yield tuple(text for texts in each for text in texts) if all(each) else ()
        at = end
    yield run


def _plain(signs: Sequence[str], at: int, end: int) -> tuple[str, ...]:
    """All that a sign or a group may be, if that is told by plain letters; none where it is not."""
    sign = signs[at]
    if _optional(signs, end):
        return ()
    if sign == "(?:":
        each = [_whole(one) for one in branches("".join(signs[at + 1 : end - 1]))]
        return tuple(text for texts in each for text in texts) if all(each) else ()
    if _FEW.fullmatch(sign):
        return tuple(sign[1:-1])
    plain = sign.isalnum() or sign in "'-,…" or (sign[0] == "\\" and not sign[1:].isalnum())
    return (sign[-1],) if plain else ()


def _whole(branch: str) -> tuple[str, ...]:
    """All that an alternative may be, if it has nothing but plain letters, sets and groups of them."""
    signs, at = [match[0] for match in _SIGN.finditer(branch)], 0
    run: tuple[str, ...] = ("",)
    while at < len(signs) and run:
        end = _end(signs, at)
        run = tuple(left + right for left in run for right in _plain(signs, at, end))
        at = end
    return run if len(run) <= _MANY else ()


def _optional(signs: Sequence[str], end: int) -> bool:
    """Whether what ends here may be left out."""
    return end < len(signs) and signs[end].startswith(_MAYBE)


def _end(signs: Sequence[str], at: int) -> int:
    """Where a sign ends, which is a group if one begins there."""
    depth = 0
    for end in range(at, len(signs)):
        depth += 1 if signs[end].startswith(_GROUP) else -1 if signs[end] == ")" else 0
        if depth == 0:
            return end + 1
    return len(signs)
