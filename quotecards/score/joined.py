"""Stage 5, joining: the number of a passage of the reviewer follows from its sentences, exactly.

Only sentences and clauses are weighed by themselves, and so is all that others say. A passage's logit is

    sum:    lean(first) + log(sum over sentences of exp(free(sentence))) - cost * (sentences - 1)
    least:  lean(first) + min over sentences of free(sentence)           - cost * (sentences - 1)

`lean` are the terms that ask for the line before: within a passage only its first sentence lacks it.
`free` are the others. The sum is by chances: that an editor would take one of these sentences. The least
is by a chain's strength: a passage rings no truer than its weakest sentence. Either way the passage's terms
are known, so its reasons are as true as a sentence's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.models import Passage

Rule = Literal["sum", "least"]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Joints:
    """Which passages are weighed (`rows`), and of which rows each passage is made.

    `flat` are row numbers, passage by passage; the passage n has those from `starts[n]` on, `sizes[n]` many.
    """

    rows: tuple[Passage, ...]
    flat: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]
    sizes: npt.NDArray[np.intp]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Self:
        """Passages, each once weighed itself or made of its sentences."""
        sentence = {one.first: one for one in passages if one.form == "sentence"}
        made = [_made(one, sentence) for one in passages]
        rows = tuple(one for one, parts in zip(passages, made, strict=True) if len(parts) == 1)
        number = {id(one): row for row, one in enumerate(rows)}
        flat = np.array([number[id(part)] for parts in made for part in parts], dtype=np.intp)
        sizes = np.array([len(parts) for parts in made], dtype=np.intp)
        return cls(rows, flat, np.cumsum(sizes) - sizes, sizes)

    def terms(
        self, terms: Numbers, leaning: npt.NDArray[np.bool_], rule: Rule, cost: float, told: int
    ) -> Numbers:
        """Terms by row become terms by passage, in the order of the passages.

        `leaning` marks the terms that only the first sentence has; what joining itself adds or costs is
        put to the term number `told`.
        """
        free: Numbers = np.where(leaning, 0.0, terms)
        logits = free.sum(axis=1)[self.flat]
        if rule == "least":
            joined, gain = free[self.flat[self._least(logits)]], np.zeros(1)
        else:
            joined, gain = self._summed(free, self._shares(logits))
        joined[:, leaning] = terms[self.flat[self.starts]][:, leaning]
        joined[:, told] += gain - cost * (self.sizes - 1)
        return joined

    def _shares(self, logits: Numbers) -> Numbers:
        """How much of its passage's chance each sentence has; the shares of a passage add to 1."""
        most = np.maximum.reduceat(logits, self.starts).repeat(self.sizes)
        chances = np.exp(logits - most)
        shares: Numbers = chances / np.add.reduceat(chances, self.starts).repeat(self.sizes)
        return shares

    def _least(self, logits: Numbers) -> npt.NDArray[np.intp]:
        """The place of the weakest sentence of each passage, the first of several."""
        weakest = np.flatnonzero(logits == np.minimum.reduceat(logits, self.starts).repeat(self.sizes))
        first: npt.NDArray[np.intp] = weakest[np.searchsorted(weakest, self.starts)]
        return first

    def _summed(self, free: Numbers, shares: Numbers) -> tuple[Numbers, Numbers]:
        """The terms of a passage by the shares of its sentences; and what several good ones are worth above that.

        That is the spread of their shares, in nats.
        """
        some = np.flatnonzero(free.any(axis=0))  # most features have no weight in a taste
        joined: Numbers = np.zeros((len(self.starts), free.shape[1]))
        joined[:, some] = np.add.reduceat(shares[:, None] * free[:, some][self.flat], self.starts)
        spread: Numbers = -np.add.reduceat(shares * np.log(np.maximum(shares, 1e-300)), self.starts)
        return joined, spread


def _made(one: Passage, sentence: dict[int, Passage]) -> list[Passage]:
    """The sentences of a passage of the reviewer; anything else, and what misses one, is made of itself."""
    numbers = range(one.first, one.last + 1)
    if one.form != "passage" or one.kind != "reviewer" or any(n not in sentence for n in numbers):
        return [one]
    parts = [sentence[n] for n in numbers]
    return parts if all(part.kind == "reviewer" for part in parts) else [one]
