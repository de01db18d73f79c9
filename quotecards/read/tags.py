"""Stage 1: bits of HTML in a text that is not a page: what they say is told, and the text stays as it is.

Tags within a line are dropped from a quote when it is set; those that part paragraphs are labelled here,
so that no sentence runs across them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecards.models import Label, Markup

if TYPE_CHECKING:
    from collections.abc import Iterator

_APART = re.compile(
    r"</?(?:p|div|blockquote|ul|ol|li|h[1-6]|table|tr|td|th|section|article|figure|pre)(?:\s[^<>]{0,2000})?/?>"
    r"|<hr(?:\s[^<>]{0,2000})?/?>|<!--[\s\S]{0,5000}?-->"
    r"|<br\s*/?>(?:\s*<br\s*/?>)+",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"<blockquote(?:\s[^<>]{0,2000})?>|</blockquote\s*>", re.IGNORECASE)
_WITHIN = {"i": "italic", "em": "italic", "cite": "italic", "b": "bold", "strong": "bold", "q": "quotation"}
_PAIRED = re.compile(
    r"<(?P<tag>i|em|cite|b|strong|q)>(?P<words>[^<>]{1,2000})</(?P=tag)>"
    r"|<(?P<link>a)\s[^<>]{0,2000}>(?P<linked>[^<>]{1,2000})</a>",
    re.IGNORECASE,
)
# A block quote that never closes ends with its paragraph: an empty line, or the end of the text.
_PARAGRAPH_END = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)|<br\s*/?>\s*<br\s*/?>", re.IGNORECASE)


def marked(text: str) -> tuple[tuple[Label, ...], tuple[Markup, ...]]:
    """What the tags in a text part, and what they say of the words between them."""
    if "<" not in text:
        return (), ()
    why = "is a mark of HTML between paragraphs"
    labels = tuple(Label(match.start(), match.end(), "markup", why) for match in _APART.finditer(text))
    found = sorted([*_block_quotes(text), *_words(text)], key=lambda one: (one.start, -one.end))
    return labels, tuple(found)


def _block_quotes(text: str) -> Iterator[Markup]:
    opened: re.Match[str] | None = None
    for match in [*_QUOTED.finditer(text), None]:
        if opened is not None:
            limit = match.start() if match else len(text)
            if match is None or match[0][1] != "/":
                ending = _PARAGRAPH_END.search(text, opened.end(), limit)
                limit = ending.start() if ending else limit
            stretch = text[opened.end() : limit]
            if words := stretch.strip():
                start = opened.end() + stretch.index(words)
                yield Markup(start, start + len(words), "blockquote")
        opened = match if match and match[0][1] != "/" else None


def _words(text: str) -> Iterator[Markup]:
    for match in _PAIRED.finditer(text):
        if match["link"]:
            yield Markup(match.start("linked"), match.end("linked"), "link")
        else:
            kind = _WITHIN[match["tag"].lower()]
            yield Markup(match.start("words"), match.end("words"), kind)  # type: ignore[arg-type] # one of its kinds
