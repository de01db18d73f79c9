"""Stage 1: a text file is one review, with or without front matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from quotecards.errors import SourceEmpty
from quotecards.models import About, Label, Markup, Review
from quotecards.read import about, front_matter
from quotecards.read.decode import decode
from quotecards.read.limits import limits, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.read.seam import Item, Source

SPLIT = "Split it: one file for each review, or JSON Lines with one review a line."


class Text:
    """A plain text."""

    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text")

    def claims(self, head: bytes) -> bool:  # noqa: ARG002 - whatever it is
        """Any source may be a text."""
        return True

    def read(self, source: Source) -> Iterator[Item]:
        """The bytes of a text file become one review.

        Raises:
            SourceError: they are none, too many, or no text.

        """
        content = within(source.stream, limits().review_bytes, "one review", source.name, SPLIT)
        decoded = decode(content, source.name, source.charset)
        found = self.review(decoded.text, source.name, decoded.encoding)
        below = max((label.end for label in found.labels if label.label == "front-matter"), default=0)
        if not found.text[below:].strip():
            raise SourceEmpty(
                "holds front matter and nothing below it.", where=source.name, remedy="Put the review there."
            )
        yield found

    def review(self, text: str, source: str, encoding: str = "utf-8") -> Review:
        """A text becomes a review: its front matter, where there is one, tells about it and is labelled.

        Raises:
            SourceError: front matter that is not valid YAML, with its line.
            AboutError: front matter with a value that cannot be, with its key.

        """
        told, labels = About(), list[Label]()
        block = front_matter.find(text, source)
        if block is not None:
            told = about.of_front_matter(front_matter.parse(text, block, source), source)
            why = "a block between two lines of three hyphens opens the file"
            labels.append(Label(block.start, block.end, "front-matter", why))
        more, markup = self.marked(text, labels[0].end if labels else 0)
        return Review(
            text=text,
            source=source,
            about=about.merged(told, About()),
            labels=(*labels, *more),
            markup=tuple(markup),
            encoding=encoding,
        )

    def marked(self, text: str, start: int) -> tuple[list[Label], list[Markup]]:  # noqa: ARG002 - for Markdown
        """What the marks of the format tell of the text from `start` on: of a plain text nothing."""
        return [], []


def review(text: str, source: str) -> Review:
    """A text that was handed over becomes a review, as one from a file does."""
    return Text().review(text, source)
