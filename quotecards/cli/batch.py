"""`quotecards batch`: reviews become a folder of cards with its manifest and gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quotecards.batch import Outcome
    from quotecards.batch.work import Task
    from quotecards.errors import QuotecardsError
    from quotecards.settings import Settings


def batch(
    sources: options.Sources,
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
        jobs=jobs,
        seed=seed,
    )
    make(list(reviews(sources)), settings, resume=resume, dry_run=dry_run)


def make(
    tasks: list[Task | QuotecardsError], settings: Settings, *, resume: bool, dry_run: bool
) -> None:
    """Tasks become cards, with a bar while it lasts and a summary at its end.

    Raises:
        QuotecardsError: of the kind that fits, if anything could not be made.

    """
    import time

    from quotecards import batch
    from quotecards.cli.looks import check

    check(settings)
    start = time.monotonic()
    with console.progress(len(tasks)) as tick:
        outcome = batch.run(
            tasks,
            settings,
            resume=resume,
            dry=dry_run,
            report=lambda so_far: tick(so_far.reviews, so_far.made + so_far.kept, len(so_far.failures)),
        )
    _tell(outcome, settings, dry_run, time.monotonic() - start)
    if error := outcome.verdict():
        raise error


def _tell(outcome: Outcome, settings: Settings, dry_run: bool, seconds: float) -> None:
    if len(outcome.failures) > 1 or outcome.made or outcome.kept:
        for failure in outcome.failures:
            console.say(console.styled(f"! {failure.where}: {failure.message}", "yellow"))
    if dry_run:
        _print_plan(outcome.lines)
    elif outcome.made or outcome.kept:
        console.result(str(settings.out / "manifest.jsonl"))
        console.result(str(settings.out / "index.html"))
    console.say(_summary(outcome, dry_run, seconds))
    if outcome.strangers:
        count = len(outcome.strangers)
        console.say(f"{count} cards of an earlier run are still in {settings.out}, and no longer in its manifest.")


def _print_plan(lines: Iterable[dict[str, object]]) -> None:
    for line in lines:
        if not line["error"]:
            state = "kept" if line["card"] else "new"
            console.result(f"{state}\t{line['source']}\t{line['rank']}\t{line['size']}\t{line['layout']}\t{line['palette']}\t{line['quote']}")


def _summary(outcome: Outcome, dry_run: bool, seconds: float) -> str:
    verb = "would be made" if dry_run else "made"
    parts = [f"{outcome.made} cards {verb} in {seconds:.1f} s"]
    if outcome.kept:
        parts.append(f"{outcome.kept} were finished already")
    if outcome.failures:
        parts.append(f"{len(outcome.failures)} failed")
    return f"{outcome.reviews} reviews: {', '.join(parts)}."
