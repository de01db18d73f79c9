"""Stage 5, the table: what single words and pairs of neighbours tell, learned from many lines.

Three numbers per word: how much it speaks for a line that an editor lifted from a review against any
other sentence of reviews, also by the word before it; the same for a saying that is quoted widely; and
how rare it is. The file is made by `benchmarks/scorer/train.py`; it holds no lines, only words.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from quotecards.datafiles import packaged
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Numbers = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BEGIN, END, NAME = "<s>", "</s>", "xx"  # a line's edges, and what stands for every name
LANGUAGE = "en"  # of the lines that it was learned from
STEP = 8  # values are kept as whole eighths of a nat
_SPREAD = 0x5851F42D4C957F2D  # Knuth's multiplier for MMIX, whose middle bits depend on all of a number's
_SURPRISED = 15.0  # nats: what a word that the table does not know is taken to be


@dataclass(frozen=True, slots=True)
class Told:
    """What the tables tell of a text's words, summed from the first word on: words a..b hold b minus a.

    `lifted` by words and pairs, edges included; `saying` by single words; `surprise` in nats; `said` by the words
    and pairs of sayings. `known` is false for a text in a language that the tables were not made for: all is zero.
    """

    lifted: Numbers
    saying: Numbers
    surprise: Numbers
    said: Numbers
    known: bool


class Pairs:
    """Pairs by their numbers, each with a value in steps, most of them found by one look.

    Where two have the same slot, one of them is among the rest, which is searched. A number of 64 bits holds
    a pair and, in its last byte, its value.
    """

    def __init__(self, keys: Ints, values: npt.NDArray[np.int8]) -> None:
        packed = (keys << 8) + (values.astype(np.int64) + 128)
        self._slots = np.full(
            1 << len(keys).bit_length() + 1, -1, dtype=np.int64
        )  # two to four for each pair
        slots = self._slot(keys)
        self._slots[slots] = packed
        self._rest = np.append(np.sort(packed[self._slots[slots] != packed]), -1)

    def told(self, keys: Ints, otherwise: Numbers) -> Numbers:
        """The values of pairs, and otherwise those given."""
        packed = self._slots[self._slot(keys)]
        other = np.flatnonzero(packed >> 8 != keys)
        packed[other] = self._rest[np.searchsorted(self._rest[:-1], keys[other] << 8)]
        return np.where(packed >> 8 == keys, ((packed & 255) - 128) / STEP, otherwise)

    def _slot(self, keys: Ints) -> Ints:
        """Where a pair is looked for: bits from the midst of its product with a large odd number."""
        slots: Ints = (keys * _SPREAD >> 24) & (len(self._slots) - 1)
        return slots


@dataclass(frozen=True, slots=True)
class Table:
    """The words by their numbers and the three values of each; pairs with their values."""

    numbers: Mapping[str, int]
    lifted: Numbers
    saying: Numbers
    surprise: Numbers
    pairs: Pairs

    def number(self, word: str) -> int:
        """The number of a word: the last one for all that it does not know."""
        return self.numbers.get(word, len(self.lifted) - 1)

    def along(self, words: Ints, begins: Ints, ends: Ints) -> Numbers:
        """What words, by their numbers, and pairs tell, summed; a line begins at `begins`, its last word is at `ends`."""
        count = len(words)
        before, last = np.empty_like(words), np.zeros(count, dtype=bool)
        before[:1], before[1:] = len(self.lifted) - 1, words[:-1]
        before[begins[begins < count]] = self.numbers[BEGIN]
        lifted = self._behind(before, words)
        last[ends[(ends >= 0) & (ends < count)]] = True
        lifted[last] += self._behind(words[last], np.full(np.count_nonzero(last), self.numbers[END]))
        return summed(lifted)

    def _behind(self, before: Ints, words: Ints) -> Numbers:
        """The value of each word behind another: the pair's, or else its own."""
        return self.pairs.told(before * len(self.lifted) + words, self.lifted[words])


def untold(count: int) -> Told:
    """Nothing is known of any of so many words."""
    nothing = np.zeros(count + 1)
    return Told(nothing, nothing, nothing, nothing, known=False)


def write(
    path: Path, words: Sequence[tuple[str, float, float, float]], pairs: Mapping[tuple[str, str], float]
) -> None:
    """Words with their three values, and pairs with theirs, become the file that `table` reads."""
    number = {word: at for at, (word, *_) in enumerate(words)}
    keyed = sorted((number[a] * (len(words) + 1) + number[b], value) for (a, b), value in pairs.items())
    keys = np.array([key for key, _ in keyed], dtype=np.int64)
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(number).encode(), dtype=np.uint8),
        values=np.array([_eighths(row[1:]) for row in words], dtype=np.int8).T,
        steps=np.diff(keys, prepend=0),
        pairs=np.array(_eighths([value for _, value in keyed]), dtype=np.int8),
    )


@cache
def table(name: str = "words.npz") -> Table:
    """A packaged table: `words.npz`, or `sayings.npz` of which only words and pairs are used.

    Raises:
        DataError: the file is missing or not what `write` wrote.
    """
    path = packaged("score", name)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            words = data["words"].tobytes().decode().split("\n")
            lifted, saying, surprise = (data["values"] / STEP).astype(float)
            pairs = Pairs(np.cumsum(data["steps"]), data["pairs"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(
            "the table of words cannot be read.", where=str(path), remedy="Install quotecards anew."
        ) from error
    return Table(
        numbers={word: at for at, word in enumerate(words)},
        lifted=np.append(lifted, 0.0),
        saying=np.append(saying, 0.0),
        surprise=np.append(surprise, _SURPRISED),
        pairs=pairs,
    )


def _eighths(values: Iterable[float]) -> list[int]:
    return [max(-127, min(127, round(value * STEP))) for value in values]


def summed(values: Numbers) -> Numbers:
    """What lies in the values before each, and at the end in all."""
    return np.concatenate([[0.0], np.cumsum(values)])
