"""Stage 11: a text is counted as the network counts it.

Sources: Bluesky counts extended grapheme clusters and UTF-8 bytes (lexicon app.bsky.feed.post); Mastodon
graphemes with each link as 23; X weighs characters (twitter-text, configuration v3); Threads counts an
emoji as its UTF-8 bytes. All read 2026-11-22.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotecards.post.seam import Limits, Unit

GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")


def count(text: str, unit: Unit, url_weight: int | None = None) -> int:
    """A text becomes its length in a unit; `url_weight` is what each link counts as, None as it is long."""
    if url_weight is not None and unit != "weighted" and "://" in text:
        text = _with_weighted_links(text, url_weight)
    return _COUNTERS[unit](text)


def length(text: str, limits: Limits) -> int:
    """A post's text becomes its length as the network counts it."""
    return count(text, limits.text_unit, limits.url_weight)


def fits(text: str, limits: Limits) -> bool:
    """Whether a post's text is within the limit, and within that of its bytes where there is one."""
    if limits.text_bytes_most is not None and _utf8(text) > limits.text_bytes_most:
        return False
    return length(text, limits) <= limits.text_most


def links(text: str) -> list[tuple[int, int]]:
    """The links of a text that begin with http:// or https://, as half-open character offsets."""
    from twitter_text import extract_urls_with_indices

    found = [tuple(one["indices"]) for one in extract_urls_with_indices(text)] if "://" in text else []
    return [(start, end) for start, end in found if text[start:end].casefold().startswith("http")]


def _with_weighted_links(text: str, weight: int) -> str:
    """Every link replaced by as many letters as it counts."""
    pieces, last = [], 0
    for start, end in links(text):
        pieces += [text[last:start], "x" * weight]
        last = end
    return "".join([*pieces, text[last:]])


def _graphemes(text: str) -> int:
    return len(text) if text.isascii() and "\r" not in text else len(GRAPHEME.findall(text))


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _weighted(text: str) -> int:
    from twitter_text import parse_tweet

    return int(parse_tweet(text).weightedLength)


def _emoji_bytes(text: str) -> int:
    if text.isascii():
        return len(text)
    # © and ™ may be taken for emoji, so they are counted as such
    return sum(_utf8(one) if _EMOJI.search(one) else len(one) for one in GRAPHEME.findall(text))


_COUNTERS: dict[Unit, Callable[[str], int]] = {
    "graphemes": _graphemes,
    "characters": len,
    "weighted": _weighted,
    "utf16": _utf16,
    "utf8": _utf8,
    "emoji-bytes": _emoji_bytes,
}
