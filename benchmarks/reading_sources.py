"""How fast sources are read, and how much memory that takes, however large they are.

    python benchmarks/reading_sources.py [--megabytes N] [--folder DIR]

JSON Lines, JSON, CSV and a zip archive are written twice, small and of N megabytes, and each is read to its
end by a process of its own, whose peak memory is told: it must not grow with the file. Pages and plain
texts are read one by one.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SMALL_MB = 10
MB = 10**6
READ = """
import resource, sys, time
from quotecards.read import reviews
start, count, characters = time.perf_counter(), 0, 0
for review in reviews(sys.argv[1]):
    count += 1
    characters += len(review.text)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(count, characters, time.perf_counter() - start, peak)
"""
WORDS = (  # noqa: SIM905 - fifty words read better than fifty strings
    "the a film city light voice sea harbour camera patience joke scene actor silence summer window train hour "
    "keeps glows waits forgets leaves turns listens falls rises breaks tender quiet late bright cold gentle odd "
    "and but while because until before after never always almost hardly once again"
).split()


def texts(seed: int) -> Iterator[str]:
    """Reviews without end: paragraphs of made-up sentences, some five kilobytes each."""
    chance = random.Random(seed)
    while True:
        yield "\n\n".join(
            " ".join(
                f"{' '.join(chance.choices(WORDS, k=chance.randint(6, 24))).capitalize()}." for _ in range(8)
            )
            for _ in range(chance.randint(4, 8))
        )


def write_json_lines(path: Path, megabytes: float) -> None:
    """One object a line."""
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts(1)):
            file.write(json.dumps({"id": number, "film": "Low Tide", "year": 1998, "text": text}) + "\n")
            if file.tell() > megabytes * MB:
                return


def write_json(path: Path, megabytes: float) -> None:
    """One list of objects."""
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts(2)):
            file.write("," if number else "[")
            file.write(json.dumps({"id": number, "film": "Low Tide", "text": text}))
            if file.tell() > megabytes * MB:
                break
        file.write("]")


def write_table(path: Path, megabytes: float) -> None:
    """Rows with line breaks in their cells."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "film", "review"])
        for number, text in enumerate(texts(3)):
            rows.writerow([number, "Low Tide", text])
            if file.tell() > megabytes * MB:
                return


def write_archive(path: Path, megabytes: float) -> None:
    """One table, packed."""
    table = path.with_suffix(".jsonl")
    write_json_lines(table, megabytes)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(table, "reviews.jsonl")
    table.unlink()


def write_pages(path: Path, megabytes: float) -> None:
    """A folder of web pages with a frame around the review."""
    frame = "".join(f'<li><a href="/{n}">Another film of the week {n}</a></li>' for n in range(40))
    written = _folder(path, ".html", megabytes, lambda text: _page(text, frame))
    assert written


def write_texts(path: Path, megabytes: float) -> None:
    """A folder of plain texts."""
    assert _folder(path, ".txt", megabytes, lambda text: text)


def _page(text: str, frame: str) -> str:
    body = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return (
        f"<!DOCTYPE html><html><head><title>Low Tide</title></head><body><nav><ul>{frame}</ul></nav>"
        f"<article><h1>Low Tide</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    )


def _folder(path: Path, suffix: str, megabytes: float, shape: Callable[[str], str]) -> int:
    path.mkdir()
    size = 0
    for number, text in enumerate(texts(4)):
        content = shape(text).encode()
        (path / f"{number:06}{suffix}").write_bytes(content)
        size += len(content)
        if size > megabytes * MB:
            break
    return size


KINDS: dict[str, tuple[Callable[[Path, float], None], str]] = {
    "JSON Lines": (write_json_lines, ".jsonl"),
    "JSON": (write_json, ".json"),
    "CSV": (write_table, ".csv"),
    "zip": (write_archive, ".zip"),
}
FOLDERS: dict[str, Callable[[Path, float], None]] = {"web pages": write_pages, "texts": write_texts}


def measured(source: Path) -> dict[str, Any]:
    """A source, read to its end by a process of its own: reviews, characters, seconds, peak bytes."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(source)], check=True, capture_output=True, text=True
    )
    count, characters, seconds, peak = done.stdout.split()
    return {
        "reviews": int(count),
        "characters": int(characters),
        "seconds": float(seconds),
        "peak": int(peak),
    }


def row(name: str, megabytes: float, told: dict[str, Any]) -> str:
    speed = told["characters"] / MB / told["seconds"] * 60
    return (
        f"{name:12} {megabytes:8.0f} MB {told['reviews']:9,} reviews {told['seconds']:8.1f} s "
        f"{speed:10,.0f} MB of text a minute {told['peak'] / MB:8.1f} MB at most"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--megabytes", type=float, default=200, help="the size of the large files")
    parser.add_argument("--folder", type=Path, help="where to write them; a temporary folder if not given")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for name, (write, suffix) in KINDS.items():
            for megabytes in (SMALL_MB, asked.megabytes):
                path = Path(folder) / f"reviews{suffix}"
                write(path, megabytes)
                print(row(name, megabytes, measured(path)), flush=True)
                path.unlink()
        for name, write in FOLDERS.items():
            path = Path(folder) / name
            write(path, SMALL_MB)
            print(row(name, SMALL_MB, measured(path)), flush=True)


if __name__ == "__main__":
    main()
