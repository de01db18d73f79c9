"""Stage 5, the words: every word of a review read once: its lists, its mood, names and titles."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from quotecards.score.lexicon import lexicon, valence
from quotecards.score.table import NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from quotecards.models import Voice

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STARTERS = "\"“‘'(:…"  # a capital after one of these begins a sentence, so it is no sign of a name
_LONG = 8  # letters; a word of more counts as long
_NEGATION_REACH = 3  # words; as in VADER
_ROOM = 65536  # words kept in mind: 4 MB, more than a thousand reviews have


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of a review, in lower case with straight apostrophes; the arrays are per word.

    `counts`, `mood` and `long` are cumulative: what lies in words a..b is row b minus row a. A word of a
    title is `masked`: it counts as no pronoun, no praise, nothing; one of another title than the film's is
    `foreign` as well. `names` are capitalised within a sentence. `substance` are the words that are more
    than grammar, None in the place of others; `tokens` the words as the table knows them, each name alike.
    """

    text: tuple[str, ...]
    starts: tuple[int, ...]
    masked: frozenset[int]
    foreign: frozenset[int]
    names: frozenset[int]
    substance: tuple[str | None, ...]
    tokens: tuple[str, ...]
    counts: npt.NDArray[np.float64]
    mood: npt.NDArray[np.float64]
    long: npt.NDArray[np.float64]


def plain(word: str) -> str:
    """A word as the lists spell it: lower case, straight apostrophes."""
    return word.lower().replace("’", "'")


def words(text: str, voices: Sequence[Voice], starts: Sequence[int], film: str | None) -> Words:
    """A review's text becomes its words; `starts` are where its passages begin, `film` its title if known."""
    raw, at = _found(text.replace("’", "'"))
    upper = [number for number, word in enumerate(raw) if word[0].isupper()]
    fresh = {bisect_left(at, start) for start in starts}
    fresh |= {number for number in upper if _begins(text, at[number])}
    found = _Found(raw, tuple(map(str.lower, raw)), at, fresh)
    capitals, opening = _capitals(raw, upper), frozenset(starts)
    names = _names(found, capitals)
    titles = [(title_of(text, voice), _covered(at, voice)) for voice in voices if voice.kind == "title"]
    masked = _masked(found, frozenset().union(*(covered for _, covered in titles)), names, film)
    foreign = [covered for title, covered in titles if film is not None and title != film]
    entries = vocabulary().entries(found.low)
    counts, mood = _counted(entries, found.low, masked)
    return Words(
        text=found.low,
        starts=at,
        masked=masked,
        foreign=frozenset().union(*foreign),
        names=names - masked,
        substance=_substance(entries, masked),
        tokens=_tokens(text, found, capitals, opening),
        counts=counts,
        mood=mood,
        long=_summed(vocabulary().long[entries]),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The words as they were found; `fresh` are those that begin a sentence, where a capital says nothing."""

    raw: list[str]
    low: tuple[str, ...]
    at: tuple[int, ...]
    fresh: set[int]


def _found(text: str) -> tuple[list[str], tuple[int, ...]]:
    """The words of a text and where they stand. Nothing between two can hold the second one."""
    raw, at, end = _WORD.findall(text), [], 0
    for word in raw:
        start = text.find(word, end)
        at.append(start)
        end = start + len(word)
    return raw, tuple(at)


def _begins(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip(" ")
    return not before or before[-1] in _STARTERS or before[-1] in ".!?\n"


def _opens(text: str, at: int, starts: bool) -> bool:
    """Whether a word is the first of its sentence, a quotation mark aside."""
    return starts or text[max(0, at - 4) : at].rstrip(_STARTERS + " ")[-1:] in (*".!?\n", "")


def _capitals(raw: Sequence[str], upper: Sequence[int]) -> frozenset[int]:
    """The words with a capital that may be names."""
    common = lexicon().grammar["capitals"] | {"i"}
    return frozenset(number for number in upper if raw[number].lower().split("'")[0] not in common)


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
    capital = (number for number, word in enumerate(found.raw) if word[0].isupper())
    for number in capital:
        word = found.low[number]
        follows = found.low[number + 1] if number + 1 < len(found.low) else ""
        if word in pronouns and (number not in found.fresh or (word in told and follows in verbs)):
            masked.add(number)
    return frozenset(masked)


def title_of(text: str, voice: Voice) -> str:
    """The title that a voice holds, in lower case, without the comma that quotation marks take in."""
    return text[voice.start : voice.end].strip(" ,.").lower()


def _covered(at: Sequence[int], voice: Voice) -> frozenset[int]:
    """The words that a voice holds."""
    return frozenset(range(bisect_left(at, voice.start), bisect_left(at, voice.end)))


def _tokens(text: str, found: _Found, capitals: frozenset[int], opening: frozenset[int]) -> tuple[str, ...]:
    """The words as the table knows them: those with a capital within a sentence are names."""
    tokens = list(found.low)
    for number in capitals:
        at = found.at[number]
        if not _opens(text, at, at in opening):
            tokens[number] = NAME
    return tuple(tokens)


def _substance(entries: npt.NDArray[np.intp], masked: frozenset[int]) -> tuple[str | None, ...]:
    known = vocabulary().substance
    substance = [known[entry] for entry in entries.tolist()]
    for number in masked:
        substance[number] = None
    return tuple(substance)


def _counted(
    entries: npt.NDArray[np.intp], low: Sequence[str], masked: frozenset[int]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
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
    mood = np.column_stack([np.where(values < 0, 0, sizes), np.where(values < 0, sizes, 0)])
    return _summed(met), _summed(mood)


def _denied(negation: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Which words stand behind a negation, within its reach, and are none themselves. VADER's factor is .74."""
    said = negation > 0
    denied = np.zeros(len(said), dtype=bool)
    for step in range(1, _NEGATION_REACH + 1):
        denied[step:] |= said[:-step]
    return denied & ~said


def _summed(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """What lies in the words before each, and at the end in all."""
    summed = np.zeros((*values.shape[1:], len(values) + 1))
    np.cumsum(np.ascontiguousarray(values.T), axis=-1, dtype=float, out=summed[..., 1:])
    return summed.T


# ---------------------------------------------------------------- what is known of each word


class Vocabulary:
    """Every word that was met, numbered, with what its letters tell; so each is looked up in the lists once.

    By number: `lists` the lists of the word itself, 0 or 1; `valence`; whether it is `long`; and `substance`,
    the word if it is more than grammar.
    """

    def __init__(self, room: int | None = None) -> None:
        self._room = room = room or _ROOM
        self._numbers: dict[str, int] = {}
        self.substance: list[str | None] = []
        self.lists = np.zeros((room, len(lexicon().words.names)), dtype=np.uint8)
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
        numbers = list(map(self._numbers.get, words))
        if None in numbers:
            fresh = dict.fromkeys(word for word in words if word not in self._numbers)
            if len(self.substance) + len(fresh) > self._room:
                fresh = dict.fromkeys(words)
                self.__init__(max(_ROOM, len(fresh)))  # type: ignore[misc] # as new
            for word in fresh:
                self._add(word)
            numbers = list(map(self._numbers.get, words))
        return np.array(numbers, dtype=np.intp)

    def phrases(self, entries: npt.NDArray[np.intp]) -> list[int]:
        """The places where the first two words of a listed phrase stand."""
        some = self._begin[self._first[entries[:-1]], self._second[entries[1:]]]
        found: list[int] = np.flatnonzero(some).tolist()
        return found

    def _add(self, word: str) -> None:
        lists, number = lexicon().words, len(self.substance)
        single = lists.single.get(word, frozenset())
        self._numbers[word] = number
        self.lists[number, list(single)] = 1
        self._first[number] = self._firsts.get(word, 0)
        self._second[number] = self._seconds.get(word, 0)
        self.valence[number] = valence().get(word, 0.0)
        self.long[number] = len(word) > _LONG
        self.substance.append(None if len(word) < 3 or lists.names.index("stop") in single else word)


@cache
def vocabulary() -> Vocabulary:
    """The words that were met so far."""
    return Vocabulary()
