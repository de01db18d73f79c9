"""Stage 6: scored passages in, the best few out: gated, different from each other, the strongest first."""  # noqa: A005 - the stage's name

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Self

from quotecards.select.alike import SPREAD, WORD, clash, overlap, sameness
from quotecards.select.names import grown
from quotecards.select.offer import bar, compares, leading, worth
from quotecards.select.profanity import Tier, masked, profane
from quotecards.select.spoilers import telling, warned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quotecards.models import Cleaned, Label, Scored, Taste
    from quotecards.settings import Settings

__all__ = ["Gates", "best", "blocked", "gate", "leading", "masked", "profane", "ranked"]

_WEAK = 0.15  # a line below this is none, whatever else its review has, where scores compare
_MOST = 0.5  # of its worth that a line loses for being like another: of weak lines the held ones stay behind
_FURTHER = 0.4  # of the bar that each line beside the best has to be worth: a weak line more is none
_SURE = 0.5  # the least confidence in a passage's edges
# What a flag that does not block costs: a line that gives nothing away and needs no excuse goes first.
_COST: Mapping[str, float] = {"profanity-mild": 0.1, "spoiler": 0.1, "spoiler-warned": 0.2}


@dataclass(frozen=True, slots=True)
class Gates:
    """What may stand on a card: lengths in words, and what to do about swearing and spoilers.

    `min_score` is what a line must be worth, `bar` what the best line of a review must be for any to be
    offered. A slur passes only where profanity is allowed.
    """

    min_words: int = 4
    max_words: int = 60
    profanity: Literal["allow", "mask", "drop"] = "drop"
    spoilers: Literal["allow", "flag", "drop"] = "flag"
    min_score: float = _WEAK
    bar: float = 0.0

    @classmethod
    def of(cls, settings: Settings, language: str = "en") -> Self:
        """The settings become gates, for a review in that language."""
        asked = bar(settings.taste, language) if settings.bar is None else settings.bar
        return cls(
            min_words=settings.min_words,
            max_words=settings.max_words,
            profanity=settings.profanity,
            spoilers=settings.spoilers,
            min_score=_WEAK if settings.bar is None and compares(language) else min(_WEAK, asked),
            bar=asked,
        )


def gate(cleaned: Cleaned, scored: Sequence[Scored], gates: Gates) -> tuple[Scored, ...]:
    """Each line gets its flags; none is dropped, for `blocked` and `best` decide by them."""
    seen = _Seen.of(cleaned)
    return tuple(replace(one, flags=(*one.flags, *_flags(seen, one, gates))) for one in scored)


def blocked(scored: Scored, gates: Gates) -> bool:
    """Whether one of its flags keeps a line off the cards."""
    return bool(_stopped(scored, gates))


def _stopped(scored: Scored, gates: Gates) -> frozenset[str]:
    """The flags that keep a line off the cards."""
    stops = {"too-short", "too-long", "labelled", "damaged", "weak"}
    if gates.profanity != "allow":
        stops |= {"profanity-slur"}
    if gates.profanity == "drop":
        stops |= {"profanity-strong"}
    if gates.spoilers == "drop":
        stops |= {"spoiler", "spoiler-warned"}
    return frozenset(stops.intersection(scored.flags))


def best(scored: Sequence[Scored], top: int, gates: Gates, taste: Taste = "balanced") -> tuple[Scored, ...]:
    """The best `top` lines that nothing blocks, best first; fewer where there are not so many.

    None where not one of them is worth the bar; each other has to be worth a part of it, an aphorism all of it. No two share a sentence or say
    the same. Each pick costs its paragraph, its words and, with the balanced taste, its taste a little, so that
    of equals the different one is next. Ties go to the line that stands first.
    """
    left = [one for one in scored if one.score > 0 and not blocked(one, gates)]
    worths = [(one, worth(one, taste)) for one in left]
    able = [one for one, value in worths if value >= gates.bar]
    if not able:
        return ()
    left = able if taste == "aphorism" else [one for one, value in worths if value >= gates.bar * _FURTHER]
    chosen: list[Scored] = []
    while left and len(chosen) < top:
        pick = _next(left if chosen else able, chosen, gates, taste)
        chosen.append(pick)
        left = [one for one in left if not clash(one, pick)]
    return tuple(chosen)


def ranked(scored: Sequence[Scored], gates: Gates) -> tuple[Scored, ...]:
    """Every line in the order of its worth: first the best version of each, apart from all before it.

    Then the lesser versions of those, which overlap one of them; last what a gate keeps off the cards. A weak
    line, or one with damaged edges, is no card either, but its score has told that already: it keeps its place.
    """
    order = sorted(scored, key=lambda one: (-one.score, one.passage.start, one.passage.end))
    first: list[Scored] = []
    lesser: list[Scored] = []
    last: list[Scored] = []
    for one in order:
        if _stopped(one, gates) - {"weak", "damaged"}:
            last.append(one)
        else:
            (lesser if any(overlap(one, other) for other in first) else first).append(one)
    return (*first, *lesser, *last)


def _next(left: Sequence[Scored], chosen: Sequence[Scored], gates: Gates, taste: Taste) -> Scored:
    """The line that is worth most beside those already chosen."""
    return min(left, key=lambda one: _order(one, gates, taste, _likeness(one, chosen, taste)))


def _likeness(one: Scored, chosen: Sequence[Scored], taste: Taste) -> float:
    """What a line loses for being like those already chosen; tastes count where they are to be balanced."""
    tastes = sum(leading(other) == leading(one) for other in chosen) if taste == "balanced" else 0
    return tastes * SPREAD + sameness(one, chosen)


def _order(one: Scored, gates: Gates, taste: Taste, cost: float) -> tuple[float, int, int]:
    standing = _standing(one, gates, taste)
    return (min(cost, max(0.0, standing) * _MOST) - standing, one.passage.start, one.passage.end)


def _standing(one: Scored, gates: Gates, taste: Taste) -> float:
    """What a line is worth on a card, less what its flags cost."""
    return worth(one, taste) - sum(
        cost for flag, cost in _COST.items() if flag in one.flags and not _allowed(flag, gates)
    )


def _allowed(flag: str, gates: Gates) -> bool:
    return (gates.profanity if flag.startswith("profanity") else gates.spoilers) == "allow"


@dataclass(frozen=True, slots=True)
class _Seen:
    """A review searched once for all its lines: places of words, labels, swearing, spoilers and damage, in order."""

    words: tuple[int, ...]
    labels: tuple[Label, ...]
    profane: tuple[tuple[int, int, Tier], ...]
    telling: tuple[int, ...]
    warned: tuple[tuple[int, int], ...]
    grown: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, cleaned: Cleaned) -> Self:
        """A review becomes what is seen in it."""
        text = cleaned.review.text
        return cls(
            words=tuple(match.start() for match in WORD.finditer(text)),
            labels=cleaned.labels,
            profane=profane(text),
            telling=telling(text),
            warned=tuple(warned(cleaned)),
            grown=grown(text),
        )


def _flags(seen: _Seen, one: Scored, gates: Gates) -> list[str]:
    start, end = one.passage.start, one.passage.end
    size = bisect_left(seen.words, end) - bisect_left(seen.words, start)
    after_warning = any(first <= start < last for first, last in seen.warned)
    tests = {
        "too-short": size < gates.min_words,
        "too-long": size > gates.max_words,
        "labelled": any(label.start < end and start < label.end for label in seen.labels),
        "damaged": one.passage.confidence < _SURE
        or any(first < end and start < last for first, last in seen.grown),
        "weak": one.score < gates.min_score,
        **{f"profanity-{tier}": True for first, last, tier in seen.profane if first < end and start < last},
        "spoiler": after_warning or bisect_left(seen.telling, start) < bisect_left(seen.telling, end),
        "spoiler-warned": after_warning,
    }
    return [flag for flag, true in tests.items() if true and flag not in one.flags]
