"""Measure the scorer, end to end, on the labelled texts: each review by weights that never saw it.

    python benchmarks/scorer/evaluate.py [--data FOLDER] [--repeats N] [verdict] [shipped] [baselines] [dialogue] [aphorism]

A hit: one of the first k lines, as `extract --taste verdict --all` ranks them, holds at least half of what
the editor quoted, in at most 60 words. A review of which cleaning has left no such line is a miss. `shipped`
is the packaged file measured on what it was trained on, so it flatters; it is there to find mistakes.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import baselines
import numpy as np
import pairs
import pulls
from quotecards import select
from quotecards.score import weigh
from quotecards.score.weights import model
from train import Values, values_of, verdict

from data import DATA, Piece, folds, is_gold, is_hit, piece, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.models import Passage
    from quotecards.score.weights import Model

NAMES = ("AUC", "AUC of all", "hit@1", "hit@3", "hit@5", "MRR", "words")
GATES = select.Gates()


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of labelled texts")
    parser.add_argument("--repeats", type=int, default=4, help="how often the folds are dealt out")
    parser.add_argument(
        "what", nargs="*", default=["verdict", "shipped", "baselines", "dialogue", "aphorism"]
    )
    given = parser.parse_args()
    print("| method | " + " | ".join(NAMES) + " |\n|" + "---|" * (len(NAMES) + 1))
    if {"verdict", "shipped", "baselines"} & set(given.what):
        reviews(given.data, given.what, given.repeats)
    if "dialogue" in given.what:
        pairs.report(given.data, given.repeats)
    if "aphorism" in given.what:
        pulls.report(given.data)


def reviews(folder: Path, what: Sequence[str], repeats: int) -> None:
    """The verdict, and what else might pick lines, on the labelled reviews."""
    pieces = [piece(row) for row in rows(folder, "reviews_labelled.dev")]
    values = [values_of(one) for one in pieces]
    if "verdict" in what:
        runs = [crossed(pieces, values, repeat) for repeat in range(repeats)]
        tell(f"verdict, cross-validated {repeats} x 5", np.nanmean(runs, axis=0))
    if "shipped" in what:
        tell(
            "verdict, shipped file",
            np.array([measured(o, v, model()) for o, v in zip(pieces, values, strict=True)]),
        )
    if "baselines" in what:
        for name, method in baselines.METHODS.items():
            tell(name, np.array([baseline(one, method) for one in pieces]))


def crossed(pieces: Sequence[Piece], values: Sequence[Values], repeat: int) -> Any:
    """Each review's figures by weights that were trained on the other folds."""
    dealt = folds(len(pieces), repeat)
    figures = np.full((len(pieces), len(NAMES)), np.nan)
    for fold in range(5):
        seen = [n for n in range(len(pieces)) if dealt[n] != fold]
        trained = with_verdict(verdict([pieces[n] for n in seen], [values[n] for n in seen]))
        for n in np.flatnonzero(dealt == fold):
            figures[n] = measured(pieces[n], values[n], trained)
    return figures


def with_verdict(weights: dict[str, float]) -> Model:
    """The model with other weights of the verdict."""
    current = model()
    changed = np.array([weights[feature.name] for feature in current.features])
    return replace(current, weights={**current.weights, "verdict": changed})


def measured(one: Piece, values: Values, weighing: Model) -> list[float]:
    """The figures of one review."""
    if not one.passages:
        return [math.nan, math.nan, 0, 0, 0, 0, math.nan]
    scored = weigh(weighing, *values, one.passages, text=one.text, taste="verdict")
    ranked = select.ranked(select.gate(one.cleaned, scored, GATES), GATES)
    return figures(one, [line.passage for line in ranked], {line.passage: line.score for line in scored})


def figures(one: Piece, ranked: Sequence[Passage], number: dict[Passage, float]) -> list[float]:
    """AUC over the reviewer's sentences and over all lines, hits, reciprocal rank, words of the first line."""
    alone = [line for line in number if line.form == "sentence" and line.kind == "reviewer"]
    place = next((n for n, line in enumerate(ranked) if is_hit(line, one.text, one.gold)), None)
    hits = [float(place is not None and place < k) for k in (1, 3, 5)]
    return [
        auc([is_gold(line, one.gold) for line in alone], [number[line] for line in alone]),
        auc([is_hit(line, one.text, one.gold) for line in number], list(number.values())),
        *hits,
        0.0 if place is None else 1 / (place + 1),
        len(one.text[ranked[0].start : ranked[0].end].split()) if ranked else math.nan,
    ]


def baseline(one: Piece, method: baselines.Method) -> list[float]:
    """The figures of a method that numbers the reviewer's sentences."""
    alone = [line for line in one.passages if line.form == "sentence" and line.kind == "reviewer"]
    if not alone:
        return [math.nan, math.nan, 0, 0, 0, 0, math.nan]
    numbers = method([one.text[line.start : line.end] for line in alone])
    order = sorted(range(len(alone)), key=lambda n: -numbers[n])
    found = figures(one, [alone[n] for n in order], dict(zip(alone, numbers, strict=True)))
    return [found[0], math.nan, *found[2:]]


def auc(marked: Sequence[bool], numbers: Sequence[float]) -> float:
    """How often a marked line stands above another; ties count half."""
    marks, values = np.array(marked), np.array(numbers)
    if not marks.any() or marks.all():
        return math.nan
    good, other = values[marks][:, None], values[~marks][None]
    return float(((good > other) + 0.5 * (good == other)).mean())


def tell(name: str, table: Any) -> None:
    """One row of the table: mean and standard error over the reviews."""
    cells = []
    for column, label in zip(table.T, NAMES, strict=True):
        known = column[~np.isnan(column)]
        if not len(known):
            cells.append("")
        elif label == "words":
            cells.append(f"{known.mean():.1f}")
        else:
            cells.append(f"{known.mean():.3f} ± {known.std(ddof=1) / math.sqrt(len(known)):.3f}")
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
