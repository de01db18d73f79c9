"""Words grown together, the table: which words are known, and what two of them weigh as two and as one.

For two words l and r that stand together without a space there are two readings. Two words of a text: as likely
as l, times r, times how much oftener the pair is met than chance would have it. One word: as likely as it is that
a word begins with l and one ends with r, counted over the words of dictionaries that fall into two, or over names.
The weight of a pair is the logarithm of the one by the other, and so a sum of a number for l, one for r and one
for the pair. All is counted by `benchmarks/scorer/grown.py`; words are kept, no lines.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from math import exp, log
from typing import TYPE_CHECKING, Any

import numpy as np

from quotecards.datafiles import load, packaged
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

STEP = 8  # values are kept as whole eighths of a nat
WHOLE = 255  # in the place of a rarity: a word that is known, and no part
_MOST = 1.0  # nats that a pair's being met often may add: what is often met is also often made one word


@dataclass(frozen=True, slots=True)
class Table:
    """What is known. `parts` are the words by their rarity in nats and four weights: in front and behind, as words and as names.

    `known` are all words, the parts among them; names have their capital. Pairs of common words as sorted `keys`,
    `met` what each adds; `total` is the logarithm of how many words were counted.
    """

    known: Mapping[str, int]
    parts: Mapping[str, Sequence[float]]
    keys: npt.NDArray[np.int64]
    met: npt.NDArray[np.int8]
    total: float

    def is_word(self, word: str) -> bool:
        """Whether a word in lower case may be one of two."""
        return word in self.parts

    def weight(self, left: str, right: str) -> float:
        """How much likelier two words are than one, in nats."""
        return self.parts[left][1] + self.parts[right][2] + self.pair(left, right)

    def named(self, left: str, right: str) -> float:
        """How much likelier a capitalised word, or a name, and another word are than one name, in nats."""
        low = left if left in self.parts else left.lower()
        met = 0.0 if left in self.parts else self.pair(low, right)
        return self.parts[low][3] + self.parts[right][4] + met

    def pair(self, left: str, right: str) -> float:
        """How much oftener two words are met side by side than by chance, in nats, at most `_MOST`."""
        key = self.known[left] * len(self.known) + self.known[right]
        at = int(self.keys.searchsorted(key))
        if at < len(self.keys) and self.keys[at] == key:
            return float(self.met[at]) / STEP
        return oftener(0, exp(self.total - self.parts[left][0] - self.parts[right][0]))


def oftener(times: int, expected: float) -> float:
    """How much oftener than expected a pair was met, in nats, at most `_MOST`."""
    return min(_MOST, log((times + 0.5) / (expected + 0.5)))


@cache
def lists() -> dict[str, Any]:
    """The data file `grown.toml`, with its lists as sets."""
    data = load(packaged("grown.toml"))
    return {name: frozenset(value) if isinstance(value, list) else value for name, value in data.items()}


def write(
    path: Path,
    parts: Mapping[str, Sequence[float]],
    whole: frozenset[str],
    pairs: Mapping[tuple[str, str], float],
    total: float,
) -> None:
    """Parts with their values, words that are whole, and pairs become the file that `table` reads."""
    number = {word: at for at, word in enumerate(sorted(whole.union(parts)))}
    keyed = sorted((number[a] * len(number) + number[b], value) for (a, b), value in pairs.items())
    blank = [WHOLE / STEP, 0.0, 0.0, 0.0, 0.0]
    rows = np.array([parts.get(word, blank) for word in number])
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(number).encode(), dtype=np.uint8),
        rarity=np.clip(np.rint(rows[:, 0] * STEP), 0, WHOLE).astype(np.uint8),
        weights=np.clip(np.rint(rows[:, 1:] * STEP), -127, 127).astype(np.int8).T,
        steps=np.diff(np.array([key for key, _ in keyed], dtype=np.int64), prepend=0),
        met=np.clip(np.rint(np.array([value for _, value in keyed]) * STEP), -127, 127).astype(np.int8),
        total=np.array(total),
    )


@cache
def table() -> Table:
    """The packaged table.

    Raises:
        DataError: the file is missing or not what `write` wrote.
    """
    return read(packaged("grown.npz"))


def read(path: Path) -> Table:
    """A file that `write` wrote becomes its table."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            words = data["words"].tobytes().decode().split("\n")
            values = np.vstack([data["rarity"][None] / STEP, data["weights"] / STEP]).T.tolist()
            keys, met, total = np.cumsum(data["steps"], dtype=np.int64), data["met"], float(data["total"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(
            "the words known to be whole cannot be read.", where=str(path), remedy="Install quotecards anew."
        ) from error
    parts = {word: row for word, row in zip(words, values, strict=True) if row[0] < WHOLE / STEP}
    return Table({word: at for at, word in enumerate(words)}, parts, keys, met, total)
