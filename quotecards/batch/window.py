"""Some reviews at a time: all are picked and set first, then their cards drawn in the order that costs least.

What lies under the words is the same for all cards of a palette and a layout, and so are most letters; cards
that share them are drawn after each other. The lines come out in the order of the reviews all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quotecards.batch import record, work
from quotecards.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from quotecards.batch.work import Bench, Done, Task
    from quotecards.models import Quote
    from quotecards.pipeline import Card


@dataclass(slots=True)
class Entry:
    """A quote in a size: its cards while they wait to be drawn, then what became of them."""

    quote: Quote
    size: str
    recipe: str
    cards: tuple[Card, ...] = ()
    done: Done | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """Those that stand beside each other in this order share the most."""
        scene = self.cards[0].scene
        return (scene.layout, scene.size, scene.palette)

    def set(self, bench: Bench) -> None:
        """Its cards are set, or what went wrong is noted."""
        from quotecards import pipeline

        try:
            with bench.clock("set"):
                self.cards = pipeline.cards(self.quote, bench.settings, size=self.size)
        except Exception as error:  # noqa: BLE001 - one broken card never stops the others
            self._fail(error)

    def draw(self, bench: Bench) -> None:
        """Its cards are drawn and put in their place, or what went wrong is noted.

        Raises:
            OutputError: they cannot be written.

        """
        cards, self.cards = self.cards, ()
        try:
            lines = tuple(work.drawn(card, bench) | {"recipe": self.recipe} for card in cards)
        except OutputError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(error)
        else:
            self.done = work.Done(lines)

    def _fail(self, error: Exception) -> None:
        known: dict[str, Any] = record.of(self.quote) | {"size": self.size}
        self.done = work.failed(self.quote, self.recipe, error, known)


@dataclass(slots=True)
class Begun:
    """A review whose quotes are picked and set; an entry for each quote and size, in their order."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def done(self) -> Done:
        """What became of it, once all is drawn."""
        return work.together(entry.done for entry in self.entries if entry.done is not None)


def begun(task: Task, recipe: str, bench: Bench) -> Begun | Done:
    """A task is picked and set; it is done already if there is nothing to draw."""
    quotes = work.quotes(task, recipe, bench)
    if isinstance(quotes, work.Done):
        return quotes
    made = Begun([Entry(quote, size, recipe) for quote in quotes for size in bench.settings.sizes])
    for entry in made.entries:
        entry.set(bench)
    return made


def draw(reviews: Iterable[tuple[Begun, Callable[[], None]]], bench: Bench) -> None:
    """What waits is drawn; before each card that is told by what stands beside its review.

    Raises:
        OutputError: it cannot be written.

    """
    waiting = [(entry, tell) for begun, tell in reviews for entry in begun.entries if entry.cards]
    waiting.sort(key=lambda pair: pair[0].order)
    for entry, tell in waiting:
        tell()
        entry.draw(bench)
