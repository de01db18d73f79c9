"""`quotecards batch`: reviews become a folder of cards with its manifest and gallery."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Any

from quotecards.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quotecards.batch import Outcome
    from quotecards.batch.work import Task
    from quotecards.errors import QuotecardsError
    from quotecards.settings import Settings

_COUNT_UP_TO = 5000


def batch(
    sources: options.Sources,
    *,
    out: options.Folder = None,
    top: options.Top = None,
    size: options.Sizes = None,
    palette: options.Palette = None,
    layout: options.Layout = None,
    format_: options.Format = None,
    taste: options.Taste = None,
    min_words: options.MinWords = None,
    max_words: options.MaxWords = None,
    profanity: options.Profanity = None,
    spoilers: options.Spoilers = None,
    language: options.Language = None,
    columns: options.Columns = None,
    jobs: options.Jobs = None,
    seed: options.Seed = None,
    resume: options.Resume = True,
    dry_run: options.DryRun = False,
) -> None:
    """Make the cards of many reviews. A second run skips what is finished."""
    from quotecards.cli.sources import reviews

    settings = options.chosen(
        out=out,
        top=top,
        size=size,
        palette=palette,
        layout=layout,
        format=format_,
        taste=taste,
        min_words=min_words,
        max_words=max_words,
        profanity=profanity,
        spoilers=spoilers,
        language=language,
        columns=columns,
        jobs=jobs,
        seed=seed,
    )
    make(reviews(sources, settings), settings, resume=resume, dry_run=dry_run)


def make(tasks: Iterable[Task | QuotecardsError], settings: Settings, *, resume: bool, dry_run: bool) -> None:
    """Tasks become cards, with a bar while it lasts and a summary at its end.

    Raises:
        QuotecardsError: of the kind that fits, if anything could not be made.

    """
    from quotecards import batch
    from quotecards.cli.looks import check

    check(settings)
    start = time.monotonic()
    tasks, total = _counted(tasks)
    try:
        with console.progress(total) as tick:
            outcome = batch.run(
                tasks,
                settings,
                resume=resume,
                dry=dry_run,
                report=lambda so_far: tick(so_far.reviews, so_far.made + so_far.kept, len(so_far.failures)),
            )
    except KeyboardInterrupt:
        console.say("Stopped. What is finished is kept: the same command goes on from there.")
        raise
    _tell(outcome, settings, dry_run, time.monotonic() - start)
    if error := outcome.verdict():
        raise error


def _counted(tasks: Iterable[Task | QuotecardsError]) -> tuple[Iterable[Task | QuotecardsError], int | None]:
    """The tasks and how many they are; None if they are too many to hold them all just to count them."""
    stream = iter(tasks)
    first = list(itertools.islice(stream, _COUNT_UP_TO))
    return itertools.chain(first, stream), len(first) if len(first) < _COUNT_UP_TO else None


def _tell(outcome: Outcome, settings: Settings, dry_run: bool, seconds: float) -> None:
    for failure in outcome.failures:
        if failure is not outcome.verdict():
            console.warn(failure)
    if dry_run:
        _print_plan(outcome.lines)
    elif outcome.made or outcome.kept:
        console.result(str(settings.out / "manifest.jsonl"))
        console.result(str(settings.out / "index.html"))
    console.say(_summary(outcome, dry_run, seconds))
    if outcome.strangers:
        count = len(outcome.strangers)
        console.say(
            f"{count} cards of an earlier run are still in {settings.out}, and no longer in its manifest."
        )


def _print_plan(lines: Iterable[dict[str, Any]]) -> None:
    """One line for each card: whether it is new or kept, and what it will be, with tabs between."""
    for line in lines:
        if not line["error"]:
            state = "kept" if line["card"] else "new"
            facts = (line[name] for name in ("source", "rank", "size", "layout", "palette", "quote"))
            console.result("\t".join([state, *(" ".join(str(fact).split()) for fact in facts)]))


def _summary(outcome: Outcome, dry_run: bool, seconds: float) -> str:
    verb = "would be made" if dry_run else "made"
    parts = [f"{outcome.made} cards {verb} in {seconds:.1f} s"]
    if outcome.kept:
        parts.append(f"{outcome.kept} were finished already")
    if outcome.failures:
        parts.append(f"{len(outcome.failures)} failed")
    return f"{outcome.reviews} reviews: {', '.join(parts)}."
