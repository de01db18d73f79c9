"""A part becomes cards, then its manifest: the one function that every engine runs.

What comes out depends on the part and the settings alone. Cards come first, each written whole, then the
manifest that names them; what an earlier run has finished is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from quotecards import __version__
from quotecards.batch import earlier, record, rows, work
from quotecards.batch.part import Missed, Part, Unit, units
from quotecards.batch.place import Folder
from quotecards.batch.recipe import program, recipe
from quotecards.batch.window import Begun, begun, draw
from quotecards.batch.writing import Writing, clock
from quotecards.errors import DataError, QuotecardsError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from quotecards.batch.part import Item, Task
    from quotecards.batch.place import Place
    from quotecards.settings import Settings
    from quotecards.storage import File

Step = tuple[int, int, str]
"""A unit of the part, a review of the unit, and what is done with it: "read" or "made"."""

_Make = Callable[["Task", str, work.Bench], "Begun | work.Done"]
_MAKE: dict[str, _Make] = {"cards": begun, "plan": work.plan, "picks": work.picks}
GROUNDS = "grounds"  # a folder beside the parts' manifests; it goes with them
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
    reviews that an earlier try finished. `window` reviews are drawn together, and lost together if the
    process ends.
    """

    condemned: Mapping[Step, QuotecardsError] = field(default_factory=dict)
    done: rows.Done = field(default_factory=dict)
    tell: Callable[[Step], None] = lambda _step: None
    draft: Callable[[Path], None] = lambda _path: None
    window: int = 1


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
        with _shared(job):
            for done, made_from in _all(part, job, attempt, report):
                kept = done.cards if done.kept else 0
                writer.add(made_from, done.lines, done.cards - kept, kept, done.codes)
        writer.finish()
    finally:
        writer.close()
    return report


@contextmanager
def _shared(job: Job) -> Iterator[None]:
    """What lies under the cards is painted by one process for all that see the folder, as long as that is there."""
    if job.make != "cards" or not isinstance(job.place, Folder) or not job.place.run:
        yield
        return
    from quotecards.draw import ground

    ground.share(job.place.scratch / GROUNDS)
    try:
        yield
    finally:
        ground.share(None)


def _all(part: Part, job: Job, attempt: Attempt, report: Report) -> Iterator[tuple[work.Done, str]]:
    """Each review of a part once, with what became of it, counted in."""
    with closing(earlier.Earlier(job.index)) as known, Writing(job.place.put, report.seconds) as writing:
        bench = work.Bench(job.settings, writing.put, partial(clock, report.seconds))
        maker = _Maker(job, attempt, known, bench)
        items = _items(part, attempt, report.seconds)
        while window := list(islice(items, attempt.window)):
            begun = [one for read in window if (one := maker.begun(read)) is not None]
            draw(((one.made, one.tell) for one in begun if isinstance(one.made, Begun)), bench)
            writing.wait()
            for one in begun:
                done = one.made.done if isinstance(one.made, Begun) else one.made
                _count(report, done)
                yield done, one.recipe


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
    with clock(seconds, "read"):
        try:
            return next(found, None)
        except Exception as error:  # noqa: BLE001 - a reader's mistake never stops the others
            return SourceError(
                f"an unexpected {type(error).__name__} while it was read: {error}.", where=unit.source
            )


@dataclass(frozen=True, slots=True)
class _Made:
    """A review on its way: `tell` says that its cards are next."""

    recipe: str
    made: Begun | work.Done
    tell: Callable[[], None]


@dataclass(slots=True)
class _Maker:
    """What makes the reviews of a part, each once."""

    job: Job
    attempt: Attempt
    known: earlier.Earlier
    bench: work.Bench
    seen: set[str] = field(default_factory=set)

    def begun(self, read: _Read) -> _Made | None:
        """A review as far as it goes without drawing; None if it was there before."""
        made_from = self._recipe(read.item)
        if made_from and made_from in self.seen:
            return None
        self.seen.add(made_from)
        tell = partial(self.attempt.tell, read.step)
        if (done := self._finished(read, made_from)) is not None:
            return _Made(made_from, done, tell)
        tell()
        assert not isinstance(read.item, QuotecardsError | Missed)  # they are finished
        return _Made(made_from, _MAKE[self.job.make](read.item, made_from, self.bench), tell)

    def _recipe(self, item: Item) -> str:
        if isinstance(item, QuotecardsError):
            return ""
        return item.recipe if isinstance(item, Missed) else recipe(item, self.job.settings)

    def _finished(self, read: _Read, made_from: str) -> work.Done | None:
        """What is known of a review before it is made; None if it is to be made."""
        if isinstance(read.item, QuotecardsError):
            return _unreadable(read.item)
        if isinstance(read.item, Missed):
            return work.Done((dict(read.item.line),), (read.item.code,))
        if (error := self.attempt.condemned.get(read.step)) is not None:
            return work.failed(read.item, made_from, error)
        with self.bench.clock("check"):
            if made_from in self.attempt.done:
                return work.Done(self.attempt.done[made_from])
            kept = () if self.job.make == "picks" else _kept(self.known.lines(made_from), self.job.place)
        return work.Done(kept, kept=True) if kept else None


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


def _here() -> str:
    import platform

    return platform.node() or "this machine"
