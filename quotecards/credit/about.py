"""Stage 7, the facts: what a review says of itself and of its film, each with the place it was read at.

What the sidecar, the front matter or the record said is kept as it is and completed from the text.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from quotecards.credit.evidence import directed, evidence, film, released
from quotecards.models import About

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.models import Cleaned, Voice

_TITLES = ("title", "heading")
_YEAR = re.compile(r"[\s,]*[(\[]\s*(?:18|19|20)\d\d\s*[)\]]\s*$")
_RATED = re.compile(
    r"[★☆⭐✮✭✪●○]+½?|(?<![\w.,])\d{1,3}(?:[.,]\d{1,2})?(?:\s*½)?\s*(?:/|out of|von|sur|de|su|van|av|z|из)\s*\d{1,3}(?!\w)"
    r"|(?:(?<=: )|^)[A-DF][+−–-]?$"
)
_NAME = re.compile(
    r"[^\W\d_][\w.’'-]*(?:\s+(?:(?:de|del|della|der|den|van|von|di|da|la|le)\s+)*[A-ZÀ-ÞĄĆĘŁŃŚŹŻА-ЯЁ][\w.’'-]*){0,3}"
)


def about(cleaned: Cleaned, voices: Sequence[Voice]) -> About:
    """A review becomes what is known of it; what the source does not say stays None.

    The film is spelled as the review spells it most. `origin` names for each fact where it was read.
    """
    given = cleaned.review.about
    title = given.title or _title(cleaned)
    named = film(cleaned, voices, title, given.film)
    found: dict[str, tuple[Any, str]] = {}
    if named:
        found |= {"film": (named.spelling, named.where), **_facts(cleaned, named.mentions)}
        title = None if _only_the_film(title or "", named.spelling) else title
    found |= {"title": (title, "heading"), "author": (_author(cleaned), "byline")}
    found["rating"] = (_rating(cleaned), "rating line")
    found["published"] = (_labelled(cleaned, "date"), "date line")
    found["language"] = (cleaned.language, "text")
    return _merged(given, found)


def _facts(cleaned: Cleaned, mentions: Sequence[str]) -> dict[str, tuple[Any, str]]:
    """The film's year, director and writer, where the text says them of this film."""
    director, writer = directed(cleaned, mentions)
    return {
        "year": (released(cleaned, mentions), "text"),
        "director": (director, "text"),
        "writer": (writer, "text"),
    }


def _merged(given: About, found: dict[str, tuple[Any, str]]) -> About:
    new = {
        name: value
        for name, (value, _) in found.items()
        if value is not None and getattr(given, name) is None
    }
    origin = dict(given.origin) | {name: found[name][1] for name in new}
    order = [field.name for field in fields(About)]
    return replace(given, **new, origin=tuple((name, origin[name]) for name in order if name in origin))


def _title(cleaned: Cleaned) -> str | None:
    """The first heading above the prose, without a date or a page's own words."""
    top = cleaned.blocks[0].start if cleaned.blocks else len(cleaned.review.text)
    for wanted in _TITLES:
        for label in cleaned.labels:
            if label.label == wanted and label.start < top:
                line = " ".join(cleaned.review.text[label.start : label.end].strip().split("\n")[0].split())
                if any(char.isalpha() for char in line):
                    return line.strip("#*_ ")
    return None


def _only_the_film(title: str, name: str) -> bool:
    """Whether a title says no more than the film's name: "Her (2013)", "Review: Her"."""
    bare = _YEAR.sub("", title)
    rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", bare, flags=re.IGNORECASE)
    rest = re.sub(r"[\W\d_]+", " ", rest).strip().lower()
    return bare != rest and (not rest or rest in evidence().generic)


def _author(cleaned: Cleaned) -> str | None:
    """The name in a byline, if it is one."""
    line = _labelled(cleaned, "byline")
    if not line:
        return None
    line = line.strip("*_ ")
    lowered = line.lower()
    lead = next((by for by in evidence().by if re.match(rf"{re.escape(by)}(?!\w)", lowered)), "")
    match = _NAME.match(line[len(lead) :].lstrip(" :,–—-"))
    name = match[0].strip(" .,") if match else ""
    return None if not name or name.lower() in evidence().no_one else name


def _rating(cleaned: Cleaned) -> str | None:
    """The rating as the first rating line gives it: "★★★½", "4/5", "B+"; None of an age rating."""
    for label in cleaned.labels:
        if label.label == "rating" and (
            found := _RATED.search(" ".join(cleaned.review.text[label.start : label.end].split()))
        ):
            return found[0].strip()
    return None


def _labelled(cleaned: Cleaned, name: str) -> str | None:
    """The text of the first label of a name, in single spaces."""
    for label in cleaned.labels:
        if label.label == name:
            return " ".join(cleaned.review.text[label.start : label.end].split()) or None
    return None
