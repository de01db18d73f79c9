"""Stage 8, its words: a text becomes words that know how well a line ends after them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from quotecards.fonts import leftward
from quotecards.layout.bidi import Directions, levels
from quotecards.layout.languages import Language, language
from quotecards.layout.scripts import from_right, parted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPENING = "“”„‘‚«»‹›\"'(["
_OPENING = re.compile(r"^[“”„‘‚«»‹›\"'(\[¿¡「『（《〈\u2006\u202f\u00a0]+")
_CLOSING = re.compile(r"[“”’‘»«›‹\"')\].,;:!?…。！？、，；：」』）》〉؟۔،؛।\u2006\u202f\u00a0]+$")
_STOP = re.compile(r"[.!?…。！？؟۔।॥]['\"”’“»)\]」』）》〉\u2006\u202f]*$")
_PAUSE = re.compile(r"[,;:—–、，；：،؛]['\"”’“»)\]」』）》〉\u2006\u202f]*$")
_DASH = re.compile(r"^[–—-]+$")
_NUMBER = re.compile(r"^[\W_]*\d[\d.,:]*$")
_INITIAL = re.compile(r"^[^\W\d_]\.$")
_INSIDE = re.compile(r"(?<=\w[—–])(?=\w)|(?<=[^\W\d]/)(?=\w)|(?<=\w…)(?=\w)|(?<=[”’][—–])(?=\w)")
_HYPHEN = re.compile(r"(?<=\w\w-)(?=\w\w)")
_POSSESSIVE = re.compile(r"[’']s?$")
SPACES = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")

SHORTEST = 4  # letters above which an ending tells a word that describes
LONG = 14  # letters from which a compound may part at its own hyphen
HYPHENATED = 0.7  # how weak a line's end such a hyphen is
NAME = 0.4  # of `bound`: two capitalised words that only look like a name
FIRST = {1: 0.5, 2: 0.25}  # a line that ends in the first word, or the second, of a sentence
AFTER_PAUSE = {1: 0.3, 2: 0.1}  # and of a clause
STRANDED = 0.5  # more, where the next line would begin with the last word of a sentence or clause
ALONE = 0.25  # and where that is the very last, which may stand alone
PICTURES = "\U0001f000"  # from here on, emoji: words in their own right
COMMA = 0.8  # of `sense`
OPENED = 0.5  # of how much a word leans, where the next one opens a phrase and so is not what it leads to
OPENS = 0.45  # of `sense`, where the next word opens a phrase


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two places where a line may break.

    `spaced`: a space follows on the same line. `weak`, `sense` and `bound` are in 0..1: how badly a line
    ends after the word, how well, and whether it belongs together with the next. `never`: no break here.
    `runs`: where any of the text runs from right to left, the word's directions.
    """

    text: str
    spaced: bool = True
    weak: float = 0.0
    sense: float = 0.0
    bound: float = 0.0
    never: bool = False
    runs: Directions | None = None

    @property
    def plain(self) -> str:
        """The word without marks, in lower case, as lists have it."""
        return _look(self.text).plain


class _Look(NamedTuple):
    """What a word tells by itself, whatever stands around it; `owned` is `plain` without a possessive."""

    plain: str
    owned: str
    stop: bool
    pause: bool
    dash: bool
    number: bool
    initial: bool
    title: str
    closed: bool
    opens: bool
    lettered: bool
    long: bool
    capital: bool
    begins_name: bool  # behind what opens a quotation as well


@lru_cache(maxsize=16384)
def _look(text: str) -> _Look:
    plain = _CLOSING.sub("", _OPENING.sub("", text)).lower()
    return _Look(
        plain=plain,
        owned=_POSSESSIVE.sub("", plain),
        stop=bool(_STOP.search(text)),
        pause=bool(_PAUSE.search(text)),
        dash=bool(_DASH.match(text)),
        number=bool(_NUMBER.match(text)),
        initial=bool(_INITIAL.match(text)),
        title=text.lower().lstrip(OPENING),
        closed=bool(_CLOSING.search(text)),
        opens=text[-1:] in "([„«‚‹¿¡",
        lettered=_lettered(text),
        long=len(text) > 1,
        capital=text[:1].isupper(),
        begins_name=_OPENING.sub("", text)[:1].isupper(),
    )


def words(
    text: str, code: str = "en", together: Iterable[str] = (), *, whole: bool = False
) -> tuple[Word, ...]:
    """A text becomes its words; `together` are phrases (names, titles) that should stay on one line.

    `whole`: no line breaks within a word, not even after its own hyphen or dash.
    """
    known = language(code)
    raw = [word for token in SPACES.split(text.strip()) for word in _parted(token, code, whole=whole)]
    within = _clauses(raw)
    graded = [
        _graded(before, word, after, place, known)
        for before, word, after, place in zip([None, *raw[:-1]], raw, [*raw[1:], None], within, strict=True)
    ]
    bound = _bound(graded, together)
    return tuple(_directed(bound, code) if leftward(text) else bound)


def _directed(found: Sequence[Word], code: str) -> list[Word]:
    """Words of a text that runs from right to left, or has words that do, know their directions."""
    text = "".join(word.text + " " * word.spaced for word in found)
    base = int(from_right(text, code))
    known = [*levels(text, base), base]
    made, at = [], 0
    for word in found:
        end = at + len(word.text)
        made.append(replace(word, runs=Directions(base, tuple(known[at:end]), known[end])))
        at = end + word.spaced
    return made


class _Place(NamedTuple):
    """Where a word stands in its clause: the how-manieth it is, how many follow, and the clause's ends."""

    nth: int
    left: int
    begun_by_stop: bool
    ends_all: bool


def _clauses(found: Sequence[Word]) -> list[_Place]:
    places: list[_Place] = []
    clause: list[Word] = []
    begun_by_stop = True
    for number, word in enumerate(found, 1):
        clause.append(word)
        look = _look(word.text)
        stop = look.stop
        if stop or look.pause or number == len(found):
            count = len(clause)
            last = number == len(found)
            places += [_Place(nth, count - nth, begun_by_stop, last) for nth in range(1, count + 1)]
            clause, begun_by_stop = [], stop
    return places


@lru_cache(maxsize=8192)
def _parted(token: str, code: str, *, whole: bool) -> tuple[Word, ...]:
    """A token becomes its parts; only the last is followed by a space.

    It parts where its script lets it, else after dashes and slashes within it.
    """
    parts = parted(token, code, whole=whole)
    if len(parts) == 1 and not whole:
        texts = _INSIDE.split(token)
        texts = [short for part in texts for short in (_HYPHEN.split(part) if len(part) >= LONG else [part])]
        return (*(Word(part, spaced=False) for part in texts[:-1]), Word(texts[-1]))
    return (*(Word(part.text, spaced=False, weak=part.weak) for part in parts[:-1]), Word(parts[-1].text))


def _graded(before: Word | None, word: Word, after: Word | None, place: _Place, known: Language) -> Word:
    if after is None:
        return replace(word, spaced=False)
    look, following = _look(word.text), _look(after.text)
    return Word(
        word.text,
        word.spaced,
        weak=_weakness(word, look, following, place, known),
        sense=_sense(look, following, known),
        bound=_bond(before, look, following, known),
        never=following.dash or not following.lettered or look.opens,
    )


def _weakness(word: Word, look: _Look, after: _Look, place: _Place, known: Language) -> float:
    if word.weak:
        return word.weak  # where its script says so
    if word.text.endswith("-"):
        return HYPHENATED
    if place.left == 0:
        return 0.0
    leaning = _leaning(look, after, known)
    begun = FIRST if place.begun_by_stop else AFTER_PAUSE
    stranded = ALONE if place.ends_all else STRANDED
    return max(leaning, begun.get(place.nth, 0.0)) + (stranded if place.left == 1 else 0.0)


def _leaning(look: _Look, after: _Look, known: Language) -> float:
    """How much a word leans on the next, by itself: by the lists, or as one that describes a noun."""
    plain = look.plain
    weak = max(known.weak.get(plain, 0.0), known.trailed * (after.plain in known.trails))
    if not weak and len(plain) > SHORTEST and plain.endswith(known.describing):
        weak = known.described
    if weak == known.described and (after.plain in known.opens or after.plain in known.weak):
        return 0.0  # nothing is described by what follows
    opened = after.plain in known.opens and plain not in known.opens
    return weak * OPENED if opened else weak


def _sense(look: _Look, after: _Look, known: Language) -> float:
    if look.stop:
        return 1.0
    if look.pause or look.dash:
        return COMMA
    if after.plain in known.opens and look.plain not in known.weak:
        return OPENS
    return 0.0


def _bond(before: Word | None, look: _Look, after: _Look, known: Language) -> float:
    if look.number and after.plain in known.units:
        return 1.0
    if look.title in known.titles or look.initial:
        return 1.0
    begins = before is None or _look(before.text).stop
    if known.names and not (begins and look.plain in known.weak) and _named(look, after, known):
        return NAME
    return 0.0


def _named(look: _Look, after: _Look, known: Language) -> bool:
    """Two capitalised words in a row within a sentence."""
    if look.closed or after.plain in known.weak:
        return False
    return look.long and look.begins_name and (after.capital or after.number)


def _lettered(text: str) -> bool:
    return any(character.isalnum() or character in "&+*§$€£%" or character > PICTURES for character in text)


def _bound(found: Sequence[Word], together: Iterable[str]) -> list[Word]:
    """The words of each phrase are bound to each other wherever the phrase stands."""
    bound = list(found)
    owned = [_look(word.text).owned for word in found]
    for phrase in together:
        parts = [_look(part).owned for part in SPACES.split(phrase.strip())]
        if len(parts) == 1 or parts[0] not in owned:
            continue
        for start in range(len(owned) - len(parts) + 1):
            if owned[start : start + len(parts)] == parts:
                for at, _ in pairwise(range(start, start + len(parts))):
                    bound[at] = replace(bound[at], bound=1.0)
    return bound
