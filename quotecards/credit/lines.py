"""Stage 7, the wording: what is known of a quote becomes the lines of its credit, what is not is left out."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import Credit

if TYPE_CHECKING:
    from quotecards.models import About, Kind

_QUOTES = {"“": "‘", "”": "’", '"': "’"}
_BEFORE = r"(?:^|[‘“\"(]|\b(?:of|on|in|reviews?:?|kritik:?|about|zu|über)\s+)"
_AFTER = r"(?:$|\s*[:–—|(,’”\")]|\s+[-–—]\s|[’']s\b|\s+\()"


def credit(kind: Kind, about: About, speaker: str | None = None) -> Credit:
    """A voice and what is known of the review become the credit of a quote, with its lines for the card.

    The film's words are the film's, "quoted in" the review; the reviewer's are the reviewer's, on the
    film; another's are that speaker's, "quoted in" the review. Nothing known, no lines.
    """
    speaker = speaker or (about.speaker if kind == "film" else None)
    makers = {"film": _of_film, "reviewer": _of_reviewer, "quoted": _of_someone}
    lines = [speaker if kind != "reviewer" else None, *makers[kind](about, speaker), about.outlet]
    return Credit(
        speaker=speaker if kind != "reviewer" else None,
        author=about.author,
        title=about.title,
        film=about.film,
        year=about.year,
        director=about.director,
        outlet=about.outlet,
        url=about.url,
        lines=tuple(line for line in lines if line),
    )


def _of_film(about: About, speaker: str | None) -> list[str | None]:
    said = _phrases(about.language)
    film = _film_and_year(about)
    return [
        said["in_film"].format(film=film) if film and speaker else film,
        _makers(about) if film else None,
        _quoted(about),
    ]


def _of_reviewer(about: About, _: str | None) -> list[str | None]:
    return [about.author, _title(about), _on(about)]


def _of_someone(about: About, _: str | None) -> list[str | None]:
    said = _phrases(about.language)
    film = _film_and_year(about)
    if about.author or about.title:
        return [_quoted(about), _on(about)]
    return [said["quoted_in_review"].format(film=film) if film else None]


def _film_and_year(about: About) -> str | None:
    said = _phrases(about.language)
    if not about.film:
        return None
    film = f"*{_unmarked(about.film)}*"
    return said["film_year" if about.year else "film"].format(film=film, year=about.year)


def _on(about: About) -> str | None:
    said, film = _phrases(about.language), _film_and_year(about)
    if not film:
        return None
    return said["on_directed" if about.director else "on"].format(film=film, director=about.director)


def _makers(about: About) -> str | None:
    """Who wrote and who directed it, as far as is known."""
    said = _phrases(about.language)
    if about.director and about.director == about.writer:
        return said["written_and_directed"].format(director=about.director)
    told = [
        said["written"].format(writer=about.writer) if about.writer else None,
        said["directed"].format(director=about.director) if about.director else None,
    ]
    return ", ".join(one for one in told if one) or None


def _quoted(about: About) -> str | None:
    """What is known of: quoted by Jane Doe in “A title”."""
    said = _phrases(about.language)
    parts = [
        said["quoted_by"].format(author=about.author) if about.author else None,
        said["quoted_in"].format(title=_title(about)) if about.title else None,
    ]
    known = [part for part in parts if part]
    return " ".join([said["quoted"], *known]) if known else None


def _title(about: About) -> str | None:
    """The review's title in quotation marks, the film's title in it marked."""
    if not about.title:
        return None
    title = _unmarked(about.title)
    if about.film:
        title = _with_film_marked(title, _unmarked(about.film))
    inner = "".join(_QUOTES.get(char, char) for char in re.sub(r'"([^"]*)"', r"‘\1’", title))
    return _phrases(about.language)["title"].format(title=inner)


def _with_film_marked(title: str, film: str) -> str:
    """The film's title within a review's title gets its asterisks, where it stands there as a title.

    At the begin, where something such as a colon sets it apart; in its own quotation marks, which the
    italic then replaces; or spelled with its capitals where these are telling.
    """
    name = re.escape(film)
    quoted = re.sub(rf"[‘“\"']({name})[’”\"']", r"*\1*", title, count=1, flags=re.IGNORECASE)
    if quoted != title:
        return quoted
    apart = re.compile(rf"({_BEFORE})({name})(?={_AFTER})", re.IGNORECASE)
    spelled = re.compile(rf"(^|(?<=\s))({name})(?!\w)") if film[:1].isupper() else apart
    for pattern in (apart, spelled):
        marked = pattern.sub(r"\1*\2*", title, count=1)
        if marked != title:
            return marked
    return title


def _unmarked(text: str) -> str:
    """A text without the asterisks that would be taken for marks, in single spaces."""
    return " ".join(text.replace("*", "").split())


@cache
def _phrases(language: str | None) -> dict[str, str]:
    path = packaged("credit", "phrases.toml")
    data = load(path)
    wanted = (language or "en").split("-")[0].lower()
    said = data.get(wanted, data["en"])
    for name in data["en"]:
        if not isinstance(said.get(name), str):
            raise DataError(f"{name} is missing.", where=f"{path}:{line_of(path, wanted)}")
    return dict(said)
