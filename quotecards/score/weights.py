"""Stage 5, the model: features become numbers in 0..1 by weights that are data, and say why.

For each taste the score is a logistic model, linear in its features:

    logit = bias + sum over features of weight * (value - typical)

where `typical` is the feature's mean over ordinary reviews. Each term is a reason, so reasons are true
by construction. The files: `features.toml` says what each feature means, `weights.toml` what it weighs;
a user's own `score/weights.toml` replaces the packaged one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from quotecards.datafiles import find, home, line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import TASTES, Reason, Taste

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from quotecards.score.joined import Joints, Rule

Matrix = npt.NDArray[np.float64]

_MOST_REASONS = 8  # a reader takes in a handful; `terms` has them all
_LEAST_EFFECT = 0.1
TAUGHT = "score/taught.toml"  # in the user's folder
_JOINING = "sentences"  # the feature that what joining adds or costs is told under


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: its mean over ordinary candidates, and what it says above and below that."""

    name: str
    family: str
    typical: float
    above: str
    below: str


@dataclass(frozen=True, slots=True)
class Model:
    """The features in their order and, by taste, their weights; `bar` is the least that taste may claim.

    `joins` tells how a passage follows from its sentences and what each sentence more costs, `leaning` which
    features only its first sentence has. `shipped` are the weights without the shifts that a user has taught.
    """

    features: tuple[Feature, ...]
    weights: Mapping[str, npt.NDArray[np.float64]]
    bias: Mapping[str, float]
    bar: Mapping[str, float]
    joins: Mapping[str, tuple[Rule, float]]
    leaning: frozenset[str]
    origin: str
    shipped: Mapping[str, npt.NDArray[np.float64]]

    def terms(self, values: Matrix, taste: Taste) -> Matrix:
        """Values (lines x features) become terms of the same shape; a row's sum and the bias are its logit."""
        typical = np.array([feature.typical for feature in self.features])
        terms: Matrix = (values - typical) * self.weights[taste]
        return terms

    def probabilities(self, terms: Matrix, taste: Taste) -> npt.NDArray[np.float64]:
        """Terms become scores in 0..1, one per line."""
        logits = np.clip(terms.sum(axis=1) + self.bias[taste], -30, 30)
        scores: npt.NDArray[np.float64] = 1 / (1 + np.exp(-logits))
        return scores

    def joined(self, terms: Matrix, joints: Joints, taste: Taste) -> Matrix:
        """The terms of what is weighed become the terms of every passage."""
        rule, cost = self.joins[taste]
        leaning = np.array([feature.name in self.leaning for feature in self.features])
        told = next(n for n, feature in enumerate(self.features) if feature.name == _JOINING)
        return joints.terms(terms, leaning, rule, cost, told)

    def plain(self, values: Matrix) -> npt.NDArray[np.float64]:
        """The verdict on each row as a logit, by the shipped weights and without its bias."""
        typical = np.array([feature.typical for feature in self.features])
        verdicts: npt.NDArray[np.float64] = (values - typical) @ self.shipped["verdict"]
        return verdicts

    def reasons(self, terms: Matrix, taste: Taste) -> Iterator[tuple[Reason, ...]]:
        """Terms become, line by line, their weightiest reasons, for and against alike, the weightiest first."""
        most = min(_MOST_REASONS, terms.shape[1])
        some = np.argpartition(-np.abs(terms), most - 1, axis=1)[:, :most]
        sizes = np.take_along_axis(terms, some, axis=1)
        order = np.take_along_axis(some, np.lexsort((some, -np.abs(sizes)), axis=1), axis=1)
        effects = np.take_along_axis(terms, order, axis=1).round(4).tolist()
        # A positive effect of a positive weight lies above the typical, and so on for the other three.
        told = [
            (
                one.name,
                (one.below, one.above) if weight > 0 or one.name == _JOINING else (one.above, one.below),
            )
            for one, weight in zip(self.features, self.weights[taste].tolist(), strict=True)
        ]
        made: dict[tuple[int, float], Reason] = {}  # lines of a review have most of their terms in common
        for numbers, row in zip(order.tolist(), effects, strict=True):
            weighty = [
                one
                for one in zip(numbers, row, strict=True)
                if one[1] >= _LEAST_EFFECT or -one[1] >= _LEAST_EFFECT
            ]
            for n, effect in weighty:
                if (n, effect) not in made:
                    made[n, effect] = Reason(told[n][0], effect, told[n][1][effect > 0])
            yield tuple([made[one] for one in weighty])


@cache
def model() -> Model:
    """The features and weights in force, checked.

    Raises:
        DataError: a field that is missing or wrong, or a weight for a feature that does not exist.
    """
    features = _features(packaged("score", "features.toml"))
    path = find("score/weights.toml")[0]
    data = load(path)
    for taste in TASTES:
        if not isinstance(data.get(taste), dict):
            raise DataError(f"the table [{taste}] is missing.", where=str(path))
    shipped = {str(taste): _weights(path, data, taste, features) for taste in TASTES}
    return Model(
        features=features,
        weights=_taught(shipped, features),
        bias={taste: number(path, data[taste], "bias", taste) for taste in TASTES},
        bar={taste: number(path, data[taste], "bar", taste) for taste in TASTES},
        joins={taste: _joins(path, data[taste], taste) for taste in TASTES},
        leaning=_leaning(path, data, features),
        origin=str(data.get("origin", "")),
        shipped=shipped,
    )


def matrix(features: Sequence[Feature], columns: Mapping[str, Any]) -> Matrix:
    """The columns that the families computed become one array, lines x features.

    Raises:
        DataError: a feature is described that no family computes.
    """
    missing = [feature.name for feature in features if feature.name not in columns]
    if missing:
        path = packaged("score", "features.toml")
        raise DataError(
            f"no family computes {', '.join(missing)}.", where=f"{path}:{line_of(path, missing[0])}"
        )
    return np.column_stack([np.asarray(columns[feature.name], dtype=float) for feature in features])


def _features(path: Path) -> tuple[Feature, ...]:
    return tuple(_feature(path, name, fields) for name, fields in load(path).items())


def _feature(path: Path, name: str, fields: Any) -> Feature:
    wrong = [key for key in ("family", "above", "below") if not isinstance(fields.get(key), str)]
    if wrong:
        raise DataError(f"{name} lacks the text {wrong[0]!r}.", where=f"{path}:{line_of(path, name)}")
    typical = number(path, fields, "typical", name)
    return Feature(name, fields["family"], typical, fields["above"], fields["below"])


def _weights(
    path: Path, data: Mapping[str, Any], taste: str, features: Sequence[Feature]
) -> npt.NDArray[np.float64]:
    given = data[taste].get("weights", {})
    known = {feature.name for feature in features}
    for name in given:
        if name not in known:
            field = f"{taste}.weights.{name}"
            raise DataError(f"there is no feature {name!r}.", where=f"{path}:{line_of(path, field)}")
        number(path, given, name, f"{taste}.weights")
    return np.array([float(given.get(feature.name, 0.0)) for feature in features])


def _taught(
    shipped: Mapping[str, npt.NDArray[np.float64]], features: Sequence[Feature]
) -> Mapping[str, npt.NDArray[np.float64]]:
    """The weights with what `quotecards learn` has shifted for this user, if anything."""
    path = home() / TAUGHT
    if not path.is_file():
        return shipped
    data = load(path)
    shifts = {str(taste): {"weights": data.get(taste, {}).get("shifts", {})} for taste in TASTES}
    return {name: np.add(given, _weights(path, shifts, name, features)) for name, given in shipped.items()}


def _joins(path: Path, fields: Mapping[str, Any], taste: str) -> tuple[Rule, float]:
    rule = fields.get("joins", "least")
    if rule not in ("sum", "least"):
        where = f"{path}:{line_of(path, f'{taste}.joins')}"
        raise DataError(f"{taste}.joins is {rule!r}, neither sum nor least.", where=where)
    return rule, number(path, {"join_cost": 0.0, **fields}, "join_cost", taste)


def _leaning(path: Path, data: Mapping[str, Any], features: Sequence[Feature]) -> frozenset[str]:
    given = data.get("leaning", [])
    unknown = [name for name in given if name not in {feature.name for feature in features}]
    if unknown:
        where = f"{path}:{line_of(path, 'leaning')}"
        raise DataError(f"leaning names {unknown[0]!r}, which is no feature.", where=where)
    return frozenset(given)


def number(path: Path, fields: Mapping[str, Any], key: str, place: str = "") -> float:
    """The number of a field, whose `place` names the table that it is in.

    Raises:
        DataError: it is none.
    """
    value = fields.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    name = f"{place}.{key}" if place else key
    raise DataError(f"{name} is {value!r}, not a number.", where=f"{path}:{line_of(path, name)}")
