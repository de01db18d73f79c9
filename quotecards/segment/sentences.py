"""Stage 4: where the sentences of a stretch of text begin and end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecards import marks
from quotecards.segment.punkt import decider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.segment.punkt import Decider

# Begins with a sign that is soon looked for; what must not stand before it is looked at behind it.
_STOP = re.compile(
    r"[.!?…。！？](?:(?<=[.!?…])(?<![.!?…].)[.!?…]*+[”’\"')\]*_]*(?:[ \u00a0\u202f]?»)?(?=\s)"
    r"|(?<=[。！？])[。！？]*[」』”）]*)"
)
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_WORD_AFTER = re.compile(r"\s*(\S+)")
_PARENTHESES = re.compile(r"\([^()]{1,400}\)|\[[^\[\]]{1,400}\]")
_OPENERS = "“‘\"'«„([¿¡*_"
_LONGEST_WORD = 40  # characters looked at before a full stop
# A pair of marks around more than this holds a speech, or two strays that happen to meet.
_LONGEST_QUOTATION = 400


def sentences(
    text: str, start: int, end: int, language: str, *, lower: bool = False
) -> list[tuple[int, int]]:
    """The sentences of text[start:end] as spans without white space around them.

    Never cut inside a short quotation or a parenthesis. `lower`: the author begins sentences in lower case.
    """
    closed = list(_closed(text, start, end))
    cuts = sorted({*_stops(text, start, end, language, lower=lower), *marks.glued(text, start, end)})
    spans = []
    for cut in [*_outside(cuts, closed), end]:
        span = marks.trimmed(text, start, cut)
        if span[0] < span[1]:
            spans.append(span)
        start = cut
    return spans


def lower_case_author(text: str) -> bool:
    """Whether most sentences of a text begin in lower case."""
    low = len(re.findall(r"[.!?]\s+[a-zà-ÿ]", text))
    return low > 2 and low > len(re.findall(r"[.!?]\s+[A-ZÀ-Þ]", text))


def _stops(text: str, start: int, end: int, language: str, *, lower: bool) -> Iterator[int]:
    """Where a mark with a space behind it ends a sentence."""
    ends = decider(language)
    for match in _STOP.finditer(text, start, end):
        following = _WORD_AFTER.match(text, match.end(), end)
        if following is None:
            continue
        mark = match[0].rstrip("”’\"')]*_» \u00a0\u202f")
        goes_on = following[1].lstrip(_OPENERS)[:1].islower()
        if mark == "." and not (goes_on and len(match[0]) > 1):
            if _full_stop(text, match.start(), start, following[1], ends):
                yield match.end()
        elif mark != "." and (not goes_on or (lower and mark[-1] in "!?" and mark == match[0])):
            yield match.end()


def _full_stop(text: str, stop: int, low: int, following: str, ends: Decider | None) -> bool:
    """Whether a full stop ends a sentence and not a short form.

    A title never does ("Dr."), nor an acronym before lower case ("S.W.A.T. is"); Punkt knows the others.
    """
    before = text[max(low, stop - _LONGEST_WORD) : stop].removesuffix("\n")
    word = before.split()[-1].lstrip(_OPENERS) if before and not before[-1].isspace() else ""
    short = marks.abbreviates(text, stop, low)
    if ends is None or (short and len(word) > 1 and word.isalpha()):
        return not short
    if _ACRONYM.fullmatch(word) and following[:1].islower():
        return False
    return ends(f"{word}.", following)


def _closed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans that no sentence may end in: short quotations and parentheses."""
    for pair in marks.quotations(marks.scan(text, start, end)):
        if pair.depth == 1 and pair.end - pair.start <= _LONGEST_QUOTATION:
            yield pair.start, pair.end
    for match in _PARENTHESES.finditer(text, start, end):
        yield match.start(), match.end()


def _outside(cuts: list[int], closed: list[tuple[int, int]]) -> Iterator[int]:
    """The cuts that stand in no closed span; at its end is outside."""
    spans = sorted(closed)
    index, reach = 0, -1
    for cut in cuts:
        while index < len(spans) and spans[index][0] < cut:
            reach = max(reach, spans[index][1])
            index += 1
        if cut >= reach:
            yield cut
