"""The run of a batch: what is finished is kept, the rest is made, then manifest and gallery are written."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from quotecards import __version__
from quotecards.batch import engine, manifest, record, work
from quotecards.batch.recipe import recipe
from quotecards.batch.verdict import failure, verdict
from quotecards.errors import QuotecardsError
from quotecards.files import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quotecards.settings import Settings

INDEX = "index.html"
TITLE = "Quote cards"


@dataclass(slots=True)
class Outcome:
    """What a run has come to so far; `strangers` are cards of earlier runs that it left alone."""

    reviews: int = 0
    made: int = 0
    kept: int = 0
    failures: list[QuotecardsError] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def add(self, done: work.Done) -> None:
        """Count a task's lines in."""
        self.reviews += 1
        self.lines += done.lines
        self.kept += done.cards if done.kept else 0
        self.made += 0 if done.kept else done.cards
        wrong = [line for line in done.lines if line["error"]]
        for line, code in zip(wrong, done.codes, strict=True):
            where = line["source"] if line["record"] is None else f"{line['source']}, {line['record']}"
            self.failures.append(failure(line["error"], where, code))

    def verdict(self) -> QuotecardsError | None:
        """The error to end with, if any."""
        return verdict(self.failures, self.made + self.kept)


Item = tuple[work.Task, str] | work.Done
Report = Callable[[Outcome], None]


def run(
    tasks: Iterable[work.Task | QuotecardsError],
    settings: Settings,
    *,
    resume: bool = True,
    dry: bool = False,
    report: Report = lambda _outcome: None,
) -> Outcome:
    """Reviews (or chosen quotes, or what could not be read) become cards, manifest and gallery.

    Nothing of an earlier run is deleted. If nothing at all could be made, the folder stays as it was.

    Raises:
        OutputError: `settings.out` cannot be written to; what was made until then is kept.

    """
    outcome = Outcome()
    journal = manifest.Journal(settings.out)
    finished = manifest.finished(settings.out) if resume else {}
    make = partial(_make, settings=settings, dry=dry)
    try:
        for done in _ordered(make, _items(tasks, settings, finished), settings.jobs):
            if not (dry or done.kept or done.codes):
                journal.note(done.lines)
            outcome.add(done)
            report(outcome)
    finally:
        journal.close()
    if not dry and (outcome.made or outcome.kept):
        _finish(outcome, settings)
    return outcome


def _finish(outcome: Outcome, settings: Settings) -> None:
    from quotecards import gallery

    outcome.strangers = manifest.strangers(settings.out, outcome.lines)
    write_text(settings.out / INDEX, gallery.page(outcome.lines, TITLE))
    manifest.write(settings.out, outcome.lines)


def _items(
    tasks: Iterable[work.Task | QuotecardsError],
    settings: Settings,
    finished: dict[str, list[dict[str, Any]]],
) -> Iterator[Item]:
    """Each task once, with its recipe; what needs no work comes as done."""
    seen: set[str] = set()
    for task in tasks:
        if isinstance(task, QuotecardsError):
            yield _unreadable(task)
            continue
        made_from = recipe(task, settings)
        if made_from in seen:
            continue
        seen.add(made_from)
        if made_from in finished:
            yield work.Done(tuple(finished[made_from]), kept=True)
        else:
            yield task, made_from


def _ordered(make: Callable[[Item], work.Done], items: Iterator[Item], asked: int) -> Iterator[work.Done]:
    """Results in order, by as many processes as the first items show to pay off."""
    first = list(itertools.islice(items, engine.WORTH_IT))
    work_ahead = sum(not isinstance(item, work.Done) for item in first)
    jobs = engine.processes(asked, None if work_ahead == engine.WORTH_IT else work_ahead)
    return engine.ordered(make, itertools.chain(first, items), jobs, _lost)


def _make(item: Item, settings: Settings, dry: bool) -> work.Done:
    if isinstance(item, work.Done):
        return item
    return (work.plan if dry else work.cards)(*item, settings)


def _lost(item: Item) -> work.Done:
    if isinstance(item, work.Done):
        return item
    task, made_from = item
    return work.failed(task, made_from, QuotecardsError("its process ended without a word, twice."))


def _unreadable(error: QuotecardsError) -> work.Done:
    message = f"{error.what} {error.remedy}".strip()
    line = record.bare({"source": error.where, "error": message, "version": __version__})
    return work.Done((line,), (int(error.exit_code),))
