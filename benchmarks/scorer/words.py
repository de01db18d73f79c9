"""The tables of words and of sayings, counted over lines that editors lifted, sentences of reviews, and sayings."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np
from quotecards import clean, grown, segment, voices
from quotecards.models import About, Cleaned, Review
from quotecards.score import table
from quotecards.score.words import words
from quotecards.segment.sentences import sentences

from data import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Line = list[str]

_LEAST = 2  # how often a word or pair must be met to be kept
_SHARED = 8  # words in a row that show that two texts are one
_TOLD_ALREADY = 0.25  # nats: a pair nearer than this to its second word's own value is not kept
_NEGATIVES = 140_000
_COMMON = 10  # how often reviews must have what no saying has
_GRANTED = 2.0  # pairs of either kind that each pair is granted
_WORD = re.compile(r"[a-z][a-z']*")


def build(folder: Path, path: Path, seed: int) -> dict[str, int]:
    """The table is counted and written; how many lines it was counted on."""
    lifted, other, sayings = list(_lifted(folder)), _other(folder, seed), list(_sayings(folder))
    singles, pairs = _log_odds(lifted, other)
    sayings_count, other_count = Counter(_flat(sayings)), Counter(_flat(other))
    ratio = log(sum(other_count.values()) / sum(sayings_count.values()))
    total = sum(other_count.values())
    entries = [
        (
            word,
            value,
            # Sayings are few: two of each are granted, so that a word met once says little.
            log((sayings_count[word] + 2) / (other_count[word] * exp(-ratio) + 2)),
            -log((other_count[word] + 0.5) / total),
        )
        for word, value in sorted(singles.items())
    ]
    table.write(path, entries, pairs)
    return {"lifted": len(lifted), "other": len(other), "sayings": len(sayings), "pairs": len(pairs)}


def build_sayings(folder: Path, path: Path, seed: int) -> dict[str, int]:
    """The table of sayings is counted and written: which words follow each other in them, not in reviews."""
    said, other = list(_sayings(folder)), _other(folder, seed)
    ours, theirs = Counter(_flat(said)), Counter(_flat(other))
    fewer = sum(ours.values()) / sum(theirs.values())
    single = {
        word: log((ours[word] + 1) / (theirs[word] * fewer + 1))
        for word in {*ours, *theirs, table.BEGIN, table.END, table.NAME}
        if ours[word] or theirs[word] >= _COMMON or word == table.BEGIN
    }
    ours_pairs, theirs_pairs = Counter(_pairs(said)), Counter(_pairs(other))
    pairs = {}
    for pair in {*ours_pairs, *theirs_pairs}:
        a, b = ours_pairs[pair], theirs_pairs[pair] * fewer
        if not {*pair} <= single.keys() or (a < 1 and theirs_pairs[pair] < _COMMON):
            continue
        share = 1 / (1 + exp(-single[pair[1]]))
        value = log((a + _GRANTED * share) / (b + _GRANTED * (1 - share)))
        if abs(value - single[pair[1]]) >= _TOLD_ALREADY:
            pairs[pair] = value
    table.write(path, [(word, value, 0.0, 0.0) for word, value in sorted(single.items())], pairs)
    return {"sayings": len(said), "other": len(other), "pairs": len(pairs)}


def _log_odds(lifted: list[Line], other: list[Line]) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Log-odds of words, and of pairs, smoothed towards what their second word says."""
    ours, theirs = Counter(_flat(lifted)), Counter(_flat(other))
    size = sum(ours.values()), sum(theirs.values())
    single = {
        word: log((ours[word] + 0.5) / (theirs[word] + 0.5)) + log(size[1] / size[0])
        for word in {*ours, *theirs, table.BEGIN, table.NAME}
        if ours[word] + theirs[word] >= _LEAST or word == table.BEGIN
    }
    # Words that have grown together on their way here, and that no other publisher has, are no words.
    single = {word: value for word, value in single.items() if ours[word] or not grown.judged(word)[0]}
    ours_pairs, theirs_pairs = (Counter(_pairs(lines)) for lines in (lifted, other))
    pairs = {}
    for pair in {*ours_pairs, *theirs_pairs}:
        a, b = ours_pairs[pair], theirs_pairs[pair]
        if a + b < _LEAST or pair[1] not in single or pair[0] not in single:
            continue
        share = 1 / (1 + exp(-single[pair[1]]))
        value = log((1e6 * a / size[0] + 1.5 * share) / (1e6 * b / size[1] + 1.5 * (1 - share)))
        if abs(value - single[pair[1]]) >= _TOLD_ALREADY:
            pairs[pair] = value
    return single, pairs


def _flat(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        yield from line
        yield table.END


def _pairs(lines: list[Line]) -> Iterator[tuple[str, str]]:
    for line in lines:
        yield from zip([table.BEGIN, *line], [*line, table.END], strict=True)


def _lifted(folder: Path) -> Iterator[Line]:
    """Lines that editors lifted, without those that share words in a row with a labelled review."""
    known = {run for row in rows(folder, "reviews_labelled.dev") for run in _runs(row["text"])}
    for row in rows(folder, "snippets"):
        text = re.sub(r"\[[^\]]*\]", " ", row["text"]).strip()
        if "ull review" not in text and len(text.split()) >= 4 and known.isdisjoint(_runs(text)):
            yield from _lines(text, sentences(text, 0, len(text), "en"))


@cache
def _other(folder: Path, seed: int) -> list[Line]:
    """Sentences of reviews of which nothing is known, in any order."""
    found: list[Line] = []
    for row in rows(folder, "reviews_unlabelled"):
        cleaned = clean.clean(Review(row["text"], "benchmark", about=About(language="en")))
        spoken = voices.voices(cleaned)
        spans = [
            (one.start, one.end)
            for one in segment.passages(cleaned, spoken)
            if one.form == "sentence" and one.kind == "reviewer"
        ]
        found += [line for line in _lines(row["text"], spans, cleaned) if 4 <= len(line) <= 60]
    order = np.random.RandomState(seed).permutation(len(found))[:_NEGATIVES]
    return [found[number] for number in order]


def _sayings(folder: Path) -> Iterator[Line]:
    for row in rows(folder, "famous_quotes.dev"):
        yield from _lines(row["text"], sentences(row["text"], 0, len(row["text"]), "en"))


def _lines(text: str, spans: Iterable[tuple[int, int]], cleaned: Cleaned | None = None) -> Iterator[Line]:
    """The tokens of each span, as the scorer reads them."""
    spans = list(spans)
    spoken = voices.voices(cleaned) if cleaned else ()
    read = words(text, spoken, [start for start, _ in spans], None)
    starts = np.array(read.starts)
    for start, end in spans:
        a, b = np.searchsorted(starts, [start, end])
        if a < b:
            yield list(read.tokens[a:b])


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    found = _WORD.findall(text.lower().replace("’", "'"))
    for at in range(len(found) - _SHARED + 1):
        yield tuple(found[at : at + _SHARED])
