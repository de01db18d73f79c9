"""Dialogue: a film's memorable line against another of the same film and speaker."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import fit
import numpy as np
from quotecards import score
from quotecards.score import alone
from quotecards.score.weights import model
from recipe import RECIPE

from data import by_group, rows

if TYPE_CHECKING:
    from pathlib import Path

Numbers = fit.Numbers


@dataclass(frozen=True)
class Pairs:
    """The features of both lines, the films, and which pairs have as many sentences on either side."""

    better: Numbers
    worse: Numbers
    films: list[str]
    even: Any


def load(folder: Path) -> Pairs:
    """The pairs of the file as features, through `quotecards score`'s own way with single lines."""
    found = rows(folder, "memorable_pairs.dev")
    pages = [[alone.page(row[key], "film") for key in ("memorable", "non_memorable")] for row in found]
    sides = [np.vstack([_values(pair[side]) for pair in pages]) for side in (0, 1)]
    even = np.array([pair[0].sentences == pair[1].sentences for pair in pages])
    return Pairs(sides[0], sides[1], [row["movie"] for row in found], even)


def _values(page: Any) -> Numbers:
    return alone.neutral(model().features, score.features(page))


def dialogue(pairs: Pairs, which: Any = slice(None)) -> dict[str, float]:
    """The weights by name, learned from some of the pairs."""
    names = [feature.name for feature in model().features]
    recipe = RECIPE["dialogue"]
    free = [n for n, name in enumerate(names) if name not in recipe["silent"]]
    prior = np.array([recipe["prior"].get(names[n], 0.0) for n in free])
    found = fit.pairs(pairs.better[which][:, free], pairs.worse[which][:, free], prior, recipe["strength"])
    learned = dict(zip([names[n] for n in free], found.weights.tolist(), strict=True))
    return {name: round(learned.get(name, recipe["guards"].get(name, 0.0)), 3) for name in names}


def crossed(pairs: Pairs, repeat: int) -> Numbers:
    """Whether each pair was told right, by weights that never saw its film."""
    dealt = by_group(pairs.films, repeat)
    right = np.zeros(len(pairs.films))
    for fold in range(5):
        weights = dialogue(pairs, dealt != fold)
        given = np.array([weights[feature.name] for feature in model().features])
        margin = (pairs.better - pairs.worse)[dealt == fold] @ given
        right[dealt == fold] = (margin > 0) + 0.5 * (margin == 0)
    return right


def report(folder: Path, repeats: int) -> None:
    """Pairs told right, all and those of equal sentence count, with errors by film."""
    pairs = load(folder)
    right = np.mean([crossed(pairs, repeat) for repeat in range(repeats)], axis=0)
    every = np.ones(len(pairs.films), dtype=bool)
    print("\n| dialogue, pairs told right | pairs | share |\n|---|---|---|")
    for name, which in (("of equal sentence count", pairs.even), ("all", every)):
        print(f"| {name} | {which.sum()} | {_share(right, which, pairs.films)} |", flush=True)


def _share(right: Numbers, which: Any, films: list[str]) -> str:
    """The mean, with a standard error that takes a film's pairs for one draw."""
    mean = right[which].mean()
    sums: dict[str, float] = {}
    for n in np.flatnonzero(which):
        sums[films[n]] = sums.get(films[n], 0.0) + right[n] - mean
    return f"{mean:.3f} ± {math.sqrt(sum(x * x for x in sums.values())) / which.sum():.3f}"
