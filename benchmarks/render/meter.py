"""What the Python peers share: the arguments they take, and how a card's cost is measured and told."""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def asked(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """The arguments of every peer: MODE FORMAT ORDER FIRST WARM COUNT [SAMPLE]."""
    parser.add_argument("mode")
    parser.add_argument("format")
    parser.add_argument("order")
    parser.add_argument("first", type=int)
    parser.add_argument("warm", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("sample", nargs="?")
    return parser.parse_args()


def run(
    draw: Callable[[int], bytes], wanted: argparse.Namespace, between: Callable[[], None] = lambda: None
) -> None:
    """Draw one card, `warm` more, then `count`; print what the first and what each of the last ones cost.

    `between` is done after the first card and before the others, and counted with neither.
    """
    one = draw(0)
    begun = _cpu()
    if wanted.sample:
        Path(wanted.sample).write_bytes(one)
    between()
    for number in range(1, 1 + wanted.warm):
        draw(number)
    before, clock, size = _cpu(), time.perf_counter(), 0
    for number in range(1 + wanted.warm, 1 + wanted.warm + wanted.count):
        size += len(draw(number))
    wall, after = time.perf_counter() - clock, _cpu()
    told = {
        "first_ms": begun,
        "cpu_ms": (after - before) / wanted.count,
        "wall_ms": wall / wanted.count * 1000,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "bytes": size / wanted.count,
    }
    print(json.dumps(told))


def _cpu() -> float:
    """CPU of this process since it began, in ms."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000
