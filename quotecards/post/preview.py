"""Stage 11: payloads become a page that shows each post as its network will: picture, text, count, alt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotecards.post.fit.count import count, length
from quotecards.post.limits import sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.post.seam import Facet, Limits, Payload

_UNITS = {
    "weighted": "as X weighs them",
    "utf16": "UTF-16 units",
    "emoji-bytes": "characters, emoji as bytes",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """One post to look at: `pictures` are addresses for the page, `request` that of the exact request."""

    target: str
    when: str
    payload: Payload
    limits: Limits
    pictures: tuple[str, ...]
    request: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A count against its limit."""

    counted: int
    most: int
    unit: str


def page(previews: Sequence[Preview], title: str = "Posts") -> str:
    """Posts become one HTML page that works without a server."""
    from quotecards.filled import filled

    posts = [
        {
            "preview": one,
            "title": sheet(one.payload.network).title,
            "stretches": stretches(one.payload.text, one.payload.facets),
            "measures": measures(one.payload, one.limits),
            "alts": [alt_measure(picture.alt, one.limits) for picture in one.payload.pictures],
            "price": price(one.payload, one.limits),
            "unconfirmed": sheet(one.payload.network).unconfirmed,
        }
        for one in previews
    ]
    return filled({"posts": posts, "title": title}, "post/preview.html.j2", html=True)


def measures(payload: Payload, limits: Limits) -> list[Measure]:
    """A post's text against each of its limits."""
    found = [
        Measure(
            length(payload.text, limits), limits.text_most, _UNITS.get(limits.text_unit, limits.text_unit)
        )
    ]
    if limits.text_bytes_most is not None:
        found.append(Measure(count(payload.text, "utf8"), limits.text_bytes_most, "bytes"))
    return found


def alt_measure(alt: str, limits: Limits) -> Measure | None:
    """An alt text against its limit; None where the network has no alt text."""
    if not limits.alt_most:
        return None
    unit = _UNITS.get(limits.alt_unit, limits.alt_unit)
    return Measure(count(alt, limits.alt_unit), limits.alt_most, unit)


def price(payload: Payload, limits: Limits) -> str:
    """What the network takes for the post, empty where it takes nothing as far as is known."""
    asked = limits.price_with_link_usd if payload.link else limits.price_usd
    return "" if asked is None else f"about ${asked:.3f} (read {limits.read})"


def stretches(text: str, facets: Sequence[Facet]) -> list[tuple[str, str]]:
    """A text cut at its facets: (words, "link" or "tag" or "mention" or "")."""
    content, place = text.encode(), 0
    pieces: list[tuple[str, str]] = []
    for facet in facets:
        pieces.append((content[place : facet.start].decode(), ""))
        pieces.append((content[facet.start : facet.end].decode(), facet.kind))
        place = facet.end
    pieces.append((content[place:].decode(), ""))
    return [piece for piece in pieces if piece[0]]
