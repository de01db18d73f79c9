"""Train the scorer: the tables of words and the weights of each taste, from the labelled texts.

    python benchmarks/scorer/train.py [--data FOLDER] [--words] [--tastes NAME ...]

The same texts give the same files. `--words` also counts the tables of words and of sayings anew, which takes
minutes; `--tastes` leaves the weights of all tastes but those named as they are.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fit
import numpy as np
import pairs
import posting
import sayings
import words
from file import written
from quotecards import score
from quotecards.datafiles import load, packaged
from quotecards.models import TASTES
from quotecards.score.joined import Joints
from quotecards.score.page import read
from quotecards.score.weights import model
from recipe import RECIPE

from data import DATA, Piece, is_gold, piece, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

Numbers = fit.Numbers
TABLES = {"words.npz": words.build, "sayings.npz": words.build_sayings}


def main() -> None:
    """Train, write, and say what was done."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of labelled texts")
    parser.add_argument("--words", action="store_true", help="count the tables of words and of sayings anew")
    parser.add_argument("--tastes", nargs="+", default=list(TASTES), choices=TASTES)
    parser.add_argument("--date", default=dt.datetime.now(tz=dt.UTC).date().isoformat())
    given = parser.parse_args()
    if given.words:
        for name, build in TABLES.items():
            print(f"{name}:", build(given.data, packaged("score", name), RECIPE["seed"]))
    pieces = [piece(row) for row in rows(given.data, "reviews_labelled.dev")]
    read_pieces = [values_of(one) for one in pieces]
    typical(read_pieces)
    model.cache_clear()
    lines = pairs.load(given.data)
    data = load(packaged("score", "weights.toml"))
    for taste in given.tastes:
        shape = {
            name: RECIPE[taste][name]
            for name in ("bias", "bar", "joins", "join_cost")
            if name in RECIPE[taste]
        }
        data[taste] |= shape | _learned(taste, given.data, (pieces, read_pieces), lines)
    data["origin"] = RECIPE["origin"]
    data["trained"] = {
        "date": given.date,
        "seed": RECIPE["seed"],
        "verdict": f"reviews_labelled.dev, {len(pieces)} reviews; words: snippets, reviews_unlabelled",
        "dialogue": f"memorable_pairs.dev, {len(lines.films)} pairs",
        "aphorism": f"reviews_unlabelled, {len(sayings.places('aphorisms.jsonl'))} lines judged by reading",
    }
    packaged("score", "weights.toml").write_text(written(data), encoding="utf-8")
    model.cache_clear()
    cards = posting.written(posting.judged(given.data), given.date)
    packaged("score", "postable.toml").write_text(cards, encoding="utf-8")


def _learned(
    taste: str, folder: Path, read: tuple[Sequence[Piece], Sequence[Values]], lines: pairs.Pairs
) -> dict[str, Any]:
    """The weights of a taste, and its bias where that is learned as well."""
    if taste == "verdict":
        return {"weights": verdict(*read)}
    if taste == "dialogue":
        return {"weights": pairs.dialogue(lines)}
    weights, bias = sayings.aphorism(sayings.judged(folder))
    return {"bias": bias, "weights": weights}


# ---------------------------------------------------------------- the verdict

Values = tuple[Joints, Numbers]


def values_of(one: Piece) -> Values:
    """What of a piece is weighed, and its features."""
    joints = Joints.of(one.passages)
    return joints, score.features(read(one.cleaned, one.voices, joints.rows))


def verdict(
    pieces: Sequence[Piece], values: Sequence[Values], strength: float | None = None
) -> dict[str, float]:
    """The weights by name: those of the recipe by hand, the others from the sentences that were chosen."""
    names = [feature.name for feature in model().features]
    guards, typical = RECIPE["verdict"]["guards"], np.array([one.typical for one in model().features])
    by_hand = np.array([guards.get(name, 0.0) for name in names])
    free = [
        n for n, name in enumerate(names) if name not in guards and name not in RECIPE["unseen"]["features"]
    ]
    taken = [
        (one, joints, found) for one, (joints, found) in zip(pieces, values, strict=True) if _any(joints)
    ]
    sentences = [_sentences(joints) for _, joints, _ in taken]
    kept = [found[which] for (_, _, found), which in zip(taken, sentences, strict=True)]
    chosen = [
        np.array([is_gold(joints.rows[n], one.gold) for n in which])
        for (one, joints, _), which in zip(taken, sentences, strict=True)
    ]
    given = [(found - typical) @ by_hand for found in kept]
    found = fit.choices(
        [one[:, free] for one in kept], chosen, given, strength or RECIPE["verdict"]["strength"]
    )
    by_name = dict(zip([names[n] for n in free], found.weights.tolist(), strict=True))
    return {name: round(by_name.get(name, guards.get(name, 0.0)), 3) for name in names}


def _any(joints: Joints) -> bool:
    return len(_sentences(joints)) > 1


def _sentences(joints: Joints) -> list[int]:
    return [n for n, one in enumerate(joints.rows) if one.form == "sentence" and one.kind == "reviewer"]


# ---------------------------------------------------------------- what is typical


def typical(values: Sequence[Values]) -> None:
    """The mean of each feature over the sentences is written to the file of features."""
    path = packaged("score", "features.toml")
    mean = np.vstack([found[_sentences(joints)] for joints, found in values if _any(joints)]).mean(axis=0)
    text = path.read_text(encoding="utf-8")
    for feature, value in zip(model().features, mean.tolist(), strict=True):
        text = re.sub(
            rf"(\[{feature.name}\]\nfamily = \"\w+\"\ntypical = )[\d.]+", rf"\g<1>{value:.3f}", text
        )
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
