"""Invented reviews for tests: a text with a little markup becomes what the stages before scoring hand on.

A line that begins with a name and a bar ("title| Low Tide (1998)") is a label; every other line is a
paragraph. Words in `film`, `titles`, `quoted` are voices wherever they stand. Sentences end at . ! ? …
"""

from __future__ import annotations

import itertools
import re

from quotecards.models import About, Block, Cleaned, Label, Passage, Review, Voice

_LABEL = re.compile(r"(title|heading|byline|date|spoiler|comment|caption)\| ")
_SENTENCE = re.compile(r"[^\s.!?…][^.!?…]*[.!?…]+[”’)]*")


def told(text, *, film=(), titles=(), quoted=(), about=None, language="en"):
    """A text becomes (Cleaned, voices, passages): sentences, then pairs of neighbours."""
    blocks, labels, section = [], [], None
    for line in re.finditer(r"[^\n]+", text):
        if match := _LABEL.match(line[0]):
            labels.append(Label(line.start() + match.end(), line.end(), match[1], "said so"))
            section = line[0][match.end() :] if match[1] == "heading" else section
        elif line[0].strip():
            blocks.append(Block(line.start(), line.end(), section))
    review = Review(text, "invented.txt", about=about or About())
    cleaned = Cleaned(review, tuple(blocks), tuple(labels), language)
    voices = [
        Voice(match.start(), match.end(), kind, 0.9, "said so")
        for kind, words in (("film", film), ("title", titles), ("quoted", quoted))
        for word in words
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    ]
    voices.sort(key=lambda voice: voice.start)
    return cleaned, tuple(voices), _passages(cleaned, voices)


def _passages(cleaned, voices):
    sentences = []
    for number, block in enumerate(cleaned.blocks):
        for match in _SENTENCE.finditer(cleaned.review.text, block.start, block.end):
            start, end, kind = _spoken(*match.span(), voices)
            place = len(sentences)
            sentences.append(Passage(start, end, "sentence", kind, number, place, place))
    pairs = [
        Passage(one.start, two.end, "passage", one.kind, one.block, one.first, two.last)
        for one, two in itertools.pairwise(sentences)
        if one.block == two.block and one.kind == two.kind
    ]
    return (*sentences, *pairs)


def _spoken(start, end, voices):
    """A sentence's span without the marks around a voice, and whose it is."""
    for voice in voices:
        if voice.kind in {"film", "quoted"} and start < voice.end and voice.start < end:
            return max(start, voice.start), min(end, voice.end), voice.kind
    return start, end, "reviewer"
