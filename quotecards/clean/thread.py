"""Stage 2: everything below the start of a comment thread is the thread: a commenter is not the reviewer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quotecards.clean import phrases
from quotecards.clean.page import is_prose, words
from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import Label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quotecards.clean.page import Page

# What stands below a thread and is no part of it.
_AROUND = frozenset({"navigation", "newsletter", "cookies"})
_LONGEST = 200  # characters of a line that may start a thread or name a commenter

# A link "3 comments" may stand above a review as well: only below some prose does it start a thread.
# The shortest blog reviews looked at had about forty words; a title, date and teaser have fewer.
_LEAST_PROSE_WORDS = 25


@dataclass(frozen=True, slots=True)
class _Lines:
    """What tells a thread's lines, from the data file."""

    starts: re.Pattern[str]
    forms: re.Pattern[str]
    logins: re.Pattern[str]
    authors: re.Pattern[str]
    answers: re.Pattern[str]


def rule(page: Page) -> Iterator[Label]:
    """The comment thread, its answers, its form and its log-in lines, down to the end of the page."""
    lines = _lines()
    first = _start(page, lines)
    if first is None:
        return
    opening = page.of(page.paragraphs[first])
    why = f"below “{opening[:60]}”"
    state = "comment"
    for index, paragraph in enumerate(page.paragraphs[first:]):
        text = page.of(paragraph)
        state = _state(text, state, lines)
        meaning = phrases.every().of(text) if index else None
        if meaning and meaning[0] in _AROUND:
            yield Label(paragraph.start, paragraph.end, *meaning)
            continue
        label = "login" if _fits(lines.logins, text) and (state == "form" or len(words(text)) < 8) else state
        label = "reply" if label == "form" else label
        reason = "starts the comment thread" if index == 0 else why
        if state != "form" and index and _fits(lines.authors, text):
            reason = f"names a commenter, {why}"
        yield Label(paragraph.start, paragraph.end, label, reason)


def _start(page: Page, lines: _Lines) -> int | None:
    """The number of the paragraph that starts a thread: the first such line below enough prose."""
    prose = 0
    for index, paragraph in enumerate(page.paragraphs):
        text = page.of(paragraph)
        if prose >= _LEAST_PROSE_WORDS and _fits(lines.starts, text):
            return index
        if prose < _LEAST_PROSE_WORDS and is_prose(text):
            prose += len(words(text))
    return None


def _state(text: str, state: str, lines: _Lines) -> str:
    """Whether a line of a thread belongs to a comment, to an answer, or to the form below them."""
    if _fits(lines.forms, text):
        return "form"
    if state == "form" or (state == "reply" and not _begins_comment(text, lines)):
        return state
    return "reply" if _fits(lines.answers, text) else "comment"


def _begins_comment(text: str, lines: _Lines) -> bool:
    return _fits(lines.authors, text)


def _fits(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST and pattern.fullmatch(text) is not None


@cache
def _lines() -> _Lines:
    path = packaged("clean", "threads.toml")
    return _Lines(**{name: _compiled(path, name) for name in _Lines.__slots__})


def _compiled(path: Path, name: str) -> re.Pattern[str]:
    try:
        return re.compile(
            "|".join(f"(?:{pattern})" for pattern in load(path)[name]), re.IGNORECASE | re.DOTALL
        )
    except (KeyError, re.error) as error:
        raise DataError(
            f"{name}: a list of regular expressions is missing or wrong ({error}).",
            where=f"{path}:{line_of(path, name)}",
        ) from error
