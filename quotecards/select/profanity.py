"""Stage 6, swearing: which words of a text swear and how badly, and how they are masked."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from quotecards.models import Edit
from quotecards.select.phrases import lists_of, pattern, straight

if TYPE_CHECKING:
    from collections.abc import Sequence

Tier = Literal["mild", "strong", "slur"]
TIERS: tuple[Tier, ...] = ("mild", "strong", "slur")

_STARRED = r"(?<!\w)[a-z][*#@$%]{2,}[a-z]*(?!\w)"
_NAME = re.compile(r"\b[A-Z][\w'’-]*(?: (?:(?:of|the|and|a|in|to|for|Van|von|de) )?[A-Z][\w'’-]*)+")
_TITLE = re.compile(r"[“\"‘*_]([A-Z][^“”\"‘*_]{1,60})[”\"’*_]")


def profane(text: str) -> tuple[tuple[int, int, Tier], ...]:
    """The stretches of a text that swear, with their tier, in order; names and titles are let through."""
    found = [(*match.span(), cast("Tier", match.lastgroup)) for match in _tiers().finditer(straight(text))]
    spared = _spared(text) if found else []
    return tuple(
        (start, end, tier)
        for start, end, tier in found
        if not any(a <= start and end <= b and tier in tiers for a, b, tiers in spared)
    )


def masked(verbatim: str, edits: Sequence[Edit]) -> tuple[str, tuple[Edit, ...]]:
    """A quote and its edits become the text with strong words masked ("f••k") and the edits that did it."""
    masks = [
        Edit("mask", start, end, verbatim[start:end], _mask(verbatim[start:end]))
        for start, end, tier in profane(verbatim)
        if tier != "mild" and not any(edit.start < end and start < edit.end for edit in edits)
    ]
    merged = tuple(sorted([*edits, *masks], key=lambda edit: (edit.start, edit.end)))
    return applied(verbatim, merged), merged


def applied(verbatim: str, edits: Sequence[Edit]) -> str:
    """A verbatim text becomes what its edits, in order and apart, make of it."""
    parts, at = [], 0
    for edit in edits:
        parts += [verbatim[at : edit.start], edit.after]
        at = edit.end
    return "".join([*parts, verbatim[at:]])


def _spared(text: str) -> list[tuple[int, int, tuple[Tier, ...]]]:
    """Stretches in which a word means nothing by it, with the tiers that hold there.

    A known name spares all; a title in marks all but slurs; what is capitalised like a name only mild words.
    """
    plain = straight(text)
    names, harmless = _names()
    spared: list[tuple[int, int, tuple[Tier, ...]]] = []
    spared += [(*match.span(), TIERS) for known in (names, harmless) for match in known.finditer(plain)]
    spared += [(*m.span(1), TIERS[:2]) for m in _TITLE.finditer(text) if _NAME.fullmatch(m[1].rstrip(",. "))]
    spared += [(*match.span(), TIERS[:1]) for match in _NAME.finditer(text)]
    return spared


def _mask(word: str) -> str:
    """A word keeps its first and last letter."""
    return word[0] + "•" * max(1, len(word) - 2) + word[-1]


@cache
def _tiers() -> re.Pattern[str]:
    """One pattern for all tiers, each a group of its name, the worst first; a word of stars is strong."""
    data = lists_of("profanity.toml", *TIERS, "names", "harmless")
    entries = {tier: pattern(data[tier]).pattern for tier in TIERS}
    groups = "|".join(rf"(?P<{tier}>{pattern})" for tier, pattern in reversed(entries.items()))
    return re.compile(groups.replace("(?P<strong>", rf"(?P<strong>{_STARRED}|"), re.IGNORECASE)


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = lists_of("profanity.toml", *TIERS, "names", "harmless")
    return pattern(data["names"], re.NOFLAG), pattern(data["harmless"])
