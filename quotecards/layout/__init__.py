"""Stage 8: a quote becomes a Scene: every letter, shape and colour with its place, as plain data.

Arithmetic only: HarfBuzz measures, lines are broken at their best, sizes searched, marks hung in the
margin. Layouts, palettes and sizes are data files; what arranges words by them stands in ARRANGEMENTS.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Protocol

from quotecards.errors import DoesNotFit
from quotecards.fonts import HarfBuzz
from quotecards.fonts.catalogue import forget as forget_fonts
from quotecards.layout.carousel import is_label, spread_over
from quotecards.layout.choose import choose_layouts, choose_palette
from quotecards.layout.column import Composed, column
from quotecards.layout.eased import eased
from quotecards.layout.frames import frames
from quotecards.layout.labels import labels
from quotecards.layout.layouts import forget as forget_layouts
from quotecards.layout.layouts import layout as layout_of
from quotecards.layout.layouts import layouts
from quotecards.layout.note import UNSHOWN, unshown
from quotecards.layout.palettes import forget as forget_palettes
from quotecards.layout.palettes import palette as palette_of
from quotecards.layout.palettes import palettes
from quotecards.layout.plan import Plan, plan
from quotecards.layout.scripts import apart
from quotecards.layout.scripts import count as count_of
from quotecards.layout.sign import sign
from quotecards.layout.spread import spread
from quotecards.layout.suited import folded, suited
from quotecards.models import Scene
from quotecards.sizes import HOME, MOST_WORDS, sizes
from quotecards.sizes import forget as forget_sizes
from quotecards.sizes import size as size_of
from quotecards.wording import forget as forget_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from quotecards.fonts import Measurer
    from quotecards.layout.layouts import Layout
    from quotecards.layout.palettes import Palette
    from quotecards.models import Quote, Still

    class Make(Protocol):
        """Sets a quote on a layout by name; None: the one that suits it best."""

        def __call__(self, quote: Quote, layout: str | None) -> Scene: ...


__all__ = ["carousel", "choose_palette", "compose", "forget", "layouts", "palettes", "sizes"]

_HARFBUZZ = HarfBuzz()
TYPICAL = 24  # words of one card of several, by which its layout is chosen
LONG = 45  # words beyond which only a page of text will do

ARRANGEMENTS: dict[str, Callable[[Quote, Plan, Measurer], Composed | None]] = {
    "column": column,
    "spread": spread,
    "sign": sign,
    "frames": frames,
}


def compose(
    quote: Quote,
    *,
    palette: str,
    layout: str | None = None,
    size: str = "portrait",
    seed: int = 0,
    still: Still | None = None,
    measurer: Measurer | None = None,
) -> Scene:
    """A quote becomes a scene in a palette, a layout (None: the one that suits it best) and a size.

    Photo layouts are for those who give a `still`, and are not offered without one.

    Raises:
        DoesNotFit: the words have no place at a legible size.
        UsageError: a palette, layout or size of that name does not exist.
        FontError: a character of the quote or its credit is in no font.

    """
    measure = measurer or _HARFBUZZ
    known_size, colours = size_of(size), _palette(palette, os.environ.get(HOME, ""))
    count = count_of(quote.quote)
    if not count:
        raise DoesNotFit("there are no words to set.", remedy="Quote something.")
    if count > MOST_WORDS:
        raise DoesNotFit(
            f"{count} words are too many for a card; {MOST_WORDS} are the most.",
            remedy="Quote less, or let it become several cards: --carousel.",
        )
    chosen = [(layout_of(layout), "")] if layout else choose_layouts(quote, seed, still=still is not None)
    offered = [(one, why) for one, why in chosen if still or not one.needs_still]
    for ease in (
        False,
        True,
    ):  # a long credit is given more room only where no layout has room for it as it is
        for one, why in offered:
            made = plan(one, known_size, colours, still)
            found = _first(
                quote, eased(made, quote.credit, still, count) if ease else (made,), measure, count
            )
            if found is not None:
                composed, made = found
                left_out = unshown(quote, one.name, made.note, composed.lines)
                told = filter(None, (why or f"{one.name} was asked for", left_out))
                return _scene(made, composed, "; ".join(told))
    raise _too_long(quote, layout, size, count, still=still is not None)


def forget() -> None:
    """What was read of palettes, layouts, sizes and fonts is forgotten: their files may have changed."""
    _palette.cache_clear()
    plan.cache_clear()
    for forgotten in (forget_palettes, forget_layouts, forget_sizes, forget_fonts, forget_wording):
        forgotten()


def carousel(
    quote: Quote, make: Make, *, layout: str | None = None, seed: int = 0, still: bool = False
) -> tuple[Scene, ...]:
    """A quote becomes one scene where a layout holds it, a roomier one at need, else several of one layout.

    `make` sets words on a layout, as `compose` does.

    Raises:
        DoesNotFit: not even several hold it.

    """
    try:
        return (make(quote, layout),)
    except DoesNotFit as error:
        if layout and (lacking := _lacks(layout_of(layout), quote, still=still)):
            raise lacking from error
        too_long = error
    for name in _ever_roomier(layout):
        with suppress(DoesNotFit):
            return (_instead(make(quote, name), str(layout), quote),)
    if count_of(quote.quote) <= TYPICAL:
        raise too_long  # parts of so few words would be no better
    part = replace(quote, quote=" ".join(quote.quote.split()[:TYPICAL]))
    offers = choose_layouts(part, seed, still=still)
    several = (
        [layout, *_ever_roomier(layout)]
        if layout
        else [one.name for one, _ in offers if one.arrange == "column"]
    )
    for name in several:
        with suppress(DoesNotFit):
            scenes = spread_over(quote, partial(make, layout=name))
            if layout in {None, name}:
                return scenes
            return tuple(_instead(scene, str(layout), quote) for scene in scenes)
    return spread_over(quote, partial(make, layout=several[-1]))  # its error tells how many words there are


def _instead(scene: Scene, layout: str, quote: Quote) -> Scene:
    """A scene says that it is a roomier layout than the one asked for."""
    _, unshown, reason = scene.why.partition(f"; {UNSHOWN}")
    why = f"{scene.layout}, for {layout} has no room for {count_of(quote.quote)} words"
    return replace(scene, why=f"{why}{unshown}{reason}")


def _ever_roomier(layout: str | None) -> Iterator[str]:
    """The names of ever roomier layouts than this."""
    seen = {layout}
    while layout is not None and (layout := layout_of(layout).roomier) and layout not in seen:
        seen.add(layout)
        yield layout


@cache
def _palette(name: str, _home: str) -> Palette:
    return palette_of(name)


def _unnoted(made: Plan, quote: Quote) -> Plan:
    """A card that has only its number for a credit has no asterisk that leads to it."""
    if not is_label(quote.credit.lines) or made.credit.form != "footnote":
        return made
    return replace(
        made, quote=replace(made.quote, after=""), credit=replace(made.credit, form="stacked", rule=0.0)
    )


def _first(
    quote: Quote, plans: Iterable[Plan], measurer: Measurer, count: int
) -> tuple[Composed, Plan] | None:
    """A quote in the first of some plans that holds it."""
    for one in plans:
        made = _headless(_unnoted(suited(one, quote), quote), quote, measurer)
        composed = _best(quote, made, measurer, count)
        if composed is not None:
            return composed, made
    return None


def _headless(made: Plan, quote: Quote, measurer: Measurer) -> Plan:
    """A page on whose head the film's title has no room says it in its credit."""
    if made.credit.form != "page" or quote.credit.film in {
        line.text for line in labels(quote, made, measurer)
    }:
        return made
    return replace(made, credit=replace(made.credit, headed=False))


def _best(quote: Quote, made: Plan, measurer: Measurer, count: int) -> Composed | None:
    """At the type size asked for, where the words can be broken at it; else at the best."""
    whose = (made.size.name, made.layout.name)
    asked = next((px for size, layout, px in quote.type_sizes if (size, layout) == whose), None)
    found = None
    if asked is not None:
        words = replace(made.quote, largest=asked, least=asked)
        found = _composed(quote, replace(made, quote=words), measurer, count)
    return found or _composed(quote, made, measurer, count)


def _composed(quote: Quote, made: Plan, measurer: Measurer, count: int) -> Composed | None:
    layout = made.layout
    if count > LONG and layout.words[1] <= LONG:
        return None
    if layout.needs_film and not quote.credit.film:
        return None
    if layout.arrange == "spread" and not apart(quote.quote):
        return None  # its gaps would be read as anything but gaps
    composed = ARRANGEMENTS[layout.arrange](quote, made, measurer)
    return composed and folded(composed, made, quote)


def _scene(made: Plan, composed: Composed, why: str) -> Scene:
    return Scene(
        width=made.size.width,
        height=made.size.height,
        palette=made.palette.name,
        layout=made.layout.name,
        size=made.size.name,
        base=made.base,
        parts=composed.parts,
        lines=composed.lines,
        safe=made.size.safe,
        grain=made.palette.grain_opacity,
        why=why,
        notes=composed.notes | {"roomy": 1.0} if made.layout.roomy else composed.notes,
    )


def _too_long(quote: Quote, layout: str | None, size: str, count: int, *, still: bool) -> DoesNotFit:
    if layout is None:
        return DoesNotFit(
            f"no layout holds these {count} words at a legible size on {size}.",
            remedy="Quote less, shorten the credit, or use a taller size.",
        )
    one = layout_of(layout)
    if lacking := _lacks(one, quote, still=still):
        return lacking
    if one.arrange == "spread":
        what = f"no way to break these {count} words on {layout} lets every gap be wider than the one above."
    else:
        what = f"{count} words do not fit on {layout} at a legible size ({size})."
    roomier = f"Use {one.roomier}, which has more room" if one.roomier else "Quote less"
    return DoesNotFit(what, remedy=f"{roomier}, or use another size.")


def _lacks(layout: Layout, quote: Quote, *, still: bool) -> DoesNotFit | None:
    """What a layout shows beside words, where that is not there."""
    if layout.needs_film and not quote.credit.film:
        what = f"{layout.name} shows the film's title, and no film is known."
        return DoesNotFit(what, remedy="Name the film, or use panel.")
    if layout.needs_still and not still:
        what = f"{layout.name} is made for a picture of your own."
        return DoesNotFit(what, remedy="Give one: --still FILE.")
    return None
