"""How many sentences a second, on one core, plain text: clean, voices, segment, score; and others' methods.

    OMP_NUM_THREADS=1 python benchmarks/scorer/speed.py [--data FOLDER] [--rounds N]

Without the labelled texts the five seeds are read, many times. Processor time is counted, so that a busy
machine does not count; the first round warms caches and is not counted.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import time
from pathlib import Path

import baselines
from quotecards import clean, score, segment, voices
from quotecards.models import Review

from data import DATA, ROOT, rows

STAGES = ("clean", "voices", "segment", "score")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of labelled texts")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    texts = _texts(given.data)
    spent, count = [0.0] * len(STAGES), 0
    for number in range(given.rounds + 1):
        for text in texts if number else texts[:5]:
            parts, sentences = _one(text)
            if number:
                spent = [a + b for a, b in zip(spent, parts, strict=True)]
                count += sentences
    print(f"{count} sentences of {len(texts)} texts, {given.rounds} rounds\n")
    print("| | sentences/s |\n|---|---|")
    for name, seconds in zip(STAGES, spent, strict=True):
        print(f"| {name} | {count / seconds:,.0f} |")
    print(f"| **all four** | **{count / sum(spent):,.0f}** |")
    print(f"| clean + segment + score | {count / (sum(spent) - spent[1]):,.0f} |")
    others(texts[:60])
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "quotecards", "extract", str(ROOT / "seeds"), "--top", "1"],
        check=True, capture_output=True, cwd=ROOT,
    )  # fmt: skip
    print(f"\n`extract` of the five seeds, start included: {time.perf_counter() - start:.2f} s by the clock")


def _texts(folder: Path) -> list[str]:
    if folder.is_dir():
        return [row["text"] for row in rows(folder, "reviews_labelled.dev")]
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))] * 20


def _one(text: str) -> tuple[list[float], int]:
    """One text the whole way: the seconds of each stage, and how many sentences it has."""
    at = [time.process_time()]
    cleaned = clean.clean(Review(text, "benchmark"))
    at.append(time.process_time())
    spoken = voices.voices(cleaned)
    at.append(time.process_time())
    passages = segment.passages(cleaned, spoken)
    at.append(time.process_time())
    score.score(cleaned, spoken, passages)
    at.append(time.process_time())
    seconds = [after - before for before, after in itertools.pairwise(at)]
    return seconds, sum(one.form == "sentence" for one in passages)


def others(texts: list[str]) -> None:
    """LexRank, TextRank and VADER on the same sentences, which are given to them."""
    pieces = []
    for text in texts:
        cleaned = clean.clean(Review(text, "benchmark"))
        passages = segment.passages(cleaned, voices.voices(cleaned))
        pieces.append([text[one.start : one.end] for one in passages if one.form == "sentence"])
    for name in ("LexRank", "TextRank", "VADER, absolute"):
        baselines.METHODS[name](pieces[0])
        start = time.process_time()
        for piece in pieces:
            baselines.METHODS[name](piece)
        spent = time.process_time() - start
        print(f"| {name}, scoring alone | {sum(map(len, pieces)) / spent:,.0f} |")


if __name__ == "__main__":
    main()
