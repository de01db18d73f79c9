"""`quotecards batch`: reviews become a folder of cards with its manifest and gallery."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotecards.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from quotecards.batch import Outcome
    from quotecards.batch.part import Item
    from quotecards.settings import Settings

_TOLD = 20  # failures told one by one; the manifest has them all

Engine = Annotated[str | None, typer.Option(metavar="NAME", help="local or dask.")]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="The cluster's scheduler, tcp://host:port, for dask.")
]
Seconds = Annotated[
    int | None, typer.Option("--review-seconds", metavar="N", help="The time one review may take; 0: any.")
]
Memory = Annotated[
    int | None, typer.Option("--review-memory", metavar="MB", help="The memory one review may take; 0: any.")
]
Distinct = Annotated[
    bool | None,
    typer.Option(
        "--distinct/--no-distinct", help="Leave out what another review said in nearly these words."
    ),
]
PerFilm = Annotated[
    int | None, typer.Option("--per-film", metavar="N", help="At most so many quotes of one film; 0: all.")
]
Events = Annotated[
    bool, typer.Option("--json", help="Tell how it goes in JSON, one event a line, on stdout.")
]


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
    bar: options.Bar = None,
    language: options.Language = None,
    columns: options.Columns = None,
    jobs: options.Jobs = None,
    seed: options.Seed = None,
    still: options.Still = None,
    focus: options.Focus = None,
    carousel: options.Carousel = None,
    same_size: options.SameSize = None,
    handle: options.Handle = None,
    logo: options.Logo = None,
    scale: options.Scale = None,
    debug: options.Debug = None,
    engine: Engine = None,
    scheduler: Scheduler = None,
    review_seconds: Seconds = None,
    review_memory: Memory = None,
    distinct: Distinct = None,
    per_film: PerFilm = None,
    resume: options.Resume = True,
    dry_run: options.DryRun = False,
    as_json: Events = False,
) -> None:
    """Make the cards of many reviews. A second run skips what is finished."""
    from quotecards import batch

    flags = {
        "out": out,
        "top": top,
        "size": size,
        "palette": palette,
        "layout": layout,
        "format": format_,
        "taste": taste,
        "min_words": min_words,
        "max_words": max_words,
        "profanity": profanity,
        "spoilers": spoilers,
        "bar": bar,
        "language": language,
        "columns": columns,
        "jobs": jobs,
        "seed": seed,
        "still": still,
        "focus": focus,
        "carousel": carousel,
        "same_size": same_size,
        "handle": handle,
        "logo": logo,
        "scale": scale,
        "debug": debug,
        "engine": engine,
        "scheduler": scheduler,
        "review_seconds": review_seconds,
        "review_memory": review_memory,
        "distinct": distinct,
        "per_film": per_film,
    }

    def run(settings: Settings, report: Callable[[Outcome], None]) -> Outcome:
        return batch.of_sources(sources, settings, resume=resume, dry=dry_run, report=report)

    again = _command("batch", sources, flags)
    _run(run, options.chosen(**flags), dry_run=dry_run, as_json=as_json, again=again)


def make(
    items: Iterable[Item], settings: Settings, *, resume: bool, dry_run: bool, again: str | None = None
) -> None:
    """Reviews or quotes at hand become cards, with a bar while it lasts and a summary at its end.

    Raises:
        QuotecardsError: of the kind that fits, if anything could not be made.

    """
    from quotecards import batch

    def run(settings: Settings, report: Callable[[Outcome], None]) -> Outcome:
        return batch.run(items, settings, resume=resume, dry=dry_run, report=report)

    _run(run, settings, dry_run=dry_run, as_json=False, again=again)


def _run(
    run: Callable[[Settings, Callable[[Outcome], None]], Outcome],
    settings: Settings,
    *,
    dry_run: bool,
    as_json: bool,
    again: str | None,
) -> None:
    from quotecards.cli import progress
    from quotecards.cli.looks import check

    check(settings)
    pace = progress.Pace()
    try:
        with progress.shown(as_json=as_json) as tell:
            outcome = run(settings, tell)
    except KeyboardInterrupt:
        console.say("Stopped. What is finished is kept: the same command goes on from there.")
        raise
    if as_json:
        _tell_programs(outcome, settings, pace.seconds, again)
    else:
        _tell(outcome, settings, dry_run, pace.seconds, again)
    if error := outcome.verdict():
        raise error


def _tell_programs(outcome: Outcome, settings: Settings, seconds: float, again: str | None) -> None:
    from quotecards.cli import progress

    for failure in outcome.failures:
        progress.failed(failure)
    progress.event(
        "end",
        **progress.numbers(outcome),
        left_out=outcome.left_out,
        seconds=round(seconds, 1),
        share=progress.share(outcome),
        out=str(settings.out),
        again=again if outcome.errors else None,
    )


def _tell(outcome: Outcome, settings: Settings, dry_run: bool, seconds: float, again: str | None) -> None:
    from quotecards import batch

    told = [failure for failure in outcome.failures if failure is not outcome.verdict()]
    for failure in told[:_TOLD]:
        console.warn(failure)
    if dry_run:
        _print_plan(outcome.lines)
    elif outcome.made or outcome.kept:
        for name in ("manifest.jsonl", "index.html"):
            console.result(str(batch.target(settings.out).file(name)))
    console.say(_summary(outcome, dry_run, seconds))
    if outcome.errors > 1:
        _tell_reasons(outcome, len(told))
    if outcome.errors and again and (outcome.made or outcome.kept):
        console.say(f"Try those that failed again, and only those: {again}")
    if outcome.strangers:
        console.say(
            f"{outcome.strangers} cards of an earlier run are still in {settings.out}, and no longer in its manifest."
        )


def _tell_reasons(outcome: Outcome, told: int) -> None:
    """How many failed for which reason; where not all were told one by one, where the others stand."""
    from collections import Counter

    reasons = Counter(failure.what for failure in outcome.failures)
    if len(reasons) < len(outcome.failures):
        for what, count in reasons.most_common(5):
            console.say(f"  {count} times: {what}")
    if told > _TOLD:
        console.say("  Every line of the manifest with an error says what failed and why.")


def _command(name: str, sources: Iterable[str], flags: Mapping[str, Any]) -> str:
    """The command line that says the same again."""
    words = ["quotecards", name, *sources]
    for flag, value in flags.items():
        spelt = "--" + flag.replace("_", "-")
        if isinstance(value, bool):
            words += [spelt if value else f"--no-{flag}"]
        elif value is not None:
            for one in value if isinstance(value, list) else [value]:
                words += [spelt, str(one)]
    return shlex.join(words)


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
    if outcome.left_out:
        parts.append(f"{outcome.left_out} quotes left out")
    if outcome.errors:
        parts.append(f"{outcome.errors} failed")
    return f"{outcome.reviews} reviews: {', '.join(parts)}."
