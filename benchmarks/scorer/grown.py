"""Count the words and pairs by which words grown together are told: `quotecards/data/grown.npz`.

    python benchmarks/scorer/grown.py --dictionary FILE... [--data FOLDER]

A word is one if other publishers have it or a dictionary does; a word of reviews that is neither and falls
into two that are met side by side is damage. Dictionaries (plain text, a word first on each line) also tell which
words are whole though they fall into two: only those that would be parted are kept.
The packaged file was made with the word list of Webster's dictionary of 1934 and SymSpell's 82,765 words.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from itertools import pairwise
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from quotecards import grown
from quotecards.datafiles import load, packaged

from data import DATA, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LEAST = 8  # times a word must be met to be a part
_LEAST_PAIR = 3
_NAMED = 3  # reviews that must have a name


LISTS = load(packaged("grown.toml"))


class Counts:
    """What the texts hold: words `theirs` (other publishers') and `ours` (the reviews'), pairs, names."""

    def __init__(self, folder: Path) -> None:
        self.theirs: Counter[str] = Counter()
        self.ours: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.names: Counter[str] = Counter()
        for name in ("snippets", "famous_quotes.dev", "memorable_pairs.dev"):
            for row in rows(folder, name):
                for text in row.values():
                    if isinstance(text, str) and " " in text:
                        self._take(text, self.theirs)
        for name in ("reviews_unlabelled", "reviews_labelled.dev"):
            for row in rows(folder, name):
                self.names.update(self._take(row["text"], self.ours))

    def _take(self, text: str, counts: Counter[str]) -> set[str]:
        """Count the words in lower case, and pairs that end in one; the words with a capital."""
        words = _WORD.findall(text.replace("’", "'"))
        counts.update(word for word in words if word.islower())
        self.pairs.update((left.lower(), right) for left, right in pairwise(words) if right.islower())
        return {word.lower() for word in words if word[0].isupper()}


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of labelled texts")
    parser.add_argument("--dictionary", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    listed = [set(_listed(path)) for path in given.dictionary]
    counts = Counts(given.data)
    words = rarities(counts, set().union(*listed))
    pairs = often(counts, words)
    write(packaged("grown.npz"), words, pairs)
    for kept in (grown._known, grown._parts, grown.judged):  # noqa: SLF001 - they hold what stood there before
        kept.cache_clear()
    whole = sorted(_whole(counts, words, pairs, listed))
    write(packaged("grown.npz"), {**words, **dict.fromkeys(whole, grown.WHOLE)}, pairs)
    print(f"{len(words)} words, {len(pairs)} pairs, {len(whole)} whole words that would be parted")


def rarities(counts: Counts, listed: set[str]) -> dict[str, int]:
    """The words that a part may be, with their rarity in eighths of a nat."""
    total = counts.theirs.total() + counts.ours.total()
    both = counts.theirs + counts.ours
    common = {word for word, count in both.items() if -log(count / total) <= LISTS["common"]}

    def damaged(word: str) -> bool:
        if counts.theirs[word] > 1 or word in listed or word in LISTS["whole"]:
            return False
        ways = [(word[:at], word[at:]) for at in range(1, len(word))]
        return any(a in common and b in common and counts.pairs[a, b] >= _LEAST_PAIR for a, b in ways)

    return {
        word: round(-log(count / total) * grown.STEP)
        for word, count in sorted(both.items())
        if count >= _LEAST and word.isascii() and word.isalpha() and not damaged(word)
    }


def often(counts: Counts, words: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Pairs of common words with how often they are met, as 2 ln(1 + times) in eighths."""
    limit = LISTS["common"] * grown.STEP
    return {
        pair: int(min(9.0, 2 * log(1 + count)) * grown.STEP)
        for pair, count in counts.pairs.items()
        if count >= _LEAST_PAIR and max(words.get(one, grown.WHOLE) for one in pair) <= limit
    }


def _whole(
    counts: Counts, words: Mapping[str, int], pairs: Mapping[tuple[str, str], int], listed: list[set[str]]
) -> Iterator[str]:
    """Words that would be parted or doubted, and are words all the same.

    Old dictionaries hold words that nobody uses and that look as if two had grown together ("atwist").
    """
    old, *modern = listed
    known = {word for word, count in counts.theirs.items() if count > 1}.union(*modern, LISTS["whole"])
    named = {word for word, count in counts.names.items() if count >= _NAMED and counts.ours[word] == 0}
    for word in (old | known | named) - words.keys():
        at, doubt = grown.judged(word) if word.isascii() and word.isalpha() else (None, False)
        left, right = word[:at], word[at:]
        met = pairs.get((left, right), 0) / grown.STEP
        small = left == "a" or left in LISTS["front"]
        if doubt or (at and (word in known or met < 2 * log(1 + (_LEAST if small else 200)))):
            yield word


def _listed(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if word := line.split(" ")[0].lower():
            yield word


def write(path: Path, words: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> None:
    """Words and pairs become the file that `quotecards.grown` reads."""
    number = {word: at for at, word in enumerate(sorted(words))}
    keyed = sorted((number[a] * len(number) + number[b], value) for (a, b), value in pairs.items())
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(number).encode(), dtype=np.uint8),
        values=np.array([words[word] for word in number], dtype=np.uint8),
        steps=np.diff(np.array([key for key, _ in keyed], dtype=np.int64), prepend=0),
        met=np.array([value for _, value in keyed], dtype=np.uint8),
    )


if __name__ == "__main__":
    main()
