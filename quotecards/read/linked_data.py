"""Stage 1: the schema.org data in a page (JSON-LD) becomes what is known of the review and its film."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_DEEPEST = 12  # of things within things; the deepest seen had five


def things(scripts: Iterable[str]) -> list[dict[str, Any]]:
    """The texts of a page's data scripts become all things described in them, outer before inner ones."""
    found: list[dict[str, Any]] = []
    for script in scripts:
        try:
            value = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue  # data for machines; its slips are not the reader's business
        found += _inner(value, 0)
    return found


def first(found: Sequence[dict[str, Any]], types: Sequence[str]) -> dict[str, Any] | None:
    """The first thing of the first of these types that there is."""
    return next((one for kind in types for one in found if kind in types_of(one)), None)


def types_of(thing: dict[str, Any]) -> set[str]:
    """The names of a thing's types, without the address of their vocabulary."""
    given = _listed(thing.get("@type"))
    return {one.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for one in given if isinstance(one, str)}


def of_review(review: dict[str, Any], found: list[dict[str, Any]], films: Collection[str]) -> dict[str, Any]:
    """A review becomes what it says of itself and of the film it is about.

    Where a page holds several people's reviews, none of them is the page's: only the film counts.
    """
    film = _thing(review.get("itemReviewed"), found) or next(
        (one for one in found if review in _listed(one.get("review"))), None
    )
    about_film = _of_film(film, found, films)
    writers = {_names(one.get("author"), found) for one in found if types_of(one) & types_of(review)}
    if len(writers) > 1:
        return about_film
    return _of_work(review, found) | about_film | {"rating": _rating(review.get("reviewRating"))}


def of_article(
    article: dict[str, Any], found: list[dict[str, Any]], films: Collection[str]
) -> dict[str, Any]:
    """An article becomes what it says of itself, and of the film that it says it is about."""
    subject = _thing(article.get("about"), found)
    known = _of_film(subject, found, films) if subject and types_of(subject) else {}
    return _of_work(article, found) | known


def _of_work(work: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": _plain(work.get("headline")) or _plain(work.get("name")),
        "author": _names(work.get("author"), found),
        "published": _day(work.get("datePublished") or work.get("dateCreated")),
        "outlet": _names(work.get("publisher"), found) or _names(work.get("sourceOrganization"), found),
        "url": _plain(work.get("url")),
    }


def _of_film(
    film: dict[str, Any] | None, found: list[dict[str, Any]], films: Collection[str]
) -> dict[str, Any]:
    """A thing becomes what is known of it as a film; of a thing of another type nothing is."""
    if film is None or (types_of(film) and types_of(film).isdisjoint(films)):
        return {}
    released = next(
        (
            film[key]
            for key in ("dateCreated", "datePublished", "copyrightYear", "releasedEvent")
            if film.get(key)
        ),
        None,
    )
    year = str(released)[:4]
    return {
        "film": _plain(film.get("name")),
        "year": int(year) if year.isdecimal() and len(year) == 4 else None,
        "director": _names(film.get("director"), found),
    }


def _rating(rating: Any) -> str | None:
    """A rating as far as it is said: 4/5, or 4 where the best is not told."""
    one = rating[0] if isinstance(rating, list) and rating else rating
    if not isinstance(one, dict):
        return _plain(one)
    value, best = _plain(one.get("ratingValue")), _plain(one.get("bestRating"))
    return f"{value}/{best}" if value and best and "/" not in value else value


def _day(value: Any) -> str | None:
    """A date without its time."""
    text = _plain(value)
    return text[:10] if text and text[4:5] == "-" == text[7:8] else text


def _plain(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def _names(value: Any, found: list[dict[str, Any]]) -> str | None:
    """The names of people or of an organisation, in their order; an address is no name."""
    listed = _listed(value)
    named = [
        _plain((_thing(one, found) or {}).get("name")) if isinstance(one, dict) else _plain(one)
        for one in listed
    ]
    return ", ".join(dict.fromkeys(name for name in named if name and _is_name(name))) or None


def _is_name(text: str) -> bool:
    return "://" not in text and any(letter.isalpha() for letter in text)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _thing(value: Any, found: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What a property holds; where it only refers to a thing by its id, that thing."""
    one = value[0] if isinstance(value, list) and value else value
    if isinstance(one, str):
        return {"name": one}
    if not isinstance(one, dict):
        return None
    if "name" in one or "@id" not in one:
        return one
    return next((other for other in found if other.get("@id") == one["@id"] and "name" in other), one)


def _inner(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _inner(one, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value:
            yield value
        for one in value.values():
            if isinstance(one, dict | list):
                yield from _inner(one, depth + 1)
