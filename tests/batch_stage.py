"""A pipeline that draws nothing, for worker processes: each line of a review is a quote, and some lines do harm.

    "Kill!"  ends its process        "Hang!"  never ends
    "Eat!"   eats memory             "Nap 0.2"  takes so many seconds
    "Wait 17"  waits until there is a file named gate in the working folder

`sitecustomize()` is the folder to put on PYTHONPATH so that every Python process started below has it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import types
from pathlib import Path


def install():
    """The stand-in is what everybody in this process imports as the pipeline."""
    import quotecards

    module = types.ModuleType("quotecards.pipeline")
    module.extract, module.scenes, module.cards = extract, scenes, cards
    sys.modules["quotecards.pipeline"] = module
    quotecards.pipeline = module


def sitecustomize(folder: Path) -> str:
    """A folder that installs the stand-in in any process that has it on its PYTHONPATH; returns that path."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text("import batch_stage\nbatch_stage.install()\n")
    here = Path(__file__).resolve().parent
    return os.pathsep.join([str(folder), str(here), str(here.parent)])


def extract(review, settings, **_):
    found = quotes(review, settings.top, film=review.about.film)
    for one in found:
        harm(one.quote)
    return types.SimpleNamespace(quotes=found)


def quotes(review, top, **credit):
    """The first lines of a review, each a quote."""
    from quotecards.models import Credit, Quote

    found = [line for line in review.text.splitlines() if line.strip()][:top]
    return tuple(
        Quote(
            quote=line,
            verbatim=line,
            edits=(),
            source=review.source,
            record=review.record,
            start=review.text.index(line),
            end=review.text.index(line) + len(line),
            kind="reviewer",
            credit=Credit(**credit),
            score=1 / rank,
            taste={"verdict": 0.5},
            rank=rank,
            reasons=(),
        )
        for rank, line in enumerate(found, 1)
    )


def harm(line):
    if "Kill!" in line:
        os.kill(os.getpid(), signal.SIGKILL)
    if "Hang!" in line:
        while True:
            pass
    if "Eat!" in line:
        eaten = []
        while True:
            eaten.append(bytearray(10_000_000))
    while line.startswith("Wait ") and not Path("gate").exists():
        time.sleep(0.02)
    if line.startswith("Nap "):
        time.sleep(float(line.split()[1]))


def scenes(quote, settings, *, size=None):
    known = {"palette": "sun-kissed", "layout": "panel", "size": size or settings.size}
    return (types.SimpleNamespace(width=8, height=9, why="", scale=1, slide=1, slides=1, **known),)


class Card:
    """A card whose bytes are its words."""

    alt, caption = "Quote card.", "A caption."

    def __init__(self, quote, scene):
        self.quote, self.scene = quote, scene

    def encoded(self, encoding="png"):
        return f"{encoding} {self.quote.quote}".encode() * 100


def cards(quote, settings, *, size=None):
    return tuple(Card(quote, scene) for scene in scenes(quote, settings, size=size))
