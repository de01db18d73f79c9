"""Whether there is room for what a run will write: asked before it begins and while it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.errors import OutputError

if TYPE_CHECKING:
    from quotecards.batch.outcome import Outcome
    from quotecards.batch.place import Place
    from quotecards.settings import Settings

# What a card weighs before any is made; measured on the seeds over all layouts, with its manifest lines.
_BYTES = {"png": 760_000, "jpeg": 350_000, "webp": 140_000}
RESERVE = 50_000_000  # bytes that stay free for whoever else needs them, and for the manifest's last copy


def enough(place: Place, settings: Settings, reviews: int | None) -> None:
    """The cards of so many reviews (None: nobody knows how many) will find room.

    Raises:
        OutputError: they will not; tells how much is missing.

    """
    cards = (reviews or 1) * settings.top * len(settings.sizes)
    _check(place, cards * _BYTES.get(settings.format, 0), "before anything is made")


def still(place: Place, outcome: Outcome) -> None:
    """What is left to do will find room, by the weight of the cards so far.

    Raises:
        OutputError: it will not; what is made stays.

    """
    made = outcome.made + outcome.kept
    left = max(0, (outcome.total or 0) - outcome.reviews)
    _check(place, outcome.size * left // max(1, outcome.reviews) if made else 0, "what is finished is kept")


def _check(place: Place, needed: int, when: str) -> None:
    free = place.free()
    if free is not None and free < needed + RESERVE:
        raise OutputError(
            f"there is not enough room: {free / 1e9:.1f} GB are free, about {(needed + RESERVE) / 1e9:.1f} GB "
            f"are needed ({when}).",
            where=place.name,
            remedy="Make room, choose another disk with --out, or make fewer cards with --top; "
            "then run the same command again.",
        )
