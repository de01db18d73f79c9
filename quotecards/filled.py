"""Jinja2 templates become text; the user's own are searched before the package's."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2 import TemplateSyntaxError as SyntaxProblem
from markupsafe import Markup, escape

from quotecards.datafiles import templates
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TITLE = re.compile(r"\*([^*]+)\*")
_WRONG = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
)  # what a template may do wrong


def filled(words: Mapping[str, Any], *names: str, html: bool = False) -> str:
    """The first of the templates that is there, filled with words; in HTML all of them are escaped.

    Raises:
        DataError: the template does not work; `where` holds its name and line.

    """
    environment = _environment(tuple(str(place) for place in templates()), html)
    name = names[0]
    try:
        template = environment.select_template(names)
        name = template.name or name
        return template.render(words)
    except _WRONG as error:
        place = f"{error.name or name}:{error.lineno}" if isinstance(error, SyntaxProblem) else name
        raise DataError(
            f"this template does not work: {getattr(error, 'message', None) or error}.",
            where=place,
            remedy="Correct it, or remove it from the templates folder to have the packaged one.",
        ) from error


def plain(line: str) -> str:
    """A credit line as it stands on a card becomes plain text: *her* loses its asterisks."""
    return _TITLE.sub(r"\1", line)


def _titled(line: str) -> Markup:
    """A credit line becomes HTML: what stood between asterisks is a film title."""
    return Markup(_TITLE.sub(r"<cite>\1</cite>", str(escape(line))))  # noqa: S704 - escaped right here


@cache
def _environment(places: tuple[str, ...], html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(places),
        autoescape=html,  # noqa: S701 - alt texts, captions and posts are plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["titled"] = _titled
    return environment
