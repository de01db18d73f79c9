"""Stage 6, names: where a word has grown onto a name on its way here, so that a line is damaged."""

from __future__ import annotations

import re
from functools import cache

from quotecards.select.phrases import lists_of

_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]{2,}\b")
_LEAST = 3  # letters of a name


def grown(text: str) -> tuple[tuple[int, int], ...]:
    """The words of a text that are one of its names and something else without a space between, in order."""
    names, tails = {match[0] for match in _NAME.finditer(text)}, _tails()
    damaged = {
        name
        for name in names
        if any(name[:at] in names and name[at:] in tails for at in range(_LEAST, len(name) - 1))
    }
    return tuple(match.span() for match in _NAME.finditer(text) if match[0] in damaged) if damaged else ()


@cache
def _tails() -> frozenset[str]:
    return frozenset(lists_of("names.toml", "tails")["tails"])
