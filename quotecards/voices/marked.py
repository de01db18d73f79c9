"""Stage 3: quotations that the source's markup tells of, not marks: block quotations and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.marks import Quotation
from quotecards.models import Voice
from quotecards.voices.rules import ATTRIBUTION
from quotecards.voices.spoken import ENDED, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.models import Block
    from quotecards.voices.people import Page
    from quotecards.voices.spoken import VoiceKind

_LEAST_WORDS = 4


def pairs(page: Page, block: Block, known: list[Quotation]) -> Iterator[Quotation]:
    """The stretches of a paragraph that its markup sets as quotations and that have no marks of their own."""
    for one in page.cleaned.review.markup:
        inside = block.start <= one.start < one.end <= block.end
        if one.kind == "quotation" and inside and not any(
            pair.start < one.end and one.start < pair.end for pair in known
        ):  # fmt: skip
            yield Quotation(one.start, one.start, one.end, one.end, "double", 1)


def whole(page: Page, block: Block) -> Voice | None:
    """A paragraph within a block quotation, without marks: someone else's words, the film's if they speak as I or you.

    A page may set off anything so: it is little more than a guess, unless a name signs it.
    """
    if not any(
        one.kind == "blockquote" and one.start <= block.start and block.end <= one.end
        for one in page.cleaned.review.markup
    ):
        return None
    text = page.text[block.start : block.end]
    words = WORD.findall(text)
    if len(words) < _LEAST_WORDS:
        return None
    if signed := ATTRIBUTION.search(text):
        who, end = signed["who"].strip(), block.start + signed.start()
        kind: VoiceKind = "film" if page.is_character(who) else "quoted"
        return Voice(block.start, end, kind, 0.7, f"a block quotation, signed {who}", who)
    if not ENDED.search(text.rstrip("*_")):
        return None
    if any(word.casefold() in page.data["pronouns"] for word in words):
        return Voice(block.start, block.end, "film", 0.6, "a block quotation that speaks as I, you or we")
    return Voice(block.start, block.end, "quoted", 0.5, "a block quotation")
