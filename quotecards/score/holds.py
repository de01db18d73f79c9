"""Stage 5, holds: what would keep a good line from standing on a card by itself, as flags.

A hold changes no score: it says that the line needs what a card has not. What it costs is for `select`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import TASTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from quotecards.models import Taste
    from quotecards.score.joined import Joints

    Present = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Hold:
    """A flag, the numbers of the features that bring it, whether only the first sentence is asked, and where."""

    flag: str
    features: tuple[int, ...]
    head: bool
    tastes: tuple[Taste, ...]


def flags(holds: Sequence[Hold], present: Present, joints: Joints) -> Mapping[Taste, list[tuple[str, ...]]]:
    """Which features are above the typical, rows x features, becomes each passage's flags, by taste."""
    met = [_met(hold, present, joints).tolist() for hold in holds]
    found: dict[Taste, list[tuple[str, ...]]] = {}
    for taste in TASTES:
        asked = [(hold.flag, one) for hold, one in zip(holds, met, strict=True) if taste in hold.tastes]
        found[taste] = [tuple(flag for flag, one in asked if one[n]) for n in range(len(joints.sizes))]
    return found


def _met(hold: Hold, present: Present, joints: Joints) -> Present:
    rows: Present = np.any(present[:, hold.features], axis=1)
    if hold.head:
        return rows[joints.flat[joints.starts]]
    met: Present = np.logical_or.reduceat(rows[joints.flat], joints.starts)
    return met


@cache
def holds(names: tuple[str, ...]) -> tuple[Hold, ...]:
    """The packaged holds, by the numbers that their features have among `names`.

    Raises:
        DataError: a hold of a feature or a taste that does not exist.
    """
    path = packaged("gates", "holds.toml")
    found = []
    for flag, fields in load(path).items():
        for known, field in ((names, "features"), (TASTES, "tastes")):
            wrong = [one for one in fields.get(field, [None]) if one not in known]
            if wrong:
                where = f"{path}:{line_of(path, f'{flag}.{field}')}"
                raise DataError(f"{flag}.{field} names {wrong[0]!r}, which does not exist.", where=where)
        numbers = tuple(names.index(one) for one in fields["features"])
        found.append(Hold(flag, numbers, bool(fields["head"]), tuple(fields["tastes"])))
    return tuple(found)
