"""quotecards measured: whole (words in, file out), drawn (the scene is given), plain (drawn, then encoded whole)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import meter

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Draw the cards that were asked for and print what they cost."""
    asked = meter.asked(argparse.ArgumentParser(description=__doc__))

    import order
    import stream
    from quotecards.draw import draw, encode, file

    quotes = stream.quotes(1 + asked.warm + asked.count, first=asked.first)
    scenes = {0: order.composed(quotes[0], 0)}

    def compose_all() -> None:
        if asked.mode != "whole":
            scenes.update({number: order.composed(quote, number) for number, quote in enumerate(quotes)})

    ways: dict[str, Callable[[int], bytes]] = {
        "whole": lambda number: file(order.composed(quotes[number], number), asked.format),
        "drawn": lambda number: file(scenes[number], asked.format),
        "plain": lambda number: encode(draw(scenes[number]), asked.format),
    }
    meter.run(ways[asked.mode], asked, compose_all)


main()
