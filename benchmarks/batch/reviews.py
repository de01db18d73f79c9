"""Synthetic reviews: invented text of realistic length and vocabulary, the same for the same number.

    python benchmarks/batch/reviews.py 10000 > reviews.jsonl

Lengths follow a log-normal with its median at 420 words, as reviews on the web do; one in twelve is a
short note of a sentence or two, one in forty an essay.
"""

from __future__ import annotations

import json
import random
import sys
import tomllib
from pathlib import Path
from typing import Any

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
MEDIAN_WORDS = 420
SPREAD = 0.55


def review(number: int) -> dict[str, Any]:
    """A number becomes a review as a line of JSON Lines has it."""
    chance = random.Random(number)
    film = f"{chance.choice(WORDS['first'])} {chance.choice(WORDS['second'])}"
    year, maker = chance.randint(1950, 2026), chance.choice(WORDS["makers"])
    kind = chance.random()
    wanted = (
        30
        if kind < 1 / 12
        else 2500
        if kind > 39 / 40
        else int(chance.lognormvariate(0, SPREAD) * MEDIAN_WORDS)
    )
    paragraphs: list[str] = []
    words = 0
    while words < wanted:
        paragraph = " ".join(_sentence(chance, film, maker) for _ in range(chance.randint(2, 6)))
        words += len(paragraph.split())
        paragraphs.append(paragraph)
    return {
        "id": f"r{number:09d}",
        "text": "\n\n".join(paragraphs),
        "film": film,
        "year": year,
        "director": maker,
        "author": f"Reviewer {chance.randint(1, 5000)}",
    }


def _sentence(chance: random.Random, film: str, maker: str) -> str:
    gaps = {name: chance.choice(WORDS[name]) for name in ("noun", "mood", "verb", "thing")}
    text: str = chance.choice(WORDS["sentences"]).format(
        film=film, maker=maker, actor=chance.choice(WORDS["actors"]), **gaps
    )
    return text[0].upper() + text[1:]


def write(path: Path, count: int) -> None:
    """So many reviews become a file of JSON Lines."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            stream.write(json.dumps(review(number), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    for number in range(int(sys.argv[1])):
        print(json.dumps(review(number), ensure_ascii=False))
