"""Whatever the scorer is shipped with has a builder, and one command that makes it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from quotecards.datafiles import packaged

SCORER = Path(__file__).resolve().parents[1] / "benchmarks" / "scorer"
BUILD = """
import sys
from pathlib import Path
import train
for name, build in train.TABLES.items():
    build(Path(sys.argv[1]), Path(sys.argv[2]) / name, 7)
"""
TEXTS = {
    "snippets": ["A quiet film that listens.", "A quiet triumph, and a film that stays."],
    "famous_quotes.dev": ["Those who listen are never alone.", "Those who wait are never late."],
    "reviews_labelled.dev": ["The ferry leaves in the rain, and nobody waves."],
    "reviews_unlabelled": [
        f"The ferry leaves on day {day} in the rain. It is a film about a ferry. Nobody waves at the ferry."
        for day in ("one", "two", "three", "four", "five", "six", "seven")
    ],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The tables, counted over a few invented lines as `train.py --words` counts them."""
    data, out = tmp_path_factory.mktemp("texts"), tmp_path_factory.mktemp("tables")
    for name, texts in TEXTS.items():
        with gzip.open(data / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps({"text": text}) + "\n" for text in texts)
    subprocess.run([sys.executable, "-c", BUILD, str(data), str(out)], cwd=SCORER, check=True)
    return out


def test_every_table_that_is_shipped_is_built(built):
    """By the names under which the package has them."""
    assert {path.name for path in built.iterdir()} == {path.name for path in packaged("score").glob("*.npz")}


def test_each_table_is_of_its_own_texts(built):
    """What reviews say often is far from sayings; the words of lines that were lifted are in the table of words."""

    def words(name):
        with np.load(built / name, allow_pickle=False) as table:
            found = table["words"].tobytes().decode().split("\n")
            return dict(zip(found, table["values"][0].tolist(), strict=True))

    sayings, lifted = words("sayings.npz"), words("words.npz")
    assert sayings["never"] > 0 > sayings["ferry"]
    assert lifted["quiet"] > 0 > lifted["ferry"]
    assert "quiet" not in sayings
