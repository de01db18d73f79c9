"""Stage 7, the wording: what is known of a quote becomes the lines of its credit, what is not is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecards.models import Credit
from quotecards.wording import wording

if TYPE_CHECKING:
    from quotecards.models import About, Kind

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
    said = wording(about.language)
    film = _film_and_year(about)
    return [
        said.line("in_film", film=film) if film and speaker else film,
        _makers(about) if film else None,
        _quoted(about),
    ]


def _of_reviewer(about: About, _: str | None) -> list[str | None]:
    return [about.author, _title(about), _on(about)]


def _of_someone(about: About, _: str | None) -> list[str | None]:
    said = wording(about.language)
    film = _film_and_year(about)
    if about.author or about.title:
        return [_quoted(about), _on(about)]
    return [said.line("quoted_in_review", film=film) if film else None]


def _film_and_year(about: About) -> str | None:
    said = wording(about.language)
    if not about.film:
        return None
    film = f"*{_unmarked(about.film)}*"
    return said.line("film_year" if about.year else "film", film=film, year=about.year)


def _on(about: About) -> str | None:
    said, film = wording(about.language), _film_and_year(about)
    if not film:
        return None
    return said.line("on_directed" if about.director else "on", film=film, director=about.director)


def _makers(about: About) -> str | None:
    """Who wrote and who directed it, as far as is known."""
    said = wording(about.language)
    if about.director and about.director == about.writer:
        return said.line("written_and_directed", director=about.director)
    told = [
        said.line("written", writer=about.writer) if about.writer else None,
        said.line("directed", director=about.director) if about.director else None,
    ]
    return said.lines["comma"].join(one for one in told if one) or None


def _quoted(about: About) -> str | None:
    """What is known of: quoted by Jane Doe in “A title”."""
    known = {name: text for name, text in (("by", about.author), ("in", _title(about))) if text}
    if not known:
        return None
    name = "_".join(("quoted", *known))
    return wording(about.language).line(name, author=about.author, title=known.get("in"))


def _title(about: About) -> str | None:
    """The review's title in quotation marks, the film's title in it marked."""
    if not about.title:
        return None
    title = _unmarked(about.title)
    if about.film:
        title = _with_film_marked(title, _unmarked(about.film))
    return wording(about.language).titled(title)


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
