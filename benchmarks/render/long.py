"""A long stream of quotes through every palette, layout chosen by the words: where the time goes.

python benchmarks/render/long.py [COUNT]
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import stream
from quotecards.draw import base, file, ink
from quotecards.errors import DoesNotFit
from quotecards.layout import choose_palette, compose


def main() -> None:
    """Compose and draw COUNT quotes, half as PNG and half as JPEG, and tell what each step cost."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    seconds: Counter[str] = Counter()
    cards: Counter[str] = Counter()
    counted = Count()
    for number, quote in enumerate(stream.quotes(count)):
        kind = ("png", "jpeg")[number % 2]
        start = time.process_time()
        try:
            scene = compose(quote, palette=choose_palette(quote, 0), layout=None, size="portrait")
        except DoesNotFit:
            cards["did not fit"] += 1
            continue
        middle = time.process_time()
        counted.letters += sum(len(run.pieces) for line in scene.lines for run in line.runs)
        file(scene, kind)
        seconds["compose"] += middle - start
        seconds[kind] += time.process_time() - middle
        cards[kind] += 1
        cards[scene.layout] += 1
    print(told(count, cards, seconds, counted))


class Count:
    """Counts the letters and grounds that are drawn anew, by standing in for what draws them."""

    def __init__(self) -> None:
        self.letters = self.masks = self.grounds = 0
        masks, painted = ink._masks, base.painted  # noqa: SLF001 - the only place where a miss is seen

        def counting_masks(*arguments: object) -> object:
            self.masks += 1
            return masks(*arguments)

        def counting_painted(*arguments: object) -> object:
            self.grounds += 1
            return painted(*arguments)

        ink._masks, base.painted = counting_masks, counting_painted  # noqa: SLF001 - as above


def told(count: int, cards: Counter[str], seconds: Counter[str], counted: Count) -> str:
    """The stream in a few lines of Markdown."""
    made = cards["png"] + cards["jpeg"]
    words = len(stream.vocabulary(count))
    layouts = ", ".join(
        f"{name} {number}"
        for name, number in cards.most_common()
        if name not in {"png", "jpeg", "did not fit"}
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "\n".join(
        [
            "### A long stream",
            "",
            (
                f"{made} quotes of {words} different words in one process from its start, palette and layout chosen by "
                f"the words ({layouts}), every second one PNG, the others JPEG; all caches cold at first. CPU in ms a card:"
            ),
            "",
            "| compose | draw and encode PNG | draw and encode JPEG |",
            "|--:|--:|--:|",
            (
                f"| {seconds['compose'] / made * 1000:.1f} | {seconds['png'] / cards['png'] * 1000:.1f} | "
                f"{seconds['jpeg'] / cards['jpeg'] * 1000:.1f} |"
            ),
            "",
            (
                f"Of {counted.letters} letters {counted.masks} were drawn anew ({_share(counted.masks, counted.letters)}); "
                f"{counted.grounds} grounds were painted ({_share(counted.grounds, made)} of the cards). "
                f"Memory at its highest: {memory:.0f} MB."
            ),
        ]
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %"


if __name__ == "__main__":
    main()
