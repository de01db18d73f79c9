"""Print the first line of unlabelled reviews, to be read as an editor would, or count what was judged before.

    python benchmarks/scorer/first_lines.py [--data FOLDER] [--half tune|judge] [--skip N] [--count N] [--taste NAME]
    python benchmarks/scorer/first_lines.py --judged

The reviews fall into two halves by the hash of their number: what is read to better the guards is never what
is judged. The judgements are kept in `first_lines.jsonl` as places (review, start, end), verdicts and rounds, not
as texts; "none" is a review of which nothing was offered.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from quotecards.models import Review
from quotecards.pipeline import extract
from quotecards.settings import load

from data import DATA, rows

_JUDGED = Path(__file__).with_name("first_lines.jsonl")
_FIRST_ROUND = 1  # of reviews drawn otherwise, before there were halves


def main() -> None:
    """Print lines or counts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of labelled texts")
    parser.add_argument("--half", choices=("tune", "judge"), default="tune")
    parser.add_argument("--skip", type=int, default=0, help="how many reviews of the half were read before")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--taste", default="balanced")
    parser.add_argument("--judged", action="store_true", help="count the judgements")
    given = parser.parse_args()
    if given.judged:
        counted(judgements())
        return
    settings = load({"taste": given.taste, "top": 1})
    chosen = half(given.data, given.half)[given.skip : given.skip + given.count]
    for number, row in enumerate(chosen, given.skip):
        found = extract(Review(row["text"], "benchmark", row["review_id"]), settings).quotes
        for quote in found:
            print(f"{number} {row['review_id']} {quote.start} {quote.end} {quote.score:.2f} | {quote.quote}")
        if not found:
            print(f"{number} {row['review_id']} none")


def half(folder: Path, name: str) -> list[dict[str, Any]]:
    """The unlabelled reviews of one half, in the order of their hashes."""
    known = {row["review_id"] for row in rows(folder, "reviews_labelled.dev")}
    known |= {one["review"] for one in judgements() if one["round"] == _FIRST_ROUND}
    unknown = [row for row in rows(folder, "reviews_unlabelled") if row["review_id"] not in known]
    hashed = sorted((_hash(row["review_id"]), row) for row in unknown)
    return [row for number, row in hashed if number % 2 == (name == "judge")]


def _hash(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)


def judgements() -> list[dict[str, Any]]:
    """What was judged so far, in order."""
    return [json.loads(line) for line in _JUDGED.read_text(encoding="utf-8").splitlines() if line]


def counted(judged: list[dict[str, Any]]) -> None:
    """How many of the lines that were offered are good, round by round."""
    for number in sorted({one["round"] for one in judged}):
        found = Counter(one["verdict"] for one in judged if one["round"] == number)
        offered = found["good"] + found["bad"]
        print(
            f"round {number}: {found['good']} of {offered} good enough to post as they stand, "
            f"{found['good'] / offered:.0%}; {found['none']} of {found.total()} reviews without a line"
        )


if __name__ == "__main__":
    main()
