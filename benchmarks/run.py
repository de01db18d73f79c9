"""How many cards a second come out at the end, and which stage takes which share of the time.

    python benchmarks/run.py [--rounds N] [REVIEW ...]

Every stage is timed where the pipeline calls it. The first round warms caches and is told apart: it is
what a single card costs; the rounds after it are what a batch costs.
"""

from __future__ import annotations

import argparse
import functools
import platform
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent

# The calls of pipeline.py, by module and function, and the stage that each belongs to.
CALLS = {
    "clean": ["clean", "display"],
    "voices": ["voices"],
    "segment": ["passages"],
    "score": ["score"],
    "select": ["gate", "best"],
    "credit": ["about", "credit", "quote"],
    "layout": ["compose"],
    "draw": ["file"],
    "caption": ["alt", "caption"],
}


class Clock:
    """Seconds spent in each stage, counted once even where a stage calls itself."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._busy = False

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it was, with its time put to its stage."""

        @functools.wraps(function)
        def measured(*arguments: Any, **more: Any) -> Any:
            if self._busy:
                return function(*arguments, **more)
            self._busy, start = True, time.perf_counter()
            try:
                return function(*arguments, **more)
            finally:
                self._busy = False
                self.seconds[stage] += time.perf_counter() - start

        return measured


def watch(clock: Clock) -> None:
    """Every stage that the pipeline calls is timed from now on."""
    import importlib

    for stage, names in CALLS.items():
        module = importlib.import_module(f"quotecards.{stage}")
        for name in names:
            setattr(module, name, clock.timed(stage, getattr(module, name)))


def cards(sources: list[Path], seed: int) -> int:
    """All reviews go the whole way; how many cards they made."""
    from quotecards import pipeline, read
    from quotecards.errors import QuotecardsError
    from quotecards.settings import load

    settings = load({"seed": seed})
    made = 0
    for source in sources:
        for review in read.reviews(str(source)):
            if isinstance(review, QuotecardsError):
                raise review
            for quote in pipeline.extract(review, settings).quotes:
                pipeline.card(quote, settings).encoded(settings.format)
                made += 1
    return made


def table(title: str, seconds: float, made: int, clock: Clock) -> None:
    """Milliseconds a card and share of the time, stage by stage."""
    print(f"\n{title}: {made} cards in {seconds:.2f} s, {made / seconds:.1f} cards/s on one core")
    print(f"  {'stage':<10}{'ms/card':>9}{'share':>8}")
    rest = seconds - sum(clock.seconds.values())
    for stage, spent in [*clock.seconds.items(), ("rest", rest)]:
        print(f"  {stage:<10}{1000 * spent / made:>9.2f}{100 * spent / seconds:>7.1f}%")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="warm rounds over all reviews")
    parser.add_argument("reviews", nargs="*", type=Path, default=[ROOT / "seeds"])
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {', '.join(map(str, given.reviews))}")

    clock = Clock()
    watch(clock)
    for title, seeds in (("First round", range(1)), ("Warm rounds", range(given.rounds))):
        clock.seconds.clear()
        start = time.perf_counter()
        made = sum(cards(given.reviews, seed) for seed in seeds)
        table(title, time.perf_counter() - start, made, clock)


if __name__ == "__main__":
    main()
