"""Stage 8, its carousel: a quote too long for one card becomes several, numbered and broken at sense."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from quotecards.errors import DoesNotFit
from quotecards.layout.scripts import count as count_of
from quotecards.layout.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from quotecards.layout.words import Word
    from quotecards.models import Quote, Scene

MOST = 10  # cards; what most networks show in one post
FULL = 45  # words of a full card
UNEVEN = 6.0  # what a card costs that is twice as long as the others, against a break without sense
SENSE = (1.0, 0.8, 0.0)  # breaks that are tried: after sentences, after clauses too, anywhere
_LABEL = re.compile(r"\d+/\d+")
LENGTHS = (0.4, 1.7)  # of an even card, between which a card's words stay


@dataclass(frozen=True, slots=True)
class _Place:
    """A place to break: how many characters and words stand before, and what it costs."""

    at: int
    words: int
    cost: float


def spread_over(quote: Quote, compose: Callable[[Quote], Scene]) -> tuple[Scene, ...]:
    """A quote becomes as few scenes, from two on, as hold it; `compose` makes one, or raises DoesNotFit.

    The parts joined are the quote, word for word. Every card but the last has its number where the credit
    stands; the last has it below the credit.

    Raises:
        DoesNotFit: MOST cards do not hold it.

    """
    count = count_of(quote.quote)
    known = list(words(quote.quote, quote.language)) if count <= MOST * FULL else []
    for cards in range(max(2, math.ceil(count / FULL)), MOST + 1) if known else ():
        for parts in _ways(quote.quote, known, cards):
            found = _composed(quote, parts, compose)
            if found is not None:
                return found
    raise DoesNotFit(f"{count} words do not fit on {MOST} cards.", remedy="Quote less, or use a taller size.")


def _ways(text: str, known: Sequence[Word], cards: int) -> Iterator[list[str]]:
    """The best way to part a text at each kind of break, if there is one."""
    seen: list[list[int]] = []
    for sense in SENSE:
        cuts = _cut(_places(text, known, sense), cards)
        if cuts is not None and cuts not in seen:
            seen.append(cuts)
            yield [text[start:end].strip() for start, end in pairwise(cuts)]


def _places(text: str, known: Sequence[Word], sense: float) -> list[_Place]:
    """Where a text may be parted: its start, behind words that end with so much sense, its end."""
    places = [_Place(0, 0, 0.0)]
    at = 0
    for number, word in enumerate(known[:-1], 1):
        at = text.index(word.text, at) + len(word.text)
        if word.sense >= sense and not word.never and word.bound == 0:
            places.append(_Place(at, number, 1 - word.sense + word.weak))
    return [*places, _Place(len(text), len(known), 0.0)]


def _cut(places: Sequence[_Place], cards: int) -> list[int] | None:
    """The cheapest places, as offsets, that part a text into so many cards of about one length."""
    even = places[-1].words / cards
    reached: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    for _ in range(cards):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, path) in reached.items():
            for end in range(start + 1, len(places)):
                length = (places[end].words - places[start].words) / even
                if length > LENGTHS[1]:
                    break
                if length < LENGTHS[0]:
                    continue
                total = cost + UNEVEN * (length - 1) ** 2 + places[end].cost
                if end not in following or total < following[end][0]:
                    following[end] = (total, (*path, end))
        reached = following
    last = reached.get(len(places) - 1)
    return None if last is None else [places[at].at for at in last[1]]


def _composed(
    quote: Quote, parts: Sequence[str], compose: Callable[[Quote], Scene]
) -> tuple[Scene, ...] | None:
    """A scene for each part; None where one does not fit."""
    slides = []
    for number, part in enumerate(parts, 1):
        label = _label(number, len(parts))
        lines = (*quote.credit.lines, label) if number == len(parts) else (label,)
        slides.append(replace(quote, quote=part, credit=replace(quote.credit, lines=lines)))
    try:
        scenes = _alike(slides, [compose(slide) for slide in slides], compose)
    except DoesNotFit:
        return None
    if not all(_numbered(scene, number, len(parts)) for number, scene in enumerate(scenes, 1)):
        return None
    return tuple(
        replace(scene, slide=number, slides=len(parts), words=part)
        for number, (scene, part) in enumerate(zip(scenes, parts, strict=True), 1)
    )


def _label(number: int, cards: int) -> str:
    return f"{number}/{cards}"


def is_label(lines: Sequence[str]) -> bool:
    """Whether a credit is nothing but the number of its card."""
    return len(lines) == 1 and bool(_LABEL.fullmatch(lines[0]))


def _numbered(scene: Scene, number: int, cards: int) -> bool:
    """Whether a scene shows its number: some layouts have a place for what they know of a film, and no other."""
    return any(_label(number, cards) in line.text for line in scene.lines if line.role != "quote")


def _alike(
    slides: Sequence[Quote], scenes: Sequence[Scene], compose: Callable[[Quote], Scene]
) -> list[Scene]:
    """The scenes at the type size of the smallest, where they can be broken well at it."""
    sizes = [scene.notes.get("size", math.inf) / scene.scale for scene in scenes]
    smallest = min(sizes)
    if smallest == max(sizes):
        return list(scenes)
    asked = ((scenes[0].size, scenes[0].layout, math.floor(smallest)),)
    return [compose(replace(slide, type_sizes=asked)) for slide in slides]
