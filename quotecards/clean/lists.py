"""Stage 2: lists of links and the words about the author, which stand below a line that announces them."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from quotecards.clean.page import ends_sentence, is_prose, key, words
from quotecards.datafiles import load, packaged
from quotecards.models import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.clean.page import Page, Stretch


_FURNITURE = frozenset({"navigation", "login", "newsletter", "cookies", "share", "widget"})
_MOST_LINK_WORDS = 12
_MOST_LINKS = 60  # lines of one list; bounds the search on a page of nothing but short lines


def below(page: Page) -> Iterator[Label]:
    """Short lines below "Related posts", down to the next prose; the paragraph below "About the author"."""
    parts: list[Label | Stretch] = [*page.labels, *page.paragraphs]
    links = author = ""
    for part in sorted(parts, key=lambda one: one.start):
        text = page.of(part)
        if isinstance(part, Label):
            plain = key(text)
            links = text if _announces(plain) else links
            author = text if plain in _heads("author") else ""
        elif author:
            yield Label(part.start, part.end, "byline", f"stands below “{author}”")
            author = ""
        elif links and not is_prose(text):
            yield Label(part.start, part.end, "navigation", f"stands in the list below “{links}”")
        else:
            links = ""


def among(page: Page) -> Iterator[Label]:
    """Short lines right between the words of menus, buttons and boxes, or below them at the end of the page."""
    parts: list[Label | Stretch] = [*page.labels, *page.paragraphs]
    parts.sort(key=lambda one: one.start)
    above = False  # whether the line right above is furniture
    for place, part in enumerate(parts):
        touches = place > 0 and _touches(page, parts[place - 1], part)
        if isinstance(part, Label):
            above = part.label in _FURNITURE
            continue
        text = page.of(part)
        above = above and touches and len(words(text)) <= _MOST_LINK_WORDS and not ends_sentence(text)
        if above and _ends_in_furniture(page, parts, place):
            yield Label(part.start, part.end, "navigation", "stands among the words of the page")


def _ends_in_furniture(page: Page, parts: list[Label | Stretch], place: int) -> bool:
    """Whether the lines from here on, as far as they touch, end the page or in the words of a page."""
    for before, part in pairwise(parts[place : place + _MOST_LINKS]):
        if not _touches(page, before, part):
            return False
        if isinstance(part, Label):
            return part.label in _FURNITURE
        if is_prose(page.of(part)):
            return False
    return len(parts) > 1


def _touches(page: Page, before: Label | Stretch, after: Label | Stretch) -> bool:
    """Whether one line stands right below another, without an empty one between."""
    return page.text.count("\n", before.end, after.start) == 1


def _announces(plain: str) -> bool:
    """Whether a line announces links: "Related posts", "More from Film"."""
    return plain in _heads("links") or any(plain.startswith(head + " ") for head in _heads("link_starts"))


@cache
def _heads(kind: str) -> frozenset[str]:
    return frozenset(load(packaged("clean", "headings.toml"))[kind])
