"""What else might pick a line: chance, place, length, mood, and two summarisers that count shared words.

TextRank (Mihalcea and Tarau, 2004) and LexRank (Erkan and Radev, 2004) are written here after their papers,
without stemming, for want of a package that has nothing else in tow.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

Method = Callable[[Sequence[str]], list[float]]

_WORD = re.compile(r"[a-z][a-z']+")
_DAMPING = 0.85
_ALIKE = 0.1  # LexRank's threshold, as in its paper


def chance(texts: Sequence[str]) -> list[float]:
    dealt: list[float] = np.random.RandomState(len("".join(texts)) % 2**31).rand(len(texts)).tolist()
    return dealt


def first(texts: Sequence[str]) -> list[float]:
    return [-float(n) for n in range(len(texts))]


def edges(texts: Sequence[str]) -> list[float]:
    return [-float(min(n, len(texts) - 1 - n)) for n in range(len(texts))]


def mood(texts: Sequence[str]) -> list[float]:
    """How strongly VADER takes a line to be good or bad."""
    return [abs(_vader().polarity_scores(text)["compound"]) for text in texts]


def textrank(texts: Sequence[str]) -> list[float]:
    """Shared words by the logarithms of both lengths."""
    told = [set(_WORD.findall(text.lower())) for text in texts]
    shared = np.array([[_shared(a, b) if a is not b else 0.0 for b in told] for a in told])
    return _walk(shared)


def lexrank(texts: Sequence[str]) -> list[float]:
    """Cosine of tf-idf, cut at a threshold."""
    counts = [Counter(_WORD.findall(text.lower())) for text in texts]
    known = Counter(word for count in counts for word in count)
    idf = {word: math.log(len(texts) / number) for word, number in known.items()}
    place = {word: n for n, word in enumerate(known)}
    matrix = np.zeros((len(texts), len(place)))
    for n, count in enumerate(counts):
        for word, number in count.items():
            matrix[n, place[word]] = number * idf[word]
    matrix /= np.maximum(1e-9, np.linalg.norm(matrix, axis=1))[:, None]
    return _walk((matrix @ matrix.T > _ALIKE).astype(float))


def _shared(a: set[str], b: set[str]) -> float:
    both = math.log(max(1, len(a))) + math.log(max(1, len(b)))
    return len(a & b) / both if both > 0 else 0.0


def _walk(weights: Any) -> list[float]:
    """Where a walk along the weights comes to rest."""
    sums = weights.sum(axis=1, keepdims=True)
    steps = np.where(sums > 0, weights / np.maximum(sums, 1e-12), 1 / len(weights))
    rest = np.full(len(weights), 1 / len(weights))
    for _ in range(50):
        rest = (1 - _DAMPING) / len(weights) + _DAMPING * steps.T @ rest
    found: list[float] = rest.tolist()
    return found


@cache
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


METHODS: dict[str, Method] = {
    "chance": chance,
    "first sentence": first,
    "nearness to an end": edges,
    "TextRank": textrank,
    "LexRank": lexrank,
    "VADER, absolute": mood,
}
