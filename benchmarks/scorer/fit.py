"""How weights are found: by choices among a review's sentences, between the two lines of a pair, by verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from collections.abc import Sequence

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Fit:
    """Weights on values as they are (not standardised); `spread` is the standard deviation of each feature."""

    weights: Numbers
    mean: Numbers
    spread: Numbers


def choices(
    values: Sequence[Numbers], chosen: Sequence[Numbers], given: Sequence[Numbers], strength: float
) -> Fit:
    """A softmax over the sentences of each review, told which were chosen; `given` are terms set by hand.

    The likelihood is the mean over the chosen ones; `strength` of the ridge is per standardised weight.
    """
    sizes = np.array([len(one) for one in chosen])
    starts = np.cumsum(sizes) - sizes
    picked = np.concatenate(chosen).astype(float)
    total = np.add.reduceat(picked, starts).repeat(sizes)
    wanted = np.where(total > 0, picked / np.maximum(total, 1), 0.0)
    counted = (total > 0).astype(float)
    offset = np.concatenate(given)
    x, mean, spread = _standardised(np.vstack(values))

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        logits = x @ weights + offset
        logits -= np.maximum.reduceat(logits, starts).repeat(sizes)
        chances = np.exp(logits)
        sums = np.add.reduceat(chances, starts).repeat(sizes)
        cost = -(wanted * (logits - np.log(sums))).sum()
        slope = x.T @ ((chances / sums - wanted) * counted)
        return cost + 0.5 * strength * weights @ weights, slope + strength * weights

    return Fit(_least(loss, x.shape[1]) / spread, mean, spread)


def pairs(better: Numbers, worse: Numbers, given: Numbers, strength: float) -> Fit:
    """A logistic model without bias on the differences within pairs, drawn towards weights that are given."""
    _, mean, spread = _standardised(np.vstack([better, worse]))
    x, known = (better - worse) / spread, (better - worse) @ given

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = np.clip(x @ weights + known, -30, 30)
        cost = np.log1p(np.exp(-margin)).sum() + 0.5 * strength * weights @ weights
        return cost, -(x.T @ (1 / (1 + np.exp(margin)))) + strength * weights

    return Fit(given + _least(loss, x.shape[1]) / spread, mean, spread)


def judged(values: Numbers, wanted: Numbers, prior: Numbers, strength: float) -> tuple[Numbers, float]:
    """A logistic model of verdicts in 0..1, its ridge drawing it towards `prior`; its weights and its bias."""

    def loss(given: Numbers) -> tuple[float, Numbers]:
        logits = np.clip(values @ (prior + given[1:]) + given[0], -30, 30)
        cost = (np.log1p(np.exp(logits)) - wanted * logits).sum() + 0.5 * strength * given[1:] @ given[1:]
        slope = 1 / (1 + np.exp(-logits)) - wanted
        return float(cost), np.concatenate([[slope.sum()], values.T @ slope + strength * given[1:]])

    found = _least(loss, values.shape[1] + 1)
    return prior + found[1:], float(found[0])


def _standardised(values: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    return (values - mean) / spread, mean, spread


def _least(loss: Any, size: int) -> Numbers:
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    weights: Numbers = found.x
    return weights
