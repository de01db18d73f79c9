"""The card: weights from lines judged by reading, and how good the line is that they put first.

    python benchmarks/scorer/posting.py [--data FOLDER]

`postable.jsonl` keeps the judgements as places in the unlabelled reviews with a grade from 0 to 3, not as texts;
from 2 on an editor would post the line as it stands. Round 1 has the five lines that were best before any was
judged and the best verdict; round 2, of other reviews, the four best by what round 1 taught, a version of each of
the first two, and what was best before. Readers did not know which was which.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fit
import numpy as np
from quotecards import score
from quotecards.datafiles import packaged
from quotecards.score import holds, postable
from quotecards.score.joined import Joints
from quotecards.score.page import read
from quotecards.score.weights import model
from recipe import RECIPE

from data import DATA, piece, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data import Piece

Numbers = fit.Numbers

FOLDS = 10
GOOD = 1.5  # the mean grade of a line that its readers would post
_RARE = 0.02  # added to the spread of each number, so that what few lines have weighs little


@dataclass(frozen=True)
class Judged:
    """Lines that were read: their numbers (lines x numbers), grades, scores, reviews and rounds."""

    values: Numbers
    grades: Numbers
    scores: Numbers
    reviews: tuple[str, ...]
    rounds: tuple[int, ...]


def judgements() -> list[dict[str, Any]]:
    """What was judged, a review each."""
    path = Path(__file__).with_name("postable.jsonl")
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]


def names() -> list[tuple[str, str]]:
    """The table and the name of each number, in order."""
    told = postable.weighing(model().features)
    known = [feature.name for feature in model().features]
    return [
        *(("first", one) for one in known),
        *(("mean", one) for one in known),
        *(("line", one) for one in told.names),
    ]


def judged(folder: Path) -> Judged:
    """The judged lines of the reviewer as numbers; one that is no candidate any more is left out."""
    known = {row["review_id"]: row for row in rows(folder, "reviews_unlabelled")}
    found = [
        (*line, one["review"], one["round"])
        for one in judgements()
        for line in _read(piece(known[one["review"]]), one)
    ]
    values, grades, scores, reviews, rounds = zip(*found, strict=True)
    return Judged(np.vstack(values), np.array(grades), np.array(scores), reviews, rounds)


def _read(one: Piece, wanted: dict[str, Any]) -> Iterator[tuple[Numbers, float, float]]:
    joints, weighing = Joints.of(one.passages), model()
    values = score.features(read(one.cleaned, one.voices, joints.rows))
    typical = np.array([feature.typical for feature in weighing.features])
    told = postable.weighing(weighing.features)
    flags = holds.flags(
        holds.holds(tuple(feature.name for feature in weighing.features)), values, typical, joints, one.text
    )
    by = {
        taste: weighing.probabilities(weighing.joined(weighing.terms(values, taste), joints, taste), taste)
        for taste in ("verdict", "aphorism")
    }
    verdicts = (weighing.plain(values), postable.logits(by["verdict"]), postable.logits(by["aphorism"]))
    lines = postable.numbers(joints, verdicts, one.passages, flags["verdict"], one.text)
    whole = np.column_stack([lines.get(name, np.zeros(len(one.passages))) for name in told.names])
    at = {(line.start, line.end): n for n, line in enumerate(one.passages) if line.kind == "reviewer"}
    for start, end, grade in wanted["lines"]:
        n = at.get((start, end))
        if n is not None:
            rows_of = joints.flat[joints.starts[n] : joints.starts[n] + joints.sizes[n]]
            first, mean = values[rows_of[0]] - typical, values[rows_of].mean(axis=0) - typical
            yield np.concatenate([first, mean, whole[n]]), grade, float(by["verdict"][n])


def learned(lines: Judged, which: Any = slice(None)) -> tuple[Numbers, float]:
    """The weights on the numbers as they are, and the bias, learned from some of the lines."""
    values, wanted = lines.values[which], (lines.grades[which] >= GOOD).astype(float)
    mean, spread = values.mean(axis=0), values.std(axis=0) + _RARE
    recipe = RECIPE["postable"]
    prior = np.array([recipe["prior"].get(name, 0.0) * (table == "line") for table, name in names()])
    weights, bias = fit.judged((values - mean) / spread, wanted, prior * spread, recipe["strength"])
    weights = weights / spread
    return weights, float(bias - weights @ mean)


def written(lines: Judged, date: str) -> str:
    """The text of the file of weights, learned from all lines; the typical numbers of lines go to their own file."""
    weights, bias = learned(lines)
    sides = 2 * len(model().features)
    typical = lines.values[:, sides:].mean(axis=0).round(3)
    path = packaged("score", "lines.toml")
    text = path.read_text(encoding="utf-8")
    told = postable.weighing(model().features).names
    centred = np.zeros(len(told))
    for n, name in enumerate(told):
        if f"[{name}]\n" in text:
            centred[n] = typical[n]
            before, head, after = text.partition(f"[{name}]\ntypical = ")
            text = before + head + f"{typical[n]:.3f}" + after[after.index("\n") :]
    path.write_text(text, encoding="utf-8")
    tables: dict[str, list[tuple[str, float]]] = {"first": [], "mean": [], "line": []}
    for (table, name), weight in zip(names(), weights.tolist(), strict=True):
        tables[table].append((name, weight))
    told_bias = bias + float(weights[sides:] @ centred)
    head = [
        "# How likely an editor would post a line as it stands: see score/postable.py. What is not named weighs 0.",
        "# Written by benchmarks/scorer/train.py.",
        "",
        f'trained = "{date}: {len(lines.grades)} lines of {len(set(lines.reviews))} reviews, judged by reading"',
        f"bias = {told_bias:.4f}",
        f"most = {RECIPE['postable']['most']}",
    ]
    for table, given in tables.items():
        weighty = sorted(given, key=lambda one: -abs(one[1]))
        head += [
            "",
            f"[{table}]",
            *(f"{name} = {weight:.4g}" for name, weight in weighty if abs(weight) >= 0.0005),
        ]
    return "\n".join(head) + "\n"


def worth(lines: Judged, weights: Numbers, bias: float, which: Any = slice(None)) -> Numbers:
    """The logits of some of the lines: no feature moves one by more than `most`."""
    sides, most = len(model().features), RECIPE["postable"]["most"]
    terms = lines.values[which] * weights
    features = terms[:, :sides] + terms[:, sides : 2 * sides]
    logits: Numbers = np.clip(features, -most, most).sum(axis=1) + terms[:, 2 * sides :].sum(axis=1) + bias
    return logits


def crossed(lines: Judged, repeat: int = 0) -> Numbers:
    """The logit of each line, by weights that never saw its review."""
    fold = np.array(
        [int(hashlib.sha256(f"{repeat}{one}".encode()).hexdigest(), 16) % FOLDS for one in lines.reviews]
    )
    found = np.zeros(len(lines.grades))
    for number in range(FOLDS):
        found[fold == number] = worth(lines, *learned(lines, fold != number), fold == number)
    return found


def report(folder: Path) -> None:
    """How often the line that is first among those judged of its review is good, by the score and by the card."""
    lines = judged(folder)
    ways = {"the verdict alone": lines.scores, "the card, cross-validated": crossed(lines)}
    shares = (1.0, 0.95, 0.9, 0.85)
    print(f"{len(lines.grades)} lines, {np.mean(lines.grades >= GOOD):.0%} good")
    print("\n| first by | round | " + " | ".join(f"of the best {share:.0%}" for share in shares) + " |")
    print("|---|---|" + "---|" * len(shares))
    for number in sorted(set(lines.rounds)):
        for name, values in ways.items():
            first = _first(lines, values, number)
            parts = [first[: round(len(first) * share)] for share in shares]
            told = " | ".join(f"{np.mean([good for _, good in part]):.1%}" for part in parts)
            print(f"| {name} | {number}, {len(first)} reviews | {told} |")
            if name.startswith("the card"):
                print(
                    "  chance of the first line at these shares:",
                    [round(float(1 / (1 + np.exp(-part[-1][0]))), 3) for part in parts],
                )


def _first(lines: Judged, values: Numbers, number: int) -> list[tuple[float, bool]]:
    """The worth of each review's first line and whether it is good, the worthiest first."""
    best: dict[str, tuple[float, bool]] = {}
    for review, of, value, grade in zip(
        lines.reviews, lines.rounds, values.tolist(), lines.grades.tolist(), strict=True
    ):
        if of == number and (review not in best or value > best[review][0]):
            best[review] = (value, grade >= GOOD)
    return sorted(best.values(), reverse=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of labelled texts")
    report(parser.parse_args().data)
