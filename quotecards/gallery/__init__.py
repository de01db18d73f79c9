"""Stage 11, on the page: a batch's manifest lines become one static HTML page beside the cards.

The page needs no server, no script and nothing from elsewhere.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from quotecards.filled import filled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME = "gallery.html.j2"


def page(entries: Sequence[Mapping[str, Any]], title: str) -> str:
    """Manifest lines become the page: a section for each review, an article for each of its quotes."""
    cards = [entry for entry in entries if entry.get("card")]
    facts = {
        "title": title,
        "reviews": _reviews(cards),
        "cards": len(cards),
        "failures": [entry for entry in entries if entry.get("error")],
    }
    return filled(facts, NAME, html=True)


def _reviews(cards: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Cards of one review stand together; of one quote, its sizes do."""
    groups = itertools.groupby(cards, key=lambda card: (card["source"], card["record"]))
    reviews = [_review(number, list(group)) for number, (_, group) in enumerate(groups, start=1)]
    names = Counter(review["name"] for review in reviews)
    for review in reviews:
        review["link"] = (
            review["name"] if names[review["name"]] == 1 else f"{review['name']} ({_place(review)})"
        )
    return reviews


def _review(number: int, cards: list[Mapping[str, Any]]) -> dict[str, Any]:
    first = cards[0]
    quotes = itertools.groupby(cards, key=lambda card: (card["rank"], card["start"], card["quote"]))
    return {
        "id": f"review-{number}",
        "name": _name(first),
        "source": first["source"],
        "record": first["record"],
        "quotes": [_quote(list(sizes)) for _, sizes in quotes],
    }


def _name(card: Mapping[str, Any]) -> str:
    """The review's title, else its film, else the file's name."""
    credit = card["credit"] or {}
    return str(credit.get("title") or credit.get("film") or _file(card["source"])).replace("*", "")


def _place(review: Mapping[str, Any]) -> str:
    """Where a review comes from, short."""
    return (
        _file(review["source"])
        if review["record"] is None
        else f"{_file(review['source'])}, {review['record']}"
    )


def _file(source: str) -> str:
    return re.split(r"[/\\]", source)[-1]


def _quote(sizes: list[Mapping[str, Any]]) -> dict[str, Any]:
    first = sizes[0]
    reasons = sorted(first["reasons"] or [], key=lambda reason: -abs(reason["effect"]))
    return {
        **first,
        "sizes": sizes,
        "speaks": {"film": "the film’s own words", "quoted": "quoted in the review"}.get(first["kind"], ""),
        "for": [reason for reason in reasons if reason["effect"] > 0],
        "against": [reason for reason in reasons if reason["effect"] < 0],
        "repairs": sorted({edit["kind"].replace("-", " ") for edit in first["edits"] or []}),
    }
