"""Aphorisms: how many of the lines that pass the bar ring true, by the judgements that were written down.

The judgements are kept as places (`aphorisms.jsonl`: review, start, end, verdict), not as texts; they were
made by reading what scored best in 600 reviews.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards import score
from quotecards.score.weights import model

from data import piece, rows

if TYPE_CHECKING:
    from collections.abc import Iterator


def report(folder: Path) -> None:
    """For several bars: the judged lines above them, and how many of those are good."""
    found = sorted(_judged(folder), reverse=True)
    print("\n| aphorisms judged, by bar | lines | good | neither | bad |\n|---|---|---|---|---|")
    for bar in (0.8, 0.85, 0.9, 0.95):
        above = [verdict for number, verdict in found if number >= bar]
        counts = [above.count(verdict) for verdict in ("good", "ok", "bad")]
        mark = " (in force)" if bar == model().bar["aphorism"] else ""
        print(f"| {bar}{mark} | {len(above)} | " + " | ".join(map(str, counts)) + " |")


def _judged(folder: Path) -> Iterator[tuple[float, str]]:
    """The score of each judged line in its review, and the judgement."""
    places = [json.loads(row) for row in Path(__file__).with_name("aphorisms.jsonl").read_text().splitlines()]
    known = {row["review_id"]: row for row in rows(folder, "reviews_unlabelled")}
    for review in sorted({place["review"] for place in places}):
        one = piece(known[review])
        numbers = {
            (line.passage.start, line.passage.end): line.score
            for line in score.score(one.cleaned, one.voices, one.passages, "aphorism")
        }
        for place in places:
            if place["review"] == review and (place["start"], place["end"]) in numbers:
                yield numbers[place["start"], place["end"]], place["verdict"]
