"""Our card against what a user would pick instead: the same card, one interleaved run, CPU a card.

    python benchmarks/render/run.py [--rounds N] [--quick] [--stream] [--write]

Sets its peers up itself: npm packages into benchmarks/render/node_modules; Chromium is taken from the system
if it is there. Prints a Markdown table; --write puts it into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = HERE / "peers"
DOCUMENT = ROOT / "docs" / "benchmarks.md"
LONG = "### A long stream"
BEGIN, END = "<!-- render: made by benchmarks/render/run.py -->", "<!-- render: end -->"

if TYPE_CHECKING:
    from collections.abc import Iterator

# The cards that the order holds; peers go through them in turn, each round from another place.
CARDS = 320


@dataclass(frozen=True)
class Peer:
    """One way to make the card: `warm` cards are drawn before `count` are measured."""

    name: str
    program: str
    mode: str
    warm: int
    count: int
    says: str


PEER_LIST = (
    Peer("quotecards", "ours.py", "whole", 100, 120, "words to file: breaks, sets, draws, encodes"),
    Peer("quotecards, scene given", "ours.py", "drawn", 100, 120, "draws and encodes"),
    Peer("quotecards, plain", "ours.py", "plain", 20, 24, "draws, encodes nothing from memory"),
    Peer("takumi", "takumi", "whole", 12, 16, "size and breaks given"),
    Peer("takumi, baked", "takumi", "baked", 12, 16, "background, size and breaks given"),
    Peer("takumi, fits", "takumi", "fit", 12, 16, "finds size and breaks itself"),
    Peer("satori + resvg", "satori", "whole", 4, 6, "size and breaks given"),
    Peer("satori + resvg, baked", "satori", "baked", 4, 6, "background, size and breaks given"),
    Peer("sharp", "sharp", "whole", 6, 10, "one SVG; size and breaks given"),
    Peer("sharp, baked", "sharp", "baked", 6, 10, "background, size and breaks given"),
    Peer("Chromium", "chromium", "whole", 2, 4, "size and breaks given"),
    Peer("Chromium, baked", "chromium", "baked", 2, 4, "background, size and breaks given"),
    Peer("Pillow, naive", "pillow.py", "naive", 1, 2, "all anew, wraps greedily"),
    Peer("Pillow, baked", "pillow.py", "baked", 3, 6, "background, size and breaks given"),
)


@dataclass
class Told:
    """What a peer told of its rounds."""

    rounds: list[dict[str, float]] = field(default_factory=list)

    def median(self, what: str) -> float:
        """The middle of the rounds."""
        return statistics.median(told[what] for told in self.rounds)


def main() -> None:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one round of few cards, to see that all works")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    parser.add_argument("--stream", action="store_true", help="measure the long stream only")
    parser.add_argument("--samples", type=Path, help="a folder for the first card of each peer")
    asked = parser.parse_args()
    if asked.stream:
        text = streamed(2000)
        print(text)
        if asked.write:
            write(DOCUMENT.read_text(encoding="utf-8").split(BEGIN)[1].split(LONG)[0].strip() + f"\n\n{text}")
        return
    chromium = prepared()
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, str(HERE))
        import order

        path = order.write(Path(folder), ROOT / "fonts", 24 if asked.quick else CARDS)
        rounds = 1 if asked.quick else asked.rounds
        results = {kind: measured(kind, path, rounds, chromium, asked) for kind in ("png", "jpeg")}
    text = "\n\n".join([*report(results, rounds, chromium), streamed(400 if asked.quick else 2000)])
    print(text)
    if asked.write:
        write(text)


def prepared() -> str | None:
    """Fetch the npm packages if they are not there; answer with the path of Chromium, None if it is absent."""
    if not shutil.which("node") or not shutil.which("npm"):
        sys.exit("the peers need Node.js: install node and npm.")
    if not (HERE / "node_modules").is_dir():
        command = ["npm", "install", "--no-package-lock"]
        subprocess.run([*command, "--silent", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    return shutil.which("chromium") or shutil.which("chromium-browser")


def measured(
    kind: str, path: Path, rounds: int, chromium: str | None, asked: argparse.Namespace
) -> dict[str, Told]:
    """Every peer in turn, round after round."""
    told: dict[str, Told] = {}
    for number in range(rounds):
        for peer in PEER_LIST:
            if peer.program == "chromium" and not chromium:
                continue
            found = one(peer, kind, path, number, chromium, asked)
            if found is not None:
                told.setdefault(peer.name, Told()).rounds.append(found)
                line = f"{kind} {number + 1}/{rounds} {peer.name}: {found['cpu_ms']:.2f} ms"
                print(line, file=sys.stderr, flush=True)
    return told


def one(  # noqa: PLR0917 - all of it belongs to one call
    peer: Peer, kind: str, path: Path, number: int, chromium: str | None, asked: argparse.Namespace
) -> dict[str, float] | None:
    """A process of its own draws its cards; None if it fails, and stderr says why."""
    warm, count = (2, 4) if asked.quick else (peer.warm, peer.count)
    script = PEERS / peer.program if peer.program.endswith(".py") else PEERS / "drive.mjs"
    begin = (
        [sys.executable, str(script)] if peer.program.endswith(".py") else ["node", str(script), peer.program]
    )
    sample = [str(asked.samples / f"{peer.name.replace(' ', '-')}.{kind}")] if asked.samples else []
    first = str(number * 97)
    command = [*begin, peer.mode, kind, str(path), first, str(warm), str(count), *sample]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"CHROMIUM": chromium or ""}
    )
    if run.returncode:
        print(f"{peer.name} failed:\n{run.stderr[-600:]}", file=sys.stderr)
        return None
    return dict(json.loads(run.stdout.splitlines()[-1]))


# ---------------------------------------------------------------- telling


def report(results: dict[str, dict[str, Told]], rounds: int, chromium: str | None) -> Iterator[str]:
    """The heading, what was measured, a table for each format, and the machine."""
    yield "## One card"
    yield (
        "The panel layout at 1080 × 1350: a gradient of eased OKLab stops, a lamp, a translucent sheet, a cue "
        "mark, film grain, a quote of 8 to 45 words in Newsreader, two lines of credit in Ysabeau. Quotes come "
        "from a stream of invented words; four palettes by turns. CPU of the process and all it starts, in ms a "
        f"card; medians of {rounds} interleaved rounds, each in a process of its own. JPEG quality is 92 for "
        "all; quotecards keeps colour at full resolution, the others halve it. “First card” is all CPU from the "
        "start of the process to its first file."
    )
    for kind, told in results.items():
        yield f"### {kind.upper()}\n\n" + "\n".join(table(told))
    yield machine(chromium)


def table(told: dict[str, Told]) -> Iterator[str]:
    """A row for each peer, with how many times the CPU of ours it takes."""
    yield "| peer | what it does | ms a card | of ours, whole | of ours, scene given | first card, ms | MB | kB |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|"
    whole, drawn = (told[name].median("cpu_ms") for name in ("quotecards", "quotecards, scene given"))
    for peer in PEER_LIST:
        if peer.name not in told:
            continue
        found = told[peer.name]
        cost = found.median("cpu_ms")
        numbers = [
            f"{cost:.1f}",
            f"{cost / whole:.1f} ×",
            f"{cost / drawn:.1f} ×",
            f"{found.median('first_ms'):.0f}",
            f"{found.median('memory_mb'):.0f}",
            f"{found.median('bytes') / 1000:.0f}",
        ]
        yield f"| {peer.name} | {peer.says} | " + " | ".join(numbers) + " |"


def machine(chromium: str | None) -> str:
    """What it was measured on and with."""
    packages = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    ours = ", ".join(f"{name} {version(name)}" for name in ("pillow", "numpy", "isal", "uharfbuzz"))
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    browser = "Chromium is absent on this machine"
    if chromium:
        browser = subprocess.run(
            [chromium, "--version"], capture_output=True, text=True, check=True
        ).stdout.strip()
    peers = ", ".join(f"{name} {number}" for name, number in sorted(packages.items()))
    return (
        f"Measured on {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; Python "
        f"{platform.python_version()}, {ours}; Node {node}, {peers}; {browser}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "an unnamed CPU"
    )


def streamed(count: int) -> str:
    """A long stream through all palettes and layouts, told by the script that measures it."""
    run = subprocess.run(
        [sys.executable, str(HERE / "long.py"), str(count)], capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def write(text: str) -> None:
    """Put the text between its marks in docs/benchmarks.md, and leave the rest of the document alone."""
    whole = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else "# Benchmarks\n"
    if BEGIN not in whole:
        whole = f"{whole.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, after = whole.split(BEGIN)[0], whole.split(END)[1]
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
