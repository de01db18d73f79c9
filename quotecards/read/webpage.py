"""Stage 1: a saved web page is one review: its words in reading order, with what the page says of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from quotecards.errors import SourceEmpty
from quotecards.models import About, Review
from quotecards.read import about as said
from quotecards.read import page_about
from quotecards.read.flow import flowed
from quotecards.read.limits import limits, too_long, within
from quotecards.read.page_labels import labels
from quotecards.read.tree import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.read.seam import Item, Source

_FIRST = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_AS_TEXT = "Save the review’s text as a .txt file."


class WebPage:
    """HTML by lxml; what of it is main text by trafilatura and by the page's own marks."""

    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml")

    def claims(self, head: bytes) -> bool:
        """It begins as pages do."""
        return _FIRST.match(head) is not None

    def read(self, source: Source) -> Iterator[Item]:
        """The page becomes one review.

        Raises:
            SourceError: it is no text, empty, too long or nested too deep.

        """
        content = within(source.stream, limits().whole_bytes, "one page", source.name, _AS_TEXT)
        root, encoding = page(content, source.name, source.charset)
        flow = flowed(root)
        if not flow.text.strip():
            raise SourceEmpty(
                "the page holds no words.",
                where=source.name,
                remedy="A page that a script fills has to be saved from the browser once it shows.",
            )
        if len(flow.text.encode("utf-8", "replace")) > limits().review_bytes:
            raise too_long("one review", limits().review_bytes, source.name, _AS_TEXT)
        about = page_about.about(root)
        if "://" in source.name:
            about = said.merged(about, About(url=source.name, origin=(("url", "address"),)))
        yield Review(
            text=flow.text,
            source=source.name,
            about=about,
            labels=labels(flow, root, about.title),
            markup=flow.markup,
            encoding=encoding,
        )
