"""Pull quotes of essays: whether our features tell what an editor set large, in articles that no fit has seen.

A feature is told by its rank among the sentences of its article, and weighs as much as it tells the lines set
large from the others in the other articles: a mean of areas, which eighteen articles can bear, where a fit of
all weights at once cannot. Which features count, and how many, is chosen without the article that is measured.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from quotecards.score.weights import model
from scipy.stats import rankdata
from train import values_of

from data import is_gold, piece, rows

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

_SIZES = (1, 2, 3, 5, 8, 12, 20)  # how many features may be chosen
_LEAST_ERROR = 0.01  # of a feature's mean area, lest one that is rarely met seems certain


def report(folder: Path) -> None:
    """AUC over the sentences of each article: the shipped aphorisms, and what the other articles teach."""
    found = [_read(row) for row in rows(folder, "pull_quotes.dev")]
    articles = [one for one in found if one[1].any() and not one[1].all()]
    shipped = [apart(values @ model().weights["aphorism"], good) for values, good in articles]
    ranked = [(ranks(values), good) for values, good in articles]
    areas = np.array([[apart(column, good) for column in values.T] for values, good in ranked])
    print("\n| pull quotes, AUC by article | articles | AUC |\n|---|---|---|")
    _tell("shipped aphorisms", shipped)
    for size in _SIZES:
        _tell(f"{size} features chosen on the others", _left_out(ranked, areas, size))
    sizes = [_best_size(ranked, areas, out) for out in range(len(ranked))]
    _tell("features and their number chosen on the others", _left_out(ranked, areas, sizes))


def _left_out(ranked: list[tuple[Numbers, Numbers]], areas: Numbers, size: int | list[int]) -> list[float]:
    """The area of each article by what the others teach."""
    sizes = [size] * len(ranked) if isinstance(size, int) else size
    return [
        apart(values @ taught(np.delete(areas, out, axis=0), sizes[out]), good)
        for out, (values, good) in enumerate(ranked)
    ]


def _best_size(ranked: list[tuple[Numbers, Numbers]], areas: Numbers, out: int) -> int:
    """How many features do best when each of the other articles is left out in turn."""
    others, theirs = ranked[:out] + ranked[out + 1 :], np.delete(areas, out, axis=0)
    means = [np.mean(_left_out(others, theirs, size)) for size in _SIZES]
    return _SIZES[int(np.argmax(means))]


def taught(areas: Numbers, size: int) -> Numbers:
    """Areas (articles x features) become weights: of the surest features the mean area above a half."""
    above = areas.mean(axis=0) - 0.5
    error = areas.std(axis=0, ddof=1) / math.sqrt(len(areas)) + _LEAST_ERROR
    surest = np.argsort(-np.abs(above / error))[:size]
    weights = np.zeros(areas.shape[1])
    weights[surest] = above[surest]
    return weights


def ranks(values: Numbers) -> Numbers:
    """Each value's rank among its column, in 0..1; equals share theirs."""
    found: Numbers = rankdata(values, axis=0) / len(values)
    return found


def _tell(name: str, numbers: list[float]) -> None:
    error = np.std(numbers, ddof=1) / math.sqrt(len(numbers))
    print(f"| {name} | {len(numbers)} | {np.mean(numbers):.3f} ± {error:.3f} |", flush=True)


def _read(row: dict[str, Any]) -> tuple[Numbers, Numbers]:
    """The features of an article's sentences, and which were set large."""
    one = piece(row)
    joints, values = values_of(one)
    which = [n for n, line in enumerate(joints.rows) if line.form == "sentence"]
    return values[which], np.array([float(is_gold(joints.rows[n], one.gold)) for n in which])


def apart(numbers: Numbers, good: Numbers) -> float:
    """How often a good line is above a bad one; ties count half."""
    high, low = numbers[good > 0][:, None], numbers[good == 0][None]
    return float(((high > low) + 0.5 * (high == low)).mean())
