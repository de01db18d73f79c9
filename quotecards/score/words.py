"""Stage 5, the words: every word of a review read once: its lists, its mood, names and titles."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quotecards.score.lexicon import lexicon, valence
from quotecards.score.table import NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from quotecards.models import Voice
    from quotecards.score.lexicon import Lists

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STARTERS = "\"“‘'(:…"  # a capital after one of these begins a sentence, so it is no sign of a name
_LONG = 8  # letters; a word of more counts as long
_NEGATION_REACH = 3  # words; as in VADER


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
    matches = list(_WORD.finditer(text.replace("’", "'")))
    raw = [match[0] for match in matches]
    at = tuple(match.start() for match in matches)
    upper = [number for number, word in enumerate(raw) if word[0].isupper()]
    fresh = {bisect_left(at, start) for start in starts}
    fresh |= {number for number in upper if _begins(text, at[number])}
    found = _Found(raw, tuple(map(str.lower, raw)), at, fresh)
    capitals, opening = _capitals(raw, upper), frozenset(starts)
    names = _names(found, capitals)
    titles = [(title_of(text, voice), _covered(at, voice)) for voice in voices if voice.kind == "title"]
    masked = _masked(found, frozenset().union(*(covered for _, covered in titles)), names, film)
    foreign = [covered for title, covered in titles if film is not None and title != film]
    counts, mood = _counted(lexicon().words, found.low, masked)
    long = np.cumsum([0, *(len(word) > _LONG for word in found.low)], dtype=float)
    return Words(
        text=found.low,
        starts=at,
        masked=masked,
        foreign=frozenset().union(*foreign),
        names=names - masked,
        substance=_substance(found.low, masked),
        tokens=tuple(
            NAME if number in capitals and not _opens(text, at[number], at[number] in opening) else word
            for number, word in enumerate(found.low)
        ),
        counts=counts,
        mood=mood,
        long=long,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The words as they were found; `fresh` are those that begin a sentence, where a capital says nothing."""

    raw: list[str]
    low: tuple[str, ...]
    at: tuple[int, ...]
    fresh: set[int]


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


def _substance(low: Sequence[str], masked: frozenset[int]) -> tuple[str | None, ...]:
    lists = lexicon().words
    stop = lists.names.index("stop")
    grammar = {word for word, numbers in lists.single.items() if stop in numbers}
    return tuple(
        None if len(word) < 3 or word in grammar or number in masked else word
        for number, word in enumerate(low)
    )


def _counted(
    lists: Lists, low: Sequence[str], masked: frozenset[int]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """How often each list is met, and good and bad mood, summed from the first word on."""
    counts = np.zeros((len(low) + 1, len(lists.names)))
    mood = np.zeros((len(low) + 1, 2))
    values, negation = valence(), lists.names.index("negation")
    denied = -_NEGATION_REACH - 1
    rows: list[int] = []
    columns: list[int] = []
    for number, word in enumerate(low):
        if number in masked:
            continue
        if word in lists.entries and (met := lists.found(low, number, len(low))):
            rows += [number + 1] * len(met)
            columns += met
            denied = number if negation in met else denied
        if value := values.get(word):
            reversed_ = 0 < number - denied <= _NEGATION_REACH
            value = -0.7 * value if reversed_ else value  # VADER's factor is .74
            mood[number + 1, int(value < 0)] = abs(value)
    counts[rows, columns] = 1
    return counts.cumsum(axis=0), mood.cumsum(axis=0)
