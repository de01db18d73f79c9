"""Stage 10: a quote becomes the words around its card: alt text and caption, by Jinja2 templates.

The user's `templates` folder is searched before the package's, so the wording is changed by one file.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2 import TemplateSyntaxError as SyntaxProblem

from quotecards.datafiles import load, packaged, templates
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.models import Quote

_TITLE = re.compile(r"\*([^*]+)\*")


def alt(quote: Quote, *, mood: str = "", slide: tuple[int, int] = (1, 1), handle: str = "") -> str:
    """A quote becomes its card's alt text: what it is, the whole quote, the whole credit, the mood.

    `mood` is that of the card's palette; what stands before its colon is left out. `slide`: which card of how
    many, where a quote has several. `handle` is whose mark stands on it.
    """
    feeling = mood.rpartition(": ")[2].strip().rstrip(".")
    facts = {"mood": feeling, "slide": slide[0], "slides": slide[1], "handle": handle}
    return _render("alt.txt.j2", _words(quote) | facts).strip()


def caption(quote: Quote, *, tags: Sequence[str] = ()) -> str:
    """A quote becomes the text of a post: quote, credit, and the tags given, each made a hashtag."""
    hashtags = [hashtag for tag in tags if (hashtag := _hashtag(tag)) != "#"]
    return _render("caption.txt.j2", _words(quote) | {"tags": hashtags}).strip()


def plain(line: str) -> str:
    """A credit line as it stands on a card becomes plain text: *her* loses its asterisks."""
    return _TITLE.sub(r"\1", line)


def _words(quote: Quote) -> dict[str, Any]:
    opening, closing = marks(quote.language)
    return {
        "quote": quote.quote,
        "quoted": f"{opening}{quote.quote}{closing}",
        "lines": [plain(line) for line in quote.credit.lines],
        "credit": quote.credit,
        "kind": quote.kind,
        "language": quote.language,
    }


def marks(language: str) -> tuple[str, str]:
    """A language code becomes its outer quotation marks, opening and closing."""
    known, language = _marks(), language.lower().replace("_", "-")
    return known.get(language) or known.get(language.partition("-")[0]) or known["en"]


@cache
def _marks() -> dict[str, tuple[str, str]]:
    path = packaged("quotation-marks.toml")
    return {
        language: (opening, closing)
        for marks, languages in load(path).items()
        for opening, closing in [marks.split(" ", 1)]
        for language in languages
    }


def _hashtag(tag: str) -> str:
    words = re.findall(r"\w+", tag)
    return "#" + (words[0] if len(words) == 1 else "".join(word[:1].upper() + word[1:] for word in words))


def _render(name: str, words: dict[str, Any]) -> str:
    try:
        return _environment(tuple(str(place) for place in templates())).get_template(name).render(words)
    except TemplateError as error:
        line = error.lineno if isinstance(error, SyntaxProblem) else None
        raise DataError(
            f"this template does not work: {error.message}.",
            where=f"{name}:{line}" if line else name,
            remedy="Correct it, or remove it from the templates folder to have the packaged one.",
        ) from error


@cache
def _environment(places: tuple[str, ...]) -> Environment:
    return Environment(
        loader=FileSystemLoader(places),
        autoescape=False,  # noqa: S701 - plain text, never HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
