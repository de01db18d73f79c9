"""Count what tells words grown together: `quotecards/data/grown.npz`.

    python benchmarks/scorer/grown.py --dictionary FILE... [--data FOLDER] [--measure]

A word is one if other publishers have it, or a dictionary. Dictionaries (plain text, a word first on each line, the
old one first) also tell how words begin and end that fall into two, and which are whole though they would be
parted: only those are kept. `--measure` writes nothing: a fifth of the texts is left out of the counts, and what is
parted and doubted in it is printed. The packaged file was made with the word list of Webster's dictionary of 1934 and
SymSpell's 82,765 words.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from itertools import pairwise
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards.datafiles import packaged
from quotecards.grown import judge
from quotecards.grown.table import Table, lists, oftener, read, write

from data import DATA, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LEAST = 3  # times other publishers must have a word that is to be a part, and a pair must be met
_OFTEN = 10  # times the same, for a word that looks like damage for sure
_LEAST_NAME = 2
_COMMON = 10.5  # nats: pairs are kept of words down to here
_HALF = 0.5  # what is added to counts, so that none is nothing
_SIMILAR = 3  # words of the common kind that are added to those that end alike
_CERTAIN = (
    2.0,
    4.0,
    7.0,
)  # nats from which on a word is taken to be damage: of old dictionaries, of two lines, of new ones
_REVIEWS = 3  # reviews that must have a name that other publishers have not
_SHOWN = 300  # words that are shown of a kind
_KEPT = 5  # with --measure one text in so many is left out

Spread = dict[str, float]


class Counts:
    """What the texts hold: words `theirs` (other publishers') and `ours` (the reviews'), pairs, names, mixed words."""

    def __init__(self, folder: Path, keep: Callable[[int], bool]) -> None:
        self.theirs: Counter[str] = Counter()
        self.ours: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.names: Counter[str] = Counter()
        self.ours_names: Counter[str] = Counter()
        self.name_pairs: Counter[tuple[str, str]] = Counter()
        for name in ("snippets", "famous_quotes.dev", "memorable_pairs.dev"):
            for at, row in enumerate(rows(folder, name)):
                for text in row.values():
                    if keep(at) and isinstance(text, str) and " " in text:
                        self.names.update(self._take(text, self.theirs))
        for name in ("reviews_unlabelled", "reviews_labelled.dev"):
            for at, row in enumerate(rows(folder, name)):
                if keep(at):
                    self.ours_names.update(self._take(row["text"], self.ours))

    def _take(self, text: str, counts: Counter[str]) -> set[str]:
        """Count the words in lower case and the pairs; the words with a capital that stand behind another word."""
        names, before, end = set(), "", -1
        for match in _WORD.finditer(text.replace("’", "'")):
            word, follows = match[0], match.start() == end + 1 and text[end] == " "
            if word.islower():
                counts[word] += 1
                if follows:
                    self.pairs[before.lower(), word] += 1
            elif follows and (before.islower() or before[:1].isupper()):
                own = word.removesuffix("'s")
                names.add(own)
                if before[0].isupper():
                    self.name_pairs[before, own] += 1
            before, end = word, match.end()
        return names


class Known:
    """What is a word: for the dictionaries, for other publishers, and as a part."""

    def __init__(self, counts: Counts, old: Collection[str], modern: Collection[str]) -> None:
        self.counts = counts
        self.old = {word for word in old if word.islower()}
        self.modern = (set(modern) | lists()["whole"]) - lists()["no_words"]
        self.surnames = {word for word in old if word[:1].isupper()}
        self.both = counts.theirs + counts.ours
        self.total = log(self.both.total())
        self.parts = {word for word in self.both if word.isascii() and self._is_part(word)}
        self.names = {
            name for name, count in counts.names.items() if count >= _LEAST_NAME and self.is_name(name, count)
        }

    def _is_part(self, word: str) -> bool:
        theirs = self.counts.theirs[word]
        if word in lists()["no_words"]:
            return False
        if len(word) < _LEAST:
            return word == "a" or word in lists()["two_letters"]
        if "'" in word:
            return theirs >= _LEAST_NAME
        if len(word) == _LEAST:
            return word in self.modern and theirs >= _LEAST
        dictionary = (word in self.modern and self.both[word] > 1) or (word in self.old and theirs > 0)
        return theirs >= _LEAST or dictionary

    def is_name(self, word: str, count: int) -> bool:
        """Whether a word that was met so often with a capital is no common word that titles are made of."""
        plain = len(word) >= _LEAST and word.isascii() and word.isalpha() and word[1:].islower()
        return plain and self.both[word.lower()] <= count

    def types(self) -> set[str]:
        """The words that are whole for sure."""
        return self.old | self.modern | {word for word, count in self.counts.theirs.items() if count > 1}


def main() -> None:
    """Count and write, or count and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of labelled texts")
    parser.add_argument("--dictionary", type=Path, nargs="+", required=True)
    parser.add_argument("--measure", action="store_true", help="leave a fifth out and tell how it is judged")
    given = parser.parse_args()
    old, *modern = [set(_listed(path)) for path in given.dictionary]
    path = packaged("grown.npz")
    keep: Callable[[int], bool] = (lambda at: at % _KEPT != 0) if given.measure else (lambda _: True)
    if given.measure:
        path = Path("grown-measured.npz")
    make(path, Known(Counts(given.data, keep), old, set().union(*modern)))
    if given.measure:
        measure(Counts(given.data, lambda at: at % _KEPT == 0))
        path.unlink()


def make(path: Path, known: Known) -> None:
    """What is known becomes the file: first the parts, then the words that would be parted and are whole."""
    parts, pairs = weighed(known), often(known)
    write(path, parts, frozenset(), pairs, known.total)
    use(read(path))
    known.names |= set(_own_names(known))
    parts = weighed(known)
    write(path, parts, frozenset(), pairs, known.total)
    use(read(path))
    whole = frozenset(_whole(known)) | _full_names(known)
    write(path, parts, whole, pairs, known.total)
    use(read(path))
    print(
        f"{len(parts)} parts, {len(pairs)} pairs, {len(whole)} words that are whole; {path.stat().st_size} bytes"
    )


def measure(counts: Counts) -> None:
    """Print how the words of texts are judged that were left out of the counts."""
    theirs = counts.theirs + Counter(
        {name: count for name, count in counts.names.items() if not name.islower()}
    )
    ours = counts.ours + Counter(
        {name: count for name, count in counts.ours_names.items() if not name.islower()}
    )
    for said, words in (("other publishers", theirs), ("reviews", ours)):
        verdicts = {word: judge.judged(word) for word in words}
        parted = [word for word, (cuts, _) in verdicts.items() if cuts]
        doubted = [word for word, (_, doubt) in verdicts.items() if doubt]
        print(f"{said}: {words.total()} words, {sum(words[one] for one in parted)} parted,", end=" ")
        print(f"{sum(words[one] for one in doubted)} doubted")
        for name, some in (("parted", parted), ("doubted", doubted)):
            shown = (_shown(one, verdicts[one][0]) for one in sorted(some)[:: max(1, len(some) // _SHOWN)])
            print(f"  {name}:", ", ".join(shown))


def _shown(word: str, cuts: tuple[int, ...]) -> str:
    edges = [0, *cuts, len(word)]
    return "|".join(word[start:end] for start, end in pairwise(edges))


def use(table: Table) -> None:
    """Judge by this table from now on."""
    judge.table = lambda: table
    judge.judged.cache_clear()


def weighed(known: Known) -> dict[str, list[float]]:
    """The parts with their rarity and their weights in front and behind, within words and within names."""
    rarity = {word: known.total - log(known.both[word]) for word in known.parts}
    front, behind = _share(known.types(), known.parts)
    proper = {word.lower() for word in known.surnames | known.counts.names.keys()}
    low_names = {name.lower() for name in known.names}
    named_front, named_behind = _share(proper, known.parts | low_names, known.parts, alike=False)
    rows = {
        word: [
            rare,
            log(1 / front[word]) - rare,
            log(1 / behind[word]) - rare,
            log(1 / named_front[word]) - rare,
            log(1 / named_behind[word]) - rare,
        ]
        for word, rare in rarity.items()
    }
    for name in known.names:
        rare = known.total - log(known.counts.names[name] + known.counts.ours_names[name])
        rows[name] = [rare, 0.0, 0.0, log(1 / named_front[name.lower()]) - rare, 0.0]
    return rows


def _share(
    types: Iterable[str], front: Collection[str], behind: Collection[str] = (), *, alike: bool = True
) -> tuple[Spread, Spread]:
    """How likely one word that falls into two begins, and ends, with each part.

    A part that begins no word is as likely to as those that end like it.
    """
    begins: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    behind = behind or front
    for word in types:
        for at in range(1, len(word)):
            if word[:at] in front and word[at:] in behind:
                begins[word[:at]] += 1
                ends[word[at:]] += 1
    return _smooth(begins, front, alike=alike), _smooth(ends, behind)


def _smooth(counts: Counter[str], parts: Collection[str], *, alike: bool = True) -> Spread:
    total, ending = counts.total(), 2 if alike else 0
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for part in parts:
        groups[part[-ending:] if ending else ""].append(counts[part])
    usual = total / len(parts)
    mean = {end: (sum(met) + _SIMILAR * usual) / (len(met) + _SIMILAR) for end, met in groups.items()}
    return {
        part: (counts[part] + _HALF) / (1 + _HALF / mean[part[-ending:] if ending else ""]) / total
        for part in parts
    }


def often(known: Known) -> dict[tuple[str, str], float]:
    """Pairs of common words with how much oftener they are met than by chance."""
    common = {word for word in known.parts if known.total - log(known.both[word]) <= _COMMON}
    return {
        (a, b): oftener(count, exp(log(known.both[a]) + log(known.both[b]) - known.total))
        for (a, b), count in known.counts.pairs.items()
        if count >= _LEAST and a in common and b in common
    }


def _whole(known: Known) -> Iterator[str]:
    """Words and names that would be parted or doubted, and are whole all the same."""
    for word in (known.types() | known.counts.theirs.keys()) - known.parts:
        plain = word.isascii() and word.replace("'", "").isalpha()
        if plain and _would_suffer(word, known) and not _looks_damaged(word, known):
            yield word
    for name in known.surnames | known.counts.names.keys():
        if name.isascii() and name.isalpha() and any(judge.judged(name)):
            left = name[: (judge.judged(name)[0] or (0,))[0]].lower()
            begins = left and (left in lists()["begins"] or not judge.closed(left))
            if known.counts.names[name] > 1 or name in known.surnames or not begins:
                yield name


def _would_suffer(word: str, known: Known) -> bool:
    """Whether a word, or a modern one with an ending, would be parted or doubted."""
    endings = judge.ENDINGS if word in known.modern and word.isalpha() else ()
    return any(any(judge.judged(word + ending)) for ending in ("", *endings))


def _looks_damaged(word: str, known: Known) -> bool:
    """Whether a word is damage for all that lists of words say: they hold words that nobody uses ("atwist")."""
    weight = max((weight for weight, _ in judge._ways(word)), default=0.0)  # noqa: SLF001 - what `judged` weighs
    theirs = known.counts.theirs[word]
    if word in lists()["whole"] or theirs >= _OFTEN:
        return False
    if word in known.modern or theirs >= _LEAST:
        return weight >= _CERTAIN[2]
    return weight >= _CERTAIN[theirs > 0]


def _own_names(known: Known) -> Iterator[str]:
    """Names that reviews have and other publishers have not, none of them damaged."""
    for name, count in known.counts.ours_names.items():
        if count >= _REVIEWS and known.is_name(name, count) and not any(judge.judged(name)):
            yield name


def _full_names(known: Known) -> frozenset[str]:
    return frozenset(
        f"{first} {last}"
        for (first, last), count in known.counts.name_pairs.items()
        if count >= _LEAST and {first, last} <= known.names
    )


def _listed(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if word := line.split(" ")[0]:
            yield word


if __name__ == "__main__":
    main()
