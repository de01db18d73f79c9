"""Stage 11: links, tags and mentions in a text become facets: half-open byte offsets into its UTF-8."""

from __future__ import annotations

import regex

from quotecards.post.seam import Facet

# A link goes on to the next space or quotation mark; stops and brackets at its end are the sentence's.
_LINK = regex.compile(r"https?://[^\s<>\"“”«»]+", regex.IGNORECASE)
_STOPS = ".,;:!?…'’*_"
# A tag: # at a word's start, letters, digits and _, no digits alone; at most 64 graphemes there.
_TAG = regex.compile(r"(?<![\w#/&])[#＃](?P<name>(?=[\w\p{M}]*\p{L})[\w\p{M}]{1,64})(?![\w\p{M}])")
# A handle of the AT protocol is a host name of two labels or more.
_MENTION = regex.compile(
    r"(?<![\w@/.])@(?P<name>(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)"
)


def facets(text: str, shown: str | None = None, link: str | None = None) -> tuple[Facet, ...]:
    """A text becomes its facets, in order, none over another.

    `shown` is how the link stands in the text where it stands there shortened.
    """
    found: list[tuple[int, int, Facet]] = []

    def add(start: int, end: int, kind: str, target: str) -> None:
        if all(end <= low or start >= high for low, high, _ in found):
            found.append((start, end, _facet(text, start, end, kind, target)))

    if shown and link and (start := text.rfind(shown)) >= 0:
        add(start, start + len(shown), "link", link)
    for match in _LINK.finditer(text):
        address = _address(match[0])
        if not address.endswith("//"):
            add(match.start(), match.start() + len(address), "link", address)
    for match in _TAG.finditer(text):
        add(match.start(), match.end(), "tag", match["name"])
    for match in _MENTION.finditer(text):
        add(match.start(), match.end(), "mention", match["name"])
    return tuple(facet for _, _, facet in sorted(found, key=lambda one: one[0]))


def _address(found: str) -> str:
    """A link without what belongs to the sentence around it."""
    while found.endswith(tuple(_STOPS)) or (found.endswith(")") and found.count("(") < found.count(")")):
        found = found[:-1]
    return found


def _facet(text: str, start: int, end: int, kind: str, target: str) -> Facet:
    low = len(text[:start].encode())
    return Facet(low, low + len(text[start:end].encode()), kind, target)  # type: ignore[arg-type]
