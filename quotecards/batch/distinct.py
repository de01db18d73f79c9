"""What a whole run keeps: nothing said before in nearly the same words, and of each film only its best lines.

Decided between picking and drawing, over all quotes in the order of the manifest, so that it does not
depend on who picked what when. Nothing is drawn that is left out.
"""

from __future__ import annotations

import heapq
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quotecards.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from quotecards.batch.rows import Line
    from quotecards.settings import Settings

# Two quotes are one said twice from about this share of common word pairs on; found on pairs of lines
# that differ in punctuation, a name, or a word or two of fifteen.
ALIKE = 0.6
_HASHES = 64
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(slots=True)
class Keep:
    """Which of a run's quotes stay: a byte for each, in order."""

    marks: bytearray

    @property
    def left_out(self) -> int:
        """How many do not."""
        return self.marks.count(0)

    def of(self, quotes: Iterable[Line]) -> Iterator[Line]:
        """The quotes that stay."""
        return (quote for quote, mark in zip(quotes, self.marks, strict=True) if mark)


def keep(quotes: Callable[[], Iterable[Line]], settings: Settings) -> Keep:
    """All quotes of a run, gone through once for each rule, become the choice of those that stay.

    Raises:
        UsageError: what finds near-duplicates is not installed.

    """
    is_new = _Said().is_new if settings.distinct else _always
    marks = bytearray(is_new(quote) for quote in quotes())
    if settings.per_film:
        best = _best(quotes(), marks, settings.per_film)
        for number, quote in enumerate(quotes()):
            if _film(quote) and number not in best:
                marks[number] = 0
    return Keep(marks)


def _best(quotes: Iterable[Line], marks: bytearray, most: int) -> set[int]:
    """The numbers of each film's best quotes; of equally good ones the earlier."""
    films: dict[str, list[tuple[float, int]]] = {}
    for number, quote in enumerate(quotes):
        if marks[number] and (film := _film(quote)):
            held = films.setdefault(film, [])
            heapq.heappush(held, (quote["score"], -number))
            if len(held) > most:
                heapq.heappop(held)
    return {-number for held in films.values() for _, number in held}


def _film(quote: Line) -> str:
    """The film by which quotes are counted; those that name none are not."""
    return " ".join(_WORD.findall(str((quote["credit"] or {}).get("film") or "").casefold()))


def _always(_quote: Line) -> bool:
    return True


class _Said:
    """Everything said so far, found again by MinHash signatures in buckets (LSH)."""

    def __init__(self) -> None:
        try:
            from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]
        except ImportError as error:
            raise UsageError(
                "finding near-duplicates needs datasketch, which is not installed.",
                where="--distinct",
                remedy="Install it: pip install 'quotecards[distinct]'.",
            ) from error
        self._minhash: Any = MinHash
        self._buckets = MinHashLSH(threshold=ALIKE, num_perm=_HASHES)
        self._count = 0

    def is_new(self, quote: Line) -> bool:
        """Whether nothing like it was said; if so, it is remembered."""
        sketch = self._minhash(num_perm=_HASHES, seed=1)
        sketch.update_batch([pair.encode("utf-8", "replace") for pair in _pairs(quote["quote"])])
        if any(self._similar(sketch, other) for other in self._buckets.query(sketch)):
            return False
        self._count += 1
        self._buckets.insert((self._count, sketch.hashvalues.tobytes()), sketch, check_duplication=False)
        return True

    def _similar(self, sketch: Any, other: tuple[int, bytes]) -> bool:
        """A bucket holds what may be alike; the whole signatures tell."""
        import numpy as np

        values = np.frombuffer(other[1], dtype=sketch.hashvalues.dtype)
        return bool(np.count_nonzero(values == sketch.hashvalues) >= ALIKE * _HASHES)


def _pairs(text: str) -> set[str]:
    """A quote's words and pairs of neighbours: what is said, and in which order."""
    words = _WORD.findall(text.casefold().replace("’", "'"))
    return {*words, *(f"{one} {two}" for one, two in itertools.pairwise(words))}
