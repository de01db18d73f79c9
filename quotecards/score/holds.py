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

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import TASTES
from quotecards.score.stuck import stuck

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from quotecards.models import Taste
    from quotecards.score.joined import Joints
    from quotecards.score.weights import Matrix

    Present = npt.NDArray[np.bool_]


# What tells where a pattern's groups begin and end; escaped signs and sets of characters are passed over.
_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")

_PLENTY = 3  # times the typical value: a line that has less of a feature lacks it
_FEATURES = ("features", "together", "lacks")


@dataclass(frozen=True, slots=True)
class Hold:
    """A flag, what brings it, whether only the first sentence is asked, and the tastes that mind.

    A sentence has it that shows one of `features` (their numbers), all of `together`, none of `lacks`, or a
    `pattern`; or a word that looks like two, if `stuck` asks for that.
    """

    flag: str
    features: tuple[int, ...]
    together: tuple[int, ...]
    lacks: tuple[int, ...]
    pattern: re.Pattern[str] | None
    stuck: bool
    head: bool
    tastes: tuple[Taste, ...]

    def met(self, present: Present, plenty: Present, texts: Sequence[str], looks: Present) -> Present:
        """Which of the sentences have it, by what is present in them, by their texts, and by what looks stuck."""
        rows: Present = np.any(present[:, self.features], axis=1)
        if self.together:
            rows |= np.all(present[:, self.together], axis=1)
        if self.lacks:
            rows |= ~np.any(plenty[:, self.lacks], axis=1)
        if self.pattern:
            search = self.pattern.search
            rows |= np.array([search(text) is not None for text in texts], dtype=bool)
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
    texts = [plain[row.start : row.end] for row in joints.rows]
    looks = np.array([english and stuck(text[row.start : row.end]) for row in joints.rows], dtype=bool)
    # A bit for each hold; in the first row of those that only a passage's first sentence is asked for.
    codes = np.zeros((2, len(texts)), np.int64)
    for n, hold in enumerate(holds):
        codes[0 if hold.head else 1] |= hold.met(present, plenty, texts, looks).astype(np.int64) << n
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
        _pattern(path, flag, fields),
        bool(fields.get("stuck")),
        bool(fields.get("head")),
        tuple(fields.get("tastes", TASTES)),
    )


def _pattern(path: Path, flag: str, fields: Mapping[str, Any]) -> re.Pattern[str] | None:
    """One pattern of all that a hold names, for a text in lower case; spaces between words stand for any."""
    written = [re.sub(r"\s+", r"\\s+", one.strip()) for one in fields.get("patterns", ())]
    if capital := next((one for one in written if re.search(r"(?<!\\)[A-Z]", one)), None):
        where = f"{path}:{line_of(path, f'{flag}.patterns')}"
        raise DataError(f"{flag}.patterns has a capital letter, which is never met: {capital}.", where=where)
    try:
        return re.compile(_joined(written)) if written else None
    except re.error as error:
        where = f"{path}:{line_of(path, f'{flag}.patterns')}"
        raise DataError(f"{flag}.patterns holds no pattern: {error}.", where=where) from error


def _joined(patterns: Iterable[str]) -> str:
    """Patterns become one: what begins with a word is tried at the edges of words only, four times as fast."""
    branches = [branch for one in patterns for branch in _branches(one)]
    words = [branch.removeprefix(r"\b") for branch in branches if branch.startswith(r"\b")]
    others = [branch for branch in branches if not branch.startswith(r"\b")]
    return "|".join([*others, rf"\b(?:{'|'.join(words)})"] if words else others)


def _branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern that stand in no group."""
    depth, start = 0, 0
    for match in _SIGN.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0] == "|" and depth == 0:
            yield pattern[start : match.start()]
            start = match.end()
    yield pattern[start:]
