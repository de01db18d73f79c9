"""Stage 5, the reading: a review and its passages are read once, for all families of features.

Words are counted cumulatively over the whole review, so that a passage's counts are one subtraction
and a sentence is never read again for each passage that holds it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from quotecards.models import Block, Cleaned, Passage, Voice
from quotecards.score.table import LANGUAGE, Told, summed, table, untold
from quotecards.score.words import Words, title_of
from quotecards.score.words import words as words_of

Column = Sequence[float] | npt.NDArray[np.float64]
Columns = dict[str, Column]
Searched = tuple[re.Pattern[str], tuple[str, ...]]

_SENTENCE_END = re.compile(r"[.!?…]+[\"”’')\]]*\s")


class Line(NamedTuple):
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
    """A review made ready: `sentences` is how many it has, `film` its title as titles name it most, if any.

    `a` and `b` are the first word and the end of each line, `counts` how often it has each list's words.
    """

    review: Cleaned
    voices: tuple[Voice, ...]
    lines: tuple[Line, ...]
    a: npt.NDArray[np.intp]
    b: npt.NDArray[np.intp]
    words: Words
    counts: npt.NDArray[np.float64]
    told: Told
    sentences: int
    film: str | None

    def matches(self, *patterns: Searched) -> list[list[int]]:
        """How often each pattern is met in each line, pattern by pattern; a sentence is searched once.

        A pattern comes with texts of which at least one has to be there, which is quickly seen, or alone.
        """
        parts = dict.fromkeys(part for line in self.lines for part in line.parts)
        found = []
        for pattern, needed in patterns:
            some = {part for one in needed for part in parts if one in part} if needed else parts
            met = {part: len(pattern.findall(part)) for part in some}
            found.append([sum([met.get(part, 0) for part in line.parts]) for line in self.lines])
        return found


def read(cleaned: Cleaned, voices: Sequence[Voice], passages: Sequence[Passage]) -> Page:
    """A review and its passages become a Page, its lines in the order of the passages."""
    film = _film(cleaned, voices)
    words = words_of(cleaned.review.text, voices, [p.start for p in passages], film)
    lines = _lines(cleaned, words, passages)
    a, b = np.array([line.a for line in lines], np.intp), np.array([line.b for line in lines], np.intp)
    return Page(
        review=cleaned,
        voices=tuple(voices),
        lines=lines,
        a=a,
        b=b,
        words=words,
        counts=words.counts(a, b),
        told=_told(cleaned, words, lines),
        sentences=max((p.last for p in passages), default=0) + 1,
        film=film,
    )


def _told(cleaned: Cleaned, words: Words, lines: Sequence[Line]) -> Told:
    """What the learned tables tell of the review's words, if they know its language."""
    if cleaned.language != LANGUAGE:
        return untold(len(words.text))
    known, numbers = table(), words.numbers("words.npz")
    single = [line for line in lines if line.passage.first == line.passage.last]
    whole = np.array([(one.a, one.b - 1) for one in single if one.passage.complete], np.int64).reshape(-1, 2)
    each = np.array([(one.a, one.b - 1) for one in single], np.int64).reshape(-1, 2)
    return Told(
        lifted=known.along(numbers, whole[:, 0], whole[:, 1]),
        saying=summed(known.saying[numbers]),
        surprise=summed(known.surprise[numbers]),
        said=table("sayings.npz").along(words.numbers("sayings.npz"), each[:, 0], each[:, 1]),
        known=True,
    )


def _lines(cleaned: Cleaned, words: Words, passages: Sequence[Passage]) -> tuple[Line, ...]:
    text, blocks = cleaned.review.text, cleaned.blocks
    ends = {p.first: p.end for p in passages if p.form == "sentence"}
    edges = [_edges(text, p, ends) for p in passages]
    at = np.searchsorted(words.starts, [(e[0], e[1], e[-1]) for e in edges]).tolist()
    return tuple(
        Line(
            passage,
            text[passage.start : passage.end],
            tuple([text[start:end] for start, end in pairwise(meet)]),
            a,
            h,
            b,
            blocks[passage.block] if 0 <= passage.block < len(blocks) else Block(passage.start, passage.end),
        )
        for passage, meet, (a, h, b) in zip(passages, edges, at, strict=True)
    )


def _edges(text: str, passage: Passage, ends: dict[int, int]) -> list[int]:
    """Where the sentences of a passage meet, its start and end included."""
    if passage.first == passage.last:
        return [passage.start, passage.end]
    inner = [ends[n] for n in range(passage.first, passage.last) if n in ends]
    if not inner:
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
