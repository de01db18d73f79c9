"""Stage 8, its choices: which layout and which palette suit a quote when nobody asked for one.

Both follow from the review, the quote's rank and a seed alone, so the same review makes the same cards
everywhere; the quotes of one review take turns, so that its cards differ.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import PurePath
from typing import TYPE_CHECKING

from quotecards.layout.layouts import layouts
from quotecards.layout.palettes import palettes
from quotecards.layout.scripts import count as count_of

if TYPE_CHECKING:
    from quotecards.layout.layouts import Layout
    from quotecards.models import Quote

LIGHT = 5  # of so many quotes in six get a light palette
STRIDE = 7  # palettes from one quote of a review to the next: neighbours in the list are too alike


def choose_palette(quote: Quote, seed: int = 0) -> str:
    """The palette for a quote: five in six are light, as pastels are the house's."""
    known = palettes()
    number = _number(quote, seed, "palette")
    mode = "light" if (number + quote.rank) % 6 < LIGHT else "dark"
    names = [name for name, palette in known.items() if palette.mode == mode] or list(known)
    return names[(number // 6 + STRIDE * quote.rank) % len(names)]


def choose_layouts(quote: Quote, seed: int = 0, *, still: bool = False) -> list[tuple[Layout, str]]:
    """The layouts for a quote, the best first, each with the reason; equally good ones by words and seed."""
    count = count_of(quote.quote)
    able = [one for one in layouts().values() if _offered(one, quote, still=still)]
    turn = _number(quote, seed, "layout") + quote.rank
    ranked = sorted(able, key=lambda one: _standing(one, quote, count))
    equals = [one for one in ranked if _standing(one, quote, count) == _standing(ranked[0], quote, count)]
    begin = turn % max(len(equals), 1)
    ranked = equals[begin:] + equals[:begin] + ranked[len(equals) :]
    return [(one, _reason(one, quote, count)) for one in ranked]


def _offered(layout: Layout, quote: Quote, *, still: bool) -> bool:
    """Whether all that a layout shows is there, and the voice is its own where it takes no other."""
    if layout.strict and layout.voice != quote.kind:
        return False
    return (still or not layout.needs_still) and (bool(quote.credit.film) or not layout.needs_film)


def _miss(words: tuple[int, int], count: int) -> int:
    """By how many words a quote is too short or too long; 0 within the range."""
    fewest, most = words
    return max(fewest - count, count - most, 0)


def _standing(layout: Layout, quote: Quote, count: int) -> tuple[int, int]:
    """Less is better; layouts that stand equal take turns."""
    return _miss(layout.words, count), -_liking(layout, quote, count)


def _liking(layout: Layout, quote: Quote, count: int) -> int:
    """How well a layout suits: 4 shows the still that was given, 3 made for this voice and length,
    2 for this length, 1 would do, 0 for others and for those that would leave out part of the credit.
    """
    if layout.voice and layout.voice != quote.kind:
        return 0
    if any(getattr(quote.credit, name) for name in layout.omits):
        return 0
    if _miss(layout.best, count) or not all(getattr(quote.credit, name) for name in layout.wants):
        return 1
    if layout.needs_still:
        return 4
    return 3 if layout.voice else 2


def _reason(layout: Layout, quote: Quote, count: int) -> str:
    voice = "a line of the film" if quote.kind == "film" else "a line of the review"
    fewest, most = layout.words
    fit = "" if fewest <= count <= most else f", though it is made for {fewest} to {most}"
    return f"{layout.name}, {layout.idea}: {voice} in {count} words{fit}"


def _number(quote: Quote, seed: int, purpose: str) -> int:
    """A number that is the same for all quotes of a review."""
    whose = f"{PurePath(quote.source).name}\0{quote.record or ''}"
    digest = blake2b(f"{seed}\0{purpose}\0{whose}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")
