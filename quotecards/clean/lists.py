"""Stage 2: lists of links and the words about the author, which stand below a line that announces them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from quotecards.clean.page import is_prose, key
from quotecards.datafiles import load, packaged
from quotecards.models import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.clean.page import Page, Stretch


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


def _announces(plain: str) -> bool:
    """Whether a line announces links: "Related posts", "More from Film"."""
    return plain in _heads("links") or any(plain.startswith(head + " ") for head in _heads("link_starts"))


@cache
def _heads(kind: str) -> frozenset[str]:
    return frozenset(load(packaged("clean", "headings.toml"))[kind])
