"""Stage 5, the reading: a review and its passages are read once, for all families of features.

Words are counted cumulatively over the whole review, so that a passage's counts are one subtraction
and a sentence is never read again for each passage that holds it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from quotecards.models import Block, Cleaned, Passage, Voice
from quotecards.score.table import LANGUAGE, Told, table, untold
from quotecards.score.words import Words, title_of
from quotecards.score.words import words as words_of

Column = Sequence[float] | npt.NDArray[np.float64]
Columns = dict[str, Column]
Searched = tuple[re.Pattern[str], tuple[str, ...]]

_SENTENCE_END = re.compile(r"[.!?…]+[\"”’')\]]*\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A passage as it is read: `text`, its sentences `parts` and the first of them, `head`.

    `a`..`b` are its words, `a`..`h` those of its head, as numbers into `Words`.
    """

    passage: Passage
    text: str
    parts: tuple[str, ...]
    a: int
    h: int
    b: int
    block: Block

    @property
    def head(self) -> str:
        """Its first sentence."""
        return self.parts[0]

    @property
    def size(self) -> int:
        """How many words it has."""
        return self.b - self.a


@dataclass(frozen=True, slots=True)
class Page:
    """A review made ready: `sentences` is how many it has, `film` its title as titles name it most, if any."""

    review: Cleaned
    voices: tuple[Voice, ...]
    lines: tuple[Line, ...]
    words: Words
    told: Told
    sentences: int
    film: str | None

    def matches(self, *patterns: Searched) -> list[tuple[int, ...]]:
        """How often each pattern is met in each line; a sentence is searched once, not in every passage.

        A pattern comes with texts of which at least one has to be there, which is quickly seen, or alone.
        """
        met: dict[str, tuple[int, ...]] = {}
        found = []
        for line in self.lines:
            for part in line.parts:
                if part not in met:
                    met[part] = tuple([_count(pattern, needed, part) for pattern, needed in patterns])
            counts = [met[part] for part in line.parts]
            found.append(counts[0] if len(counts) == 1 else tuple(map(sum, zip(*counts, strict=True))))
        return found

    def slices(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """The first word and the end of each line, as arrays."""
        return np.array([line.a for line in self.lines]), np.array([line.b for line in self.lines])


def _count(pattern: re.Pattern[str], needed: tuple[str, ...], text: str) -> int:
    for one in needed:
        if one in text:
            return len(pattern.findall(text))
    return 0 if needed else len(pattern.findall(text))


def read(cleaned: Cleaned, voices: Sequence[Voice], passages: Sequence[Passage]) -> Page:
    """A review and its passages become a Page, its lines in the order of the passages."""
    ends = {p.first: p.end for p in passages if p.form == "sentence"}
    starts = [p.start for p in passages]
    film = _film(cleaned, voices)
    words = words_of(cleaned.review.text, voices, starts, film)
    lines = tuple(_line(cleaned, words, passage, ends) for passage in passages)
    return Page(
        review=cleaned,
        voices=tuple(voices),
        lines=lines,
        words=words,
        told=_told(cleaned, words, lines),
        sentences=max((p.last for p in passages), default=0) + 1,
        film=film,
    )


def _told(cleaned: Cleaned, words: Words, lines: Sequence[Line]) -> Told:
    """What the learned table tells of the review's words, if it knows its language."""
    if cleaned.language != LANGUAGE:
        return untold(len(words.tokens))
    alone = [line for line in lines if line.passage.first == line.passage.last and line.passage.complete]
    return table().told(words.tokens, [line.a for line in alone], [line.b - 1 for line in alone])


def _line(cleaned: Cleaned, words: Words, passage: Passage, ends: dict[int, int]) -> Line:
    text = cleaned.review.text
    edges = _edges(text, passage, ends)
    block = (
        cleaned.blocks[passage.block]
        if 0 <= passage.block < len(cleaned.blocks)
        else Block(passage.start, passage.end)
    )
    a, h, b = (bisect_left(words.starts, at) for at in (passage.start, edges[1], passage.end))
    parts = tuple(text[start:end] for start, end in pairwise(edges))
    return Line(passage, text[passage.start : passage.end], parts, a, h, b, block)


def _edges(text: str, passage: Passage, ends: dict[int, int]) -> list[int]:
    """Where the sentences of a passage meet, its start and end included."""
    inner = [ends[n] for n in range(passage.first, passage.last) if n in ends]
    if passage.first < passage.last and not inner:
        inner = [match.end() for match in _SENTENCE_END.finditer(text, passage.start, passage.end)]
    return [passage.start, *(at for at in inner if passage.start < at < passage.end), passage.end]


def _film(cleaned: Cleaned, voices: Sequence[Voice]) -> str | None:
    """The film as it was given, or the title that stands in quotation marks most often, at least twice."""
    text, given = cleaned.review.text, cleaned.review.about.film
    if given:
        return given.lower()
    titles = Counter(title_of(text, voice) for voice in voices if voice.kind == "title")
    best = titles.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else None
