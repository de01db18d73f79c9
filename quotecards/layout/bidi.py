"""Stage 8, its directions: which letters of a line run from right to left, and in what order parts stand.

Source: the Unicode Bidirectional Algorithm (UAX 9): levels by python-bidi, the order of a line by rule L2.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import regex
from bidi import algorithm
from bidi.mirror import MIRRORED

from quotecards.fonts import leftward

if TYPE_CHECKING:
    from collections.abc import Sequence

Thing = TypeVar("Thing")
_LETTER = regex.compile(r"\X")
_DROPPED = {"BN", "RLE", "LRE", "RLO", "LRO", "PDF", "LRI", "RLI", "FSI", "PDI"}


class Directions(NamedTuple):
    """Of a word: the level of its text, of each of its characters, and of the space after it; odd is leftward."""

    base: int
    own: tuple[int, ...]
    space: int

    def stretches(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The characters start..end as stretches of one level: level, start, end."""
        found = []
        for level, group in groupby(range(start, end), key=lambda at: self.own[at]):
            places = list(group)
            found.append((level, places[0], places[-1] + 1))
        return found


def levels(text: str, base: int) -> list[int]:
    """The level of each character of a text; characters that only steer have that of the one before."""
    kept = [at for at, character in enumerate(text) if unicodedata.bidirectional(character) not in _DROPPED]
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    algorithm.get_embedding_levels("".join(text[at] for at in kept), storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _pair_brackets(storage["chars"], base)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    told = dict(zip(kept, (one["level"] for one in storage["chars"]), strict=True))
    found: list[int] = []
    for at in range(len(text)):
        found.append(told.get(at, found[-1] if found else base))
    return found


def _pair_brackets(characters: list[dict[str, Any]], base: int) -> None:
    """Both brackets of a pair run as what they hold (rule N0); numbers count as leftward there."""
    own = "LR"[base]
    for start, end in sorted(_pairs(characters)):
        held = {_strong(one) for one in characters[start + 1 : end]} - {""}
        if not held:
            continue
        before = next((one for one in map(_strong, reversed(characters[:start])) if one), own)
        side = own if own in held or before == own else before
        characters[start]["type"] = characters[end]["type"] = side


def _pairs(characters: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Where brackets that belong together open and close."""
    found, opened = [], []
    for at, one in enumerate(characters):
        if one["type"] == "ON" and one["ch"] in "([{":
            opened.append(at)
        elif one["type"] == "ON" and one["ch"] in ")]}":
            while opened:
                start = opened.pop()
                if characters[start]["ch"] == MIRRORED[one["ch"]]:
                    found.append((start, at))
                    break
    return found


def _strong(one: dict[str, Any]) -> str:
    kind = one["type"]
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""


def ordered(things: Sequence[Thing], level_of: Sequence[int]) -> list[Thing]:
    """Things of a line in reading order become things from left to right (rule L2)."""
    row = list(zip(level_of, things, strict=True))
    odd = [level for level in level_of if level % 2]
    for least in range(max(level_of, default=0), min(odd, default=1) - 1, -1):
        turned: list[tuple[int, Thing]] = []
        for high, group in groupby(row, key=lambda one: one[0] >= least):
            stretch = list(group)
            turned += reversed(stretch) if high else stretch
        row = turned
    return [thing for _, thing in row]


def faced(text: str, level: int) -> str:
    """Marks that stand alone in a leftward stretch become what is drawn from left to right: turned and mirrored."""
    if level % 2 == 0 or leftward(text):
        return text
    return "".join(MIRRORED.get(letter, letter) for letter in reversed(_LETTER.findall(text)))
