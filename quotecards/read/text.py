"""Stage 1: a text file is one review, with or without front matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import About, Label, Review
from quotecards.read import about, front_matter
from quotecards.read.decode import decode

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(stream: BinaryIO, source: str) -> Iterator[Review | SourceError]:
    """The bytes of a text file become one review."""
    try:
        found = review(decode(stream.read(), source), source)
        if not found.text[_below(found) :].strip():
            raise SourceEmpty(
                "holds front matter and nothing below it.", where=source, remedy="Put the review there."
            )
        yield found
    except SourceError as error:
        yield error


def review(text: str, source: str) -> Review:
    """A text becomes a review: its front matter, where there is one, tells about it and is labelled.

    Raises:
        SourceError: front matter that is not valid YAML, with its line.
        AboutError: front matter with a value that cannot be, with its key.
    """
    block = front_matter.find(text, source)
    if block is None:
        return Review(text=text, source=source)
    values = front_matter.parse(text, block, source)
    label = Label(
        block.start, block.end, "front-matter", "a block between two lines of three hyphens opens the file"
    )
    told = about.of_front_matter(values, source)
    return Review(text=text, source=source, about=about.merged(told, About()), labels=(label,))


def _below(found: Review) -> int:
    """Where the text below the front matter begins."""
    return max((label.end for label in found.labels), default=0)
