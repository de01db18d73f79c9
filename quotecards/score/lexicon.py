"""Stage 5, the word lists: which lists each word and phrase of a review belongs to.

The lists are data (`data/score/lexicon.toml`); a word of several lists counts in each. The valence of
single words is that of the VADER lexicon (Hutto and Gilbert, 2014), read from the file of its package.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Entries = dict[str, list[tuple[tuple[str, ...], int]]]
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Lists:
    """Named lists of words and phrases, found by their first word.

    `entries` has (the words after it, number of the list); `single` the lists of a word by itself, and
    `phrases` of longer entries only, so that most words of a text are settled by one look.
    """

    names: tuple[str, ...]
    entries: Entries
    single: dict[str, frozenset[int]]
    phrases: Entries

    def found(self, words: Sequence[str], at: int, end: int) -> frozenset[int]:
        """The numbers of the lists that hold a word or phrase beginning at words[at] and over by `end`."""
        word = words[at]
        met = self.single.get(word, _NONE)
        longer = (
            [
                number
                for rest, number in self.phrases.get(word, ())
                if words[at + 1] == rest[0]
                and at + len(rest) < end
                and tuple(words[at + 1 : at + 1 + len(rest)]) == rest
            ]
            if at + 1 < end
            else None
        )
        return met.union(longer) if longer else met


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists: `words` anywhere in a passage, `openers` at its begin, headings, small words."""

    words: Lists
    openers: Lists
    sections: Mapping[str, frozenset[str]]
    grammar: Mapping[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """The packaged word lists, checked.

    Raises:
        DataError: a list that is missing or holds anything but lower-case words and phrases.
    """
    path = packaged("score", "lexicon.toml")
    data = load(path)
    for table in ("words", "openers", "sections", "grammar"):
        if not isinstance(data.get(table), dict):
            raise DataError(f"the table [{table}] is missing.", where=str(path))
        for name, entries in data[table].items():
            _check(path, f"{table}.{name}", entries)
    return Lexicon(
        words=_lists(data["words"]),
        openers=_lists(data["openers"]),
        sections={name: frozenset(entries) for name, entries in data["sections"].items()},
        grammar={name: frozenset(entries) for name, entries in data["grammar"].items()},
    )


@cache
def valence() -> Mapping[str, float]:
    """The words of the VADER lexicon with their valence, -4 (bad) to 4 (good); emoticons are left out."""
    spec = find_spec("vaderSentiment")
    if spec is None or spec.origin is None:
        raise DataError("the VADER lexicon is missing.", remedy="Install the package vaderSentiment.")
    path = Path(spec.origin).with_name("vader_lexicon.txt")
    values: dict[str, float] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, value, *_ = line.split("\t")
        if word[:1].isalpha():
            values[word] = float(value)
    return values


def _check(path: Path, field: str, entries: Any) -> None:
    if not isinstance(entries, list) or not entries:
        raise DataError(f"{field} is no list of words.", where=f"{path}:{line_of(path, field)}")
    for entry in entries:
        if not isinstance(entry, str) or entry != entry.lower().strip() or not entry or "’" in entry:
            raise DataError(
                f"{field} holds {entry!r}.",
                where=f"{path}:{line_of(path, field)}",
                remedy="Use lower case and straight apostrophes.",
            )


def _lists(table: Mapping[str, Sequence[str]]) -> Lists:
    entries: Entries = {}
    for number, listed in enumerate(table.values()):
        for entry in dict.fromkeys(listed):
            first, *rest = entry.split()
            entries.setdefault(first, []).append((tuple(rest), number))
    single = {word: frozenset(n for rest, n in found if not rest) for word, found in entries.items()}
    phrases = {word: [(rest, n) for rest, n in found if rest] for word, found in entries.items()}
    return Lists(tuple(table), entries, single, {word: found for word, found in phrases.items() if found})
