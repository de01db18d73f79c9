"""Stage 1: what a web page says of itself becomes an About: data for machines first, then its own marks.

In this order: a schema.org review, a schema.org article, Open Graph and meta elements, marked elements.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import load, packaged
from quotecards.models import About
from quotecards.read import about as said
from quotecards.read import linked_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SEPARATOR = re.compile(r"\s+[|·•»–—-]\s+")
_DATED = (
    "//time[@pubdate or @itemprop='datePublished' or contains(@class, 'published')"
    " or contains(@class, 'entry-date')]/@datetime"
)
_IN_COMMENTS = (
    "ancestor-or-self::*[not(self::body or self::html)]"
    "[contains(concat(' ', @class), ' comment') or starts-with(@id, 'comment')]"
)
_BY = re.compile(r"^(?:by|written by|review by|posted by|von|par|por|di|de)\s*:?\s+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w.’'-]*(?:\s+[\w.’'-]+){0,4}")


def about(root: Any) -> About:
    """A page's tree becomes what the page says of itself."""
    found = About()
    for values, origin in _told(root):
        known = {key: value for key, value in values.items() if value is not None}
        found = said.merged(found, said.of_record(known, dict.fromkeys(said.KEYS, origin)))
    return replace(found, title=_bare(found.title, found.outlet, _headings(root))) if found.title else found


def _told(root: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """All that speaks, the most trusted first."""
    data = _data()
    scripts = root.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]")
    things = linked_data.things(script.text_content() for script in scripts)
    review = linked_data.first(things, data["reviews"])
    if review is not None:
        yield linked_data.of_review(review, things, data["films"]), "JSON-LD review"
    article = linked_data.first(things, data["articles"])
    if article is not None:
        yield linked_data.of_article(article, things, data["films"]), "JSON-LD article"
    yield _meta(root, data["meta"]), "page’s meta elements"
    yield _marked(root, data["marked"]), "page’s markup"


def _meta(root: Any, names: Mapping[str, list[str]]) -> dict[str, Any]:
    said_by: dict[str, str] = {}
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                said_by.setdefault(name, content)
    found: dict[str, Any] = {
        key: next((said_by[name] for name in wanted if name in said_by), None)
        for key, wanted in names.items()
    }
    if found.get("author") and "://" in found["author"]:
        found["author"] = None
    if published := found.get("published"):
        found["published"] = published[:10] if re.match(r"\d{4}-\d\d-\d\d", published) else published
    return {key: html.unescape(value) if isinstance(value, str) else value for key, value in found.items()}


def _marked(root: Any, paths: Mapping[str, list[str]]) -> dict[str, Any]:
    """What elements are marked as: the writer, the date, the address, the title, the site.

    Not the language: it is the template's, and often not the text's.
    """
    canonical = next(iter(root.xpath("//link[@rel='canonical']/@href")), None)
    dated = root.xpath(_DATED) or root.xpath("//*[@itemprop='datePublished']/@content")
    title = next(iter(root.xpath("//head/title")), None)
    author = _only(_BY.sub("", name) for name in _words(root, paths["author"]))
    return {
        "author": author if author and _NAME.fullmatch(author) and len(author) < 60 else None,
        "published": dated[0][:10] if dated else None,
        "url": canonical if canonical and "://" in canonical else None,
        "title": _only(_words(root, paths["title"])) or (title.text_content() if title is not None else None),
        "outlet": _only(_words(root, paths["outlet"])),
    }


def _words(root: Any, paths: list[str]) -> list[str]:
    """The words of the elements at these places, those of comments left out."""
    elements = [
        element for path in paths for element in root.xpath(path)[:20] if not element.xpath(_IN_COMMENTS)
    ]
    return [words for element in elements if (words := " ".join(element.text_content().split()))]


def _only(found: Iterable[str]) -> str | None:
    """The one thing that all of them say."""
    said_here = set(found)
    return said_here.pop() if len(said_here) == 1 else None


def _headings(root: Any) -> list[str]:
    return [" ".join(element.text_content().split()) for element in root.xpath("//h1 | //h2 | //h3")[:40]]


def _bare(title: str, outlet: str | None, headings: list[str]) -> str:
    """A title without the site's name: the part of it that stands on the page as a heading, if one does."""
    parts = _SEPARATOR.split(title)
    shown = [one for one in headings if one and one != outlet and one in title]
    whole = [one for one in shown if one in parts or one == title]
    if whole:
        return max(whole, key=len)
    kept = [part for part in parts if outlet is None or part.casefold() != outlet.casefold()]
    if len(kept) < len(parts) and kept:
        return title[title.index(kept[0]) : title.rindex(kept[-1]) + len(kept[-1])]
    return title.rpartition(" | ")[0] or title


@cache
def _data() -> dict[str, Any]:
    return load(packaged("read", "page_about.toml"))
