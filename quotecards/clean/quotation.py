"""Stage 2: quotation marks of a quote as its language sets them, one level below the card's own pair."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from quotecards.clean.edits import Change
from quotecards.datafiles import load, packaged
from quotecards.marks import Mark, scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.models import Kind

_FRENCH_MARK = re.compile(
    r"(?<=[^\s;:!?«“‘„‚(\[])[ \u00a0\u202f]*(?=[;:!?»](?![\w/()]))|(?<=«)[ \u00a0\u202f]*(?=[^\s»])"
)


def wrapping(text: str) -> Iterator[Change]:
    """The quotation marks around the whole of a text are dropped."""
    found = scan(text)
    for mark in found[:1]:
        partner = found[mark.partner] if mark.partner is not None else None
        if mark.start == 0 and mark.role == "open" and partner is not None and partner.end == len(text):
            yield Change(mark.start, mark.end, "", "outer-marks")
            yield Change(partner.start, partner.end, "", "outer-marks")


def marks(text: str, language: str, kind: Kind) -> Iterator[Change]:
    """Straight marks become curly, pairs change their level, and marks that belong to nothing are dropped."""
    levels = _levels(language)
    found = scan(text)
    taken = 0
    for index, mark in enumerate(found):
        if mark.role == "apostrophe":
            yield Change(mark.start, mark.end, "’", "curl-quotes")
        elif mark.partner is not None:
            after = levels[mark.depth % 2][0 if mark.role == "open" else 1]
            same_level = (after in "‘’‚") == (mark.family == "single")
            start, end = (mark.start, mark.end) if after in "«»" else _with_spaces(text, mark, taken)
            yield Change(start, end, after, "curl-quotes" if same_level else "nested-marks")
            taken = end
        elif mark.role in ("open", "close") and _is_stray(text, found, index, kind):
            yield Change(mark.start, mark.end, "", "stray-mark")


def french_spaces(text: str) -> Iterator[Change]:
    """A language that sets spaces before its double marks gets no-break ones."""
    for match in _FRENCH_MARK.finditer(text):
        yield Change(match.start(), match.end(), "\u00a0", "space")


def spaced(language: str) -> bool:
    """Whether a language sets a space before ? ! : ; and inside its marks."""
    return bool(_data().get(language, {}).get("spaced", False))


def _with_spaces(text: str, mark: Mark, taken: int) -> tuple[int, int]:
    """A mark with the spaces on its inner side, which only some languages set: "« non »"."""
    start, end = mark.start, mark.end
    while mark.role == "open" and text[end : end + 1].isspace():
        end += 1
    while mark.role == "close" and start > taken and text[start - 1].isspace():
        start -= 1
    return start, end


def _is_stray(text: str, found: tuple[Mark, ...], index: int, kind: Kind) -> bool:
    """Whether a mark without partner can be dropped because only one reading is possible.

    A closer behind a word has lost its opener ("Black Mirror” designs"); behind a comma or a full stop it
    may end someone else's words, and stays. An opener is dropped only where another one follows before
    any closer ("“The “all about love”"). Dialogue is one voice throughout, so its odd marks say nothing.
    """
    mark = found[index]
    if kind != "reviewer":
        return True
    if mark.role == "close":
        return mark.start == 0 or text[mark.start - 1] not in ".,;:!?…"
    after = found[index + 1] if index + 1 < len(found) else None
    return after is not None and after.role == "open" and after.family == mark.family


@cache
def _levels(language: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The outer pair (for even depths) and the inner pair (for odd ones) of a language."""
    entry = _data().get(language) or _data()["en"]
    outer, inner = entry["outer"], entry["inner"]
    return (outer[0], outer[1]), (inner[0], inner[1])


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    languages: dict[str, dict[str, list[str]]] = load(packaged("marks.toml"))["languages"]
    return languages
