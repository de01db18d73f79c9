"""Stage 7, the standing: how each title stands in a review, and how likely it is the film reviewed.

A review names the film it is about first, often, and as the subject of its sentences; films it compares
it with are named in passing: behind "like", in brackets, in a row. Each sign has a weight
(`data/credit/standing.toml`); the sums become chances, beside the chance that it is none of them.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from quotecards.credit.names import prose
from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quotecards.credit.names import Name, Place
    from quotecards.models import Cleaned

_BEFORE, _AFTER = 90, 110  # characters around a name that may say what it is there
_OPENING, _EARLY, _CLOSING = 250, 800, 500  # characters of the prose
_LEADS = 4  # characters at most before a name that the prose begins with
_OFTEN, _MOST_COUNTED = 3, 7
_MARKS = "“”„\"‘’'`«»*_"

_YEAR = re.compile(r"[(\[](?:[^()\n]{0,30}[ ,])?(?:18|19|20)\d\d[)\]]")
_ASIDE = re.compile(r"[(\[][^()\[\]]{0,90}$")
_NEXT = re.compile(rf"(?:,|and|or|&|meets|with)\s*(?:and |or )?(?:the\s+)?[{_MARKS}]")
_LAST = re.compile(rf"[{_MARKS}],?\s*(?:,|and|or|&|meets|to)\s*(?:and |or )?(?:the\s+)?$")
_SIGNS = (
    "bias", "headed", "listed", "first", "most", "alone", "part_of", "has_part", "outdone", "opening", "early", "buried", "leads", "again",
    "often", "freely", "closing", "one_word", "dated", "tells", "is_film", "called", "made",
    "within", "acts", "subjects", "listed_first", "aside_first", "other_first",
)  # fmt: skip
_HIGH = ("tells", "is_film", "called", "made", "within")  # one place is enough
_TELLING = ("tells", "is_film", "called", "made", "headed", "listed")
_FIRST = ("listed", "aside", "other")  # where it is named first


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns of what stands before a name's marks (they end there) and behind them (they begin there)."""

    before: dict[str, re.Pattern[str]]
    after: dict[str, re.Pattern[str]]
    weights: dict[str, float]
    least: float


def film(names: Sequence[Name], cleaned: Cleaned, heading: str | None) -> Name | None:
    """The film among the names in a review, if its signs are strong and nothing else is nearly as likely."""
    if not names:
        return None
    known, found = words(), signs(names, cleaned, heading)
    sums = [sum(known.weights[sign] * value for sign, value in one.items()) for one in found]
    best = max(range(len(names)), key=lambda place: sums[place])
    high = max(0.0, sums[best])
    none = math.exp(-high)  # the chance that it is none of them, to the same scale
    chance = math.exp(sums[best] - high) / (none + sum(math.exp(one - high) for one in sums))
    return names[best] if chance >= known.least and _told(found[best]) else None


def _told(signs: dict[str, float]) -> bool:
    """Whether more than its place says that a name is a film's, not a song's or a nickname.

    What is named again and does something in the present is a film too: of a phrase, a review speaks once.
    """
    return any(signs.get(sign) for sign in _TELLING) or bool(signs.get("again") and signs.get("acts"))


def signs(names: Sequence[Name], cleaned: Cleaned, heading: str | None) -> list[dict[str, float]]:
    """The signs of each name, in order: how often each is met, 0 or 1 for most."""
    most = max(len(name.places) for name in names)
    alone_most = sum(len(name.places) == most for name in names) == 1
    spans, found = prose(cleaned), []
    for place, name in enumerate(names):
        signs = {"bias": 1.0, "headed": _heads(name, heading), "listed": min(len(name.headed), 1)}
        signs |= {
            "first": place == 0,
            "most": alone_most and len(name.places) == most,
            "alone": len(names) == 1,
        }
        signs |= _among(name, names)
        if name.places:
            signs |= _in_prose(name, cleaned.review.text, spans)
        found.append({sign: float(value) for sign, value in signs.items()})
    for name, one in zip(names, found, strict=True):
        one["outdone"] = float(
            any(
                len(other.places) > 1 and its.get("acts") and _is_part(name, other)
                for other, its in zip(names, found, strict=True)
            )
        )
    return found


def _heads(name: Name, heading: str | None) -> bool:
    """Whether a heading begins with the name."""
    begin = (heading or "").lstrip(_MARKS).lower()
    return any(
        begin.startswith(one.lower()) and not begin[len(one) : len(one) + 1].isalnum()
        for one in name.spellings
    )


def _among(name: Name, names: Sequence[Name]) -> dict[str, float]:
    """Whether a name is part of another title or has one as its part: an original and its sequel, mostly."""
    return {
        "part_of": any(_is_part(name, other) for other in names),
        "has_part": any(_is_part(other, name) for other in names),
    }


def _is_part(name: Name, other: Name) -> bool:
    """Whether another title begins or ends with a name."""
    return name.key != other.key and (other.key.startswith(name.key) or other.key.endswith(name.key))


def _in_prose(name: Name, text: str, spans: Sequence[tuple[int, int]]) -> dict[str, float]:
    """Where in the prose a name stands, how often, and what stands around it; `spans` are the prose."""
    start, end = spans[0][0], spans[-1][1]
    first, last, count = name.places[0], name.places[-1], len(name.places)
    firsts = [first for first, _ in spans]
    begins = [firsts[bisect_right(firsts, place.start) - 1] for place in name.places]
    places = [_around(text, begin, place) for begin, place in zip(begins, name.places, strict=True)]
    passing = [one["compared"] or one["listed"] or one["aside"] or one["other"] for one in places]
    return {
        "opening": first.start - start < _OPENING,
        "early": first.start - start < _EARLY,
        "buried": count == 1 and first.start - start >= _OPENING,
        "leads": first.start - start < _LEADS,
        "again": count > 1,
        "often": count >= _OFTEN,
        "freely": math.log2(1 + min(count - sum(passing), _MOST_COUNTED)),
        "closing": end - last.end < _CLOSING,
        "one_word": len(first.spelling.split()) == 1,
        "dated": any(
            one["dated"] and place.start - start >= _OPENING
            for one, place in zip(places, name.places, strict=True)
        ),
        "acts": math.log2(1 + min(sum(one["acts"] for one in places), _MOST_COUNTED)),
        "subjects": math.log2(1 + min(sum(one["subject"] for one in places), _MOST_COUNTED)),
        **{sign: any(one[sign] for one in places) for sign in _HIGH},
        **{f"{sign}_first": places[0][sign] for sign in _FIRST},
    }


def _around(text: str, start: int, place: Place) -> dict[str, bool]:
    """What stands before and behind a name in one place."""
    before = text[max(start, place.start - _BEFORE) : place.start].rstrip("“”„\"‘'`«*_")
    follows = text[place.end : place.end + _AFTER].lstrip(_MARKS)
    after = follows.lstrip(f"{_MARKS},.;!? \t\n")
    known = words()
    found = {sign: bool(pattern.search(before)) for sign, pattern in known.before.items()}
    at_once = bool(known.after["verb"].match(follows.lstrip())) and text[place.end - 1] not in ",.;"
    behind = {sign: bool(pattern.match(after)) for sign, pattern in known.after.items()}
    compared = found["compared"]
    other = found["other"] or behind["other"]
    return {
        "compared": compared,
        "other": other,
        "listed": behind["listed"] or found["listed"],
        "aside": found["aside"],
        "within": found["within"],
        "called": found["called"] and not compared and not other,
        "acts": at_once,
        "subject": found["begins"] and behind["verb"],
        "tells": behind["tells"] and not other,
        "is_film": behind["is_film"] and not compared,
        "made": behind["made"] and not compared,
        "dated": behind["dated"],
    }


@cache
def words() -> _Words:
    """The wordings as patterns, the weights and the least chance, as the data file gives them."""
    path = packaged("credit", "standing.toml")
    data, film = load(path), load(packaged("credit", "evidence.toml"))
    some = {
        name: "|".join(map(re.escape, sorted(entries, key=len, reverse=True)))
        for name, entries in (film | data).items()
        if isinstance(entries, list)
    }
    kinds = rf"(?:{some['film_words']}|{some['kinds']})s?"
    start = r"(?:^|[.!?…][”\"’')\]]*\s*|\n\s*)"
    return _Words(
        before={
            "compared": re.compile(
                rf"\b(?:{some['compared']})\s+(?:(?:the|a|for|in|of|to)\s+)*$", re.IGNORECASE
            ),
            "other": re.compile(
                rf"\b(?:{some['other_works']})(?:,?\s+(?:called|named|titled|entitled))?,?\s+$", re.IGNORECASE
            ),
            "called": re.compile(
                rf"\b(?:the|this|new|a)\s+(?:[\w’-]+\s+){{0,4}}?(?:{kinds}),?\s+$", re.IGNORECASE
            ),
            "within": re.compile(rf"{start}(?:(?i:{some['within']})|The\s+\w+\s+(?:of|in|with|to))\s+$"),
            "begins": re.compile(
                rf"{start}(?:(?:And|But|Yet|So|Still|Now|Then|Because|Although|While|If|That|Here|As)\s+)?"
                rf"(?:[Tt]he (?:new |latest )?(?:{kinds}),?\s+)?(?:(?:[A-Z][\w.-]*\s+){{0,3}}[A-Z][\w-]*[’']s?\s+)?$"
            ),
            "listed": _LAST,
            "aside": _ASIDE,
        },
        after={
            "other": re.compile(rf"(?:-\w+|(?:{some['other_kinds']})\b)", re.IGNORECASE),
            "tells": re.compile(rf"(?:{some['tells']})\b"),
            "is_film": re.compile(
                rf"(?:(?:is|was|isn[’']t)\s+)?(?:not )?(?:just )?(?:one of )?(?:an?|the|another)\s+(?:[\w’,-]+\s+){{0,6}}?(?:{kinds})\b"
            ),
            "made": re.compile(
                rf"(?:(?:which|that)\s+)?(?:(?:is|was)\s+)?(?:(?:an?|the)\s+[\w ]{{2,40}}\s)?(?i:{some['directed_by']}|starring)\s*[A-ZÀ-Þ]"
                r"|the\s+[A-ZÀ-Þ][\w.’'-]*\s+[\w.’', -]{2,50}\bdirected\b"
            ),
            "verb": re.compile(  # in the present, as reviews speak of the film they are about
                rf"(?:\([^)]{{0,40}}\)\s*)?(?:(?:{some['adverbs']})\s+)*(?:{some['acts']}|(?:is|has|does|wo|ca)n[’']t|(?!was\b|its\b|his\b|this\b|plus\b)[a-z]{{2,11}}(?<!s)s)\b"
                r"(?!\s+(?:and|or)\b)"
            ),
            "listed": _NEXT,
            "dated": _YEAR,
        },
        weights=_weights(path, data),
        least=data["least"],
    )


def _weights(path: Path, data: dict[str, Any]) -> dict[str, float]:
    """The weight of each sign. An unknown sign or a missing one is a fault of the file."""
    weights: dict[str, float] = data["weights"]
    for sign in (*_SIGNS, *weights):
        if sign not in weights or sign not in _SIGNS:
            what = "has no weight" if sign in _SIGNS else "is no sign of a film"
            raise DataError(f"{sign} {what}.", where=f"{path}:{line_of(path, 'weights')}")
    return weights
