"""Stage 7, the heading: which film the line above a review names, where its form or the prose below bears it out."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from quotecards.datafiles import load, packaged

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = "“”„\"‘’'«»「」『』*_"
_QUOTED = re.compile(r"[“„\"‘'«「『*_]+(?P<name>\w[^“”„\"«»「」『』*_\n]{0,60}?)[”\"’'»“」』*_]+(?!\w)")
_END = re.compile(r"\s*[:|]\s|\s[–—-]\s|,\s|\s*[(\[]")
_LEADS = re.compile(r"\s*(?:[:,|–—-]|レビュー|$)")
_CLOSED = re.compile(r"[”\"»“](?=\s)")  # what follows a title in marks is about it, not of it
_MOST_LEADING = 6
_MOST_WORDS = 8


def names(title: str, prose: str, *, has_facts: bool) -> Iterator[str]:
    """The films that a heading names for sure: "X review", "Review: X", or a title that the prose takes up.

    `has_facts`: the film's data stand below the heading, so that a short one can only be its title.
    """
    title = title.strip(" #")
    if found := reviewed(title):
        yield found
    for match in _QUOTED.finditer(title):
        name = match["name"].strip(" ,.")
        leads = match.start() == 0 and _LEADS.match(title, match.end()) and len(name.split()) <= _MOST_LEADING
        if leads or re.search(rf"[{_MARKS}]{re.escape(name)}[,.]?[{_MARKS}]", prose):
            yield name
    head = _END.split(title)[0].strip(f" {_MARKS}.")
    if not head:
        return
    bare = head == title and has_facts and len(head.split()) <= _MOST_WORDS and head[-1].isalnum()
    if spelled := _taken_up(head, title, prose) or (head if bare else None):
        yield spelled


def reviewed(title: str) -> str | None:
    """The name in "Review: X" and "X – Film Review"."""
    for pattern in _patterns():
        if match := pattern.fullmatch(title):
            name = match["name"].strip(f" {_MARKS},:–—-")
            return _CLOSED.split(name)[0].rstrip(" ,.") or None
    return None


def _taken_up(head: str, title: str, prose: str) -> str | None:
    """The beginning of a heading as the prose spells it, if it does so as a title: in marks, or with its capitals."""
    marked = re.search(rf"[{_MARKS}]({re.escape(head)})[,.]?[{_MARKS}]", prose, re.IGNORECASE)
    if marked and (len(head.split()) > 1 or head != title or head[0].isupper()):
        return marked[1]
    if len(head.split()) < 2 or sum(word[0].isupper() for word in head.split()) < 2:
        return None
    plain = re.search(rf"(?<!\w){re.escape(head)}(?!\w)", prose, re.IGNORECASE if head.isupper() else 0)
    return plain[0] if plain and plain[0][0].isupper() else None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = load(packaged("credit", "evidence.toml"))
    words = "|".join(map(re.escape, sorted(data["review"], key=len, reverse=True)))
    of = "|".join(map(re.escape, sorted(data["review_of"], key=len, reverse=True)))
    return (
        re.compile(rf"(?i:{words})\s*(?:[::–—|-]\s*|(?i:{of})\s+)(?P<name>[^:|–—]{{1,60}}?)(?:\s*[(\[].*)?"),
        re.compile(rf"(?P<name>.{{1,60}}?)\s*(?:[:|–—-]\s*)?(?i:{words})\s*(?:[:|–—-]\s.*)?"),
    )
