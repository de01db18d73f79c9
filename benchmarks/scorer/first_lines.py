"""Print the first line of unlabelled reviews, to be read as an editor would, or count what was judged before.

    python benchmarks/scorer/first_lines.py [--data FOLDER] [--seed N] [--count N] [--taste NAME]
    python benchmarks/scorer/first_lines.py --judged

The judgements are kept in `first_lines.jsonl` as places (review, start, end) and verdicts, not as texts.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from quotecards.models import Review
from quotecards.pipeline import extract
from quotecards.settings import load

from data import DATA, rows


def main() -> None:
    """Print lines or counts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of labelled texts")
    parser.add_argument("--seed", type=int, default=51)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--taste", default="balanced")
    parser.add_argument("--judged", action="store_true", help="count the judgements")
    given = parser.parse_args()
    if given.judged:
        judged()
        return
    known = {row["review_id"] for row in rows(given.data, "reviews_labelled.dev")}
    unknown = [row for row in rows(given.data, "reviews_unlabelled") if row["review_id"] not in known]
    random.Random(given.seed).shuffle(unknown)
    settings = load({"taste": given.taste, "top": 1})
    for number, row in enumerate(unknown[: given.count]):
        found = extract(Review(row["text"], "benchmark", row["review_id"]), settings).quotes
        for quote in found:
            print(f"{number} {row['review_id']} {quote.start} {quote.end} {quote.score:.2f} | {quote.quote}")
        if not found:
            print(f"{number} {row['review_id']} none")


def judged() -> None:
    """How many of the lines that were read are good, and whether they are still the first."""
    path = Path(__file__).with_name("first_lines.jsonl")
    found = Counter(
        json.loads(line)["verdict"] for line in path.read_text(encoding="utf-8").splitlines() if line
    )
    print(
        f"{found['good']} of {found.total()} good enough to post as they stand: {found['good'] / found.total():.0%}"
    )


if __name__ == "__main__":
    main()
