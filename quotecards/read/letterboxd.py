"""Stage 1: Letterboxd's export: `reviews.csv`, with the member's name from `profile.csv` beside it."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

from quotecards.read.known_table import KnownTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.read.records import Shape
    from quotecards.read.seam import Source

# A review of one line says one thing, and says it to be quoted. Fewer words are a shrug; more are a paragraph
# to pick from: the longest that still stood on a card whole had about forty.
_LEAST_WORDS, _MOST_WORDS = 4, 40

PROFILE = "profile.csv"


class Letterboxd(KnownTable):
    """Reviews as their writer exported them: many are one line, in any language, with bits of HTML."""

    name = "letterboxd"

    def shape(self, names: Sequence[str], source: Source) -> Shape:
        """The export's columns, and who wrote the reviews."""
        shape = super().shape(names, source)
        author = _member(source.beside(PROFILE))
        return replace(shape, fixed={**shape.fixed, "author": (author, PROFILE)}) if author else shape

    def chosen(self, text: str) -> bool:
        """A review of one line is its own quote."""
        one_line = len(text.strip().splitlines()) == 1 and "<br" not in text
        return one_line and _LEAST_WORDS <= len(text.split()) <= _MOST_WORDS


def _member(profile: bytes | None) -> str | None:
    """The name by which a member goes: given and family name, else the user name."""
    if profile is None:
        return None
    rows = csv.DictReader(profile.decode("utf-8-sig", errors="replace").splitlines())
    row = next(iter(rows), {})
    full = " ".join(part.strip() for part in (row.get("Given Name"), row.get("Family Name")) if part)
    return full.strip() or (row.get("Username") or "").strip() or None
