"""How fast a batch is, by one worker, by two, and by a cluster on the same cores; figures into the documents.

    python benchmarks/batch/run.py [--reviews N] [--rounds N] [--no-write]

The runs are interleaved, a round of each after the other, so that what else the machine does strikes all
alike; the best round of each counts. Every run makes its folder anew and all folders must be the same
bytes. Memory is the most that a process of the run held (of a cluster: of its workers' processes).
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from typing import TYPE_CHECKING

import reviews as synthetic
from quotecards.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- batch: begin, written by benchmarks/batch/run.py -->", "<!-- batch: end -->"
SEEN_SECONDS = 0.2
FINE = (0, ExitCode.PARTIAL)  # a few reviews hold no line that is worth a card
CARDS, READ = {".png", ".jpg", ".webp"}, 10


@dataclass
class Way:
    """A way to make the cards, and what its rounds took."""

    name: str
    flags: list[str]
    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    cards: int = 0

    @property
    def best(self) -> float:
        return min(self.seconds)


def children(pid: int) -> set[int]:
    """A process and all below it."""
    found = {pid}
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                found |= children(int(child))
    return found


def held(pid: int) -> int:
    """Kilobytes that a process holds."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0


def timed(command: list[str], also: list[int]) -> tuple[float, int]:
    """A command's seconds, and the kilobytes of the largest process among its own and those below `also`."""
    most = 0
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = threading.Thread(target=lambda: errors.append(process.stderr.read() if process.stderr else b""))
    errors: list[bytes] = []
    told.start()
    while process.poll() is None:
        everyone = set().union(*(children(pid) for pid in (process.pid, *also)))
        most = max([most, *map(held, everyone)])
        time.sleep(SEEN_SECONDS)
    seconds = time.perf_counter() - start
    told.join()
    if process.returncode not in FINE:
        sys.exit(b"".join(errors).decode())
    return seconds, most


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and workers of one thread each on this machine: their address and process numbers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "dask"]
    common = ["--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [
        subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), *common], **quiet)
    ]
    for _ in range(workers):
        words = ["worker", address, "--nworkers", "1", "--nthreads", "1", "--no-nanny", *common]
        started.append(subprocess.Popen([*dask, *words], **quiet))
    try:
        time.sleep(5)
        yield address, [process.pid for process in started]
    finally:
        for process in started:
            process.kill()
            process.wait()


def content(folder: Path) -> str:
    """A folder as one hash: the names and sizes of all files, the manifest and the page, and some of the cards.

    The manifest holds the checksum of every card, told by whoever made it; of the cards as they lie on the
    disk every tenth is read, so that 23 gigabytes three times over do not take longer than making them.
    """
    digest = hashlib.sha256()
    for number, path in enumerate(sorted(folder.rglob("*"))):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode())
        if path.suffix not in CARDS or number % READ == 0:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def measure(count: int, rounds: int) -> list[Way]:
    """Every way over the same reviews, round by round; a cluster stands only while it is the one to be measured."""
    ways = [
        Way("one worker", ["--jobs", "1"]),
        Way("two workers", ["--jobs", "2"]),
        Way("Dask, two workers", []),
    ]
    made: set[str] = set()
    with tempfile.TemporaryDirectory() as scratch:
        source, out = Path(scratch) / "reviews.jsonl", Path(scratch) / "cards"
        synthetic.write(source, count)
        words = [sys.executable, "-m", "quotecards", "batch", str(source), "--out", str(out), "--top", "3"]
        for _ in range(rounds):
            for way in ways:
                os.sync()  # what the run before has left to be written is not this one's to wait for
                if way.flags:
                    seconds, memory = timed([*words, *way.flags], [])
                else:
                    with cluster(2) as (address, pids):
                        seconds, memory = timed([*words, "--engine", "dask", "--scheduler", address], pids)
                way.seconds.append(seconds)
                way.memory.append(memory)
                made.add(content(out))
                way.cards = sum(1 for _ in out.glob("*.png"))
                shutil.rmtree(out)
                rates = f"{count / seconds:.1f} reviews/s, {way.cards / seconds:.1f} cards/s"
                print(f"{way.name}: {rates}, {memory / 1000:.0f} MB", flush=True)
        if len(made) != 1:
            sys.exit("the folders are not the same bytes")
    return ways


def table(ways: list[Way], count: int, rounds: int) -> str:
    """The figures as a section of the document."""
    one, two, dask = ways
    rows = "\n".join(
        f"| {way.name} | {count / way.best:.1f} | {way.cards / way.best:.1f} | {max(way.memory) / 1000:.0f} MB |"
        for way in ways
    )
    return f"""{BEGIN}
## Batches

{count:,} synthetic reviews (`benchmarks/batch/reviews.py`), up to three cards of each as PNG ({one.cards:,} in
all), start of the processes included; the best of {rounds} interleaved rounds on {os.cpu_count()} cores ({platform.machine()}, Python
{platform.python_version()}), load {os.getloadavg()[1]:.1f} from whatever else ran there.

| | reviews a second | cards a second | largest process |
|---|---|---|---|
{rows}

Two workers are {one.best / two.best:.2f} times as fast as one, which is {one.best / two.best / 2:.0%} of each; Dask on the same
cores makes {two.best / dask.best:.2f} of what local processes make. All folders were the same bytes.

Again: `.venv/bin/python benchmarks/batch/run.py --reviews 10000`.
{END}
"""


def write(section: str) -> None:
    """The section takes the place of the one before it, or the document's end."""
    text = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else "# Benchmarks\n"
    pattern = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END) + "\n?", re.DOTALL)
    new = pattern.sub(lambda _: section, text) if pattern.search(text) else f"{text.rstrip()}\n\n{section}"
    DOCUMENT.write_text(new, encoding="utf-8")


def main() -> None:
    """Measure, print, and put the figures into the document."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--reviews", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-write", action="store_true", help="leave docs/benchmarks.md as it is")
    given = parser.parse_args()
    section = table(measure(given.reviews, given.rounds), given.reviews, given.rounds)
    print(section)
    if not given.no_write:
        write(section)


if __name__ == "__main__":
    main()
