"""Reading in tests: bytes and a name become what a format makes of them."""

from __future__ import annotations

import io

from quotecards.models import Review
from quotecards.read.formats import read
from quotecards.read.seam import Source, opened


def source(content, name="x.txt", *, columns=None, charset=None, beside=None):
    """Bytes (or a text, in UTF-8) under a name become an open source."""
    raw = content.encode() if isinstance(content, str) else content
    suffix = name[name.rindex(".") :].lower() if "." in name else ""
    stream, head = opened(io.BytesIO(raw))
    files = beside or {}
    return Source(stream, name, suffix, head, columns or {}, charset, files.get)


def items(content, name="x.txt", **more):
    """All that comes of a source: reviews and errors, in order."""
    return list(read(source(content, name, **more)))


def good(content, name="x.txt", **more):
    """The reviews; that there is no error is asserted."""
    found = items(content, name, **more)
    assert all(isinstance(one, Review) for one in found), found
    return found


def only(content, name="x.txt", **more):
    """The one review or error."""
    (found,) = items(content, name, **more)
    return found


def kept_whole(review):
    """What holds for every review: spans within its text, labels in order and apart."""
    end = 0
    for label in review.labels:
        assert end <= label.start < label.end <= len(review.text), label
        end = label.end
    for mark in review.markup:
        assert 0 <= mark.start < mark.end <= len(review.text), mark
    starts = [mark.start for mark in review.markup]
    assert starts == sorted(starts)
    return True


def of(review, span):
    """The words of a label or a mark."""
    return review.text[span.start : span.end]
