"""Stage 5, the card: how likely an editor would post a verdict just as it stands, and why.

A taste says what is worth quoting; a card also asks that a line stands by itself, goes on well and ends in time.
The chance is a logistic model learned from lines judged by reading:

    logit = bias + sum over features of first * (that of its first sentence - typical)
                                      + mean * (mean of its sentences - typical), at most `most` either way
                 + line * (numbers of the whole line - typical)

`data/score/postable.toml` has the weights and how they came about; `lines.toml` says what the numbers of a whole
line mean. Whatever a user has taught a taste shifts the chance as it shifts that taste.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import Postable, Reason
from quotecards.score.weights import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from quotecards.models import Passage
    from quotecards.score.joined import Joints
    from quotecards.score.weights import Feature, Matrix, Model

    Numbers = npt.NDArray[np.float64]

_TOLD = (
    24  # of the likeliest lines of a review, besides the best that begins with each sentence, are told why
)
_MOST_REASONS = 6
_LEAST_EFFECT = 0.05
_MOST_WORDS, _LONG, _SHORT = 60, 32, 10  # what the numbers of length are measured from
_TITLE = re.compile(r"(?:^|(?<=[\s(—–-]))[\"“‘'«„»*_][A-ZÀ-Þ0-9]")
_TURN = re.compile(r"\s*(?:but|yet|however|still|and|instead|or|nor|then)\b", re.IGNORECASE)
_AHEAD = 40  # characters in which a turn of the next line shows


@dataclass(frozen=True, slots=True)
class Weighing:
    """The weights by feature, for the first sentence and for the mean of all, and those of the whole line.

    `most` is what a feature may move the logit by: other reviews than those learned from have more of some.

    `says` tells what each number of the whole line means above its typical value, and below.
    """

    bias: float
    most: float
    first: Numbers
    mean: Numbers
    names: tuple[str, ...]
    line: Numbers
    typical: Numbers
    says: tuple[tuple[str, str], ...]


def logits(chances: Numbers) -> Numbers:
    """Chances in 0..1 become logits."""
    inside = np.clip(chances, 1e-6, 1 - 1e-6)
    found: Numbers = np.log(inside / (1 - inside))
    return found


def numbers(
    joints: Joints,
    verdicts: tuple[Numbers, Numbers, Numbers],
    passages: Sequence[Passage],
    flags: Sequence[Sequence[str]],
    text: str,
) -> dict[str, Numbers]:
    """Passages become the numbers of whole lines, by name.

    `verdicts` are logits: that of each row's sentence, of each passage, and each passage's as an aphorism.
    """
    rows, whole, aphorism = verdicts
    words = np.array([len(text[row.start : row.end].split()) for row in joints.rows], float)[joints.flat]
    size = np.add.reduceat(words, joints.starts)
    each = rows[joints.flat]
    best = np.maximum.reduceat(each, joints.starts)
    ends = joints.starts + joints.sizes - 1
    titled = np.array([_TITLE.search(text, row.start, row.end) is not None for row in joints.rows])
    cut = np.array(
        [
            text.find("…", row.start, row.end) >= 0 or text.find("...", row.start, row.end) >= 0
            for row in joints.rows
        ]
    )
    found = {
        "verdict": whole,
        "aphorism": aphorism,
        "words": np.minimum(size, _MOST_WORDS) / 10,
        "over_long": np.maximum(0, size - _LONG) / 10,
        "too_few": np.maximum(0, _SHORT - size) / 5,
        "cut_out": np.array([one.form == "clause" for one in passages], float),
        "two": (joints.sizes == 2).astype(float),
        "three": (joints.sizes == 3).astype(float),
        "more": (joints.sizes > 3).astype(float),
        "titled": np.logical_or.reduceat(titled[joints.flat], joints.starts).astype(float),
        "weakest": np.minimum.reduceat(each, joints.starts),
        "tail": each[ends] - best,
        "head": each[joints.starts] - best,
        "before_turn": np.array(
            [_TURN.match(text, one.end, one.end + _AHEAD) is not None for one in passages], float
        ),
        "before_end": np.array([not text[one.end : one.end + _AHEAD].strip() for one in passages], float),
        "trails_off": np.logical_or.reduceat(cut[joints.flat], joints.starts).astype(float),
    }
    for flag in sorted({flag for some in flags for flag in some}):
        found[flag] = np.array([flag in some for some in flags], float)
    return found


def postable(
    told: Weighing,
    weighing: Model,
    features: tuple[Matrix, Joints],
    lines: Mapping[str, Numbers],
    shift: Numbers,
) -> list[Postable]:
    """Each passage becomes its chance to be posted as it stands, with its reasons where it may ever be chosen.

    `features` are those of the rows and how passages are made of them; `lines` the numbers of the whole line;
    `shift` is what the user's own weights add to each passage's logit.
    """
    values, joints = features
    apart = values - np.array([one.typical for one in weighing.features])
    first = apart[joints.flat[joints.starts]]
    mean = np.add.reduceat(apart[joints.flat], joints.starts) / joints.sizes[:, None]
    whole = np.column_stack([lines.get(name, np.zeros(len(shift))) for name in told.names]) - told.typical
    terms = np.hstack(
        [np.clip(first * told.first + mean * told.mean, -told.most, told.most), whole * told.line]
    )
    logit = told.bias + terms.sum(axis=1) + shift
    sides = np.hstack([mean, whole]) > 0
    chances = (1 / (1 + np.exp(-np.clip(logit, -30, 30)))).round(6).tolist()
    likely = _likely(logit, joints)
    reasons = dict(zip(likely, _reasons(told, weighing.features, terms[likely], sides[likely]), strict=True))
    return [Postable(chance, reasons.get(row, ())) for row, chance in enumerate(chances)]


def _likely(logit: Numbers, joints: Joints) -> list[int]:
    """The lines that may ever be chosen: the likeliest of all, and the likeliest that begins with each sentence."""
    order = np.argsort(-logit, kind="stable").tolist()
    heads = joints.flat[joints.starts].tolist()
    best: dict[int, int] = {}
    for row in order:
        best.setdefault(heads[row], row)
    return sorted({*order[:_TOLD], *best.values()})


def _reasons(
    told: Weighing, features: Sequence[Feature], terms: Numbers, sides: npt.NDArray[np.bool_]
) -> Iterator[tuple[Reason, ...]]:
    """What makes the weightiest terms of each line its reasons: its side of the typical decides the words."""
    names = [one.name for one in features] + list(told.names)
    says = [(one.below, one.above) for one in features] + list(told.says)
    order = np.argsort(-np.abs(terms), axis=1, kind="stable")[:, :_MOST_REASONS]
    effects = np.take_along_axis(terms, order, axis=1).round(4).tolist()
    above = np.take_along_axis(sides, order, axis=1).tolist()
    for row, numbered in enumerate(order.tolist()):
        yield tuple(
            Reason(names[n], effect, says[n][side])
            for n, effect, side in zip(numbered, effects[row], above[row], strict=True)
            if abs(effect) >= _LEAST_EFFECT
        )


@cache
def weighing(features: tuple[Feature, ...]) -> Weighing:
    """The packaged weights, by the order of the features.

    Raises:
        DataError: a field that is missing or wrong, or a weight for something that does not exist.
    """
    path, meant, holds = (
        packaged("score", "postable.toml"),
        packaged("score", "lines.toml"),
        packaged("gates", "holds.toml"),
    )
    data, lines = load(path), load(meant)
    for name, fields in lines.items():
        number(meant, fields, "typical", name)
        _text(meant, fields, "above", name)
        _text(meant, fields, "below", name)
    says = {flag: _text(holds, fields, "says", flag) for flag, fields in load(holds).items()}
    flags = {flag: {"typical": 0.0, "above": said, "below": f"not so: {said}"} for flag, said in says.items()}
    known = lines | flags
    names = tuple(known)
    return Weighing(
        bias=number(path, data, "bias"),
        most=number(path, data, "most"),
        first=_weights(path, data, "first", tuple(one.name for one in features)),
        mean=_weights(path, data, "mean", tuple(one.name for one in features)),
        names=names,
        line=_weights(path, data, "line", names),
        typical=np.array([float(known[name]["typical"]) for name in names]),
        says=tuple((known[name]["below"], known[name]["above"]) for name in names),
    )


def _text(path: Path, fields: Mapping[str, Any], key: str, place: str) -> str:
    if isinstance(value := fields.get(key), str) and value:
        return value
    raise DataError(f"{place} lacks the text {key!r}.", where=f"{path}:{line_of(path, place)}")


def _weights(path: Path, data: Mapping[str, Any], table: str, names: Sequence[str]) -> Numbers:
    given = data.get(table, {})
    for name in given:
        if name not in names:
            where = f"{path}:{line_of(path, f'{table}.{name}')}"
            raise DataError(f"there is nothing called {name!r} to weigh.", where=where)
        number(path, given, name, table)
    return np.array([float(given.get(name, 0.0)) for name in names])
