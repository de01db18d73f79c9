"""`quotecards render`: quotes already chosen become a folder of cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from quotecards.cli import batch, options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quotecards.batch.part import Item


def render(
    quotes: Annotated[
        str,
        typer.Argument(
            metavar="QUOTES", help="JSON Lines, JSON or CSV with a field quote; - for JSON from stdin."
        ),
    ],
    *,
    out: options.Folder = None,
    size: options.Sizes = None,
    palette: options.Palette = None,
    layout: options.Layout = None,
    format_: options.Format = None,
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
    engine: batch.Engine = None,
    scheduler: batch.Scheduler = None,
    review_seconds: batch.Seconds = None,
    review_memory: batch.Memory = None,
    resume: options.Resume = True,
    dry_run: options.DryRun = False,
) -> None:
    """Make cards of quotes that are already chosen, from JSON Lines or CSV.

    Fields: quote, and any of speaker, author, title, film, year, director, outlet, url, rating, emphasis,
    note, palette, layout. What extract --json prints can be piped in.
    """
    from quotecards.batch import chosen, level
    from quotecards.cli.looks import check

    settings = options.chosen(
        out=out,
        size=size,
        palette=palette,
        layout=layout,
        format=format_,
        jobs=jobs,
        seed=seed,
        still=still,
        focus=focus,
        carousel=carousel,
        same_size=same_size,
        handle=handle,
        logo=logo,
        scale=scale,
        debug=debug,
        engine=engine,
        scheduler=scheduler,
        review_seconds=review_seconds,
        review_memory=review_memory,
    )
    items: Iterable[Item] = chosen.quotes(quotes)
    if settings.same_size:
        check(settings)
        items = level.of_items(items, settings)
    batch.make(items, settings, resume=resume, dry_run=dry_run)
