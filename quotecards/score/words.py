"""Stage 5, the words: every word of a review read once: its lists, its mood, names and titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from quotecards.score.lexicon import lexicon, valence
from quotecards.score.table import NAME, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from quotecards.models import Voice

_WORD = re.compile(r"([^\W\d_]+(?:['’-][^\W\d_]+)*)")
_STARTERS = "\"“‘'(:…"  # a capital after one of these begins a sentence, so it is no sign of a name
_LONG = 8  # letters; a word of more counts as long
_NEGATION_REACH = 3  # words; as in VADER
_ROOM = 65536  # words kept in mind: 8 MB, more than a thousand reviews have
_LANES = 4  # counts of 16 bits in a number of 64: no line has so many words that one runs over


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of a review, in lower case with straight apostrophes; the arrays are per word.

    `lists`, `mood` and `long` are cumulative: what lies in words a..b is row b minus row a; `lists` are counts,
    several in each number. A word of a title is `masked`: it counts as no pronoun, no praise, nothing; one of
    another title than the film's is `foreign` as well. `names` are capitalised within a sentence. `substance`
    are the words that are more than grammar, None in the place of others. `entries` are their numbers in the
    vocabulary as it is now, and `unnamed` those that a table knows as a name, whichever it is.
    """

    text: tuple[str, ...]
    starts: npt.NDArray[np.intp]
    masked: frozenset[int]
    foreign: frozenset[int]
    names: frozenset[int]
    substance: tuple[str | None, ...]
    entries: npt.NDArray[np.intp]
    unnamed: tuple[int, ...]
    lists: npt.NDArray[np.int64]
    mood: npt.NDArray[np.float64]
    long: npt.NDArray[np.float64]

    @property
    def tokens(self) -> tuple[str, ...]:
        """The words as a table knows them, each name alike."""
        unnamed = set(self.unnamed)
        return tuple(NAME if number in unnamed else word for number, word in enumerate(self.text))

    def numbers(self, table: str) -> npt.NDArray[np.int64]:
        """The numbers that a packaged table has for the tokens; asked for before any other text is read."""
        known, numbers = vocabulary().numbers(table)
        told = numbers[self.entries]
        told[list(self.unnamed)] = known
        return told

    def counts(self, a: npt.NDArray[np.intp], b: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        """How often each list is met in words a..b: one row for each pair."""
        lanes = (self.lists[b] - self.lists[a]).view(np.uint16)
        return lanes[:, : len(lexicon().words.names)].astype(float)


def plain(word: str) -> str:
    """A word as the lists spell it: lower case, straight apostrophes."""
    return word.lower().replace("’", "'")


def words(text: str, voices: Sequence[Voice], starts: Sequence[int], film: str | None) -> Words:
    """A review's text becomes its words; `starts` are where its passages begin, `film` its title if known."""
    found = _found(text, starts)
    capitals, opening = _capitals(found), frozenset(starts)
    names = _names(found, capitals)
    titles = [(title_of(text, voice), _covered(found.at, voice)) for voice in voices if voice.kind == "title"]
    masked = _masked(found, frozenset().union(*(covered for _, covered in titles)), names, film)
    foreign = [covered for title, covered in titles if film is not None and title != film]
    entries = vocabulary().entries(found.low)
    lists, mood = _counted(entries, found.low, masked)
    return Words(
        text=found.low,
        starts=found.at,
        masked=masked,
        foreign=frozenset().union(*foreign),
        names=names - masked,
        substance=_substance(entries, masked),
        entries=entries,
        unnamed=tuple(_unnamed(text, found, capitals, opening)),
        lists=lists,
        mood=mood,
        long=_summed(vocabulary().long[entries]),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The words as they were found.

    `upper` are those with a capital, `apart` those of them before which there is more than a space; `fresh` are
    those that begin a sentence, where a capital says nothing.
    """

    raw: list[str]
    low: tuple[str, ...]
    at: npt.NDArray[np.intp]
    upper: list[int]
    apart: frozenset[int]
    fresh: set[int]


def _found(text: str, starts: Sequence[int]) -> _Found:
    """The words of a text and where they stand; passages begin at `starts`."""
    parts = _WORD.split(text.replace("’", "'"))  # what is between the words, and each word
    ends = np.fromiter(map(len, parts), dtype=np.intp, count=len(parts)).cumsum()
    raw, at = parts[1::2], ends[:-1:2]
    upper = [number for number, word in enumerate(raw) if word[0].isupper()]
    apart = frozenset(number for number in upper if number == 0 or parts[2 * number] != " ")
    fresh = set(np.searchsorted(at, starts).tolist())
    fresh.update(number for number in apart if _begins(text, int(at[number])))
    return _Found(raw, tuple(map(str.lower, raw)), at, upper, apart, fresh)


def _begins(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip(" ")
    return not before or before[-1] in _STARTERS or before[-1] in ".!?\n"


def _opens(text: str, at: int) -> bool:
    """Whether a word is the first of its sentence, a quotation mark aside."""
    return text[max(0, at - 4) : at].rstrip(_STARTERS + " ")[-1:] in (*".!?\n", "")


def _capitals(found: _Found) -> frozenset[int]:
    """The words with a capital that may be names."""
    common = lexicon().grammar["capitals"] | {"i"}
    return frozenset(number for number in found.upper if found.low[number].split("'")[0] not in common)


def _names(found: _Found, capitals: frozenset[int]) -> frozenset[int]:
    """Words with a capital within a sentence, and the same words where they begin one."""
    inside = capitals - found.fresh
    pronouns = lexicon().grammar["pronouns"]
    known = {found.raw[number] for number in inside if found.low[number] not in pronouns}
    begins = {number for number in found.fresh if number < len(found.raw) and found.raw[number] in known}
    return inside | begins


def _masked(found: _Found, titled: frozenset[int], names: frozenset[int], film: str | None) -> frozenset[int]:
    """The words of titles: those inside title marks, and a pronoun that is plainly the film's title."""
    masked = set(titled)
    pronouns, verbs = (lexicon().grammar[name] for name in ("pronouns", "after_title"))
    told = {found.low[number] for number in names} | {film or ""}
    for number in found.upper:
        word = found.low[number]
        follows = found.low[number + 1] if number + 1 < len(found.low) else ""
        if word in pronouns and (number not in found.fresh or (word in told and follows in verbs)):
            masked.add(number)
    return frozenset(masked)


def title_of(text: str, voice: Voice) -> str:
    """The title that a voice holds, in lower case, without the comma that quotation marks take in."""
    return text[voice.start : voice.end].strip(" ,.").lower()


def _covered(at: npt.NDArray[np.intp], voice: Voice) -> frozenset[int]:
    """The words that a voice holds."""
    return frozenset(range(*np.searchsorted(at, (voice.start, voice.end)).tolist()))


def _unnamed(text: str, found: _Found, capitals: frozenset[int], opening: frozenset[int]) -> Iterator[int]:
    """The words that the table knows as a name: those with a capital within a sentence."""
    for number in sorted(capitals):
        at = int(found.at[number])
        if at not in opening and (number not in found.apart or not _opens(text, at)):
            yield number


def _substance(entries: npt.NDArray[np.intp], masked: frozenset[int]) -> tuple[str | None, ...]:
    substance = list(map(vocabulary().substance.__getitem__, entries.tolist()))
    for number in masked:
        substance[number] = None
    return tuple(substance)


def _counted(
    entries: npt.NDArray[np.intp], low: Sequence[str], masked: frozenset[int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """How often each list is met, and good and bad mood, summed from the first word on."""
    known, lists = vocabulary(), lexicon().words
    told = np.array([number for number in masked if number < len(low)], dtype=np.intp)
    met, values = known.lists[entries], known.valence[entries]
    met[told], values[told] = 0, 0
    for number in known.phrases(entries):
        if number not in masked:
            met[number, list(lists.found(low, number, len(low)))] = 1
    values = np.where(_denied(met[:, lists.names.index("negation")]), -0.7 * values, values)
    sizes = np.abs(values)
    mood = np.array([np.where(values < 0, 0, sizes), np.where(values < 0, sizes, 0)])
    summed = np.zeros((len(low) + 1, met.shape[1] // _LANES), dtype=np.int64)
    np.cumsum(met.view(np.int64), axis=0, out=summed[1:])
    return summed, _summed(mood).T


def _denied(negation: npt.NDArray[np.uint16]) -> npt.NDArray[np.bool_]:
    """Which words stand behind a negation, within its reach, and are none themselves. VADER's factor is .74."""
    said = negation > 0
    denied = np.zeros(len(said), dtype=bool)
    for step in range(1, _NEGATION_REACH + 1):
        denied[step:] |= said[:-step]
    return denied & ~said


def _summed(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """What lies in the words before each, and at the end in all, along the last axis."""
    summed = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, dtype=float, out=summed[..., 1:])
    return summed


# ---------------------------------------------------------------- what is known of each word


class Vocabulary:
    """Every word that was met, numbered, with what its letters tell; so each is looked up in the lists once.

    By number: `lists` the lists of the word itself, 0 or 1; `valence`; whether it is `long`; and `substance`,
    the word if it is more than grammar.
    """

    def __init__(self, room: int | None = None) -> None:
        self._room = room = room or _ROOM
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        self._tables: dict[str, tuple[npt.NDArray[np.int64], int]] = {}  # and of how many words
        self.substance: list[str | None] = []
        self.lists = np.zeros((room, -(-len(lexicon().words.names) // _LANES) * _LANES), dtype=np.uint16)
        self._first, self._second = np.zeros(room, dtype=np.intp), np.zeros(room, dtype=np.intp)
        phrases = lexicon().words.phrases
        pairs = [(first, rest[0]) for first, found in phrases.items() for rest, _ in found]
        self._firsts = {word: n for n, word in enumerate(dict.fromkeys(word for word, _ in pairs), 1)}
        self._seconds = {word: n for n, word in enumerate(dict.fromkeys(word for _, word in pairs), 1)}
        self._begin = np.zeros((len(self._firsts) + 1, len(self._seconds) + 1), dtype=bool)
        for first, second in pairs:
            self._begin[self._firsts[first], self._seconds[second]] = True
        self.valence = np.zeros(room)
        self.long = np.zeros(room, dtype=bool)

    def entries(self, words: Sequence[str]) -> npt.NDArray[np.intp]:
        """Words become their numbers; new ones are added, and all forgotten first if there is no room."""
        if fresh := dict.fromkeys(word for word in words if word not in self._numbers):
            if len(self._words) + len(fresh) > self._room:
                fresh = dict.fromkeys(words)
                self.__init__(max(_ROOM, len(fresh)))  # type: ignore[misc] # as new
            self._add(list(fresh))
        return np.fromiter(map(self._numbers.__getitem__, words), dtype=np.intp, count=len(words))

    def numbers(self, name: str) -> tuple[int, npt.NDArray[np.int64]]:
        """The number that a packaged table has for a name, and by number those that it has for all words."""
        known, count = table(name), len(self._words)
        told, before = self._tables.get(name) or (np.zeros(self._room, dtype=np.int64), 0)
        told[before:count] = list(map(known.number, self._words[before:]))
        self._tables[name] = told, count
        return known.number(NAME), told

    def phrases(self, entries: npt.NDArray[np.intp]) -> list[int]:
        """The places where the first two words of a listed phrase stand."""
        some = self._begin[self._first[entries[:-1]], self._second[entries[1:]]]
        found: list[int] = np.flatnonzero(some).tolist()
        return found

    def _add(self, words: Sequence[str]) -> None:
        """Number words that are new."""
        first = len(self._words)
        new = slice(first, first + len(words))
        self._words += words
        self._numbers |= zip(words, range(new.start, new.stop), strict=True)
        self._first[new] = [self._firsts.get(word, 0) for word in words]
        self._second[new] = [self._seconds.get(word, 0) for word in words]
        self.valence[new] = list(map(valence().get, words, repeat(0.0)))
        self.long[new] = [len(word) > _LONG for word in words]
        single, stop = lexicon().words.single, lexicon().words.names.index("stop")
        for number, word in enumerate(words, first):
            if listed := single.get(word):
                self.lists[number, list(listed)] = 1
            self.substance.append(None if len(word) < 3 or (listed and stop in listed) else word)


@cache
def vocabulary() -> Vocabulary:
    """The words that were met so far."""
    return Vocabulary()
