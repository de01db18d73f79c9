"""Ten thousand generated quotes of seventeen languages on every layout and size: is any text out of its place?

    python benchmarks/setting.py [--quotes N] [--seed N]

Prints what is wrong, if anything, and how long composing takes by language; fails where anything is wrong.
The same generator and the same checks, on a few hundred, run with the tests.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from generated import composed, faults, looks, made


def main(quotes: int, seed: int) -> int:
    """Compose and check; returns how many faults were found."""
    seats = looks()
    spent: dict[str, list[float]] = defaultdict(list)
    held: dict[str, int] = defaultdict(int)
    wrong = 0
    for number in range(quotes):
        one, (layout, size) = made(number, seed), seats[number % len(seats)]
        start = time.process_time()
        scene = composed(one, layout, size)
        spent[one.language].append(time.process_time() - start)
        if scene is None:
            continue
        held[one.language] += 1
        for fault in faults(scene):
            wrong += 1
            print(f"quote {number} ({one.language}) on {layout}, {size}: {fault}")
    print(f"{quotes} quotes, {sum(held.values())} set, the others refused with a remedy; {wrong} faults")
    for code, times in sorted(spent.items()):
        mean, most = 1000 * sum(times) / len(times), 1000 * max(times)
        print(
            f"{code:6} {held[code]:5} of {len(times):5} set   {mean:6.1f} ms CPU a quote, at most {most:6.0f}"
        )
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quotes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    sys.exit(1 if main(asked.quotes, asked.seed) else 0)
