"""How a long run is going: for people a bar, for programs one JSON object a line.

A person sees reviews done, cards a second, errors so far, which stage takes which share of the time, and
how long it will still take; a program gets the same in numbers.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from typing import TYPE_CHECKING, Any

from quotecards.cli import console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quotecards.batch import Outcome
    from quotecards.errors import QuotecardsError

_STAGES = ("read", "pick", "set", "draw", "write")


class Pace:
    """Reviews and cards a second since the start, and what is still to come at that rate."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    def cards(self, outcome: Outcome) -> float:
        """Cards made a second."""
        return outcome.made / max(self.seconds, 1e-3)

    def left(self, outcome: Outcome) -> float | None:
        """Seconds that are left; None as long as nobody can tell."""
        if outcome.total is None or not outcome.reviews:
            return None
        return self.seconds * max(0, outcome.total - outcome.reviews) / outcome.reviews


@contextlib.contextmanager
def shown(*, as_json: bool) -> Iterator[Callable[[Outcome], None]]:
    """What to call with the outcome so far, after every part."""
    if as_json:
        yield _events(Pace())
    elif console.is_terminal(sys.stderr):
        with _bar(Pace()) as tell:
            yield tell
    else:
        yield lambda _outcome: None


def share(outcome: Outcome) -> dict[str, float]:
    """Each stage's share of the time that processes spent, 0..1."""
    whole = sum(outcome.seconds.values()) or 1.0
    return {stage: round(outcome.seconds[stage] / whole, 3) for stage in _STAGES}


def event(kind: str, **facts: Any) -> None:
    """One event, to stdout."""
    console.result(json.dumps({"event": kind, **facts}, ensure_ascii=False))


def numbers(outcome: Outcome) -> dict[str, Any]:
    """An outcome's counts by name."""
    return {
        "reviews": outcome.reviews,
        "made": outcome.made,
        "kept": outcome.kept,
        "errors": outcome.errors,
        "total": outcome.total,
    }


def failed(error: QuotecardsError) -> None:
    """One failure as an event."""
    event("error", where=error.where, what=error.what, remedy=error.remedy, code=int(error.exit_code))


def _events(pace: Pace) -> Callable[[Outcome], None]:
    def tell(outcome: Outcome) -> None:
        left = pace.left(outcome)
        event(
            "progress",
            **numbers(outcome),
            seconds=round(pace.seconds, 1),
            cards_a_second=round(pace.cards(outcome), 2),
            seconds_left=None if left is None else round(left),
            share=share(outcome),
        )

    return tell


@contextlib.contextmanager
def _bar(pace: Pace) -> Iterator[Callable[[Outcome], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("reviews · {task.fields[cards]} cards · {task.fields[errors]} errors"),
        TextColumn("{task.fields[rate]}"),
        TextColumn("[dim]{task.fields[share]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, cards=0, errors=0, rate="", share="")

        def tell(outcome: Outcome) -> None:
            bar.update(
                task,
                total=outcome.total,
                completed=outcome.reviews,
                cards=outcome.made + outcome.kept,
                errors=outcome.errors,
                rate=_rate(pace, outcome),
                share=" ".join(
                    f"{stage} {part:.0%}" for stage, part in share(outcome).items() if part >= 0.01
                ),
            )

        yield tell


def _rate(pace: Pace, outcome: Outcome) -> str:
    left = pace.left(outcome)
    rate = f"{pace.cards(outcome):.1f} cards/s"
    return rate if left is None else f"{rate} · {duration(left)} left"


def duration(seconds: float) -> str:
    """Seconds become what one says of them: 40 s, 12 min, 3 h 05 min."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02d} min"
