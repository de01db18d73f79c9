"""A quote as a JSON object, as `extract --json` prints it and a batch's manifest holds it, and back.

The shape is a contract: keys are added, never renamed or dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotecards.models import Credit, Edit, Quote, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotecards.models import Label, Review

_CREDIT = ("speaker", "author", "title", "film", "year", "outlet", "url")
QUOTE_KEYS = (
    "quote",
    "verbatim",
    "edits",
    "source",
    "record",
    "start",
    "end",
    "kind",
    "credit",
    "score",
    "taste",
    "rank",
    "reasons",
    "flags",
    "language",
)
CARD_KEYS = (
    "card",
    "width",
    "height",
    "format",
    "bytes",
    "sha256",
    "palette",
    "layout",
    "why",
    "size",
    "scale",
    "slide",
    "slides",
    "handle",
    "alt",
    "caption",
    "version",
    "recipe",
    "error",
)


def of(quote: Quote) -> dict[str, Any]:
    """A quote becomes a JSON object; numbers in 0..1 are rounded to four places."""
    credit = {name: getattr(quote.credit, name) for name in _CREDIT}
    return {
        "quote": quote.quote,
        "verbatim": quote.verbatim,
        "edits": [
            {
                "kind": edit.kind,
                "start": edit.start,
                "end": edit.end,
                "before": edit.before,
                "after": edit.after,
            }
            for edit in quote.edits
        ],
        "source": quote.source,
        "record": quote.record,
        "start": quote.start,
        "end": quote.end,
        "kind": quote.kind,
        "credit": {**credit, "lines": list(quote.credit.lines)},
        "score": round(quote.score, 4),
        "taste": {name: round(value, 4) for name, value in quote.taste.items()},
        "rank": quote.rank,
        "reasons": [
            {"feature": reason.feature, "effect": round(reason.effect, 4), "says": reason.says}
            for reason in quote.reasons
        ],
        "flags": list(quote.flags),
        "language": quote.language,
    }


def quote_of(value: Mapping[str, Any]) -> Quote:
    """A JSON object, as `of` makes it, becomes the quote again.

    Raises:
        KeyError, TypeError, ValueError: it is not of that shape.

    """
    credit = value["credit"]
    return Quote(
        quote=str(value["quote"]),
        verbatim=str(value["verbatim"]),
        edits=tuple(Edit(**edit) for edit in value["edits"]),
        source=str(value["source"]),
        record=value["record"],
        start=int(value["start"]),
        end=int(value["end"]),
        kind=value["kind"],
        credit=Credit(**{name: credit[name] for name in _CREDIT}, lines=tuple(credit["lines"])),
        score=float(value["score"]),
        taste=dict(value["taste"]),
        rank=int(value["rank"]),
        reasons=tuple(Reason(**reason) for reason in value["reasons"]),
        flags=tuple(value["flags"]),
        language=str(value["language"]),
        emphasis=value.get("emphasis"),
        palette=value.get("palette"),
        layout=value.get("layout"),
        type_sizes=tuple(
            (str(size), str(layout), int(px)) for size, layout, px in value.get("type_sizes", ())
        ),
        note=value.get("note"),
    )


def of_label(label: Label, review: Review) -> dict[str, Any]:
    """A stretch that is not the reviewer's prose becomes a JSON object: what it is and why; no score."""
    return {
        "label": label.label,
        "why": label.why,
        "verbatim": review.text[label.start : label.end],
        "source": review.source,
        "record": review.record,
        "start": label.start,
        "end": label.end,
    }


def bare(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a card becomes a manifest line: every key is there, the others are null."""
    return dict.fromkeys((*QUOTE_KEYS, *CARD_KEYS)) | dict(known)
