"""Stage 1: however long a file of many reviews is, it takes no more memory than a short one."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile

import pytest

READ = """
import sys, tracemalloc
from quotecards.read import reviews
count = 0
for review in reviews(sys.argv[1]):
    if count == 5:
        tracemalloc.start()
    count += 1
print(count, tracemalloc.get_traced_memory()[1])
"""
TEXT = "A film that keeps its voice down is the one you hear longest. " * 60


def json_lines(path, count):
    path.write_text("".join(f"{json.dumps({'id': number, 'text': TEXT})}\n" for number in range(count)))


def json_list(path, count):
    path.write_text(json.dumps([{"id": number, "text": TEXT} for number in range(count)]))


def table(path, count):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["id", "text"], *([number, TEXT] for number in range(count))])


def archive(path, count):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "a.jsonl", "".join(f"{json.dumps({'id': number, 'text': TEXT})}\n" for number in range(count))
        )


def folder(path, count):
    path.mkdir()
    for number in range(count):
        (path / f"{number:05}.txt").write_text(TEXT)


@pytest.mark.parametrize(
    ("write", "suffix"),
    [(json_lines, ".jsonl"), (json_list, ".json"), (table, ".csv"), (archive, ".zip"), (folder, "")],
)
def test_memory_does_not_grow_with_the_number_of_reviews(tmp_path, write, suffix):
    """Eight times the reviews, the same peak: what was read is let go. (The benchmark does it with a gigabyte.)"""
    peaks = []
    for count in (500, 4000):
        path = tmp_path / f"{count}{suffix}"
        write(path, count)
        done = subprocess.run(
            [sys.executable, "-c", READ, str(path)], check=True, capture_output=True, text=True
        )
        read, peak = done.stdout.split()
        assert int(read) == count
        peaks.append(int(peak))
    assert peaks[1] < peaks[0] + 400_000
    assert peaks[1] < 8_000_000
