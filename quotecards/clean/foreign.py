"""Stage 2: stretches in another language than the review's, most of them glued on by a machine."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from quotecards.clean.language import foreign, knows
from quotecards.models import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.clean.page import Page, Stretch


_CAPITAL = re.compile(r"\s+(?=[“\"'‘«(]?[^\W\d_a-z])")
_MOST_CAPITALS = 12


def rule(page: Page) -> Iterator[Label]:
    """Sentences and what follows a full stop, with or without a space, that are in another language."""
    if not knows(page.language):
        return
    for paragraph in page.paragraphs:
        if page.of(paragraph).isascii() and paragraph.end - paragraph.start > 2000:
            continue  # running text without one foreign letter; spares the time
        for piece in page.pieces_of(paragraph):
            why = foreign(page.of(piece), page.language)
            if why:
                yield Label(piece.start, piece.end, "foreign", why)
            elif _is_glued(page, piece) and (cut := _leading(page, piece)):
                yield cut


def _is_glued(page: Page, piece: Stretch) -> bool:
    """Whether a piece with foreign letters follows what is before it without a space."""
    before = page.text[piece.start - 1 : piece.start]
    return bool(before) and not before.isspace() and not page.of(piece).isascii()


def _leading(page: Page, piece: Stretch) -> Label | None:
    """Foreign words without a full stop that the sentence behind them was glued to, up to its capital."""
    text = page.of(piece)
    for match in islice(_CAPITAL.finditer(text), _MOST_CAPITALS):
        why = foreign(text[: match.start()], page.language)
        if why and not foreign(text[match.end() :], page.language):
            return Label(piece.start, piece.start + match.start(), "foreign", why)
    return None
