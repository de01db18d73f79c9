"""Stage 5, the user's taste: quotes approved and rejected become shifts of the weights, if they do no harm.

    logit = shipped logit + common + sum over features of shift * (value - typical)

The shifts are found by a logistic fit of the verdicts, beside those on half of the lines that ship with it,
with a strong pull towards 0: a few verdicts move little and no feature runs away. They are taken only as far
as the other half is still told apart as well as before; if that is nowhere, nothing changes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from quotecards.datafiles import packaged
from quotecards.errors import DataError, UsageError
from quotecards.models import TASTES
from quotecards.score import ALONE, alone, features
from quotecards.score.weights import model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from quotecards.models import Kind, Taste
    from quotecards.score.weights import Matrix, Model

VERDICTS = {"approved": True, "rejected": False}

_PULL = 6.0  # of each shift towards 0; 2 to 20 were tried on invented verdicts, see docs/picking.md
_ROUNDS = 25  # Newton's method settles in under ten
_STEPS = (1.0, 0.5, 0.25, 0.1)  # how far to go, the first that does no harm
_LEAST = 3  # verdicts of either kind; with fewer there is nothing to tell apart
# Every other shipped line is learned from, so that what was right stays right; the rest only checks.
_HELD = slice(1, None, 2)
_SEEN = 0.02  # a smaller shift is none


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, the taste that it was picked for, and whether it was approved."""

    text: str
    taste: Taste
    approved: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """The shifts by taste and feature, and what they do: told apart before and after, on the user's lines
    and on the shipped ones (AUC by taste). `harmless` is False where no step would do: then there are none.
    """

    shifts: Mapping[Taste, Mapping[str, float]]
    counts: Mapping[Taste, tuple[int, int]]
    yours: Mapping[Taste, tuple[float, float]]
    shipped: Mapping[Taste, tuple[float, float]]
    harmless: bool


def judged(record: Mapping[str, Any], where: str) -> Judged | None:
    """A manifest's line becomes a judged one; None without a verdict.

    Raises:
        DataError: a verdict other than approved and rejected, or a line without its words.
    """
    verdict = record.get("verdict")
    if verdict is None or record.get("error"):
        return None
    text = record.get("verbatim") or record.get("quote")
    if verdict not in VERDICTS:
        raise DataError(
            f"the verdict is {verdict!r}.", where=where, remedy="Write approved, rejected or null."
        )
    if not isinstance(text, str) or not text.strip():
        raise DataError("there is no quote in it.", where=where)
    tastes = record.get("taste") or {}
    leading = next((one for one in TASTES if one in tastes and tastes[one] == record.get("score")), None)
    fallback: Taste = "dialogue" if record.get("kind") == "film" else "verdict"
    return Judged(text, leading or fallback, VERDICTS[verdict])


def learn(lines: Iterable[Judged]) -> Learned:
    """Judged lines become shifts of the weights that are in force without any.

    Raises:
        UsageError: too few verdicts of either kind in every taste.
    """
    base = replace(model(), weights=model().shipped)
    by_taste = {
        taste: [one for one in list_ if one.taste == taste] for list_ in [list(lines)] for taste in TASTES
    }
    counts = {taste: _counts(given) for taste, given in by_taste.items()}
    able = [taste for taste in TASTES if min(counts[taste]) >= _LEAST]
    if not able:
        raise UsageError(
            "there are too few verdicts to learn from.",
            remedy=f"Give at least {_LEAST} approved and {_LEAST} rejected quotes of one taste.",
        )
    read = {taste: (_values(base, by_taste[taste]), _marks(by_taste[taste])) for taste in able}
    found = {taste: _shift(base, taste, *read[taste]) for taste in able}
    for step in _STEPS:
        changed = _with(base, found, step)
        shipped = {taste: (check(base, taste, _HELD), check(changed, taste, _HELD)) for taste in able}
        if all(after >= before for before, after in shipped.values()):
            break
    harmless = all(after >= before for before, after in shipped.values())
    yours = {
        taste: (_apart(base, taste, *read[taste]), _apart(changed, taste, *read[taste])) for taste in able
    }
    shifts = {taste: _named(base, found[taste] * step) if harmless else {} for taste in able}
    return Learned(shifts, counts, yours, shipped, harmless)


def check(weighing: Model, taste: Taste, part: slice = slice(None)) -> float:
    """How often, of the lines that ship with the project, a good one is above a bad one, by any weights."""
    return _apart(weighing, taste, _check_values(taste)[part], _marks(_of(taste)[part]))


def _of(taste: Taste) -> list[Judged]:
    return [one for one in shipped_lines() if one.taste == taste]


@cache
def shipped_lines() -> tuple[Judged, ...]:
    """The lines written for this project and judged by reading; what is neither good nor bad is left out."""
    path = packaged("score", "judged.jsonl")
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Judged(row["text"], row["taste"], row["verdict"] == "good") for row in rows if row["verdict"] != "ok"
    )


@cache
def _check_values(taste: Taste) -> Matrix:
    return _values(model(), _of(taste))


def _values(weighing: Model, lines: Sequence[Judged]) -> Matrix:
    """The features of lines by themselves, lines x features."""
    kinds: Mapping[Taste, Kind] = ALONE
    pages = [alone.page(one.text, kinds[one.taste]) for one in lines]
    return np.vstack([alone.neutral(weighing.features, features(page)) for page in pages])


def _marks(lines: Sequence[Judged]) -> Matrix:
    return np.array([float(one.approved) for one in lines])


def _counts(lines: Sequence[Judged]) -> tuple[int, int]:
    approved = sum(one.approved for one in lines)
    return approved, len(lines) - approved


def _shift(base: Model, taste: Taste, values: Matrix, marks: Matrix) -> Matrix:
    """Newton's method on the penalised likelihood of the user's verdicts and of the shipped ones together.

    Each of the two has its own common term, which is free, for people differ in strictness.
    """
    shipped = _of(taste)[::2]
    values = np.vstack([values, _check_values(taste)[::2]])
    yours = np.arange(len(values)) < len(marks)
    marks = np.append(marks, _marks(shipped))
    known = base.terms(values, taste).sum(axis=1)
    typical = np.array([feature.typical for feature in base.features])
    x = np.column_stack([values - typical, yours, ~yours])
    pull = np.append(np.full(values.shape[1], _PULL), [1e-3, 1e-3])
    shift = np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        chances = 1 / (1 + np.exp(-np.clip(known + x @ shift, -30, 30)))
        slope = x.T @ (marks - chances) - pull * shift
        bend = (x.T * (chances * (1 - chances))) @ x + np.diag(pull)
        shift = shift + np.clip(np.linalg.solve(bend, slope), -2, 2)
    found: Matrix = shift[:-2]
    return found


def _with(base: Model, shifts: Mapping[Taste, Matrix], step: float) -> Model:
    changed = {str(taste): base.weights[taste] + step * shift for taste, shift in shifts.items()}
    return replace(base, weights={**base.weights, **changed})


def _apart(weighing: Model, taste: Taste, values: Matrix, marks: Matrix) -> float:
    """How often an approved line is above a rejected one; ties count half."""
    numbers = weighing.terms(values, taste).sum(axis=1)
    good, bad = numbers[marks > 0][:, None], numbers[marks == 0][None]
    return round(float(((good > bad) + 0.5 * (good == bad)).mean()), 4)


def _named(base: Model, shift: Matrix) -> dict[str, float]:
    """The shifts that matter, by feature, the largest first."""
    order = np.argsort(-np.abs(shift), kind="stable").tolist()
    return {base.features[n].name: round(float(shift[n]), 3) for n in order if abs(shift[n]) >= _SEEN}
