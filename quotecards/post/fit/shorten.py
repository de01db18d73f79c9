"""Stage 11: a text that is too long is cut where it makes sense: at a sentence, a clause, else a word.

A cut at a sentence's end needs no mark; elsewhere an ellipsis stands for what was left out. Nothing is
ever cut inside of what a reader sees as one letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import load, packaged
from quotecards.post.fit.count import GRAPHEME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SENTENCE = re.compile(r"(?:[.!?…]+[”’\"'»)\]]*(?=\s)|[。！？]+[」』”’)）]*)")
_CLAUSE = re.compile(r"(?:[,;:](?=\s)|\s[–—-](?=\s)|—(?=\w)|[、，；：])")
_WORD = re.compile(r"\s+")
_LAST_WORD = re.compile(r"[\w.]+$")
_OPENERS = "“‘«„(["
_DANGLING = " \t\n,;:–—-/·(“‘«„[" + "\u00a0"
_CLOSERS = {"“": "”", "„": "“", "«": "»", "(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class _Rules:
    sentence_share: float
    clause_share: float
    mark: str
    abbreviations: frozenset[str]


def shorten(text: str, fits: Callable[[str], bool]) -> str:
    """The longest sensible beginning of a text that fits; all of it if that fits, empty if nothing does.

    `fits` is asked about finished candidates, ellipsis and all.
    """
    text = text.strip()
    if not text or fits(text):
        return text
    rules = _rules()
    word = _longest(text, _words(text), rules.mark, fits) or _longest(text, _letters(text), rules.mark, fits)
    for ends, mark, share in (
        (_sentences(text, rules), "", rules.sentence_share),
        (_clauses(text), rules.mark, rules.clause_share),
    ):
        found = _longest(text, ends, mark, fits)
        if found and len(found) >= share * len(word):
            return found
    return word


def to_sentence(text: str, fits: Callable[[str], bool]) -> str:
    """The most whole sentences that fit, however few; where not even the first fits, as `shorten` does."""
    text = text.strip()
    if not text or fits(text):
        return text
    return _longest(text, _sentences(text, _rules()), "", fits) or shorten(text, fits)


def _longest(text: str, ends: Sequence[int], mark: str, fits: Callable[[str], bool]) -> str:
    """The longest candidate that fits. Longer texts rarely count less, so it is bisected, then made sure."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if fits(_cut(text, ends[middle], mark)):
            low = middle + 1
        else:
            high = middle
    for end in reversed(ends[:low]):
        candidate = _cut(text, end, mark)
        if candidate not in ("", mark) and fits(candidate):
            return candidate
    return ""


def _cut(text: str, end: int, mark: str) -> str:
    """The text up to an offset, the mark, and the closers of what was opened and not closed."""
    kept = text[:end].rstrip()
    if mark:
        kept = kept.rstrip(_DANGLING).rstrip(".…")
        kept = kept.rstrip(_DANGLING)
    if not kept:
        return ""
    return kept + mark + _closers(kept)


def _closers(text: str) -> str:
    """What is missing to close all that a text opens, innermost first."""
    due: list[str] = []
    for letter in text:
        if due and (letter == due[-1] or (due[-1] == "“" and letter == "”")):
            due.pop()
        elif letter in _CLOSERS:
            due.append(_CLOSERS[letter])
    return "".join(reversed(due))


def _sentences(text: str, rules: _Rules) -> list[int]:
    return [match.end() for match in _SENTENCE.finditer(text) if _ends(text, match, rules)]


def _ends(text: str, match: re.Match[str], rules: _Rules) -> bool:
    """Whether a stop ends a sentence: not after "Mr" or an initial, and not before a small letter."""
    if match[0][0] != ".":
        return True
    last = _LAST_WORD.search(text, max(0, match.start() - 30), match.start())
    if last and (len(last[0].strip(".")) == 1 or last[0].casefold().strip(".") in rules.abbreviations):
        return False
    follows = text[match.end() :].lstrip().lstrip(_OPENERS)[:1]
    return not follows.islower()


def _clauses(text: str) -> list[int]:
    return [match.end() for match in _CLAUSE.finditer(text)]


def _words(text: str) -> list[int]:
    return [match.start() for match in _WORD.finditer(text)]


def _letters(text: str) -> list[int]:
    """For a text without spaces: the end of every letter as a reader sees it."""
    return [match.end() for match in GRAPHEME.finditer(text)]


@cache
def _rules() -> _Rules:
    found: dict[str, Any] = load(packaged("post", "shorten.toml"))
    return _Rules(
        sentence_share=float(found["sentence_share"]),
        clause_share=float(found["clause_share"]),
        mark=str(found["mark"]),
        abbreviations=frozenset(found["abbreviations"]),
    )
