"""Stage 6, the offer: what a line is worth on a card, and what the best of a review must be worth."""

from __future__ import annotations

import re
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

_TITLE = re.compile(r"(?:^|(?<=[\s(—–-]))[\"“‘'«„»*_][A-ZÀ-Þ0-9]")


def held(one: Scored, taste: Taste = "balanced") -> float:
    """The score as it is for a card: less, in logits, what its holds, its length and, if balanced, its taste cost."""
    offer = _offer()
    cost = sum(offer.holds.get(flag, 0.0) for flag in one.flags)
    cost += offer.tastes[leading(one) or "unclaimed"] if taste == "balanced" else 0.0
    if one.passage.kind == "reviewer":
        cost += offer.clause * (one.passage.form == "clause")
        cost += offer.untitled * (leading(one) == "verdict" and _TITLE.search(one.text) is None)
        cost += offer.each_sentence * (one.passage.last - one.passage.first)
        cost += offer.each_word * max(0, len(WORD.findall(one.text)) + 1 - offer.from_words)
    if not cost or not 0 < one.score < 1:
        return one.score
    return 1 / (1 + (1 / one.score - 1) * exp(cost))


def kept_back(one: Scored) -> bool:
    """Whether a line has a flag that costs it something on a card."""
    holds = _offer().holds
    return any(holds.get(flag, 0.0) > 0 for flag in one.flags)


def leading(one: Scored) -> Taste | None:
    """The taste that gave a line its score; None where no taste applied or claimed it."""
    return next((taste for taste in TASTES if one.taste.get(taste) == one.score), None)


def bar(taste: Taste, language: str) -> float:
    """What the best line of a review must be worth by a taste; nothing where scores do not compare."""
    offer = _offer()
    return offer.bars[taste] if language in offer.languages else 0.0


@dataclass(frozen=True, slots=True)
class _Offer:
    """What `holds.toml` and `offer.toml` say."""

    holds: Mapping[str, float]
    bars: Mapping[str, float]
    languages: frozenset[str]
    clause: float
    untitled: float
    tastes: Mapping[str, float]
    each_sentence: float
    from_words: float
    each_word: float


@cache
def _offer() -> _Offer:
    path, holds = packaged("gates", "offer.toml"), packaged("gates", "holds.toml")
    data = load(path)
    bars, cost = ({**data.get(table, {})} for table in ("bar", "cost"))
    return _Offer(
        holds={flag: _number(holds, fields, flag, "cost") for flag, fields in load(holds).items()},
        tastes={"verdict": 0.0}
        | {name: _number(path, cost, "cost", name) for name in ("aphorism", "dialogue", "unclaimed")},
        languages=frozenset(bars.pop("languages", ())),
        bars={
            name: _number(path, bars, "bar", name) for name in ("balanced", "verdict", "aphorism", "dialogue")
        },
        **{
            name: _number(path, cost, "cost", name)
            for name in ("clause", "untitled", "each_sentence", "from_words", "each_word")
        },
    )


def _number(path: Path, fields: Mapping[str, Any], table: str, name: str) -> float:
    value = fields.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    where = f"{path}:{line_of(path, f'{table}.{name}')}"
    raise DataError(f"{table}.{name} is {value!r}, not a number from 0 on.", where=where)
