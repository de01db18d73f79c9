"""Stage 3: clean text in, out comes whose words each quotation holds.

The film’s, a third person’s, or none but the reviewer’s (a title, a phrase set at a distance).

Told by rules, the surest first: what leads in or follows the quotation, how long and how it is
capitalised, where it stands. Each verdict has a confidence; below one half, it is a guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecards.marks import Quotation, quotations, scan, strays, trimmed
from quotecards.models import Voice
from quotecards.voices import marked
from quotecards.voices.people import Page
from quotecards.voices.rules import ATTRIBUTION, RULES
from quotecards.voices.spoken import Spoken, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.models import Block, Cleaned

__all__ = ["voices"]

_BETWEEN = re.compile(r"[\s.,;:!?…—–-]*")
_ONE_SENTENCE = re.compile(r"[^.!?…]*[.!?…,:;—–-]*\s*")
_LEADS_ON = (*".!?…,:;—–-", "")  # how an attribution ends before the speech goes on
_ATTRIBUTION = 100  # characters between two parts of one speech
_SOFAR = 300  # characters that a "she" may point back over
_CERTAIN = 0.92  # what is surer than this is not changed by a speech before it
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
    if page.cleaned.review.markup:
        if not pairs and (set_off := marked.whole(page, block)):
            yield set_off
            return
        pairs = sorted([*pairs, *marked.pairs(page, block, pairs)], key=lambda pair: pair.start)
    outside = _outside(page.text, block, pairs)
    before: tuple[int, Verdict] | None = None
    for pair in pairs:
        spoken = _spoken(page, block, pair, whole=not outside)
        if spoken is None:
            continue
        verdict = _verdict(spoken, before, pair)
        if verdict.told:
            before = pair.end, verdict
        yield _voice(page, pair, verdict)
    for mark in strays(found)[:1]:
        if (
            mark.role == "open"
            and mark.family != "single"
            and not any(pair.start > mark.start for pair in pairs)
        ):
            yield from _unclosed(page, block, after, mark.end)


def _spoken(page: Page, block: Block, pair: Quotation, *, whole: bool) -> Spoken | None:
    """One pair of marks in its place; None if there is no word between them."""
    start, end = trimmed(page.text, pair.inner_start, pair.inner_end)
    spoken = Spoken(
        text=page.text[start:end],
        before=page.text[max(block.start, pair.start - _AROUND) : pair.start],
        after=page.text[pair.end : min(block.end, pair.end + _AROUND)],
        whole=whole,
        page=page,
        sofar=page.text[max(block.start, pair.start - _SOFAR) : pair.start],
        mark=page.text[pair.start : pair.inner_start],
    )
    return spoken if spoken.words else None


def _verdict(spoken: Spoken, before: tuple[int, Verdict] | None, pair: Quotation) -> Verdict:
    """What the rules say, or what they said of the speech that goes on here behind its attribution."""
    verdict = next(found for rule in RULES if (found := rule(spoken)) is not None)
    if before is None or (verdict.told and verdict.named) or verdict.confidence > _CERTAIN:
        return verdict
    end, said = before
    between = spoken.page.text[end : pair.start]
    ended = spoken.text[-1] in ".!?…,—–" or spoken.after[:1] in (".", ",") or "," in between[:1]
    if len(between) > _ATTRIBUTION or not _ONE_SENTENCE.fullmatch(between) or not ended:
        return verdict
    if not verdict.told and between.rstrip()[-1:] not in _LEADS_ON:
        return verdict
    return Verdict(
        said.kind, min(said.confidence, 0.7), "goes on behind who said it", said.speaker, told=True
    )


def _voice(page: Page, pair: Quotation, verdict: Verdict) -> Voice:
    """One pair of marks becomes a voice."""
    start, end = trimmed(page.text, pair.inner_start, pair.inner_end)
    if verdict.kind != "scare" and page.text[end - 1] in ",;" and end - start > 1:
        start, end = trimmed(page.text, start, end - 1)
    return Voice(start, end, verdict.kind, verdict.confidence, verdict.why, verdict.speaker)


def _unclosed(page: Page, block: Block, after: Block | None, start: int) -> Iterator[Voice]:
    """Words behind a mark that never closes in its paragraph: a speech that goes on below, or a guess."""
    start, end = trimmed(page.text, start, block.end)
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
