"""Aphorisms: weights from lines that were judged by reading, and how many of the lines offered ring true.

    python benchmarks/scorer/sayings.py [--data FOLDER] [--unread NUMBER]

The judgements are kept as places (review, start, end, verdict), not as texts. `aphorisms.jsonl` has the lines
that the weights are learned from: what scored best in the unlabelled reviews by weights that never saw them, and
what came close. `offered.jsonl` has what earlier weights, learned from one half of the reviews, offered in the
other: that reading was made before any line of that half had been judged.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fit
import numpy as np
from quotecards import score, select
from quotecards.models import Review
from quotecards.pipeline import extract
from quotecards.score.page import read
from quotecards.score.weights import model
from quotecards.settings import load
from recipe import RECIPE

from data import DATA, piece, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from data import Piece

    Numbers = npt.NDArray[np.float64]

FOLDS = 10
_RARE = 0.1  # added to the spread of each feature, so that what few lines have weighs little


@dataclass(frozen=True)
class Judged:
    """The features of lines that were read, their verdicts, their reviews, and what holds would cost them."""

    values: Numbers
    verdicts: tuple[str, ...]
    reviews: tuple[str, ...]
    held: Numbers

    @property
    def wanted(self) -> Numbers:
        """The verdicts as numbers: a line that is neither good nor bad counts in part."""
        return np.array([RECIPE["aphorism"]["worth"][verdict] for verdict in self.verdicts])


def places(name: str) -> list[dict[str, Any]]:
    """The judgements of a file beside this one."""
    path = Path(__file__).with_name(name)
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]


def judged(folder: Path) -> Judged:
    """The lines of `aphorisms.jsonl` as features; one that is no sentence of its review any more is left out."""
    known = {row["review_id"]: row for row in rows(folder, "reviews_unlabelled")}
    by: dict[str, list[dict[str, Any]]] = {}
    for place in places("aphorisms.jsonl"):
        by.setdefault(place["review"], []).append(place)
    found = [row for review in sorted(by) for row in _read(piece(known[review]), by[review])]
    values, verdicts, held = zip(*((one[0], one[1], one[2]) for one in found), strict=True)
    return Judged(np.vstack(values), verdicts, tuple(one[3] for one in found), np.array(held))


def _read(one: Piece, wanted: list[dict[str, Any]]) -> Iterator[tuple[Numbers, str, float, str]]:
    sentences = [line for line in one.passages if line.form == "sentence"]
    at = {(line.start, line.end): n for n, line in enumerate(sentences)}
    values = score.features(read(one.cleaned, one.voices, sentences))
    scored = score.score(one.cleaned, one.voices, sentences, "aphorism")
    for place in wanted:
        number = at.get((place["start"], place["end"]))
        if number is not None:
            line = scored[number]
            held = (
                _logit(line.score) - _logit(select.offer.worth(line, "aphorism"))
                if 0 < line.score < 1
                else 0.0
            )
            yield values[number], place["verdict"], held, one.name


def _logit(number: float) -> float:
    return math.log(max(number, 1e-9) / max(1 - number, 1e-9))


def aphorism(lines: Judged, which: Any = slice(None)) -> tuple[dict[str, float], float]:
    """The weights by name and the bias, learned from some of the lines and drawn towards those set by hand."""
    recipe = RECIPE["aphorism"]
    unseen = {*recipe["guards"], *recipe["silent"]}
    free = [n for n, feature in enumerate(model().features) if feature.name not in unseen]
    known = [model().features[n] for n in free]
    by_hand = np.array([recipe["prior"].get(feature.name, 0.0) for feature in known])
    typical = np.array([feature.typical for feature in known])
    values, wanted = lines.values[which][:, free], lines.wanted[which]
    mean, spread = values.mean(axis=0), values.std(axis=0) + _RARE
    weights, bias = fit.judged(
        (values - mean) / spread, wanted, by_hand * recipe["pull"] * spread, recipe["strength"]
    )
    weights = weights / spread
    given = {
        feature.name: round(float(weight), 3) for feature, weight in zip(known, weights, strict=True)
    } | recipe["guards"]
    return given, round(float(bias + weights @ (typical - mean)) + recipe["lift"], 3)


def crossed(lines: Judged, repeat: int = 0) -> Numbers:
    """What each line is worth with its holds, as a logit, by weights that never saw its review."""
    known = model().features
    typical = np.array([feature.typical for feature in known])
    fold = np.array(
        [int(hashlib.sha256(f"{repeat}{one}".encode()).hexdigest(), 16) % FOLDS for one in lines.reviews]
    )
    worth = np.zeros(len(lines.verdicts))
    for number in range(FOLDS):
        weights, bias = aphorism(lines, fold != number)
        given = np.array([weights.get(feature.name, 0.0) for feature in known])
        apart = fold == number
        worth[apart] = (lines.values[apart] - typical) @ given + bias - lines.held[apart]
    return worth


def report(folder: Path) -> None:
    """The judged lines by what they are worth to weights that never saw their review; and what was offered."""
    lines = judged(folder)
    worth = np.mean([crossed(lines, repeat) for repeat in range(4)], axis=0)
    order = np.argsort(-worth)
    print(
        f"\n| aphorisms, the best of {len(order)} judged lines, by weights that never saw their review "
        "| good | neither | bad | share of good, 95 % |\n|---|---|---|---|---|"
    )
    bar = _logit(select.offer.bar("aphorism", "en"))
    for count in (30, int((worth >= bar).sum()), 60, 80):
        first = [lines.verdicts[n] for n in order[:count]]
        low, high = wilson(first.count("good"), count)
        mark = ", the bar" if worth[order[count - 1]] >= bar > worth[order[count]] else ""
        print(f"| {count}{mark} | {_counts(first)} | {low:.2f} to {high:.2f} |")
    verdicts = [place["verdict"] for place in places("offered.jsonl")]
    low, high = wilson(verdicts.count("good"), len(verdicts))
    print(
        "\n| offered in reviews never learned from | good | neither | bad | share of good, 95 % |\n|---|---|---|---|---|"
    )
    print(f"| {len(verdicts)} | {_counts(verdicts)} | {low:.2f} to {high:.2f} |")


def _counts(verdicts: list[str]) -> str:
    return " | ".join(str(verdicts.count(verdict)) for verdict in ("good", "ok", "bad"))


def wilson(good: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """The interval that a share lies in, by Wilson (1927)."""
    share, spread = good / count, z * z / count
    middle = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    return middle - reach, middle + reach


def unread(folder: Path, count: int) -> None:
    """Print what is offered in some of the reviews of which no line was judged, to be read."""
    settings = load({"taste": "aphorism", "top": 3})
    known = {place["review"] for place in places("aphorisms.jsonl")}
    left = [row for row in rows(folder, "reviews_unlabelled") if row["review_id"] not in known]
    for row in sorted(left, key=lambda row: hashlib.sha256(row["review_id"].encode()).hexdigest())[:count]:
        for quote in extract(Review(row["text"], "benchmark", row["review_id"]), settings).quotes:
            print(
                f"{row['review_id']} {quote.start} {quote.end} {quote.score:.2f} {quote.kind} | {quote.quote}"
            )


def main() -> None:
    """Report, or print lines to be read."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of labelled texts")
    parser.add_argument("--unread", type=int, default=0, help="print what so many unread reviews offer")
    given = parser.parse_args()
    if given.unread:
        unread(given.data, given.unread)
    else:
        report(given.data)


if __name__ == "__main__":
    main()
