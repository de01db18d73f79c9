"""Stage 2: stretches in another language than the review's, most of them glued on by a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.clean.language import foreign, knows
from quotecards.clean.page import pieces
from quotecards.models import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.clean.page import Page


def rule(page: Page) -> Iterator[Label]:
    """Sentences and what follows a full stop, with or without a space, that are in another language."""
    if not knows(page.language):
        return
    for paragraph in page.paragraphs:
        if page.of(paragraph).isascii() and paragraph.end - paragraph.start > 2000:
            continue  # running text without one foreign letter; spares the time
        for piece in pieces(page.text, paragraph):
            why = foreign(page.of(piece), page.language)
            if why:
                yield Label(piece.start, piece.end, "foreign", why)
