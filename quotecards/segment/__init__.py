"""Stage 4: clean text in, passages out: sentences, clauses of long sentences, and sentences that belong together.

A passage never crosses a paragraph, a label or the border between two voices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from quotecards import marks
from quotecards.models import Passage
from quotecards.segment.clauses import WORD, clauses, settings
from quotecards.segment.sentences import lower_case_author, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotecards.models import Block, Cleaned, Kind, Voice

Form = Literal["sentence", "passage"]

_ENDED = re.compile(r"[.!?…。！？][”’\"')\]*_»」』]*$")
_NOT_PROSE = re.compile(r"https?://|www\.|(?<!\w)[@#]\w|</?\w+[ >]|\{\{|\[\w+[\]=]")
_NO_PROSE_WITHOUT = ("/", "www.", "@", "#", "<", "{{", "[")  # quickly seen: one of them has to be there
_SURE = 0.5  # a voice that is less sure than this is a guess: its words are not split off, only doubted


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence in its strand; `index` its place there, before any was left out."""

    start: int
    end: int
    kind: Kind
    block: int
    index: int
    words: int
    confidence: float


def passages(cleaned: Cleaned, voices: Sequence[Voice]) -> tuple[Passage, ...]:
    """The candidates of a review: first the sentences in order, then clauses, then passages."""
    strands = [strand for block in _blocks(cleaned, voices) for strand in block if strand]
    every = sorted((one for strand in strands for one in strand), key=_place)
    number = {_place(one): place for place, one in enumerate(every)}

    def passage(first: _Sentence, last: _Sentence, form: Form, sure: float) -> Passage:
        ends = number[_place(first)], number[_place(last)]
        return Passage(first.start, last.end, form, first.kind, first.block, *ends, sure)

    found = [passage(one, one, "sentence", one.confidence) for one in every]
    least = settings()["longest_whole_sentence"]  # spares counting the words of a shorter one again
    found += [
        replace(found[place], start=start, end=end, form="clause", complete=False)
        for place, one in enumerate(every)
        if one.words > least
        for start, end in clauses(cleaned.review.text, one.start, one.end)
    ]
    found += [
        passage(first, last, "passage", sure) for strand in strands for first, last, sure in _runs(strand)
    ]
    return tuple(found)


def _place(one: _Sentence) -> tuple[int, int, str]:
    """The order of sentences: by their beginning; one that holds a speech comes before the speech."""
    return one.start, -one.end, one.kind


# ---------------------------------------------------------------- strands: sentences of one voice in one paragraph


def _blocks(cleaned: Cleaned, voices: Sequence[Voice]) -> Iterator[list[list[_Sentence]]]:
    """The strands of each block: the reviewer's sentences, then those of each speech in it."""
    lower = lower_case_author(cleaned.review.text)
    place = 0
    for index, block in enumerate(cleaned.blocks):
        spoken: list[Voice] = []
        while place < len(voices) and voices[place].start < block.end:
            spoken.append(voices[place])
            place += 1
        others = [voice for voice in spoken if voice.kind in ("film", "quoted")]
        sure = [voice for voice in others if voice.confidence >= _SURE]
        yield [
            _own(cleaned, block, index, others, lower=lower),
            *(_speech(cleaned, voice, index) for voice in sure),
        ]


def _own(cleaned: Cleaned, block: Block, index: int, others: list[Voice], *, lower: bool) -> list[_Sentence]:
    """The reviewer's sentences of a block, without those that are nothing but quotation."""
    text = cleaned.review.text
    found = []
    for place, (start, end) in enumerate(
        sentences(text, block.start, block.end, cleaned.language, lower=lower)
    ):
        count = len(WORD.findall(text, start, end))
        within = [voice for voice in others if voice.start < end and start < voice.end]
        quoted = sum(
            len(WORD.findall(text, max(start, voice.start), min(end, voice.end)))
            for voice in within
            if voice.confidence >= _SURE
        )
        if count - quoted < (2 if quoted else 1) or (
            count - quoted <= 3 and quoted and text[end - 1].isalnum()
        ):
            continue
        sure = _confidence(text, start, end, block, lower=lower) * (count - quoted) / count
        sure *= 1 - max((voice.confidence for voice in within if voice.confidence < _SURE), default=0.0)
        found.append(_Sentence(start, end, "reviewer", index, place, count, round(sure, 3)))
    return found


def _speech(cleaned: Cleaned, voice: Voice, index: int) -> list[_Sentence]:
    """The sentences of someone who is quoted."""
    text = cleaned.review.text
    kind: Kind = "film" if voice.kind == "film" else "quoted"
    spans = sentences(
        text, voice.start, voice.end, cleaned.language, lower=lower_case_author(text[voice.start : voice.end])
    )
    return [
        _Sentence(start, end, kind, index, place, count, voice.confidence)
        for place, (start, end) in enumerate(spans)
        if (count := len(WORD.findall(text, start, end)))
    ]


def _confidence(text: str, start: int, end: int, block: Block, *, lower: bool) -> float:
    """How surely a sentence is whole, sound and prose, in 0..1: the product of all doubts."""
    sentence = text[start:end]
    sure = 1.0
    if not _ENDED.search(sentence[-8:]):
        sure *= 0.5
    if sentence[0] in "….":
        sure *= 0.5
    elif sentence[0].islower() and not lower:
        sure *= (
            0.3
            if start == block.start
            and text[max(0, start - 20) : start].rstrip(" \t\u00a0")[-1:] not in ("", "\n", "\r")
            else 0.7
        )
    if any(sign in sentence for sign in _NO_PROSE_WITHOUT) and _NOT_PROSE.search(sentence):
        sure *= 0.3
    if sentence.count("(") != sentence.count(")"):
        sure *= 0.5
    return sure * _balance(text, start, end)


def _balance(text: str, start: int, end: int) -> float:
    """The doubt that quotation marks without partner cast: little where one reading is possible, else much."""
    found = marks.scan(text, start, end)
    sure = 1.0
    for place, mark in enumerate(found):
        if mark.role not in ("open", "close") or mark.partner is not None:
            continue
        following = found[place + 1] if place + 1 < len(found) else None
        if mark.role == "close":
            one_reading = mark.start == start or text[mark.start - 1] not in ".,;:!?…"
        else:
            one_reading = (
                following is not None and following.role == "open" and following.family == mark.family
            )
        sure *= 0.9 if one_reading else 0.3
    return sure


# ---------------------------------------------------------------- passages


def _runs(strand: list[_Sentence]) -> Iterator[tuple[_Sentence, _Sentence, float]]:
    """Two sentences in a row and more, as many as a card holds, with the least sure one's confidence."""
    data = settings()
    most = data["most_sentences"] if strand[0].kind == "reviewer" else data["most_sentences_of_speech"]
    for place, first in enumerate(strand):
        words, sure = first.words, first.confidence
        for step, last in enumerate(strand[place + 1 : place + most], start=1):
            words += last.words
            sure = min(sure, last.confidence)
            if words > data["longest_passage"] or last.index != first.index + step:
                break
            yield first, last, sure
