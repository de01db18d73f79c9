"""Stage 1: a Markdown file is a text whose marks tell what is no prose: code, tables, pictures, comments.

The text stays as it is, marks included: those within a line are dropped from a quote when it is set.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from quotecards.models import Label, Markup
from quotecards.read.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_START, _END = r"(?:(?<=\n)|(?<=\r)|\A)", r"(?=[\r\n]|\Z)"
_LINE = rf"[^\r\n]*{_END}"
_NOT_PROSE = re.compile(
    rf"{_START}[ ]{{0,3}}(?:"
    rf"(?P<fence>`{{3,}}|~{{3,}}){_LINE}(?:[\s\S]*?{_START}[ ]{{0,3}}(?P=fence){_LINE}|[\s\S]*)"
    rf"|(?P<comment><!--[\s\S]{{0,5000}}?-->)"
    rf"|(?P<reference>\[[^\]\r\n]{{1,200}}\]:[ \t]*\S{_LINE})"
    rf"|(?P<table>\|{_LINE}(?:[\r\n]+[ ]{{0,3}}\|{_LINE})*)"
    rf"|(?P<picture>(?:\[?!\[[^\]\r\n]*\][(\[][^)\]\r\n]*[)\]](?:\]\([^)\r\n]*\))?[ \t]*)+){_END}"
    r")"
)
_WHY = {
    "fence": ("code", "stands in a fenced block of code"),
    "comment": ("markup", "is a comment of the markup"),
    "reference": ("markup", "says where a link leads"),
    "table": ("facts", "is a table"),
    "picture": ("caption", "is a picture"),
}
_QUOTED = re.compile(rf"(?:{_START}[ ]{{0,3}}>{_LINE}(?:\r\n|\r|\n)?)+")


class Markdown(Text):
    """A text with Markdown's marks."""

    suffixes: ClassVar[tuple[str, ...]] = (".md", ".markdown")

    def claims(self, head: bytes) -> bool:  # noqa: ARG002 - only its name tells it from plain text
        """No beginning is surely Markdown."""
        return False

    def marked(self, text: str, start: int) -> tuple[list[Label], list[Markup]]:
        """Code, comments, references, tables and pictures are labelled; block quotes are told."""
        labels = list(_labels(text, start))
        markup = [
            Markup(match.start(), match.start() + len(match[0].rstrip()), "blockquote")
            for match in _QUOTED.finditer(text, start)
        ]
        return labels, markup


def _labels(text: str, start: int) -> Iterator[Label]:
    for match in _NOT_PROSE.finditer(text, start):
        label, why = _WHY[match.lastgroup or "fence"]
        end = match.start() + len(match[0].rstrip())
        if end > match.start():
            yield Label(match.start(), end, label, why)
