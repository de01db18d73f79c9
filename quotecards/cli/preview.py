"""`quotecards preview`: a quote's card or cards, shown in the terminal and written as a file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quotecards.cli import console, options
from quotecards.errors import SourceError, UsageError

if TYPE_CHECKING:
    from quotecards.models import Quote
    from quotecards.pipeline import Card
    from quotecards.settings import Settings

_FORMATS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}


def preview(
    source: options.Source = None,
    *,
    rank: Annotated[
        int, typer.Option("--rank", metavar="N", min=1, help="Which of the review's quotes, 1 for the best.")
    ] = 1,
    text: Annotated[str | None, typer.Option("--text", help="Set these words instead of a review's.")] = None,
    credit: Annotated[
        list[str] | None,
        typer.Option(
            "--credit", help="The credit under --text; given again, its next line. *Title* is italic."
        ),
    ] = None,
    emphasis: Annotated[
        str | None,
        typer.Option("--emphasis", metavar="WORDS", help="Words of the quote to mark, star or lean."),
    ] = None,
    note: Annotated[
        str | None,
        typer.Option("--note", metavar="WORDS", help="A reader's words in the margin, at most eight."),
    ] = None,
    palette: options.Palette = None,
    layout: options.Layout = None,
    size: options.Size = None,
    format_: options.Format = None,
    seed: options.Seed = None,
    still: options.Still = None,
    focus: options.Focus = None,
    carousel: options.Carousel = None,
    handle: options.Handle = None,
    logo: options.Logo = None,
    scale: options.Scale = None,
    debug: options.Debug = None,
    taste: options.Taste = None,
    language: options.Language = None,
    columns: options.Columns = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="Where to write it; a name of its own if not given."),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the machine's own viewer.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Make it anew whenever a file that it is made of is saved.")
    ] = False,
) -> None:
    """Make one card, show it, and write it to a file."""
    from quotecards.cli.looks import check

    flags = {
        "palette": palette,
        "layout": layout,
        "size": size,
        "format": format_ or _format_of(out),
        "seed": seed,
        "still": still,
        "focus": focus,
        "carousel": carousel,
        "handle": handle,
        "logo": logo,
        "scale": scale,
        "debug": debug,
        "taste": taste,
        "language": language,
        "columns": columns,
        "top": max(rank, options.chosen().top),
    }

    def make() -> None:
        settings = options.chosen(**flags)
        check(settings)
        quote = _given(source, text, credit or [], settings, rank)
        _make(_noted(_emphasised(quote, emphasis), note), settings, out, open_=open_)

    if not watch:
        make()
        return
    from quotecards.cli import watch as watching

    watching.watch(make, lambda: watching.of(options.chosen(still=still), source))


def _stillless(layout: str, asked: str | None) -> str:
    """Why a card shows no still, and what to do."""
    if asked and asked != layout:
        return f"these words have no room on {asked}, and {layout} has none; take a shorter line"
    return f"{layout} has none; try --layout subtitle or poster"


def _make(quote: Quote, settings: Settings, out: str | None, *, open_: bool) -> None:
    """A quote's cards are made, written and shown."""
    from quotecards import pipeline
    from quotecards.files import write

    for card in pipeline.cards(quote, settings):
        if settings.still and not any(part.kind == "still" for part in card.scene.base):
            console.say(
                f"! The still is not shown: {_stillless(card.scene.layout, quote.layout or settings.layout)}."
            )
        if reason := _unshown(card, quote.note):
            console.say(f"! The note is not shown{reason}.")
        path = _path(card, out, settings)
        write(path, card.encoded(settings.format))
        _show(card)
        console.result(str(path))
        if open_:
            typer.launch(str(path))


def _unshown(card: Card, note: str | None) -> str:
    """Why a note is not on a card, as its scene tells it."""
    from quotecards.layout.note import UNSHOWN

    return card.scene.why.partition(UNSHOWN)[2] if note else ""


def _format_of(out: str | None) -> str | None:
    """The format that a file's suffix names.

    Raises:
        UsageError: it names none.

    """
    suffix = Path(out).suffix.lower() if out else ""
    if suffix and suffix not in _FORMATS:
        raise UsageError(
            f"{suffix} is no format of a card.",
            where=f"--out {out}",
            remedy=f"End the name in one of: {', '.join(_FORMATS)}; or give --format.",
        )
    return _FORMATS.get(suffix)


def _given(source: str | None, text: str | None, credit: list[str], settings: Settings, rank: int) -> Quote:
    if (source is None) == (text is None):
        raise UsageError(
            "preview takes a SOURCE or --text, one of the two.", remedy="See quotecards preview --help."
        )
    if text is not None:
        from quotecards.batch.chosen import by_hand

        return by_hand(text, credit, settings.language)
    if credit:
        raise UsageError(
            "--credit belongs to --text.", remedy="A review's credit comes from the review: see its sidecar."
        )
    assert source is not None
    return _picked(source, settings, rank)


def _emphasised(quote: Quote, phrase: str | None) -> Quote:
    """A quote with a phrase of its own that matters.

    Raises:
        UsageError: the phrase is not part of the quote.

    """
    from dataclasses import replace

    from quotecards.layout.emphasis import found

    if phrase is None:
        return quote
    if found(quote.quote, phrase) is None:
        raise UsageError(
            f"{phrase!r} is not part of the quote.",
            where="--emphasis",
            remedy=f"Give whole words of it: {quote.quote}",
        )
    return replace(quote, emphasis=phrase)


def _noted(quote: Quote, note: str | None) -> Quote:
    """A quote with a reader's note beside it, which `margin` shows.

    Raises:
        UsageError: it is too long for a note.

    """
    from dataclasses import replace

    from quotecards.layout.note import WORDS

    if note is None:
        return quote
    if len(note.split()) > WORDS:
        raise UsageError(
            f"{len(note.split())} words are too many for a note.",
            where="--note",
            remedy=f"Write {WORDS} at most.",
        )
    return replace(quote, note=note)


def _picked(source: str, settings: Settings, rank: int) -> Quote:
    from quotecards import pipeline
    from quotecards.batch.work import nothing_quotable
    from quotecards.cli.sources import reviews

    for review in reviews([source], settings):
        if isinstance(review, SourceError):
            raise review
        quotes = pipeline.extract(review, settings).quotes
        if not quotes:
            raise nothing_quotable(review)
        if rank > len(quotes):
            raise UsageError(
                f"there is no quote {rank}: this review has {len(quotes)}.",
                where=review.source,
                remedy=f"Use --rank 1 to {len(quotes)}.",
            )
        return quotes[rank - 1]
    raise SourceError("there is no review here.", where=source, remedy="Name a file with a review's text.")


def _path(card: Card, out: str | None, settings: Settings) -> Path:
    """Where a card is written; one of several has its number in its name."""
    from quotecards.batch.naming import numbered

    if not out:
        return _own_name(card, settings)
    path = Path(out)
    return path.with_stem("-".join((path.stem, *numbered(card.scene))))


def _own_name(card: Card, settings: Settings) -> Path:
    from quotecards.batch.naming import called
    from quotecards.batch.work import SUFFIXES
    from quotecards.files import slug

    quote = card.quote
    stem = {"-": "stdin", "text": slug(quote.quote, 32)}.get(quote.source) or slug(Path(quote.source).stem)
    return Path(f"{stem}-{quote.rank}-{called(card.scene)}.{SUFFIXES[settings.format]}")


def _show(card: Card) -> None:
    """The card in the terminal, if stdout is one."""
    from quotecards.cli import terminal

    if not console.is_terminal():
        return
    how = terminal.protocol(os.environ)
    if how in {"truecolour", "256"} and not console.in_colour():
        return
    columns, rows = shutil.get_terminal_size((80, 24))
    png = card.encoded("png") if how in {"kitty", "iterm"} else b""
    console.result(terminal.shown(card.image, png, how, columns - 2, max(4, rows - 4)).rstrip("\n"))
