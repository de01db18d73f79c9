"""Stage 7, the evidence: which film a review is about, from when and by whom, as far as its words prove it.

The film is the likeliest of the names in it (`standing.py`), if that is likely enough. A year or a maker is
taken only where it is said of that film, right beside its name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quotecards.credit import headed, standing
from quotecards.credit.names import names, prose
from quotecards.datafiles import load, packaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotecards.models import Cleaned, Voice

_FILM = "\ufdd0"  # stands for the film's name; no text holds this character
_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_OPEN, _CLOSE = "[“„\"‘'«*_]", "[”“\"’'»*_]"
_CAPITAL = r"[A-ZÀ-Þ0-9][\w’'&-]*"
_TITLE = rf"{_CAPITAL}(?:\s+(?:(?:of|the|and|a|an|in|to|for|on|with|de|la|der|die|das|und)\s+)*{_CAPITAL})*"
_PART = r"(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w’'-]*)"
_PERSON = rf"{_PART}(?:\s+(?:(?:de|del|della|der|den|van|von|di|da|la|le)\s+)*{_PART}){{1,3}}"
_PEOPLE = rf"(?:{_PERSON}|{_PART}(?=\s+(?:and|und|&)\s))(?:(?:,| and| und| &)\s+{_PERSON})*"


@dataclass(frozen=True, slots=True)
class Film:
    """A film as a review names it: the usual spelling, every spelling met, and where it was read first."""

    spelling: str
    mentions: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The wordings by which reviews tell (`data/credit/evidence.toml`)."""

    film_words: str
    directed_by: str
    year_of: str
    wrote_too: tuple[str, ...]
    generic: frozenset[str]
    by: tuple[str, ...]
    no_one: frozenset[str]


@cache
def evidence() -> Evidence:
    """The wordings, the longer ones first; those that patterns need are alternatives of one."""
    data = load(packaged("credit", "evidence.toml"))
    longest = {name: sorted(entries, key=len, reverse=True) for name, entries in data.items()}
    return Evidence(
        film_words="|".join(map(re.escape, longest["film_words"])),
        directed_by="|".join(map(re.escape, longest["directed_by"])),
        year_of="|".join(map(re.escape, longest["year_of"])),
        wrote_too=tuple(longest["wrote_too"]),
        generic=frozenset(longest["generic"]),
        by=tuple(longest["by"]),
        no_one=frozenset(longest["no_one"]),
    )


def film(cleaned: Cleaned, voices: Sequence[Voice], title: str | None, given: str | None) -> Film | None:
    """The film that a review is about, if its words leave no doubt; `given` is what is known from outside."""
    found = names(cleaned, voices, _called(cleaned, title), _listed(cleaned, title))
    if given:
        same = [
            spelling for name in found for spelling in name.spellings if spelling.lower() == given.lower()
        ]
        return Film(given, tuple(dict.fromkeys([given, *same])), "given")
    name = standing.film(found, cleaned, title)
    if name is None:
        return None
    spellings = name.spellings
    return Film(name.spelling, tuple(dict.fromkeys(spellings)), "heading" if name.headed else "text")


def released(cleaned: Cleaned, mentions: Sequence[str]) -> int | None:
    """The one year that the review gives the film; None if it gives none, or two."""
    said = _said(cleaned, mentions)
    years = {int(match["year"]) for pattern in _years() for text in said for match in pattern.finditer(text)}
    facts = [cleaned.review.text[one.start : one.end] for one in cleaned.labels if one.label == "facts"]
    found = [match for one in facts if (match := _listed_year().fullmatch(one))]
    years |= {int(match["year"] or match["when"]) for match in found}
    return years.pop() if len(years) == 1 else None


def directed(cleaned: Cleaned, mentions: Sequence[str]) -> tuple[str | None, str | None]:
    """The director and the writer that the review names for the film; None what it does not say.

    Two different names for one task are none: the text is about more than one film there.
    """
    said = _said(cleaned, mentions)
    found = [match for pattern in _makers() for text in said for match in pattern.finditer(text)]
    directors = {_person(match["who"]) for match in found}
    if len(directors) != 1:
        return None, None
    director = directors.pop()
    return director, director if any(_wrote(match["how"]) for match in found) else None


@cache
def _years() -> tuple[re.Pattern[str], ...]:
    """How reviews give the film its year; the film's name is `_FILM`."""
    words = evidence().film_words
    patterns = (
        rf"{_FILM}{_CLOSE}?,?\s*[(\[](?:[^()\[\]\n]{{0,40}},\s*)?{_YEAR}[)\]]",
        rf"{_FILM}[^.!?\n]{{0,120}}?\b(?:released|premiered|came out|made|{words})\s+(?:in|from|of)\s+{_YEAR}\b",
        rf"\b{_YEAR}(?:’s|'s)?\s+(?:\w+\s+)?(?:(?:{words}),?\s+)?{_OPEN}?{_FILM}",
        rf"{_FILM}{_CLOSE}?,?\s+(?:is\s+)?(?:a|the)\s+{_YEAR}\s+(?:[\w-]+\s+){{0,3}}(?:{words})\b",
    )
    return tuple(map(re.compile, patterns))


@cache
def _listed_year() -> re.Pattern[str]:
    """How a line of the film's data gives its year."""
    return re.compile(
        rf"\(?{_YEAR}\)?\s*[|,·•/–-].*|(?i:{evidence().year_of})\s*[::]\s*(?:.{{0,20}}\D)?(?P<when>(?:18|19|20)\d\d)\b.*"
    )


@cache
def _makers() -> tuple[re.Pattern[str], ...]:
    """How reviews say who made the film; the film's name is `_FILM`."""
    by, words = evidence().directed_by, evidence().film_words
    near = r"[^“”„\"‘«».!?\n]{0,80}?"
    patterns = (
        rf"{_FILM}{_CLOSE}?[,.]?{_CLOSE}?{near}\b(?P<how>(?i:{by}))\s+(?P<who>{_PEOPLE})",
        rf"{_FILM}{_CLOSE}?,?\s+the\s+(?P<who>{_PERSON})\s+(?P<how>[a-z, ]*directed)\s+(?:\w+\s+)?(?:{words})\b",
        rf"(?P<who>{_PERSON}),\s+(?:the\s+)?(?P<how>(?:writer\s*[/-]\s*)?director)\s+of\s+{_OPEN}?{_FILM}",
        rf"(?:^|\n)\s*(?P<how>(?i:{by}))\s*(?P<who>{_PEOPLE})\s*(?:$|\n)",
        rf"(?P<how>(?i:{by}))\s+(?P<who>{_PEOPLE}),\s+{_OPEN}*{_FILM}",
    )
    return tuple(map(re.compile, patterns))


def _said(cleaned: Cleaned, mentions: Sequence[str]) -> list[str]:
    """What the review tells, the film's name each time put as `_FILM`: so the patterns are the same for all films."""
    names = re.compile(_either(mentions))
    return [names.sub(_FILM, text) for text in _told(cleaned)]


def _wrote(how: str) -> bool:
    return "writer" in how.lower() or any(word in how.lower() for word in evidence().wrote_too)


def _listed(cleaned: Cleaned, title: str | None) -> Iterator[str]:
    """What the lines above the prose say for sure: a name with its year, a heading that can only name the film."""
    for line in _headings(cleaned):
        if match := re.fullmatch(rf"\W*(?P<name>\w.{{0,60}}?)\s*[(\[]{_YEAR}[)\]]\W*", line):
            yield headed.reviewed(match["name"]) or match["name"]
    yield from headed.names(title or "", _prose(cleaned), has_facts=_has_facts(cleaned))


def _called(cleaned: Cleaned, title: str | None) -> list[tuple[int, int]]:
    """Where a name in capitals, without marks, stands after "the film" or the like.

    Once, it may be whoever plays in it: it must be so twice, or stand in the heading too.
    """
    text, pattern = cleaned.review.text, _plainly_called()
    spans = [
        match.span("name") for start, end in prose(cleaned) for match in pattern.finditer(text, start, end)
    ]
    often = Counter(text[start:end] for start, end in spans)
    return [
        (start, end)
        for start, end in spans
        if often[text[start:end]] > 1 or text[start:end].lower() in (title or "").lower()
    ]


@cache
def _plainly_called() -> re.Pattern[str]:
    return re.compile(rf"\b(?i:the|this)\s+(?:{evidence().film_words}),?\s+(?P<name>{_TITLE})")


def _headings(cleaned: Cleaned) -> list[str]:
    """The lines above the prose that are labelled: titles, captions of the still, dates."""
    top = cleaned.blocks[0].start if cleaned.blocks else len(cleaned.review.text)
    text = cleaned.review.text
    labelled = [text[label.start : label.end] for label in cleaned.labels if label.start < top]
    return list(dict.fromkeys(line.strip() for part in labelled for line in part.split("\n") if line.strip()))


def _has_facts(cleaned: Cleaned) -> bool:
    """Whether the film's data stand above the prose: then the title above them is the film's."""
    top = cleaned.blocks[0].start if cleaned.blocks else 0
    return any(label.label == "facts" and label.start < top for label in cleaned.labels)


def _prose(cleaned: Cleaned) -> str:
    return "\n".join(cleaned.review.text[block.start : block.end] for block in cleaned.blocks)


def _told(cleaned: Cleaned) -> tuple[str, ...]:
    """Where facts are looked for: the lines above the prose, and the prose; not comments, not the page."""
    return (*_headings(cleaned), _prose(cleaned))


def _either(mentions: Sequence[str]) -> str:
    """A pattern for the film's name in each of its spellings, as whole words.

    A name written small is one only in its marks or at the head of a line: her is a pronoun, ‘her’ a film.
    """
    names = sorted(mentions, key=len, reverse=True)
    spelled = [(name, r"\s+".join(map(re.escape, name.split()))) for name in names]
    alternatives = [rf"(?:(?<={_OPEN})|^){one}" if name[:1].islower() else one for name, one in spelled]
    return rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)"


def _person(name: str) -> str:
    return " ".join(name.split()).removesuffix("’s").removesuffix("'s").rstrip(".,")
