"""A quote in plain words: what speaks for and against it, and where each part of its credit came from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecards.cli import console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.models import About, Quote, Reason
    from quotecards.pipeline import Extraction

_INDENT = 12
_SIMPLER = "{}: scored more simply, without the words that editors lift, which are known in English only"
_SPEAKS = {"reviewer": "the reviewer", "film": "the film", "quoted": "someone quoted in the review"}
_CREDITED = ("speaker", "author", "title", "film", "year", "director", "outlet", "url")


def short(quote: Quote) -> str:
    """Rank, score, quote and credit: four lines or so, and an empty one."""
    return "\n".join([*_head(quote), *_credit(quote), ""])


def full(quote: Quote, about: About) -> str:
    """The same with reasons, for and against, the origin of the credit, and the place in the source."""
    rows = [
        ("speaks", _SPEAKS[quote.kind]),
        ("tastes", ", ".join(f"{name} {value:.2f}" for name, value in quote.taste.items())),
        *_reasons("for", [reason for reason in quote.reasons if reason.effect > 0]),
        *_reasons("against", [reason for reason in quote.reasons if reason.effect < 0]),
        *_posting(quote),
        *_origins(quote, about),
        ("language", "" if quote.language == "en" else _SIMPLER.format(quote.language)),
        ("flags", ", ".join(flag.replace("-", " ") for flag in quote.flags)),
        ("set with", ", ".join(sorted({edit.kind.replace("-", " ") for edit in quote.edits}))),
        ("place", f"{_source(quote)}, characters {quote.start} to {quote.end}"),
    ]
    lines = [line for name, text in rows if text for line in _row(name, text)]
    return "\n".join([*_head(quote), *_credit(quote), *lines, ""])


def left_out(found: Extraction) -> str:
    """What of a review is not its prose: a line for each stretch, with label and reason."""
    text = found.review.text
    lines = [console.styled(f"Left out of {found.review.source}:", "bold")]
    for label in found.labels:
        words = " ".join(text[label.start : label.end].split())
        shown = words if len(words) <= 60 else words[:57] + "..."
        lines += _row(label.label[: _INDENT - 1], f"{shown} ({label.why})")
    return "\n".join([*lines, ""])


def _head(quote: Quote) -> Iterator[str]:
    number = console.styled(f"{quote.rank:>3}", "bold")
    flags = "".join(f" [{flag}]" for flag in quote.flags)
    yield console.paragraph(f"“{quote.quote}”", indent="      ", first=f"{number}  “".replace("“", ""))
    yield console.styled(f"      {quote.score:.2f}{flags}", "dim")


def _credit(quote: Quote) -> Iterator[str]:
    for line in quote.credit.lines:
        yield console.styled(f"      {plain(line)}", "cyan")


def plain(line: str) -> str:
    """A credit line without the asterisks around a film title."""
    return re.sub(r"\*([^*]+)\*", r"\1", line)


def _reasons(name: str, reasons: list[Reason]) -> Iterator[tuple[str, str]]:
    for number, reason in enumerate(sorted(reasons, key=lambda one: -abs(one.effect))):
        yield name if number == 0 else "", f"{reason.effect:+.2f}  {reason.says}".replace("-", "−", 1)


def _posting(quote: Quote) -> Iterator[tuple[str, str]]:
    """How likely the line can be posted as it stands: by this, less its length, lines are chosen."""
    if quote.postable is not None:
        yield "on a card", f"{quote.postable.chance:.0%} of such lines can be posted as they stand"
        yield from _reasons("", list(quote.postable.reasons))


def _origins(quote: Quote, about: About) -> Iterator[tuple[str, str]]:
    """Only what this quote is credited with; what was never said has no row."""
    known = dict(about.origin)
    parts = [(name, getattr(quote.credit, name)) for name in _CREDITED]
    given = [(name, value) for name, value in parts if value is not None]
    for number, (name, value) in enumerate(given):
        came = f" (from the {known[name]})" if name in known else ""
        yield "credit" if number == 0 else "", f"{name}: {value}{came}"


def _source(quote: Quote) -> str:
    return quote.source if quote.record is None else f"{quote.source}, {quote.record}"


def _row(name: str, text: str) -> list[str]:
    lead = f"      {name:<{_INDENT}}"
    return [console.paragraph(text, indent=" " * len(lead), first=lead)]
