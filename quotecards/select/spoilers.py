"""Stage 6, spoilers: where a review gives its story away, as its warnings and its phrases tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quotecards.select.phrases import lists_of, pattern, straight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.models import Cleaned


def warned(cleaned: Cleaned) -> Iterator[tuple[int, int]]:
    """The stretches that stand after a spoiler warning: up to the next label, an all-clear, or its reach."""
    text, told = cleaned.review.text, _spoilers()
    for match in told.warnings.finditer(text):
        end = match.end() + told.reach
        over = told.ends.search(text, match.end(), end)
        stops = [label.start for label in cleaned.labels if match.end() < label.start]
        yield match.end(), min([end, *stops[:1], *([over.start()] if over else [])])


def telling(text: str) -> tuple[int, ...]:
    """Where a text has a phrase that gives a story away."""
    return tuple(match.start() for match in _spoilers().phrases.finditer(straight(text)))


@dataclass(frozen=True, slots=True)
class _Spoilers:
    warnings: re.Pattern[str]
    ends: re.Pattern[str]
    phrases: re.Pattern[str]
    reach: int


@cache
def _spoilers() -> _Spoilers:
    data = lists_of("spoilers.toml", "warnings", "ends", "phrases")
    warnings = pattern(data["warnings"])
    return _Spoilers(
        warnings=re.compile(rf"(?<!no )(?<!without ){warnings.pattern}(?!-?\s?free)", re.IGNORECASE),
        ends=pattern(data["ends"]),
        phrases=pattern(data["phrases"]),
        reach=int(data["reach"]),
    )
