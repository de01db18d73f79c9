"""Stage 3: clean text in, out comes whose words each quotation holds.

The film’s, a third person’s, or none but the reviewer’s (a title, a phrase set at a distance).

Told by rules, the surest first: what leads in or follows the quotation, how long and how it is
capitalised, where it stands. Each verdict has a confidence; below one half, it is a guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecards.marks import Quotation, quotations, scan, strays
from quotecards.models import Voice
from quotecards.voices.people import Page
from quotecards.voices.rules import ATTRIBUTION, RULES
from quotecards.voices.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.models import Block, Cleaned

__all__ = ["voices"]

_BETWEEN = re.compile(r"[\s.,;:!?…—–-]*")
_AROUND = 90  # characters before and after a quotation that may say whose it is


def voices(cleaned: Cleaned) -> tuple[Voice, ...]:
    """The quotations of a review with whose words they hold, in order; they never overlap.

    The offsets hold the words inside the marks, without a comma that only leads on.
    """
    page = Page(cleaned)
    found: list[Voice] = []
    for index, block in enumerate(cleaned.blocks):
        found += _of_block(
            page, block, cleaned.blocks[index + 1] if index + 1 < len(cleaned.blocks) else None
        )
    return tuple(found)


def _of_block(page: Page, block: Block, after: Block | None) -> Iterator[Voice]:
    """The quotations of one paragraph."""
    found = scan(page.text, block.start, block.end)
    pairs = [pair for pair in quotations(found) if pair.depth == 1]
    outside = _outside(page.text, block, pairs)
    for pair in pairs:
        if voice := _voice(page, block, pair, whole=not outside):
            yield voice
    for mark in strays(found)[:1]:
        if (
            mark.role == "open"
            and mark.family != "single"
            and not any(pair.start > mark.start for pair in pairs)
        ):
            yield from _unclosed(page, block, after, mark.end)


def _voice(page: Page, block: Block, pair: Quotation, *, whole: bool) -> Voice | None:
    """One pair of marks becomes a voice; None if there is no word between them."""
    start, end = _trimmed(page.text, pair.inner_start, pair.inner_end)
    spoken = Spoken(
        text=page.text[start:end],
        before=page.text[max(block.start, pair.start - _AROUND) : pair.start],
        after=page.text[pair.end : min(block.end, pair.end + _AROUND)],
        whole=whole,
        page=page,
    )
    if not spoken.words:
        return None
    verdict = next(found for rule in RULES if (found := rule(spoken)) is not None)
    if verdict.kind != "scare" and page.text[end - 1] in ",;":
        start, end = _trimmed(page.text, start, end - 1)
    return Voice(start, end, verdict.kind, verdict.confidence, verdict.why, verdict.speaker)


def _unclosed(page: Page, block: Block, after: Block | None, start: int) -> Iterator[Voice]:
    """Words behind a mark that never closes in its paragraph: a speech that goes on below, or a guess."""
    start, end = _trimmed(page.text, start, block.end)
    if start >= end:
        return
    leads = start - block.start <= 2
    goes_on = after is not None and page.text[after.start] in '“"«„'
    if leads and goes_on:
        yield Voice(start, end, "film", 0.8, "a speech that opens each of its paragraphs anew")
    else:
        yield Voice(start, end, "film", 0.4 if leads else 0.3, "a quotation that opens and never closes")


def _outside(text: str, block: Block, pairs: list[Quotation]) -> bool:
    """Whether a paragraph has words of its own beside its quotations, a signature aside."""
    position = block.start
    for pair in pairs:
        if not _BETWEEN.fullmatch(text, position, pair.start):
            return True
        position = pair.end
    rest = text[position : block.end]
    return not (_BETWEEN.fullmatch(rest) or ATTRIBUTION.match(rest)) or not pairs


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
