"""Stage 8, its choices: which layout and which palette suit a quote when nobody asked for one.

Both follow from the words and a seed alone, so the same review makes the same cards everywhere.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from quotecards.layout.layouts import layouts
from quotecards.layout.palettes import palettes

if TYPE_CHECKING:
    from quotecards.layout.layouts import Layout
    from quotecards.models import Quote

READING = "margin"
SHORT = "plain"
SPREAD = "space"
LIGHT = 5  # of so many quotes in six get a light palette


def choose_palette(quote: Quote, seed: int = 0) -> str:
    """The palette for a quote: by its words and a seed; five in six are light, as pastels are the house's."""
    known = palettes()
    number = _number(quote, seed, "palette")
    mode = "light" if number % 6 < LIGHT else "dark"
    names = [name for name, palette in known.items() if palette.mode == mode] or list(known)
    return names[number // 6 % len(names)]


def choose_layouts(quote: Quote, seed: int = 0) -> list[tuple[Layout, str]]:
    """The layouts that suit a quote, the best first, each with the reason."""
    count = len(quote.quote.split())
    suited = [one for one in layouts().values() if _suits(one, quote, count)]
    ranked = sorted(suited, key=lambda one: (-_liking(one, quote, count), _number(quote, seed, one.name)))
    roomy = sorted(
        (
            one
            for one in layouts().values()
            if one not in suited and not (one.needs_film and not quote.credit.film)
        ),
        key=lambda one: -one.words[1],
    )
    return [(one, _reason(one, quote, count)) for one in (*ranked, *roomy)]


def _suits(layout: Layout, quote: Quote, count: int) -> bool:
    fewest, most = layout.words
    return fewest <= count <= most and not (layout.needs_film and not quote.credit.film)


def _liking(layout: Layout, quote: Quote, count: int) -> int:
    """How well a layout suits: 2 is made for this, 1 does well, 0 would do."""
    if layout.name == SPREAD:
        return 2 if quote.kind == "film" else 0
    if layout.name == READING:
        return 2 if count > 36 else 0
    if layout.name == SHORT:
        return 2 if count <= 12 else 1
    return 1 if count > 12 else 0


def _reason(layout: Layout, quote: Quote, count: int) -> str:
    voice = "a line of the film" if quote.kind == "film" else "a line of the review"
    fewest, most = layout.words
    fit = "" if fewest <= count <= most else f", though it is made for {fewest} to {most}"
    return f"{layout.name}, {layout.idea}: {voice} in {count} words{fit}"


def _number(quote: Quote, seed: int, purpose: str) -> int:
    digest = blake2b(f"{seed}\0{purpose}\0{quote.quote}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")
