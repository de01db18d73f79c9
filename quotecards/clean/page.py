"""Stage 2: a text becomes paragraphs, and labels take from them what is not prose.

A rule is a function from a Page to labels. A Page is never changed: telling it labels gives a new one
whose paragraphs are what is left, so each rule sees only what no rule before it has labelled.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from quotecards import marks
from quotecards.models import Label

if TYPE_CHECKING:
    from quotecards.models import Review

Rule = Callable[["Page"], Iterable[Label]]

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_BARE_WORD = re.compile(r"\w+")
# Scripts without spaces between words: two characters count as one word.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_UNSPACED_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:[’'-]\w+)*"
)
# Begins with a sign that is soon looked for; what must not stand before it is looked at behind it.
_SENTENCE_END = re.compile(
    r"[.!?…。！？](?:(?<=[.!?…])(?<![.!?…].)[.!?…]*+[”’\"')\]」』]*(?=\s)|(?<=[。！？])[。！？]*[」』”]*)"
)
_ENDS = re.compile(r"[.!?…。！？][”’\"')\]*_」』]*$")
_MARKER = re.compile(r"(?:\(?\d{1,3}[.)]|[a-z]\)|[•‣▪●◦·*+-]|[–—])(?=\s)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open span of a text, without white space at its ends."""

    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """A review on its way: `labels` what was told so far, `paragraphs` what is left, both in order."""

    review: Review
    paragraphs: tuple[Stretch, ...]
    labels: tuple[Label, ...] = ()
    language: str = "en"
    cut: dict[Stretch, tuple[Stretch, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def text(self) -> str:
        return self.review.text

    def of(self, stretch: Stretch | Label) -> str:
        return self.review.text[stretch.start : stretch.end]

    def told(self, labels: Iterable[Label]) -> Page:
        """This page with more labels; where two claim the same characters, the earlier one keeps them."""
        fresh = sorted(labels, key=lambda label: (label.start, -label.end))
        if not fresh:
            return self
        given: list[Label] = []
        starts = [label.start for label in self.labels]
        for label in fresh:
            after = given[-1].end if given else 0
            for part in self._free(max(label.start, after), label.end, starts):
                given += [replace(label, start=part.start, end=part.end)]
        return replace(
            self,
            labels=tuple(sorted([*self.labels, *given], key=lambda label: label.start)),
            paragraphs=tuple(_without(self.text, self.paragraphs, given)),
        )

    def _free(self, start: int, end: int, starts: list[int]) -> Iterator[Stretch]:
        """What of a span no label holds yet; `starts` are those of the labels."""
        if start < end:
            first = max(0, bisect_right(starts, start) - 1)
            yield from _without(
                self.text, (Stretch(start, end),), self.labels[first : bisect_left(starts, end)]
            )

    @cached_property
    def pieces(self) -> tuple[Stretch, ...]:
        """The sentences of what is left, roughly: cut at full stops, whether or not a space follows."""
        return tuple(piece for paragraph in self.paragraphs for piece in self.pieces_of(paragraph))

    def pieces_of(self, paragraph: Stretch) -> tuple[Stretch, ...]:
        """The sentences of a paragraph, roughly; each is cut once, for all pages that it stands on."""
        if paragraph not in self.cut:
            self.cut[paragraph] = tuple(pieces(self.text, paragraph))
        return self.cut[paragraph]


def page(review: Review) -> Page:
    """A review becomes a page of paragraphs."""
    return Page(review=review, paragraphs=tuple(_paragraphs(review.text)))


def pieces(text: str, paragraph: Stretch) -> Iterator[Stretch]:
    """The sentences of a paragraph, roughly."""
    found = _SENTENCE_END.finditer(text, paragraph.start, paragraph.end)
    ends = [match.end() for match in found if _is_end(text, match, paragraph)]
    ends += marks.glued(text, paragraph.start, paragraph.end)
    start = paragraph.start
    for end in [*sorted(set(ends)), paragraph.end]:
        piece = trimmed(text, start, end)
        if piece is not None:
            yield piece
        start = end


def _is_end(text: str, match: re.Match[str], paragraph: Stretch) -> bool:
    """Not behind an initial or an abbreviation, nor where the sentence goes on in lower case."""
    follows = text[match.end() : match.end() + 2].lstrip()
    if follows.islower():
        return False
    return match[0][0] != "." or not marks.abbreviates(text, match.start(), paragraph.start)


def trimmed(text: str, start: int, end: int) -> Stretch | None:
    """A span without the white space at its ends; None if nothing else is in it."""
    start, end = marks.trimmed(text, start, end)
    return Stretch(start, end) if start < end else None


def words(text: str) -> list[str]:
    """The words of a text, as they are written."""
    if text.isascii() or not _UNSPACED.search(text):
        return _WORD.findall(text)
    return _UNSPACED_WORD.findall(text)


def key(text: str) -> str:
    """A text as it is compared: its words in lower case, single spaces between them."""
    return " ".join(bare(text))


def bare(text: str) -> list[str]:
    """The words of a text as they are compared: in lower case, apart at every apostrophe and hyphen."""
    return _BARE_WORD.findall(text.casefold())


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _ENDS.search(text[-12:]) is not None


def is_prose(text: str) -> bool:
    """Whether a paragraph is surely running text: a whole sentence of some length, or very long.

    Eight and twenty words: no heading, caption or link on the pages looked at had as many.
    """
    if text.count(" ") >= 40:  # spares the counting
        return True
    count = len(words(text))
    return count >= 20 or (count >= 8 and ends_sentence(text))


# ---------------------------------------------------------------- paragraphs


def _paragraphs(text: str) -> Iterator[Stretch]:
    """Lines become paragraphs: one each, but lines that were wrapped at a margin belong together."""
    group: list[Stretch] = []
    position = 0
    for line in text.splitlines(keepends=True):
        stretch = trimmed(text, position, position + len(line))
        position += len(line)
        if stretch is not None:
            group.append(stretch)
        elif group:
            yield from _unwrapped(text, group)
            group = []
    if group:
        yield from _unwrapped(text, group)


def _unwrapped(text: str, lines: list[Stretch]) -> Iterator[Stretch]:
    """Lines without an empty one between become paragraphs."""
    margin = max(line.end - line.start for line in lines)
    wrapped = _wrapped(text, lines, margin)
    start: int | None = None
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        start = line.start if start is None else start
        if after is None or not wrapped or not _runs_on(text, line, after, margin):
            yield Stretch(start, line.end)
            start = None


def _wrapped(text: str, lines: list[Stretch], margin: int) -> bool:
    """Whether lines were broken at a margin: most of them had no room for the word that follows.

    Of two lines the longer one always had none, so that only a second one in lower case shows a margin.
    """
    pairs = list(itertools.pairwise(lines))
    if any(text[after.start].islower() and _is_full(text, line, after, margin) for line, after in pairs):
        return True
    return len(pairs) > 1 and sum(_is_full(text, *pair, margin) for pair in pairs) * 2 > len(pairs)


def _is_full(text: str, line: Stretch, after: Stretch, margin: int) -> bool:
    """Whether the word that opens the next line had no room on this one."""
    first = text[after.start : after.end].split(None, 1)[0]
    return line.end - line.start + 1 + len(first) > margin


def _runs_on(text: str, line: Stretch, after: Stretch, margin: int) -> bool:
    """Whether a line was broken at a margin: it is about as long as the longest, which no screen is wider than.

    Never before a list's marker, nor where a sentence ended and a short line follows. 60 and 120 characters
    bound what people and programs wrap at; a line of 60 % of the margin may have had no room for a long word.
    """
    if not 60 <= margin <= 120 or _MARKER.match(text, after.start, after.end):
        return False
    if ends_sentence(text[line.start : line.end]) and after.end - after.start < 0.6 * margin:
        return False
    return line.end - line.start >= 0.6 * margin


def _without(text: str, stretches: Iterable[Stretch], labels: Sequence[Label]) -> Iterator[Stretch]:
    """Stretches without what labels hold; both in order."""
    first = 0
    for stretch in stretches:
        start = stretch.start
        while first < len(labels) and labels[first].end <= stretch.start:
            first += 1
        index = first
        while index < len(labels) and labels[index].start < stretch.end:
            part = trimmed(text, start, min(labels[index].start, stretch.end))
            if part is not None:
                yield part
            start = max(start, labels[index].end)
            index += 1
        part = trimmed(text, start, stretch.end)
        if part is not None:
            yield part
