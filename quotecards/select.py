"""Stage 6: scored passages in, the best few out: gated, different from each other, the strongest first."""  # noqa: A005 - the stage's name

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Self

from rapidfuzz import fuzz

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import TASTES, Cleaned, Edit, Scored, Taste

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quotecards.settings import Settings

Tier = Literal["mild", "strong", "slur"]
TIERS: tuple[Tier, ...] = ("mild", "strong", "slur")

# Chosen on reviews read by hand; look at the picks again after changing one.
_SPREAD = 0.03  # what a taste, and what a paragraph, loses for each pick it already has
_ECHO = 0.1  # what a line loses whose words of substance have all been picked already
_ALIKE = 85.0  # rapidfuzz ratio from which two lines are one line said twice
_WITHIN = 95.0  # the same for a line that stands within a longer one
_SURE = 0.5  # the least confidence in a passage's edges
# What a flag that does not block costs: a line that gives nothing away and needs no excuse goes first.
_COST: Mapping[str, float] = {"profanity-mild": 0.1, "spoiler": 0.1, "spoiler-warned": 0.2}

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CENSORED = re.compile(r"(?<!\w)[a-z][*#@$%]{2,}[a-z]*(?!\w)", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w'’-]*(?: (?:(?:of|the|and|a|in|to|for|Van|von|de) )?[A-Z][\w'’-]*)+")
_TITLE = re.compile(r"[“\"‘*_]([A-Z][^“”\"‘*_]{1,60})[”\"’*_]")


@dataclass(frozen=True, slots=True)
class Gates:
    """What may stand on a card: lengths in words, and what to do about swearing and spoilers.

    `min_score` is what a line must be worth. A slur passes only where profanity is allowed.
    """

    min_words: int = 4
    max_words: int = 60
    profanity: Literal["allow", "mask", "drop"] = "drop"
    spoilers: Literal["allow", "flag", "drop"] = "flag"
    min_score: float = 0.15

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The settings become gates."""
        return cls(settings.min_words, settings.max_words, settings.profanity, settings.spoilers)


def gate(cleaned: Cleaned, scored: Sequence[Scored], gates: Gates) -> tuple[Scored, ...]:
    """Each line gets its flags; none is dropped, for `blocked` and `best` decide by them."""
    warned = _warned(cleaned)
    return tuple(replace(one, flags=(*one.flags, *_flags(cleaned, one, gates, warned))) for one in scored)


def blocked(scored: Scored, gates: Gates) -> bool:
    """Whether one of its flags keeps a line off the cards."""
    stops = {"too-short", "too-long", "labelled", "damaged", "weak"}
    if gates.profanity != "allow":
        stops |= {"profanity-slur"}
    if gates.profanity == "drop":
        stops |= {"profanity-strong"}
    if gates.spoilers == "drop":
        stops |= {"spoiler", "spoiler-warned"}
    return bool(stops & set(scored.flags))


def best(scored: Sequence[Scored], top: int, gates: Gates, taste: Taste = "balanced") -> tuple[Scored, ...]:
    """The best `top` lines that nothing blocks, best first; fewer where there are not so many.

    No two share a sentence or say the same. Each pick costs its paragraph, its words and, with the
    balanced taste, its taste a little, so that of equals the different one is next. Ties go to the line
    that stands first.
    """
    left = [one for one in scored if one.score > 0 and not blocked(one, gates)]
    chosen: list[Scored] = []
    while left and len(chosen) < top:
        pick = min(left, key=lambda one: _order(one, gates, _sameness(one, chosen, taste)))
        chosen.append(pick)
        left = [one for one in left if not _clash(one, pick)]
    return tuple(chosen)


def leading(scored: Scored) -> Taste | None:
    """The taste that gave a line its score; None where no taste applied."""
    return next((taste for taste in TASTES if scored.taste.get(taste) == scored.score), None)


def profane(text: str) -> tuple[tuple[int, int, Tier], ...]:
    """The stretches of a text that swear, with their tier, in order; names and titles are let through."""
    spared = _spared(text)
    straight = text.replace("’", "'")
    found = [
        (match.start(), match.end(), tier) for tier in TIERS for match in _tiers()[tier].finditer(straight)
    ]
    found += [(match.start(), match.end(), "strong") for match in _CENSORED.finditer(straight)]
    return tuple(
        sorted(
            (start, end, tier)
            for start, end, tier in set(found)
            if not any(a <= start and end <= b and tier in tiers for a, b, tiers in spared)
        )
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


# ---------------------------------------------------------------- the picks


def _order(one: Scored, gates: Gates, cost: float) -> tuple[float, int, int]:
    return (cost - _standing(one, gates), one.passage.start, one.passage.end)


def _standing(one: Scored, gates: Gates) -> float:
    """The score less what its flags cost."""
    return one.score - sum(
        cost for flag, cost in _COST.items() if flag in one.flags and not _allowed(flag, gates)
    )


def _allowed(flag: str, gates: Gates) -> bool:
    return (gates.profanity if flag.startswith("profanity") else gates.spoilers) == "allow"


def _sameness(one: Scored, chosen: Sequence[Scored], taste: Taste) -> float:
    """What a line loses for being like those already chosen."""
    tastes = sum(leading(other) == leading(one) for other in chosen) if taste == "balanced" else 0
    blocks = sum(other.passage.block == one.passage.block for other in chosen)
    words = _substance(one.text)
    echo = max((len(words & _substance(other.text)) for other in chosen), default=0) / max(1, len(words))
    return _SPREAD * (tastes + blocks) + _ECHO * echo


def _clash(one: Scored, other: Scored) -> bool:
    """Whether two lines overlap, share a sentence or say the same."""
    a, b = one.passage, other.passage
    if (a.start < b.end and b.start < a.end) or (a.first <= b.last and b.first <= a.last):
        return True
    left, right = _bare(one.text), _bare(other.text)
    if fuzz.ratio(left, right) >= _ALIKE:
        return True
    return min(len(left), len(right)) >= 20 and fuzz.partial_ratio(left, right) >= _WITHIN


@cache
def _substance(text: str) -> frozenset[str]:
    """A text's longer words, which tell what it is about."""
    return frozenset(word for word in _bare(text).split() if len(word) > 5)


@cache
def _bare(text: str) -> str:
    """A text's words alone, to be compared."""
    return " ".join(_WORD.findall(text.casefold().replace("’", "'")))


# ---------------------------------------------------------------- the flags


def _flags(cleaned: Cleaned, one: Scored, gates: Gates, warned: Sequence[tuple[int, int]]) -> list[str]:
    passage, size = one.passage, len(_WORD.findall(one.text))
    tests = {
        "too-short": size < gates.min_words,
        "too-long": size > gates.max_words,
        "labelled": _labelled(cleaned, passage.start, passage.end),
        "damaged": passage.confidence < _SURE,
        "weak": one.score < gates.min_score,
        **{f"profanity-{tier}": True for _, _, tier in profane(one.text)},
        "spoiler": bool(_spoilers().phrases.search(one.text.replace("’", "'"))),
        "spoiler-warned": any(start <= passage.start < end for start, end in warned),
    }
    if tests["spoiler-warned"]:
        tests["spoiler"] = True
    return [flag for flag, true in tests.items() if true and flag not in one.flags]


def _labelled(cleaned: Cleaned, start: int, end: int) -> bool:
    """Whether a passage touches what is not the reviewer's prose."""
    at = bisect_left(cleaned.labels, start, key=lambda label: label.end)
    return any(label.start < end and start < label.end for label in cleaned.labels[at : at + 2])


def _warned(cleaned: Cleaned) -> list[tuple[int, int]]:
    """The stretches that stand after a spoiler warning: up to the next label, an all-clear, or its reach."""
    text, told = cleaned.review.text, _spoilers()
    spans = []
    for match in told.warnings.finditer(text):
        end = match.end() + told.reach
        over = told.ends.search(text, match.end(), end)
        stops = [label.start for label in cleaned.labels if match.end() < label.start]
        spans.append((match.end(), min([end, *stops[:1], *([over.start()] if over else [])])))
    return spans


# ---------------------------------------------------------------- the data


@dataclass(frozen=True, slots=True)
class _Spoilers:
    warnings: re.Pattern[str]
    ends: re.Pattern[str]
    phrases: re.Pattern[str]
    reach: int


@cache
def _spoilers() -> _Spoilers:
    data = _read("spoilers.toml", "warnings", "ends", "phrases")
    warnings = _pattern(data["warnings"])
    return _Spoilers(
        warnings=re.compile(rf"(?<!no )(?<!without ){warnings.pattern}(?!-?\s?free)", re.IGNORECASE),
        ends=_pattern(data["ends"]),
        phrases=_pattern(data["phrases"]),
        reach=int(data["reach"]),
    )


@cache
def _tiers() -> dict[Tier, re.Pattern[str]]:
    data = _read("profanity.toml", *TIERS, "names", "harmless")
    return {tier: _pattern(data[tier]) for tier in TIERS}


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = _read("profanity.toml", *TIERS, "names", "harmless")
    return _pattern(data["names"], re.NOFLAG), _pattern(data["harmless"])


def _spared(text: str) -> list[tuple[int, int, tuple[Tier, ...]]]:
    """Stretches in which a word means nothing by it, with the tiers that hold there.

    A known name spares all; a title in marks all but slurs; what is capitalised like a name only mild words.
    """
    straight = text.replace("’", "'")
    names, harmless = _names()
    spared: list[tuple[int, int, tuple[Tier, ...]]] = []
    spared += [
        (*match.span(), TIERS) for pattern in (names, harmless) for match in pattern.finditer(straight)
    ]
    spared += [(*m.span(1), TIERS[:2]) for m in _TITLE.finditer(text) if _NAME.fullmatch(m[1].rstrip(",. "))]
    spared += [(*match.span(), TIERS[:1]) for match in _NAME.finditer(text)]
    return spared


def _mask(word: str) -> str:
    """A word keeps its first and last letter."""
    return word[0] + "•" * max(1, len(word) - 2) + word[-1]


def _pattern(entries: Sequence[str], flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Entries become one pattern of whole words; a trailing asterisk takes any ending."""
    written = [
        re.escape(entry.removesuffix("*")) + (r"\w*" if entry.endswith("*") else "") for entry in entries
    ]
    longest_first = sorted(written, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?!\w)", flags)


def _read(name: str, *lists: str) -> dict[str, Any]:
    path = packaged("gates", name)
    data = load(path)
    for field in lists:
        entries = data.get(field)
        if not isinstance(entries, list) or not all(isinstance(one, str) and one for one in entries):
            raise DataError(f"{field} is no list of words.", where=f"{path}:{line_of(path, field)}")
    return data
