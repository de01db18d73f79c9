"""Stage 2: a Review becomes Cleaned: prose in blocks, all the rest labelled with what it is and why.

Nothing is taken out of the text: labels and blocks are spans, and together they hold every character
that is not white space. What a card will show is made at the very end by `display`, as recorded edits
on the words of one quote; `apply` proves them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotecards.clean import foreign, headings, lists, markup, phrases, repeats, thread, titles
from quotecards.clean.display import display
from quotecards.clean.edits import apply
from quotecards.clean.language import language
from quotecards.clean.page import Page, Rule, page
from quotecards.models import Block, Cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.models import Review

__all__ = ["RULES", "apply", "clean", "display"]

RULES: tuple[Rule, ...] = (
    thread.rule,
    phrases.whole,
    phrases.inside,
    titles.titles,
    lists.below,
    lists.among,
    markup.markers,
    foreign.rule,
    headings.repeated,
    headings.lists,
    headings.headings,
    repeats.duplicates,
    repeats.damaged,
    repeats.ornaments,
)
"""In this order: each sees what the ones before it have left."""


def clean(review: Review) -> Cleaned:
    """A review told apart into prose and labels; its language as given, else as its words tell."""
    sheet = page(review).told(review.labels)
    spoken = review.about.language or language(" ".join(sheet.of(part) for part in sheet.paragraphs[:200]))
    sheet = replace(sheet, language=spoken.partition("-")[0])
    for rule in RULES:
        sheet = sheet.told(rule(sheet))
    return Cleaned(review, tuple(_blocks(sheet)), sheet.labels, sheet.language)


def _blocks(sheet: Page) -> Iterator[Block]:
    """What is left as prose, each paragraph under its heading."""
    heads = [label for label in sheet.labels if label.label == "heading"]
    section: str | None = None
    for paragraph in sheet.paragraphs:
        while heads and heads[0].start < paragraph.start:
            section = sheet.of(heads.pop(0)).strip("#*_: \t") or None
        yield Block(paragraph.start, paragraph.end, section)
