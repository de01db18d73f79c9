"""Cards that are seen together are set alike: of one layout and size, all at the type size of the smallest.

Together are the cards of one review, and the quotes of one file of quotes. Not those of a whole batch: its parts
are made by whoever comes first, and one long quote would make ten thousand cards small.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from quotecards.errors import QuotecardsError
from quotecards.models import Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quotecards.batch.part import Item
    from quotecards.models import Scene
    from quotecards.settings import Settings


def levelled(quotes: Sequence[Quote], settings: Settings) -> tuple[Quote, ...]:
    """Quotes become the same, each with the type sizes that it shares with the others."""
    if len(quotes) < 2:
        return tuple(quotes)
    asked: dict[int, list[tuple[str, str, int]]] = {at: [] for at in range(len(quotes))}
    for size in settings.sizes:
        scenes = {at: scene for at, quote in enumerate(quotes) if (scene := _alone(quote, settings, size))}
        for layout in {scene.layout for scene in scenes.values()}:
            alike = {at: scene for at, scene in scenes.items() if scene.layout == layout}
            smallest = min(math.floor(scene.notes["size"] / scene.scale) for scene in alike.values())
            for at in alike:
                asked[at].append((size, layout, smallest))
    return tuple(replace(quote, type_sizes=tuple(sorted(asked[at]))) for at, quote in enumerate(quotes))


def of_items(items: Iterable[Item], settings: Settings) -> list[Item]:
    """A file's quotes are levelled among themselves; what could not be read stays in its place."""
    listed = list(items)
    level = iter(levelled([one for one in listed if isinstance(one, Quote)], settings))
    return [next(level) if isinstance(one, Quote) else one for one in listed]


def _alone(quote: Quote, settings: Settings, size: str) -> Scene | None:
    """A quote's scene, if it is a single one with a type size; what goes wrong is told when its card is made."""
    from quotecards import pipeline

    try:
        scenes = pipeline.scenes(quote, settings, size=size)
    except QuotecardsError:
        return None
    return scenes[0] if len(scenes) == 1 and "size" in scenes[0].notes else None
