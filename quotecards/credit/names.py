"""Stage 7, the names: every title that a review's prose names, with each place where it does.

One work has many spellings: with and without its article, glued by damage, cut to what stands before or
behind its colon. They are one name, known by its letters alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quotecards.models import Cleaned, Voice

_LONGEST, _MOST_WORDS, _SMALL_WORD, _LEAST_PART, _MOST_NAMES = 70, 9, 4, 3, 100
_WORD = re.compile(r"[^\W_]+(?:[’'.-]\w+)*")
_ARTICLE = re.compile(r"^(?:(?:the|a|an|The|A|An|THE)\s+(?=\w)|(?:The|A|An)(?=[A-Z][a-z]))")
_MARKED = re.compile(r"[“”\"`]{1,2}(?P<name>[A-ZÀ-Þ0-9][^“”\"`\n]{0,60}?)(?:''|[“”\"])")
_UNOPENED = re.compile(r"\s*['‘`]?(?P<name>[A-ZÀ-Þ0-9][^“”\"\n]{0,60}?)(?:''|[”\"])(?!\w)")
_GLUED = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}$")
_PARTS = re.compile(r"\s*[:–—(]\s*|\s-\s|,\s+(?=(?:part|vol|volume|chapter|episode)\b)", re.IGNORECASE)
_SENTENCES = re.compile(r"[.!?]\s+[A-ZÀ-Þ].*[.!?]$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a title is named: the offsets of its words, and how they are spelled there, in single spaces."""

    start: int
    end: int
    spelling: str


@dataclass(frozen=True, slots=True)
class Name:
    """A title that a review names: where in its prose, in order, and how a heading that is sure spells it."""

    key: str
    places: tuple[Place, ...]
    headed: tuple[str, ...] = ()

    @property
    def spelling(self) -> str:
        """The spelling of the whole title that is met most."""
        return usual(self.spellings)

    @property
    def spellings(self) -> list[str]:
        """How the whole title is spelled each time, in headings first, short forms aside."""
        return [
            *self.headed,
            *(place.spelling for place in self.places if key(place.spelling) == self.key),
        ]


def key(spelling: str) -> str:
    """The letters by which a title is known in each of its spellings."""
    return re.sub(r"[\W_]+", "", _ARTICLE.sub("", " ".join(spelling.split())).lower())


def usual(spellings: Sequence[str]) -> str:
    """The spelling met most, of equals the first; all capitals or glued words only where there is no other."""
    quiet = [name for name in spellings if not (len(name) > _LEAST_PART and name.isupper())] or list(
        spellings
    )
    most = max(len(name.split()) for name in quiet)
    whole = [name for name in quiet if len(name.split()) == most or not _GLUED.search(name)] or quiet
    return Counter(whole).most_common(1)[0][0]


def prose(cleaned: Cleaned) -> list[tuple[int, int]]:
    """The stretches of a review's prose, in order, damaged sentences too: they are no quotes, but name films."""
    damaged = [(label.start, label.end) for label in cleaned.labels if label.label == "damaged"]
    return sorted([*((block.start, block.end) for block in cleaned.blocks), *damaged])


def names(
    cleaned: Cleaned, voices: Sequence[Voice], called: Iterable[tuple[int, int]], headed: Iterable[str]
) -> list[Name]:
    """The titles that a review names, first the one named first in its prose; the first hundred, no more.

    `called`: spans that stand behind "the film"; `headed`: titles that lines above the prose are sure of.
    """
    by_key: dict[str, list[Place]] = {}
    for place in _places(cleaned, voices, called):
        letters = key(place.spelling)
        if len(letters) > 1 and (letters in by_key or len(by_key) < _MOST_NAMES):
            by_key.setdefault(letters, []).append(place)
    _join(by_key)
    heads: dict[str, list[str]] = {}
    for name in headed:
        heads.setdefault(key(name), []).append(" ".join(name.split()))
    in_prose = sorted(by_key.items(), key=lambda item: item[1][0].start)
    return [
        *(Name(one, tuple(places), tuple(heads.pop(one, ()))) for one, places in in_prose),
        *(Name(one, (), tuple(spelled)) for one, spelled in heads.items()),
    ]


def _places(cleaned: Cleaned, voices: Sequence[Voice], called: Iterable[tuple[int, int]]) -> list[Place]:
    """What stands in the marks of a title, or has its capitals between marks that do not match, in order."""
    text, spans, found = cleaned.review.text, prose(cleaned), _Found()
    firsts, judged = [first for first, _ in spans], {voice.start for voice in voices}
    for voice in voices:
        span = bisect_right(firsts, voice.start) - 1
        spelling = _bare(text[voice.start : voice.end])
        inside = span >= 0 and voice.start < spans[span][1]
        title = voice.kind == "title" or (" " in spelling and _is_title(spelling))
        if inside and 0 < len(spelling) <= _LONGEST and title:
            found.add(voice.start, voice.end, spelling)
    for first, last in spans:
        for match in _MARKED.finditer(text, first, last):
            spelling = _bare(match["name"])
            if _is_title(spelling) and (" " in spelling or match.start("name") not in judged):
                found.add(*match.span("name"), spelling)
    half = _UNOPENED.match(text, *spans[0]) if spans else None
    if half and _is_title(spelling := _bare(half["name"])):
        found.add(*half.span("name"), spelling)
    for start, end in called:
        found.add(start, end, " ".join(text[start:end].split()))
    return found.places


class _Found:
    """Places in order, of which none overlaps one that was there before."""

    def __init__(self) -> None:
        self.places: list[Place] = []

    def add(self, start: int, end: int, spelling: str) -> None:
        """Put a place where it belongs, unless it is taken."""
        at = bisect_right(self.places, start, key=lambda place: place.start)
        before, after = self.places[at - 1 : at], self.places[at : at + 1]
        if not (before and start < before[0].end) and not (after and after[0].start < end):
            self.places.insert(at, Place(start, end, spelling))


def _bare(words: str) -> str:
    """A title without the comma or full stop that its sentence put behind it, in single spaces."""
    words = " ".join(words.strip(" ,;").split())
    return words if _INITIALS.search(words) else words.rstrip(".,; ")


def _is_title(words: str) -> bool:
    """Whether words are few and have a title's capitals, short words aside, and are not sentences."""
    found = _WORD.findall(words)
    if not 0 < len(found) <= _MOST_WORDS or _SENTENCES.search(words):
        return False
    capitals = [word for word in found if not word[0].islower()]
    return found[0] in capitals[:1] and all(
        len(word) <= _SMALL_WORD or not word[0].islower() for word in found
    )


def _join(by_key: dict[str, list[Place]]) -> None:
    """Possessives and short forms are counted for the title itself: "Ebb’s", and "Part 2" behind "Ebb: Part 2"."""
    for short in sorted(by_key, key=len):
        first = by_key[short][0]
        owner = re.sub(r"[’']s$", "", first.spelling)
        long = key(owner) if owner != first.spelling and key(owner) in by_key else None
        for name, places in by_key.items() if long is None else ():
            if places[0].start < first.start and _shortens(first.spelling, places[0].spelling):
                long = name
                break
        if long:
            by_key[long] = sorted([*by_key[long], *by_key.pop(short)], key=lambda one: one.start)


def _shortens(short: str, long: str) -> bool:
    """Whether a name is what a longer one has before or behind its colon or the like, or is its initials."""
    brief, parts = key(short), _PARTS.split(long)
    telling = len(brief) > _LEAST_PART or any(char.isdigit() for char in brief)
    if len(parts) > 1 and telling and brief in {key(parts[0]), key(long[len(parts[0]) :])}:
        return True
    return short.isupper() and brief == "".join(word[0] for word in _WORD.findall(long)).lower()
