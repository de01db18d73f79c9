"""Stage 1: Readwise's export of highlights as a table: each row is a quote that a reader has chosen."""

from __future__ import annotations

from quotecards.read.known_table import KnownTable


class Readwise(KnownTable):
    """Highlights with the book or article they are from; the reader's notes are passed over."""

    name = "readwise"

    def chosen(self, text: str) -> bool:
        """Every highlight is a quote."""
        return bool(text)
