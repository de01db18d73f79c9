"""Stage 10: a quote becomes the words around its card: alt text and caption, by Jinja2 templates.

The user's `templates` folder is searched before the package's, so the wording is changed by one file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quotecards.filled import filled, plain
from quotecards.marks import outer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.models import Quote


def alt(quote: Quote, *, mood: str = "", slide: tuple[int, int] = (1, 1), handle: str = "") -> str:
    """A quote becomes its card's alt text: what it is, the whole quote, the whole credit, the mood.

    `mood` is that of the card's palette; what stands before its colon is left out. `slide`: which card of how
    many, where a quote has several. `handle` is whose mark stands on it.
    """
    feeling = mood.rpartition(": ")[2].strip().rstrip(".")
    facts = {"mood": feeling, "slide": slide[0], "slides": slide[1], "handle": handle}
    return filled(_words(quote) | facts, "alt.txt.j2").strip()


def caption(quote: Quote, *, tags: Sequence[str] = ()) -> str:
    """A quote becomes the text of a post: quote, credit, and the tags given, each made a hashtag."""
    hashtags = [hashtag for tag in tags if (hashtag := _hashtag(tag)) != "#"]
    return filled(_words(quote) | {"tags": hashtags}, "caption.txt.j2").strip()


def _words(quote: Quote) -> dict[str, Any]:
    opening, closing = outer(quote.language)
    return {
        "quote": quote.quote,
        "quoted": f"{opening}{quote.quote}{closing}",
        "lines": [plain(line) for line in quote.credit.lines],
        "credit": quote.credit,
        "kind": quote.kind,
        "language": quote.language,
    }


def _hashtag(tag: str) -> str:
    words = re.findall(r"\w+", tag)
    return "#" + (words[0] if len(words) == 1 else "".join(word[:1].upper() + word[1:] for word in words))
