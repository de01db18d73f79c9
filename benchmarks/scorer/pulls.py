"""Pull quotes of essays: whether our features tell what an editor set large, in articles that no fit has seen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import fit
import numpy as np
from quotecards.score.weights import model
from sayings import apart
from train import values_of

from data import is_gold, piece, rows

if TYPE_CHECKING:
    from pathlib import Path

_STRENGTH = 100.0


def report(folder: Path) -> None:
    """AUC over the sentences of each article: the shipped aphorisms, and a fit to the other articles."""
    articles = [_read(row) for row in rows(folder, "pull_quotes.dev")]
    articles = [one for one in articles if one[1].any() and not one[1].all()]
    shipped = [apart(values @ model().weights["aphorism"], good) for values, good in articles]
    left_out = []
    for n, (values, good) in enumerate(articles):
        others = articles[:n] + articles[n + 1 :]
        nothing = [np.zeros(len(one[1])) for one in others]
        found = fit.choices([one[0] for one in others], [one[1] for one in others], nothing, _STRENGTH)
        left_out.append(apart(values @ found.weights, good))
    print("\n| pull quotes, AUC by article | articles | AUC |\n|---|---|---|")
    for name, numbers in (("shipped aphorisms", shipped), ("fit, leaving the article out", left_out)):
        error = np.std(numbers, ddof=1) / math.sqrt(len(numbers))
        print(f"| {name} | {len(numbers)} | {np.mean(numbers):.3f} ± {error:.3f} |", flush=True)


def _read(row: dict[str, Any]) -> tuple[fit.Numbers, fit.Numbers]:
    """The features of an article's sentences, and which were set large."""
    one = piece(row)
    joints, values = values_of(one)
    which = [n for n, line in enumerate(joints.rows) if line.form == "sentence"]
    silent = {"film_voice", "someone_quoted", "uncertain_edges"}
    kept = [n for n, feature in enumerate(model().features) if feature.name not in silent]
    found = np.zeros((len(which), len(model().features)))
    found[:, kept] = values[which][:, kept]
    return found, np.array([float(is_gold(joints.rows[n], one.gold)) for n in which])
