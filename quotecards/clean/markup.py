"""Stage 2: marks of Markdown that stand before a paragraph and are no words of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecards.models import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.clean.page import Page

_MARKER = re.compile(r"(?:>[ \t]*)+(?=\S)")


def markers(page: Page) -> Iterator[Label]:
    """The ">" that opens a paragraph which the page sets as a quotation."""
    for paragraph in page.paragraphs:
        match = _MARKER.match(page.text, paragraph.start, paragraph.end)
        if match:
            yield Label(
                match.start(), match.start() + len(match[0].rstrip()), "markup", "marks a block quotation"
            )
