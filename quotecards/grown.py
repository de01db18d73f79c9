"""Words grown together: where a space is missing within a word, and where one may be.

Pages lose spaces where a line was broken or a link was taken out. What clean repairs and score doubts
must be judged alike, so it stands here. A word is parted where nobody knows it and there is one way that
makes sense: the two are often met side by side ("otherthings"), or one is a small word that no word is made
with ("gesturesof"). Two plain words that nobody has met together ("comedyterritory") may be a word that
someone has made, or damage: that is a doubt. English only, as the words and pairs are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import load, packaged
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

LANGUAGE = "en"
STEP = 8  # values are kept as whole eighths of a nat
WHOLE = 255  # in the place of a value: a word that is known, and no part

_WORD = re.compile(r"(?<![\w@#/.’'-])[^\W\d_]{5,}(?![\w@#/’'-])")
_CAPITAL = re.compile(r"(?<=[a-z])[A-Z](?=[a-z]{2})")
# A word stuck behind a short form: "it’salso", "doesn’teven".
_BEHIND_SHORT = re.compile(
    r"(?<=[a-z]['’]s)[a-z]{2,}|(?<=n['’]t)[a-z]{2,}|(?<=[a-z]['’](?:re|ve|ll))[a-z]{2,}"
)
_PLAIN = re.compile(r"(?<![\w@#/.’'-])[a-z]{6,}(?![\w@#/’'-])")
_BEGINS = re.compile(r"(?:^|(?<=\n)|(?<=[.!?”\"] ))A[a-z]{5,}(?![\w’'-])")
# A word stuck to the quotation mark of the next one: "the’life goes on’".
_AT_MARK = re.compile(r"(?<![\w’'])([a-z]{2,})['’]([A-Za-z][a-z]{2,})(?![\w’'])")
_OFTEN = 20  # times a pair must be met where chance makes words of such parts
_LONG = 6  # letters before a small word that words of other languages, or spoken ones, end with
_LEAST = 4  # letters of what stands beside a small word, and of two plain words


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known: `words` with their rarity in eighths of a nat, and pairs with how often they are met."""

    words: Mapping[str, int]
    number: Mapping[str, int]
    keys: npt.NDArray[np.int64]
    met: npt.NDArray[np.uint8]
    size: int

    def pair(self, left: str, right: str) -> float:
        """How often two words were met side by side, as 2 ln(1 + times), at most 9."""
        key = self.number[left] * self.size + self.number[right]
        at = int(self.keys.searchsorted(key))
        return float(self.met[at]) / STEP if at < len(self.keys) and self.keys[at] == key else 0.0


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to part a word: behind `at` letters, at a cost in nats; whether it makes sure sense."""

    at: int
    cost: float
    sure: bool


def places(text: str) -> Iterator[int]:
    """Where a space is missing within a word for sure, as offsets into a text in English, in order."""
    cuts = ((match.start(), _cut(match[0])) for match in _WORD.finditer(text))
    found = [start + at for start, at in cuts if at is not None]
    found += [match.start() for match in _BEHIND_SHORT.finditer(text) if _stands(match)]
    yield from sorted(found)


def doubtful(text: str) -> list[str]:
    """The words of a text in English that may have grown together, though nobody can say so for sure.

    What a text has more than once is meant.
    """
    words, known = _PLAIN.findall(text), _known().words
    unknown = [word for word in set(words).difference(known) if judged(word)[1]]
    found = [word for word in unknown if words.count(word) == 1]
    marked = [match for match in _AT_MARK.finditer(text) if match[1] in known and match[2].lower() in known]
    begins = [word for word in _BEGINS.findall(text) if judged(word.lower())[0] == 1]
    return [*found, *(match[0] for match in marked), *begins]


@lru_cache(maxsize=65536)
def judged(word: str) -> tuple[int | None, bool]:
    """Where a word in lower case is to be parted, if at all, and, if nowhere, whether it is in doubt."""
    known = _known()
    if word in known.words or not word.isascii():
        return None, False
    ways = sorted(_ways(word), key=lambda way: (not way.sure, way.cost))
    if ways and ways[0].sure:
        rivals = [way for way in ways[1:] if way.sure and way.cost - ways[0].cost < _lists()["margin"]]
        return (None, True) if rivals else (ways[0].at, False)
    return None, bool(ways) or _three(word)


def _cut(word: str) -> int | None:
    """Where a word is to be parted, however it is capitalised."""
    if word.islower():
        return judged(word)[0]
    return _capitalised(word) if word[1:].islower() else _before_name(word)


def _capitalised(word: str) -> int | None:
    """A word with a capital may be a name: it is parted behind a small word only, if the pair is a common one."""
    low = word.lower()
    at = judged(low)[0]
    if at is None or at < 2 or len(low) - at <= 2 or low[:at] not in _lists()["front"]:
        return None
    return at if _known().pair(low[:at], low[at:]) >= _strong() else None


def _ways(word: str) -> Iterator[_Way]:
    """The ways to part an unknown word in two."""
    known, lists, parts = _known(), _lists(), _parts()
    for at in range(1, len(word) - 1):
        left, right = word[:at], word[at:]
        if left not in parts or right not in parts or right == "a":
            continue
        cost, met = parts[left] + parts[right], known.pair(left, right)
        makes = left in lists["makes_front"] or right in lists["makes_behind"]
        both_common = max(parts[left], parts[right]) <= lists["common"]
        small = not makes and (
            (left in lists["front"] and len(right) >= _LEAST) or (right in lists["behind"] and at >= _LEAST)
        )
        small = small or (right in lists["behind_long"] and at >= _LONG)
        often = both_common and met >= (_strong() if makes else _strong(3))
        one_common = min(parts[left], parts[right]) <= lists["common"]
        plain = one_common and not makes and min(at, len(right)) >= _LEAST
        if often or small or plain:
            yield _Way(at, cost - met, sure=often or small)


def _three(word: str) -> bool:
    """Whether a word falls into three that go together: damage, or the name of a page ("atthematinee")."""
    parts = _parts()
    return any(
        word[:first] in parts
        and word[first:second] in parts
        and word[second:] in parts
        and _go_together(word[:first], word[first:second], word[second:])
        for first in range(2, len(word) - 3)
        for second in range(first + 2, len(word) - 1)
    )


def _go_together(*three: str) -> bool:
    """Whether three parts make sense in a row: met side by side, in one place at least, or a small word before."""
    pairs = list(pairwise(three))
    met = [_known().pair(*pair) >= _strong(3) for pair in pairs]
    small = [left in _lists()["front"] and len(right) > 2 for left, right in pairs]
    return any(met) and all(one or other for one, other in zip(met, small, strict=True))


def _stands(match: re.Match[str]) -> bool:
    """Whether what is stuck behind a short form is a common word: not the tail of a name ("O’Shea")."""
    known, low = _known(), match[0]
    before = match.string[match.start() - 1]
    rare = known.words.get(low, WHOLE)
    follows = match.string[match.end() : match.end() + 1]
    return rare <= _lists()["common"] * STEP and f"{before}{low}" not in known.words and not follows.isalnum()


def _before_name(word: str) -> int | None:
    """Where a name is stuck behind a known word in lower case: "directorJean", not "iPhone" or "McAvoy"."""
    capital = _CAPITAL.search(word)
    if capital is None or not word[: capital.start()].islower() or _CAPITAL.search(word, capital.end()):
        return None
    left = word[: capital.start()]
    short = left in _lists()["two_letters"] or len(left) > 2
    return capital.start() if short and left in _known().words else None


@cache
def _strong(times: int = _OFTEN) -> float:
    """The value of a pair that is met so many times, as it is kept."""
    return int(min(9.0, 2 * log(1 + times)) * STEP) / STEP


@cache
def _parts() -> dict[str, float]:
    """The words that a part may be, with their rarity in nats: none that is too short to be one by itself."""
    lists = _lists()
    return {
        word: rare / STEP
        for word, rare in _known().words.items()
        if rare < lists["known"] * STEP and (len(word) > 2 or word == "a" or word in lists["two_letters"])
    }


@cache
def _lists() -> dict[str, Any]:
    """The data file, with its lists as sets."""
    data = load(packaged("grown.toml"))
    return {name: frozenset(value) if isinstance(value, list) else value for name, value in data.items()}


@cache
def _known() -> _Known:
    """The packaged words and pairs.

    Raises:
        DataError: the file is missing or not what it should be.
    """
    import numpy as np

    path = packaged("grown.npz")
    try:
        with np.load(path, allow_pickle=False) as data:
            words = data["words"].tobytes().decode().split("\n")
            values = data["values"].tolist()
            keys, met = np.cumsum(data["steps"], dtype=np.int64), data["met"]
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            "the words known to be whole cannot be read.", where=str(path), remedy="Install quotecards anew."
        ) from error
    return _Known(
        dict(zip(words, values, strict=True)),
        {word: at for at, word in enumerate(words)},
        keys,
        met,
        len(words),
    )
