"""Stage 5, holds: what would keep a good line from standing on a card by itself, as flags.

A hold changes no score: it says that the line needs what a card has not. What it costs is for `select`.
It is told by features that the scorer has computed already, and by patterns in the words themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from quotecards import grown
from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import TASTES
from quotecards.score.searched import Searched

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from quotecards.models import Taste
    from quotecards.score.joined import Joints
    from quotecards.score.weights import Matrix

    Present = npt.NDArray[np.bool_]


_PLENTY = 3  # times the typical value: a line that has less of a feature lacks it
_FEATURES = ("features", "together", "lacks")


@dataclass(frozen=True, slots=True)
class Hold:
    """A flag, what brings it, whether only the first sentence is asked, and the tastes that mind.

    A sentence has it that shows one of `features` (their numbers), all of `together`, none of `lacks`, or one of
    `patterns`; or a word that looks like two, if `stuck` asks for that.
    """

    flag: str
    features: tuple[int, ...]
    together: tuple[int, ...]
    lacks: tuple[int, ...]
    patterns: tuple[str, ...]
    stuck: bool
    head: bool
    tastes: tuple[Taste, ...]

    def met(
        self, present: Present, plenty: Present, found: Sequence[Collection[str]], looks: Present
    ) -> Present:
        """Which of the sentences have it, by what is present in them, by the patterns found, and by what looks stuck."""
        rows: Present = np.any(present[:, self.features], axis=1)
        if self.together:
            rows |= np.all(present[:, self.together], axis=1)
        if self.lacks:
            rows |= ~np.any(plenty[:, self.lacks], axis=1)
        if self.patterns:
            rows |= np.array([self.flag in flags for flags in found], dtype=bool)
        return rows | looks if self.stuck else rows


def flags(
    holds: Sequence[Hold],
    values: Matrix,
    typical: npt.NDArray[np.float64],
    joints: Joints,
    text: str,
    *,
    english: bool = True,
) -> Mapping[Taste, list[tuple[str, ...]]]:
    """Features, rows x features, beside their typical values, and the review become passages' flags, by taste."""
    present, plenty = values > typical, values > _PLENTY * typical
    plain = text.replace("’", "'").lower()
    if len(plain) != len(text):  # a letter whose small form is two would shift all that follows
        plain = "".join(char.lower() if len(char.lower()) == 1 else char for char in text.replace("’", "'"))
    search = _searched(tuple(holds)).found
    found = [search(plain[row.start : row.end]) for row in joints.rows]
    doubts = [start for start, _ in grown.doubts(text)] if english else []
    edges = np.array([(row.start, row.end) for row in joints.rows]).reshape(-1, 2)
    looks = np.searchsorted(doubts, edges[:, 1]) > np.searchsorted(doubts, edges[:, 0])
    # A bit for each hold; in the first row of those that only a passage's first sentence is asked for.
    codes = np.zeros((2, len(found)), np.int64)
    for n, hold in enumerate(holds):
        codes[0 if hold.head else 1] |= hold.met(present, plenty, found, looks).astype(np.int64) << n
    first = codes[0][joints.flat[joints.starts]]
    met = (first | np.bitwise_or.reduceat(codes[1][joints.flat], joints.starts)).tolist()
    flags_of = {
        taste: {
            code: tuple(hold.flag for n, hold in enumerate(holds) if code >> n & 1 and taste in hold.tastes)
            for code in set(met)
        }
        for taste in TASTES
    }
    return {taste: [told[code] for code in met] for taste, told in flags_of.items()}


@cache
def holds(names: tuple[str, ...]) -> tuple[Hold, ...]:
    """The packaged holds, by the numbers that their features have among `names`.

    Raises:
        DataError: a hold of a feature or a taste that does not exist, or a pattern that is none.
    """
    path = packaged("gates", "holds.toml")
    return tuple(_hold(path, names, flag, fields) for flag, fields in load(path).items())


def _hold(path: Path, names: tuple[str, ...], flag: str, fields: Mapping[str, Any]) -> Hold:
    for field, known in (*((one, names) for one in _FEATURES), ("tastes", TASTES)):
        wrong = [one for one in fields.get(field, ()) if one not in known]
        if wrong:
            where = f"{path}:{line_of(path, f'{flag}.{field}')}"
            raise DataError(f"{flag}.{field} names {wrong[0]!r}, which does not exist.", where=where)
    features, together, lacks = (
        tuple(names.index(one) for one in fields.get(field, ())) for field in _FEATURES
    )
    return Hold(
        flag,
        features,
        together,
        lacks,
        _patterns(path, flag, fields),
        bool(fields.get("stuck")),
        bool(fields.get("head")),
        tuple(fields.get("tastes", TASTES)),
    )


def _patterns(path: Path, flag: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The patterns that a hold names, for a text in lower case; spaces between words stand for any."""
    written = tuple(re.sub(r"\s+", r"\\s+", one.strip()) for one in fields.get("patterns", ()))
    for one in written:
        if wrong := _wrong(one):
            where = f"{path}:{line_of(path, f'{flag}.patterns')}"
            raise DataError(f"{flag}.patterns {wrong}", where=where)
    return written


def _wrong(pattern: str) -> str:
    """What is wrong with a pattern, if anything."""
    if re.search(r"(?<!\\)[A-Z]", pattern):
        return f"has a capital letter, which is never met: {pattern}."
    try:
        re.compile(pattern)
    except re.error as error:
        return f"holds no pattern: {error}."
    return ""


@cache
def _searched(holds: tuple[Hold, ...]) -> Searched:
    return Searched({hold.flag: hold.patterns for hold in holds})
