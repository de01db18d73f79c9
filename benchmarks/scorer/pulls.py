"""Pull quotes of essays: whether our features tell what an editor set large, in articles that no fit has seen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import fit
import numpy as np
from quotecards.score.weights import model
from train import values_of

from data import is_gold, piece, rows

if TYPE_CHECKING:
    from pathlib import Path

_STRENGTH = 10.0
# All features at once fit eighteen articles too closely (.616); these three are the strongest by themselves.
_FEATURES = ("near_edge", "long_words", "stop")


def report(folder: Path) -> None:
    """AUC over the sentences of each article: the shipped aphorisms, and a fit to the other articles."""
    articles = [_read(row) for row in rows(folder, "pull_quotes.dev")]
    articles = [one for one in articles if one[1].any() and not one[1].all()]
    shipped = [apart(values @ model().weights["aphorism"], good) for values, good in articles]
    free = [n for n, feature in enumerate(model().features) if feature.name in _FEATURES]
    left_out = []
    for n, (values, good) in enumerate(articles):
        others = articles[:n] + articles[n + 1 :]
        nothing = [np.zeros(len(one[1])) for one in others]
        found = fit.choices(
            [one[0][:, free] for one in others], [one[1] for one in others], nothing, _STRENGTH
        )
        left_out.append(apart(values[:, free] @ found.weights, good))
    print("\n| pull quotes, AUC by article | articles | AUC |\n|---|---|---|")
    for name, numbers in (
        ("shipped aphorisms", shipped),
        ("three features, leaving the article out", left_out),
    ):
        error = np.std(numbers, ddof=1) / math.sqrt(len(numbers))
        print(f"| {name} | {len(numbers)} | {np.mean(numbers):.3f} ± {error:.3f} |", flush=True)


def _read(row: dict[str, Any]) -> tuple[fit.Numbers, fit.Numbers]:
    """The features of an article's sentences, and which were set large."""
    one = piece(row)
    joints, values = values_of(one)
    which = [n for n, line in enumerate(joints.rows) if line.form == "sentence"]
    found = values[which]
    return found, np.array([float(is_gold(joints.rows[n], one.gold)) for n in which])


def apart(numbers: fit.Numbers, good: fit.Numbers) -> float:
    """How often a good line is above a bad one; ties count half."""
    high, low = numbers[good > 0][:, None], numbers[good == 0][None]
    return float(((high > low) + 0.5 * (high == low)).mean())
