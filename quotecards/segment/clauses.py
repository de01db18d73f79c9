"""Stage 4: parts of a sentence too long for a card, where it can be cut without twisting its words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from quotecards import marks
from quotecards.datafiles import load, packaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.marks import Quotation

WORD = re.compile(r"\w+(?:[’'-]\w+)*")
# Behind a semicolon, a colon or a dash; before "and" or "but" behind a comma.
_CUT = re.compile(
    r"(?P<mark>[;:])\s+|(?P<dash>\s[–—-]\s|—)|(?P<comma>,)\s+(?=(?P<word>and|but)\s)", re.IGNORECASE
)
_CONJUNCTION = re.compile(r"(?:and|but|or|so|yet)\s+", re.IGNORECASE)


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of one sentence that can stand alone, as spans; none for a sentence of a card's length.

    A part begins at the sentence's beginning or in lower case, so that the cut can be seen. What follows a
    negation, a condition or a "but" is never cut off from it, and what a "but" takes back never stands alone.
    """
    words = len(WORD.findall(text, start, end))
    if not settings()["longest_whole_sentence"] < words <= settings()["longest_sentence"]:
        return
    pairs = marks.quotations(marks.scan(text, start, end))
    for match in _CUT.finditer(text, start, end):
        if _inside(text, start, match.start(), pairs):
            continue
        left = text[start : match.start()]
        if match["mark"] != ":" and _is_free(left) and not _takes_back(match):
            yield from _checked(text, start, match.start())
        if _is_free(left):
            yield from _checked(text, _after(text, match, end), end)


def _after(text: str, match: re.Match[str], end: int) -> int:
    """Where the part behind a cut begins: a "but" stays with what it turns, an "and" goes."""
    joined = _CONJUNCTION.match(text, match.end(), end)
    return joined.end() if joined and joined[0][:3].casefold() == "and" else match.end()


def _takes_back(match: re.Match[str]) -> bool:
    return (match["word"] or "").casefold() == "but"


def _is_free(left: str) -> bool:
    """Whether nothing in the part before a cut governs what follows it."""
    return not any(word.casefold() in settings()["binding"] for word in WORD.findall(left))


def _checked(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A part, if it can stand: long enough, short enough, with a subject and a verb."""
    words = [word.casefold() for word in WORD.findall(text, start, end)]
    data = settings()
    if not data["shortest_clause"] <= len(words) <= data["longest_whole_sentence"]:
        return
    # A name may open the sentence's first part; a "but" needs its subject behind it.
    stands = words[0] in data["openers"] or text[start].isupper()
    stands = stands and (words[0] != "but" or words[1] in data["openers"])
    if stands and any(word in data["verbs"] for word in words):
        yield marks.trimmed(text, start, end)


def _inside(text: str, start: int, place: int, pairs: tuple[Quotation, ...]) -> bool:
    """Whether a cut stands within a quotation or a parenthesis."""
    in_parenthesis = text.count("(", start, place) > text.count(")", start, place)
    return in_parenthesis or any(pair.start < place < pair.end for pair in pairs)


@cache
def settings() -> dict[str, Any]:
    """The data file, with its lists as sets."""
    data = load(packaged("segment.toml"))
    return {name: frozenset(value) if isinstance(value, list) else value for name, value in data.items()}
