"""`quotecards render`: quotes already chosen become a folder of cards."""

from __future__ import annotations

from typing import Annotated

import typer

from quotecards.cli import batch, options


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
    handle: options.Handle = None,
    logo: options.Logo = None,
    scale: options.Scale = None,
    debug: options.Debug = None,
    resume: options.Resume = True,
    dry_run: options.DryRun = False,
) -> None:
    """Make cards of quotes that are already chosen, from JSON Lines or CSV.

    Fields: quote, and any of speaker, author, title, film, year, outlet, url, rating, emphasis, note,
    palette, layout. What extract --json prints can be piped in.
    """
    from quotecards.batch import chosen

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
        handle=handle,
        logo=logo,
        scale=scale,
        debug=debug,
    )
    batch.make(chosen.quotes(quotes), settings, resume=resume, dry_run=dry_run)
