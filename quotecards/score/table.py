"""Stage 5, the table: what single words and pairs of neighbours tell, learned from many lines.

Three numbers per word: how much it speaks for a line that an editor lifted from a review against any
other sentence of reviews, also by the word before it; the same for a saying that is quoted widely; and
how rare it is. The file is made by `benchmarks/scorer/train.py`; it holds no lines, only words.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Table:
    """The words by their numbers and the three values of each; pairs as sorted keys with values."""

    numbers: Mapping[str, int]
    lifted: Numbers
    saying: Numbers
    surprise: Numbers
    pairs: Ints
    values: Numbers

    def number(self, word: str) -> int:
        """The number of a word: the last one for all that it does not know."""
        return self.numbers.get(word, len(self.lifted) - 1)

    def along(self, words: Ints, begins: Ints, ends: Ints) -> Numbers:
        """What words, by their numbers, and pairs tell, summed; a line begins at `begins`, its last word is at `ends`."""
        before = np.roll(words, 1)
        before[:1] = len(self.lifted) - 1
        before[begins[begins < len(words)]] = self.numbers[BEGIN]
        lifted = self._pair(before, words)
        last = np.unique(ends[(ends >= 0) & (ends < len(words))])
        lifted[last] += self._pair(words[last], np.full(len(last), self.numbers[END]))
        return summed(lifted)

    def _pair(self, before: Ints, words: Ints) -> Numbers:
        """The value of each word behind another: the pair's, or else its own."""
        keys = before * len(self.lifted) + words
        order = np.argsort(keys)  # neighbours are found near each other: a third of the time
        at = np.empty_like(order)
        at[order] = np.searchsorted(self.pairs, keys[order])
        at = np.minimum(at, len(self.pairs) - 1)
        return np.where(self.pairs[at] == keys, self.values[at], self.lifted[words])


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
        with np.load(path, allow_pickle=False) as data:
            words = data["words"].tobytes().decode().split("\n")
            lifted, saying, surprise = (data["values"] / STEP).astype(float)
            pairs, values = np.cumsum(data["steps"]), data["pairs"] / STEP
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            "the table of words cannot be read.", where=str(path), remedy="Install quotecards anew."
        ) from error
    return Table(
        numbers={word: at for at, word in enumerate(words)},
        lifted=np.append(lifted, 0.0),
        saying=np.append(saying, 0.0),
        surprise=np.append(surprise, _SURPRISED),
        pairs=pairs,
        values=values,
    )


def _eighths(values: Iterable[float]) -> list[int]:
    return [max(-127, min(127, round(value * STEP))) for value in values]


def summed(values: Numbers) -> Numbers:
    """What lies in the values before each, and at the end in all."""
    return np.concatenate([[0.0], np.cumsum(values)])
