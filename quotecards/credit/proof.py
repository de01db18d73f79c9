"""Stage 7, the proof: a quote is made only of what stands in the source, letter for letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.errors import QuotecardsError
from quotecards.models import Credit, Quote

if TYPE_CHECKING:
    from quotecards.models import Cleaned, Edit, Scored


def quote(  # noqa: PLR0917 - the order is the stage's contract
    cleaned: Cleaned, scored: Scored, text: str, edits: tuple[Edit, ...], credit: Credit, rank: int
) -> Quote:
    """A scored passage, its text for the card and its credit become a Quote, proven verbatim.

    Raises:
        QuotecardsError: the text is not what the edits make of the source's own characters.
    """
    review, passage = cleaned.review, scored.passage
    verbatim = review.text[passage.start : passage.end]
    where = f"{review.source}, characters {passage.start} to {passage.end}"
    if not verbatim or verbatim != scored.text:
        raise QuotecardsError("these words do not stand there in the source.", where=where)
    if text != _edited(verbatim, edits, where):
        raise QuotecardsError("the quote differs from the source by more than its edits.", where=where)
    return Quote(
        quote=text,
        verbatim=verbatim,
        edits=edits,
        source=review.source,
        record=review.record,
        start=passage.start,
        end=passage.end,
        kind=passage.kind,
        credit=credit,
        score=scored.score,
        taste=dict(scored.taste),
        rank=rank,
        reasons=scored.reasons,
        flags=scored.flags,
        language=_language(cleaned),
        postable=scored.postable,
    )


def _language(cleaned: Cleaned) -> str:
    """The language of a review; of Chinese also where it is written, since that is in two ways."""
    given = cleaned.review.about.language or ""
    return given if cleaned.language == "zh" and given.partition("-")[0] == "zh" else cleaned.language


def _edited(verbatim: str, edits: tuple[Edit, ...], where: str) -> str:
    """What the edits make of the verbatim, each checked against the characters it says it replaces."""
    parts, at = [], 0
    for edit in edits:
        if (
            not at <= edit.start <= edit.end <= len(verbatim)
            or verbatim[edit.start : edit.end] != edit.before
        ):
            raise QuotecardsError(f"the edit {edit.kind!r} does not fit the source.", where=where)
        parts += [verbatim[at : edit.start], edit.after]
        at = edit.end
    return "".join([*parts, verbatim[at:]])
