"""Stage 7, the evidence: which film a review is about, from when and by whom, as far as its words prove it.

Every sign counts as so many votes; a film needs `_ENOUGH` of them and more than any other. A year or a
maker is taken only where it is said of that film, right beside its name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quotecards.credit import headed
from quotecards.datafiles import load, packaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotecards.models import Cleaned, Voice

# Votes. A line of its own with a year, or "X, directed by", is as good as proof; that a title stands in
# quotation marks is little, for reviews compare films.
_LISTED, _MADE, _CALLED, _HEADED, _QUOTED, _OPENING = 3, 4, 2, 2, 1, 1
_ENOUGH = 3
_EARLY = 1500  # characters; a review says early what it is about

_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_OPEN, _CLOSE = "[“„\"‘'«*_]", "[”“\"’'»*_]"
_CAPITAL = r"[A-ZÀ-Þ0-9][\w’'&-]*"
_TITLE = rf"{_CAPITAL}(?:\s+(?:(?:of|the|and|a|an|in|to|for|on|with|de|la|der|die|das|und)\s+)*{_CAPITAL})*"
_QUOTED_TITLE = rf"{_OPEN}(?P<quoted>\w[^“”„\"«»\n]{{0,60}}?)[,.]?{_CLOSE}"
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
    votes: Counter[str] = Counter()
    spellings: list[tuple[str, str]] = []
    for name, weight, where in _signs(cleaned, voices, title):
        votes[name.lower()] += weight
        spellings.append((name, where))
    if given:
        same = [name for name, _ in spellings if name.lower() == given.lower()]
        return Film(given, tuple(dict.fromkeys([given, *same])), "given")
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    met = [(name, where) for name, where in spellings if name.lower() == ranked[0][0]]
    return Film(_usual([name for name, _ in met]), tuple(dict.fromkeys(name for name, _ in met)), met[0][1])


def released(cleaned: Cleaned, mentions: Sequence[str]) -> int | None:
    """The one year that the review gives the film; None if it gives none, or two."""
    names, words = _either(mentions), evidence().film_words
    patterns = (
        rf"{names}{_CLOSE}?,?\s*[(\[](?:[^()\[\]\n]{{0,40}},\s*)?{_YEAR}[)\]]",
        rf"{names}[^.!?\n]{{0,120}}?\b(?:released|premiered|came out|made|{words})\s+(?:in|from|of)\s+{_YEAR}\b",
        rf"\b{_YEAR}(?:’s|'s)?\s+(?:\w+\s+)?(?:(?:{words}),?\s+)?{_OPEN}?{names}(?!\w)",
        rf"{names}{_CLOSE}?,?\s+(?:is\s+)?(?:a|the)\s+{_YEAR}\s+(?:[\w-]+\s+){{0,3}}(?:{words})\b",
    )
    years = {
        int(match["year"])
        for pattern in patterns
        for text in _told(cleaned)
        for match in re.finditer(pattern, text)
    }
    listed = rf"\(?{_YEAR}\)?\s*[|,·•/–-].*|(?i:{evidence().year_of})\s*[::]\s*(?:.{{0,20}}\D)?(?P<when>(?:18|19|20)\d\d)\b.*"
    facts = [cleaned.review.text[one.start : one.end] for one in cleaned.labels if one.label == "facts"]
    years |= {int(found["year"] or found["when"]) for one in facts if (found := re.fullmatch(listed, one))}
    return years.pop() if len(years) == 1 else None


def directed(cleaned: Cleaned, mentions: Sequence[str]) -> tuple[str | None, str | None]:
    """The director and the writer that the review names for the film; None what it does not say.

    Two different names for one task are none: the text is about more than one film there.
    """
    names, by, words = _either(mentions), evidence().directed_by, evidence().film_words
    near = r"[^“”„\"‘«».!?\n]{0,80}?"
    patterns = (
        rf"{names}{_CLOSE}?[,.]?{_CLOSE}?{near}\b(?P<how>(?i:{by}))\s+(?P<who>{_PEOPLE})",
        rf"{names}{_CLOSE}?,?\s+the\s+(?P<who>{_PERSON})\s+(?P<how>[a-z, ]*directed)\s+(?:\w+\s+)?(?:{words})\b",
        rf"(?P<who>{_PERSON}),\s+(?:the\s+)?(?P<how>(?:writer\s*[/-]\s*)?director)\s+of\s+{_OPEN}?{names}(?!\w)",
        rf"(?:^|\n)\s*(?P<how>(?i:{by}))\s*(?P<who>{_PEOPLE})\s*(?:$|\n)",
        rf"(?P<how>(?i:{by}))\s+(?P<who>{_PEOPLE}),\s+{_OPEN}*{names}",
    )
    found = [match for pattern in patterns for text in _told(cleaned) for match in re.finditer(pattern, text)]
    directors = {_person(match["who"]) for match in found}
    if len(directors) != 1:
        return None, None
    director = directors.pop()
    return director, director if any(_wrote(match["how"]) for match in found) else None


def _wrote(how: str) -> bool:
    return "writer" in how.lower() or any(word in how.lower() for word in evidence().wrote_too)


def _signs(cleaned: Cleaned, voices: Sequence[Voice], title: str | None) -> Iterator[tuple[str, int, str]]:
    """Every sign of a film's name: the name as it is spelled there, its votes, where it was read."""
    text, early = cleaned.review.text, cleaned.review.text[:_EARLY]
    quoted = [text[voice.start : voice.end].strip(" ,.") for voice in voices if voice.kind == "title"]
    yield from _listed(cleaned, title)
    for match in re.finditer(rf"{_QUOTED_TITLE},?\s+(?:(?i:{evidence().directed_by}))\s+{_PERSON}", early):
        yield match["quoted"], _MADE, "text"
    for match in re.finditer(rf"{_QUOTED_TITLE},?\s+the\s+{_PERSON}\s+[a-z, ]*directed\b", early):
        yield match["quoted"], _MADE, "text"
    called = _called(_prose(cleaned))
    for name in called:
        yield name, _CALLED, "text"
    for name in quoted:
        yield name, _QUOTED, "text"
    start = cleaned.blocks[0].start if cleaned.blocks else 0
    if opening := re.match(rf"\s*{_QUOTED_TITLE}", text[start : start + _EARLY]):
        yield opening["quoted"], _OPENING, "text"
    for name in dict.fromkeys([*quoted, *called]):
        if title and re.match(rf"{_OPEN}?{re.escape(name)}(?!\w)", title, re.IGNORECASE):
            yield title[title.lower().index(name.lower()) :][: len(name)], _HEADED, "heading"


def _listed(cleaned: Cleaned, title: str | None) -> Iterator[tuple[str, int, str]]:
    """What the lines above the prose say for sure: a name with its year, a heading that can only name the film."""
    for line in _headings(cleaned):
        if match := re.fullmatch(rf"\W*(?P<name>\w.{{0,60}}?)\s*[(\[]{_YEAR}[)\]]\W*", line):
            yield match["name"], _LISTED, "heading"
    for name in headed.names(title or "", _prose(cleaned), has_facts=_has_facts(cleaned)):
        yield name, _LISTED, "heading"


def _called(prose: str) -> list[str]:
    """The names that stand after "the film" or the like, in quotation marks or in capitals."""
    words = rf"\b(?i:the|this)\s+(?:{evidence().film_words}),?\s+"
    matches = re.finditer(rf"{words}(?:{_QUOTED_TITLE}|(?P<plain>{_TITLE}))", prose)
    return [match["quoted"] or match["plain"] for match in matches]


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


def _usual(names: Sequence[str]) -> str:
    """The spelling met most, all capitals only where there is no other; of equals the first."""
    quiet = [name for name in names if not (len(name) > 3 and name.isupper())] or list(names)
    return Counter(quiet).most_common(1)[0][0]


def _either(mentions: Sequence[str]) -> str:
    """A pattern for the film's name in each of its spellings, as whole words.

    A name written small is one only in its marks or at the head of a line: her is a pronoun, ‘her’ a film.
    """
    names = sorted(mentions, key=len, reverse=True)
    alternatives = [rf"(?:(?<={_OPEN})|^){re.escape(n)}" if n[:1].islower() else re.escape(n) for n in names]
    return rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)"


def _person(name: str) -> str:
    return " ".join(name.split()).removesuffix("’s").removesuffix("'s").rstrip(".,")
