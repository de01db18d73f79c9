"""Stage 8, its emphasis: where a phrase stands in a text, word for word, and how it leans where it is not marked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from quotecards.fonts import family
from quotecards.layout.setting import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Marks that a keyboard and a typesetter write in different ways.
_ALIKE = ({"'", "’", "‘", "ʼ"}, {'"', "“", "”", "„", "«", "»"}, {"-", "‐", "‑"})


def found(text: str, phrase: str | None) -> tuple[int, int] | None:
    """Where whole words of a text are those of a phrase, whatever their capitals, spaces and kinds of marks."""
    wanted = _pattern(" ".join((phrase or "").replace("...", "…").split()))
    match = wanted.search(text) if wanted else None
    return match.span() if match else None


@lru_cache(maxsize=256)
def _pattern(phrase: str) -> re.Pattern[str] | None:
    if not phrase:
        return None
    body = "".join(_letter(letter) for letter in phrase)
    begin = r"(?<!\w)" if phrase[0].isalnum() and phrase.isascii() else ""
    end = r"(?!\w)" if phrase[-1].isalnum() and phrase.isascii() else ""
    return re.compile(begin + body + end, re.IGNORECASE)


def _letter(letter: str) -> str:
    if letter == " ":
        return r"\s+"
    for alike in _ALIKE:
        if letter in alike:
            return f"[{''.join(re.escape(one) for one in sorted(alike))}]"
    return "(?:…|\\.\\.\\.)" if letter == "…" else re.escape(letter)


def leaning(parts: Sequence[Segment], phrase: str | None) -> list[Segment]:
    """The phrase in parts of a text leans the other way than the rest; as it is where its family cannot."""
    span = found("".join(part.text for part in parts), phrase)
    if span is None or not all(family(part.style.family).italic for part in parts):
        return list(parts)
    return list(_leaning(parts, *span))


def _leaning(parts: Sequence[Segment], start: int, end: int) -> Iterator[Segment]:
    at = 0
    for text, style in parts:
        low, high = (min(max(edge - at, 0), len(text)) for edge in (start, end))
        other = style._replace(italic=not style.italic)
        pieces = ((text[:low], style), (text[low:high], other), (text[high:], style))
        yield from (Segment(piece, whose) for piece, whose in pieces if piece)
        at += len(text)
