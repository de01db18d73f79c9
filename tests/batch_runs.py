"""What the tests of long runs share: an input, a command in a process of its own, and what a folder must be."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards.errors import ExitCode

import batch_stage

if TYPE_CHECKING:
    from collections.abc import Callable

HANGS = 300  # seconds after which something that ought to end never will; machines may be slow


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of processes that make cards by the stand-in."""
    path = batch_stage.sitecustomize(folder / "site")
    return os.environ | {"PYTHONPATH": path, "QUOTECARDS_HOME": str(folder / "no-home")} | more


def reviews(folder: Path, lines: list[str]) -> Path:
    """A JSON Lines file with a review for each line."""
    path = folder / "reviews.jsonl"
    path.write_text("".join(json.dumps({"text": line, "film": "Her"}) + "\n" for line in lines))
    return path


def command(*words: object) -> list[str]:
    return [sys.executable, "-P", "-m", "quotecards", *map(str, words)]


def started(folder: Path, *words: object, **more: str) -> subprocess.Popen[str]:
    """A command that is running."""
    return subprocess.Popen(
        command(*words),
        cwd=folder,
        env=environment(folder, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(folder: Path, *words: object, code: int | None = 0, **more: str) -> subprocess.CompletedProcess[str]:
    """A command that has run, with the exit code that was expected."""
    done = subprocess.run(  # noqa: PLW1510 - the caller tells which code it expects
        command(*words),
        cwd=folder,
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        timeout=HANGS,
    )
    assert code is None or done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return done


def wait(condition, seconds: float = HANGS, step: float = 0.02):
    """Until a condition holds; what it returned."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "waited too long"
        time.sleep(step)
    return found


def cards(folder: Path) -> int:
    """How many cards are there by now."""
    return sum(1 for _ in folder.glob("*.png")) if folder.is_dir() else 0


def finished(folder: Path) -> int:
    """How many parts of a run that still goes on are finished by now, and so will not be made again."""
    return sum(1 for _ in folder.glob(".parts/run-*/*/*.rows")) if folder.is_dir() else 0


def gated(count: int, free: int = 16) -> list[str]:
    """So many reviews, of which all but the first wait for the gate: a run over them stands until it is open."""
    return [f"{'Line' if number <= free else 'Wait'} {number}" for number in range(1, count + 1)]


def open_gate(folder: Path) -> None:
    """Whoever waits goes on."""
    (folder / "gate").touch()


def alive(pid: int) -> bool:
    """Whether a process is there, and not only as a name that nobody has asked after."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    threads = Path(f"/proc/{pid}/task").glob("*/children") if found.exists() else ()
    return sorted({int(child) for thread in threads for child in thread.read_text().split()})


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def hurt(folder: Path, whom: str, *words: object, begun: Callable[[], object], **more: str) -> None:
    """A gated run that loses a worker halfway goes on to its end; one whose driver dies, or is told to stop, ends there.

    None of its processes is left, and the gate is open. `whom` is "worker", "driver" or "interrupt", and
    `begun` tells that some parts are finished.
    """
    process = started(folder, *words, **more)
    wait(begun)
    workers = children(process.pid)
    assert workers
    if whom == "worker":
        kill(workers[0])
        open_gate(folder)
    else:
        process.send_signal(signal.SIGKILL if whom == "driver" else signal.SIGINT)
    _, told = process.communicate(timeout=HANGS)
    expected = {"worker": 0, "driver": -signal.SIGKILL, "interrupt": ExitCode.INTERRUPTED}[whom]
    assert process.returncode == expected, told
    wait(lambda: not any(map(alive, workers)))
    open_gate(folder)


def lines(folder: Path) -> list[dict]:
    return [json.loads(row) for row in (folder / "manifest.jsonl").read_text().split("\n") if row]


def contents(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def whole(folder: Path, count: int) -> None:
    """Every review exactly once in the manifest, every file as its line says, and nothing else there."""
    found = lines(folder)
    assert [line["record"] for line in found] == [str(number) for number in range(1, count + 1)]
    for line in found:
        assert line["error"] is None
        content = (folder / line["card"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (line["bytes"], line["sha256"])
    named = {line["card"] for line in found} | {"manifest.jsonl", "index.html"}
    assert set(contents(folder)) == named
