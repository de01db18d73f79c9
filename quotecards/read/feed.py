"""Stage 1: an RSS or Atom feed: each entry is a review, as far as the feed holds it."""

from __future__ import annotations

import io
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, ClassVar

from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read import about
from quotecards.read.limits import limits, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from time import struct_time

    from quotecards.read.seam import Item, Source

_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>|<!--.*?-->|<\?[^>]*\?>|\s)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE)
_ENDS = re.compile(rb"</(?:rss|feed|rdf:RDF)\s*>", re.IGNORECASE)
_SPLIT = "Split it."


class Feed:
    """Entries by feedparser."""

    suffixes: ClassVar[tuple[str, ...]] = (".xml", ".rss", ".atom", ".rdf", ".html", ".htm")

    def claims(self, head: bytes) -> bool:
        """Its first element is that of a feed, even if a server calls it a page."""
        return _FEED.match(head) is not None

    def read(self, source: Source) -> Iterator[Item]:
        """Each entry becomes a review.

        Raises:
            SourceError: it is a web page or another kind of XML, or holds no entry.

        """
        if _PAGE.match(source.head):
            raise SourceError(
                "this is a web page where a feed was expected.",
                where=source.name,
                remedy="Save it with a name ending in .html; or look on the page for the address of its feed.",
            )
        content = within(source.stream, limits().whole_bytes, "one feed", source.name, _SPLIT)
        if not content.strip():
            raise SourceEmpty("the file is empty.", where=source.name, remedy="Fetch the feed anew.")
        parsed = _parsed(content, source)
        for number, entry in enumerate(parsed.entries, start=1):
            try:
                yield _review(entry, parsed.feed, number, source.name, parsed.get("encoding") or "utf-8")
            except SourceError as error:
                yield error
        if not _ENDS.search(content[-4096:].replace(b"\0", b"")):  # UTF-16 has a nought in each letter
            raise SourceError(
                "the feed breaks off.", where=source.name, remedy="What stands in it was read; fetch it anew."
            )


def _parsed(content: bytes, source: Source) -> Any:
    import feedparser

    headers = {"content-type": f"application/xml; charset={source.charset}"} if source.charset else {}
    parsed = feedparser.parse(io.BytesIO(content), response_headers=headers, sanitize_html=False)
    if not parsed.version and not parsed.entries:
        raise SourceError(
            "this is no RSS or Atom feed.",
            where=source.name,
            remedy="Look for the feed's address on the site.",
        )
    if not parsed.entries:
        raise SourceEmpty("the feed has no entries.", where=source.name, remedy="Try again when it has.")
    return parsed


def _review(entry: Any, feed: Any, number: int, where: str, encoding: str) -> Review:
    """An entry becomes a review: its content as words, what feed and entry say of it.

    Raises:
        SourceError: it has no words.

    """
    from quotecards.read.flow import flowed
    from quotecards.read.page_labels import labels
    from quotecards.read.tree import tree

    contents = [one.get("value") or "" for one in entry.get("content", [])]
    written = max([*contents, entry.get("summary") or ""], key=len)
    place = f"{where}, entry {number}"
    if not written.strip():
        raise SourceEmpty(
            "has no text.", where=place, remedy="The feed gives titles only; name the page itself."
        )
    root = tree(f"<div>{written}</div>", place)
    flow = flowed(root)
    if not flow.text:
        raise SourceEmpty(
            "has no words.", where=place, remedy="It may be a picture only; name the page itself."
        )
    return Review(
        text=flow.text,
        source=where,
        record=str(entry.get("id") or number),
        about=about.of_record(*_told(entry, feed)),
        labels=labels(flow),
        markup=flow.markup,
        encoding=encoding,
    )


def _told(entry: Any, feed: Any) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """What the entry says, then what the feed says, and where each was read.

    Not the language: a feed names one for all its entries, whatever they are written in.
    """
    of_entry = {
        "title": entry.get("title"),
        "author": entry.get("author"),
        "url": entry.get("link"),
        "published": _day(entry.get("published") or entry.get("updated"), entry.get("published_parsed")),
        "film": entry.get("letterboxd_filmtitle"),
        "year": entry.get("letterboxd_filmyear"),
        "rating": entry.get("letterboxd_memberrating"),
    }
    of_feed = {"outlet": feed.get("title"), "author": feed.get("author")}
    values = {key: value for key, value in of_entry.items() if value}
    origins = dict.fromkeys(values, "feed’s entry")
    for key, value in of_feed.items():
        if value and key not in values:
            values[key], origins[key] = value, "feed"
    return values, origins


def _day(written: str | None, parsed: struct_time | None) -> str | None:
    """The day of an entry where it was written."""
    if written is None:
        return None
    if re.match(r"\d{4}-\d\d-\d\d", written):
        return written[:10]
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except ValueError:
        return f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}" if parsed else None
