"""The labelled texts that training and measuring read, and the folds by which they are told apart.

The texts are not part of this project: they are read where their folder exists, beside the repository or
where `--data` says. Every number here is end to end: through our own reading, cleaning, voices and passages.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from quotecards import clean, segment, voices
from quotecards.models import About, Cleaned, Passage, Review, Voice

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """A review on its way to the scorer, with the spans that an editor quoted from it."""

    name: str
    cleaned: Cleaned
    voices: tuple[Voice, ...]
    passages: tuple[Passage, ...]
    gold: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        return self.cleaned.review.text


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of one file of the folder."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def piece(row: dict[str, Any]) -> Piece:
    """A row with a `text` becomes a piece, by the stages before the scorer."""
    name = str(row.get("review_id") or row.get("article_id"))
    cleaned = clean.clean(Review(row["text"], "benchmark", name, About(language="en")))
    spoken = voices.voices(cleaned)
    gold = tuple((start, end) for start, end in row.get("gold_spans", []))
    return Piece(name, cleaned, spoken, segment.passages(cleaned, spoken), gold)


def folds(count: int, repeat: int, parts: int = 5) -> np.ndarray[Any, np.dtype[np.int_]]:
    """The fold of each of `count` items; another repeat deals them out anew."""
    dealt = np.empty(count, dtype=int)
    dealt[np.random.RandomState(100 + repeat).permutation(count)] = np.arange(count) % parts
    return dealt


def by_group(groups: list[str], repeat: int, parts: int = 5) -> np.ndarray[Any, np.dtype[np.int_]]:
    """Folds that never split a group (the lines of one film)."""
    names = sorted(set(groups))
    dealt = dict(zip(names, folds(len(names), repeat, parts), strict=True))
    return np.array([dealt[group] for group in groups])


# ---------------------------------------------------------------- what a hit is


def overlap(passage: Passage, span: Span) -> int:
    """How many characters a passage and a span share."""
    return max(0, min(passage.end, span[1]) - max(passage.start, span[0]))


def is_hit(passage: Passage, text: str, gold: tuple[Span, ...]) -> bool:
    """Whether a passage holds at least half of a quoted span, in at most 60 words."""
    if not any(2 * overlap(passage, span) >= span[1] - span[0] for span in gold):
        return False
    return len(text[passage.start : passage.end].split()) <= 60


def is_gold(passage: Passage, gold: tuple[Span, ...]) -> bool:
    """Whether a sentence is one that was quoted: half of it was, or it holds most of what was quoted."""
    shared = [(overlap(passage, span), span) for span in gold]
    return any(
        both and (2 * both >= passage.end - passage.start or both >= 0.6 * (span[1] - span[0]))
        for both, span in shared
    )
