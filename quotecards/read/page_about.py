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
    from collections.abc import Iterator, Mapping

_SEPARATOR = r"\s*[|·•»–—-]\s*"
_BY = re.compile(r"^(?:by|written by|review by|posted by|von|par|por|di|de)\s*:?\s+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w.’'-]*(?:\s+[\w.’'-]+){0,4}")


def about(root: Any) -> About:
    """A page's tree becomes what the page says of itself."""
    found = About()
    for values, origin in _told(root):
        known = {key: value for key, value in values.items() if value is not None}
        found = said.merged(found, said.of_record(known, dict.fromkeys(said.KEYS, origin)))
    return _tidied(found)


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
    yield _marked(root), "page’s markup"


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


def _marked(root: Any) -> dict[str, Any]:
    """What elements are marked as: the writer, the date, the address, the title.

    Not the language: it is the template's, and often not the text's.
    """
    canonical = next(iter(root.xpath("//link[@rel='canonical']/@href")), None)
    dated = root.xpath(
        "//time[@pubdate or @itemprop='datePublished' or contains(@class, 'published') or contains(@class, 'entry-date')]/@datetime"
    ) or root.xpath("//*[@itemprop='datePublished']/@content")
    title = next(iter(root.xpath("//head/title")), None)
    return {
        "author": _author(root),
        "published": dated[0][:10] if dated else None,
        "url": canonical if canonical and "://" in canonical else None,
        "title": title.text_content() if title is not None else None,
    }


def _author(root: Any) -> str | None:
    """The one name that stands in elements marked as the author's; None if there are several."""
    elements = root.xpath(
        "//a[@rel='author'] | //*[@itemprop='author'] | //*[contains(concat(' ', @class, ' '), ' author ') and not(ancestor::*[contains(@class, 'comment')])]"
    )
    names = {_BY.sub("", " ".join(element.text_content().split())) for element in elements[:20]}
    named = {name for name in names if _NAME.fullmatch(name) and len(name) < 60}
    return named.pop() if len(named) == 1 else None


def _tidied(found: About) -> About:
    """The title without the site's name behind it."""
    if not found.title:
        return found
    title = found.title
    if found.outlet:
        outlet = re.escape(found.outlet)
        title = re.sub(rf"{_SEPARATOR}{outlet}\s*$|^\s*{outlet}{_SEPARATOR}", "", title, flags=re.IGNORECASE)
    return replace(found, title=title.strip() or found.title)


@cache
def _data() -> dict[str, Any]:
    return load(packaged("read", "page_about.toml"))
