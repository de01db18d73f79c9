"""Stage 6, the offer: what a line is worth on a card, and what the best of a review must be worth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import TASTES
from quotecards.select.alike import WORD

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quotecards.models import Scored, Taste


def worth(one: Scored, taste: Taste = "balanced") -> float:
    """What a line is worth on a card, in 0..1: of a verdict the chance that it can be posted as it stands.

    What the film says, and whatever is asked for as an aphorism or as dialogue, is worth its score, less what holds
    it back; if balanced, so is an aphorism, for a price, where that is more. Either way length costs, in logits.
    """
    offer = _offer()
    words = len(WORD.findall(one.text)) + 1 if one.passage.kind == "reviewer" else 0
    cost = offer.each_word * max(0, words - offer.from_words) + offer.glued * ("glued" in one.flags)
    if one.postable is None or taste in ("aphorism", "dialogue"):
        return _less(one.score, cost + _held(one))
    chance = _less(one.postable.chance, cost)
    if taste == "balanced" and leading(one) == "aphorism":
        return max(chance, _less(one.score, cost + _held(one) + offer.aphorism))
    return chance


def _held(one: Scored) -> float:
    """What the holds and the make of a line cost."""
    offer = _offer()
    cost = sum(offer.holds.get(flag, 0.0) for flag in one.flags)
    if one.passage.kind != "reviewer":
        return cost
    return (
        cost
        + offer.clause * (one.passage.form == "clause")
        + offer.each_sentence * (one.passage.last - one.passage.first)
    )


def _less(chance: float, cost: float) -> float:
    """A chance less a cost in logits."""
    return 1 / (1 + (1 / chance - 1) * exp(cost)) if cost and 0 < chance < 1 else chance


def leading(one: Scored) -> Taste | None:
    """The taste that gave a line its score; None where no taste applied or claimed it."""
    return next((taste for taste in TASTES if one.taste.get(taste) == one.score), None)


def bar(taste: Taste, language: str) -> float:
    """What the best line of a review must be worth by a taste; nothing where scores do not compare."""
    return _offer().bars[taste] if compares(language) else 0.0


def compares(language: str) -> bool:
    """Whether the numbers of lines in a language compare from review to review: only where words are known."""
    return language in _offer().languages


@dataclass(frozen=True, slots=True)
class _Offer:
    """What `holds.toml` and `offer.toml` say."""

    holds: Mapping[str, float]
    bars: Mapping[str, float]
    languages: frozenset[str]
    clause: float
    aphorism: float
    glued: float
    each_sentence: float
    from_words: float
    each_word: float


@cache
def _offer() -> _Offer:
    path, holds = packaged("gates", "offer.toml"), packaged("gates", "holds.toml")
    data = load(path)
    bars, cost = ({**data.get(table, {})} for table in ("bar", "cost"))
    return _Offer(
        holds={
            flag: _number(holds, fields, flag, "cost")
            for flag, fields in load(holds).items()
            if "cost" in fields
        },
        languages=frozenset(bars.pop("languages", ())),
        bars={
            name: _number(path, bars, "bar", name) for name in ("balanced", "verdict", "aphorism", "dialogue")
        },
        **{
            name: _number(path, cost, "cost", name)
            for name in ("clause", "aphorism", "glued", "each_sentence", "from_words", "each_word")
        },
    )


def _number(path: Path, fields: Mapping[str, Any], table: str, name: str) -> float:
    value = fields.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    where = f"{path}:{line_of(path, f'{table}.{name}')}"
    raise DataError(f"{table}.{name} is {value!r}, not a number from 0 on.", where=where)
