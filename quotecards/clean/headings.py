"""Stage 2: headings, the numbers and heads of lists."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from quotecards.clean.page import Page, Stretch, is_prose, key, words
from quotecards.datafiles import load, packaged
from quotecards.models import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

YEAR = re.compile(r".{1,80}\S\s*[(\[](?:18|19|20)\d\d[)\]]\W*")
_MARKDOWN = re.compile(r"#{1,6}\s+\S.*")
_BOLD = re.compile(r"(\*\*|__)[^*_\n]{1,80}\1:?")
FIRST_PERSON = re.compile(r"\b(?:I|you|we|me|my|it’s|it's|I’m|I'm)\b")
# How a line begins and ends that may be a heading without being marked as one.
_HEADLIKE = re.compile(r"[^\W_a-zà-ÿ“\"‘'¿¡].*[^.,;!…”’\"]|[“\"‘'¿¡].*[^.,;!…]", re.DOTALL)
_ITEM = re.compile(r"\(?\d{1,3}[.)](?=\s)|[a-z]\)(?=\s)|[•‣▪●◦·](?=\s)|[*+-](?=\s)")
# The head of a list's item or of a labelled sentence: a few capitalised words and a colon.
_HEAD = re.compile(
    r"(?:\*\*|__)?(?P<head>[A-ZÀ-ÞА-Я0-9“\"][^\s:.!?;]*(?:[ \u00a0][^\s:.!?;]+){0,7}?)\s*(?:\*\*|__)?:(?:\*\*|__)?(?=\s+\S)"
)
_MOST_HEADING_WORDS = 10
_MOST_LOOSE_WORDS = 5
LONGEST_LINE = 160


def headings(page: Page) -> Iterator[Label]:
    """Short lines that stand alone above prose, in the capitals of a heading or with its marks."""
    texts = [page.of(paragraph) for paragraph in page.paragraphs]
    above_prose = False
    found: list[Label] = []
    below = False
    for paragraph, text in zip(reversed(page.paragraphs), reversed(texts), strict=True):
        why = _heading(text, above_prose=above_prose)
        if why is None and below and key(text) in known_heads():
            why = "heads the paragraph below it"
        below = True
        if why:
            found.append(Label(paragraph.start, paragraph.end, "heading", why))
        above_prose = bool(why) or is_prose(text) or _ITEM.match(text) is not None
    yield from reversed(found)


def lists(page: Page) -> Iterator[Label]:
    """Numbers and bullets of list items, and the heads that run into their first sentence."""
    items = [
        (paragraph, _ITEM.match(page.text, paragraph.start, paragraph.end)) for paragraph in page.paragraphs
    ]
    kinds = Counter(match[0].strip("()0123456789") for _, match in items if match)
    heads = sum(
        _head(page, paragraph.start, paragraph.end) is not None for paragraph, match in items if not match
    )
    numbered = (
        sum(_head(page, match.end() + 1, one.end, loose=True) is not None for one, match in items if match)
        > 1
    )
    for paragraph, match in items:
        start = paragraph.start
        if match and (kinds[match[0].strip("()0123456789")] > 1 or match[0] in "•‣▪●◦·"):
            yield Label(match.start(), match.end(), "list-number", "counts or marks an item of a list")
            start = match.end()
            while page.text[start : start + 1].isspace():
                start += 1
        head = _head(page, start, paragraph.end, loose=numbered and start > paragraph.start)
        if head and (start > paragraph.start or heads > 1 or key(page.of(head)) in known_heads()):
            yield Label(head.start, head.end, "heading", "heads the sentence behind its colon")


def repeated(page: Page) -> Iterator[Label]:
    """Short lines that stand three times or more on a page: no one writes those."""
    counts = Counter(key(page.of(paragraph)) for paragraph in _short(page))
    for paragraph in _short(page):
        text = page.of(paragraph)
        if counts[key(text)] >= 3 and 0 < len(words(text)) <= 12 and not is_prose(text):
            yield Label(
                paragraph.start, paragraph.end, "widget", f"stands {counts[key(text)]} times on the page"
            )


# ---------------------------------------------------------------- how a heading looks


def _short(page: Page) -> list[Stretch]:
    """The paragraphs that are no longer than a title may be."""
    return [paragraph for paragraph in page.paragraphs if paragraph.end - paragraph.start <= LONGEST_LINE]


def _heading(text: str, *, above_prose: bool) -> str | None:
    """Why a line is a heading; None if it is not."""
    if _MARKDOWN.fullmatch(text):
        return "is marked as a heading"
    if len(text) > 100 or _ITEM.match(text) or not 0 < (count := len(words(text))) <= _MOST_HEADING_WORDS:
        return None
    if _BOLD.fullmatch(text):
        return "is a line in bold"
    return _heading_above_prose(text, count) if above_prose and _HEADLIKE.fullmatch(text) else None


def _heading_above_prose(text: str, count: int) -> str | None:
    """Why a short line with prose below it is a heading: the longer it is, the more capitals it needs."""
    if text.isupper() and count > 1:
        return "is a line in capitals above prose"
    if text.endswith("?") or count > 6 or FIRST_PERSON.search(text):
        return "is a line in a title's capitals above prose" if capitalised(text) and count > 1 else None
    return "is a short line without a full stop above prose"


def capitalised(text: str) -> bool:
    """Whether a text has the capitals of a title: on every word but the little ones."""
    small = _small_words()
    main = [word for word in words(text) if word.lower() not in small]
    lowered = [word for word in main if word[0].islower()]
    return bool(main) and not lowered


def _head(page: Page, start: int, end: int, *, loose: bool = False) -> Stretch | None:
    """The head at the start of a paragraph, with its colon; `loose`: without a title's capitals, too."""
    match = _HEAD.match(page.text, start, min(end, start + 100))
    if match is None or not (
        capitalised(match["head"]) or len(words(match["head"])) <= (_MOST_LOOSE_WORDS if loose else 1)
    ):
        return None
    return Stretch(match.start(), match.end())


@cache
def _small_words() -> frozenset[str]:
    return frozenset(load(packaged("clean", "headings.toml"))["small"])


@cache
def known_heads() -> frozenset[str]:
    return frozenset(load(packaged("clean", "headings.toml"))["heads"])
