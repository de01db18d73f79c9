"""A part becomes cards, then its manifest: the one function that every engine runs.

What comes out depends on the part and the settings alone. Cards come first, each written whole, then the
manifest that names them; what an earlier run has finished is kept.
"""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from quotecards import __version__
from quotecards.batch import earlier, record, rows, work
from quotecards.batch.part import Missed, Part, Unit, units
from quotecards.batch.recipe import program, recipe
from quotecards.errors import DataError, QuotecardsError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from quotecards.batch.part import Item, Task
    from quotecards.batch.place import Place
    from quotecards.settings import Settings
    from quotecards.storage import File

Step = tuple[int, int, str]
"""A unit of the part, a review of the unit, and what is done with it: "read" or "made"."""

_MAKE = {"cards": work.cards, "plan": work.plan, "picks": work.picks}
FAILURES = 20  # told of each part; all of them stand in its manifest


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all parts of a run.

    `folder` is the working folder of whoever asked, from which all paths are seen, "" if there are none;
    `index` tells what earlier runs finished; `make` is what to make of a review: its cards, what they
    would be, or its quotes alone.
    """

    settings: Settings
    place: Place
    program: str
    folder: str
    index: File | None = None
    make: Literal["cards", "plan", "picks"] = "cards"

    @property
    def dry(self) -> bool:
        """Whether nothing is written."""
        return self.make == "plan"


@dataclass(slots=True)
class Report:
    """What became of a part, in numbers; `lines` only of a dry run, which writes no manifest."""

    number: int
    reviews: int = 0
    made: int = 0
    kept: int = 0
    errors: int = 0
    size: int = 0
    failures: list[tuple[str, str, int]] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)
    lines: list[rows.Line] = field(default_factory=list)


@dataclass(slots=True)
class Attempt:
    """A try at a part: what earlier tries learnt, and whom to tell before each step.

    `condemned` are steps that are not taken again, with the error that stands for them; `done` are
    reviews that an earlier try finished.
    """

    condemned: Mapping[Step, QuotecardsError] = field(default_factory=dict)
    done: rows.Done = field(default_factory=dict)
    tell: Callable[[Step], None] = lambda _step: None
    draft: Callable[[Path], None] = lambda _path: None


def process_part(part: Part, job: Job, attempt: Attempt | None = None) -> Report:
    """A part becomes its cards and its manifest.

    Raises:
        OutputError: the place cannot be written to.
        DataError: this machine has another version of the program, or other data files.

    """
    attempt = attempt or Attempt()
    if program() != job.program:
        raise DataError(
            "this machine has another version of quotecards, or other palettes, layouts, fonts or templates.",
            where=_here(),
            remedy="Install the same everywhere: all machines of a run must make the same card.",
        )
    report = Report(part.number)
    if job.dry:
        for done, _recipe in _all(part, job, attempt, report):
            report.lines += done.lines
        return report
    writer = job.place.writer(part.number)
    attempt.draft(writer.draft)
    try:
        for done, made_from in _all(part, job, attempt, report):
            kept = done.cards if done.kept else 0
            writer.add(made_from, done.lines, done.cards - kept, kept, done.codes)
        writer.finish()
    finally:
        writer.close()
    return report


def _all(part: Part, job: Job, attempt: Attempt, report: Report) -> Iterator[tuple[work.Done, str]]:
    """Each review of a part once, with what became of it, counted in."""
    seen: set[str] = set()
    with closing(earlier.Earlier(job.index)) as known:
        for item in _items(part, attempt, report.seconds):
            done, made_from = _one(item, job, attempt, known, report.seconds)
            if made_from and made_from in seen:
                continue
            seen.add(made_from)
            _count(report, done)
            yield done, made_from


@dataclass(frozen=True, slots=True)
class _Read:
    """An item with its step, and the unit it came from."""

    item: Item
    step: Step


def _items(part: Part, attempt: Attempt, seconds: Counter[str]) -> Iterator[_Read]:
    for number, unit in enumerate(units(part)):
        found = unit.read()
        count = 0
        while (item := _next(unit, found, (number, count, "read"), attempt, seconds)) is not None:
            yield _Read(item, (number, count, "made"))
            if attempt.condemned.get((number, count, "read")) is not None:
                break
            count += 1


def _next(
    unit: Unit, found: Iterator[Item], step: Step, attempt: Attempt, seconds: Counter[str]
) -> Item | None:
    """The next review of a unit; the error that stands for it if reading it is not to be tried again."""
    if (error := attempt.condemned.get(step)) is not None:
        where = unit.source if unit.record is None else f"{unit.source}, {unit.record}"
        return SourceError(error.what, where=where, remedy=error.remedy)
    attempt.tell(step)
    with _clock(seconds, "read"):
        try:
            return next(found, None)
        except Exception as error:  # noqa: BLE001 - a reader's mistake never stops the others
            return SourceError(
                f"an unexpected {type(error).__name__} while it was read: {error}.", where=unit.source
            )


def _one(
    read: _Read, job: Job, attempt: Attempt, known: earlier.Earlier, seconds: Counter[str]
) -> tuple[work.Done, str]:
    if isinstance(read.item, QuotecardsError):
        return _unreadable(read.item), ""
    if isinstance(read.item, Missed):
        return work.Done((dict(read.item.line),), (read.item.code,)), read.item.recipe
    task = read.item
    made_from = recipe(task, job.settings)
    if (error := attempt.condemned.get(read.step)) is not None:
        return work.failed(task, made_from, error), made_from
    with _clock(seconds, "check"):
        if made_from in attempt.done:
            return work.Done(attempt.done[made_from]), made_from
        if job.make != "picks" and (kept := _kept(known.lines(made_from), job.place)):
            return work.Done(kept, kept=True), made_from
    attempt.tell(read.step)
    return _made(task, made_from, job, seconds), made_from


def _made(task: Task, made_from: str, job: Job, seconds: Counter[str]) -> work.Done:
    bench = work.Bench(job.settings, job.place.put, lambda stage: _clock(seconds, stage))
    return _MAKE[job.make](task, made_from, bench)


def _kept(lines: tuple[rows.Line, ...], place: Place) -> tuple[rows.Line, ...]:
    """The lines, if all their cards are there and unchanged."""
    whole = all(
        isinstance(line.get("card"), str)
        and place.stands(line["card"], str(line.get("sha256")), int(line.get("bytes") or 0))
        for line in lines
    )
    return lines if whole else ()


def _unreadable(error: QuotecardsError) -> work.Done:
    message = f"{error.what} {error.remedy}".strip()
    line = record.bare({"source": error.where, "error": message, "version": __version__})
    return work.Done((line,), (int(error.exit_code),))


def _count(report: Report, done: work.Done) -> None:
    report.reviews += 1
    report.kept += done.cards if done.kept else 0
    report.made += 0 if done.kept else done.cards
    report.errors += len(done.codes)
    report.size += sum(line.get("bytes") or 0 for line in done.lines)
    wrong = (line for line in done.lines if line["error"])
    for line, code in zip(wrong, done.codes, strict=True):
        if len(report.failures) < FAILURES:
            report.failures.append((where(line), line["error"], code))


def where(line: Mapping[str, Any]) -> str:
    """A line's source and record, as one finds them again."""
    return str(line["source"]) if line["record"] is None else f"{line['source']}, {line['record']}"


@contextmanager
def _clock(seconds: Counter[str], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] += time.perf_counter() - start  # type: ignore[assignment] # a Counter of seconds


def _here() -> str:
    import platform

    return platform.node() or "this machine"
