"""Ten thousand generated quotes of seventeen languages on every layout and size: is any text out of its place?

    python benchmarks/setting.py [--quotes N] [--first N] [--seed N] [--carousels N]

Prints what is wrong, if anything, and how long composing takes by language; fails where anything is wrong.
Of the quotes that one card refuses, one in so many (`--carousels`, 10) goes on to a roomier layout or to
several cards, which are checked alike. The same generator and the same checks, on a few hundred, run with
the tests.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotecards.models import Scene

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from generated import composed, faults, looks, made, several


def main(numbers: range, seed: int, every: int) -> int:
    """Compose and check; returns how many faults were found."""
    seats = looks()
    spent: dict[str, list[float]] = defaultdict(list)
    held: dict[str, int] = defaultdict(int)
    told: Counter[str] = Counter()
    for number in numbers:
        one, (layout, size) = made(number, seed), seats[number % len(seats)]
        start = time.process_time()
        scene = composed(one, layout, size)
        spent[one.language].append(time.process_time() - start)
        scenes = (scene,) if scene else ()
        if scene is not None:
            held[one.language] += 1
        else:
            told["refused"] += 1
            if told["refused"] % every == 0:
                scenes = several(one, layout, size)
                told[_course(scenes, layout)] += 1
        for fault in (fault for one_of in scenes for fault in faults(one_of)):
            told["faults"] += 1
            print(f"quote {number} ({one.language}) on {layout}, {size}: {fault}")
    print(f"{len(numbers)} quotes, {sum(held.values())} set, {told['refused']} refused with a remedy")
    for course in ("roomier", "carousel", "none"):
        print(f"    of one in {every} refused, by carousel: {told[course]} {course}")
    print(f"{told['faults']} faults")
    for code, times in sorted(spent.items()):
        mean, most = 1000 * sum(times) / len(times), 1000 * max(times)
        print(
            f"{code:6} {held[code]:5} of {len(times):5} set   {mean:6.1f} ms CPU a quote, at most {most:6.0f}"
        )
    return told["faults"]


def _course(scenes: tuple[Scene, ...], layout: str) -> str:
    """What became of a quote that one card of a layout refused."""
    if not scenes:
        return "none"
    return "carousel" if len(scenes) > 1 or scenes[0].layout == layout else "roomier"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quotes", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--carousels", type=int, default=10)
    asked = parser.parse_args()
    chosen = range(asked.first, asked.first + asked.quotes)
    sys.exit(1 if main(chosen, asked.seed, asked.carousels) else 0)
