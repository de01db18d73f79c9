"""`quotecards extract`: reviews become ranked quotes with reasons, as text or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotecards.cli import console, options
from quotecards.errors import QuotecardsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.pipeline import Extraction
    from quotecards.settings import Settings


def extract(
    sources: options.Sources,
    *,
    top: options.Top = None,
    taste: options.Taste = None,
    min_words: options.MinWords = None,
    max_words: options.MaxWords = None,
    profanity: options.Profanity = None,
    spoilers: options.Spoilers = None,
    bar: options.Bar = None,
    language: options.Language = None,
    columns: options.Columns = None,
    as_json: options.Json = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Every candidate, also those that a gate keeps out, with flags.")
    ] = False,
    labels: Annotated[bool, typer.Option("--labels", help="Also what was left out, and why.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="For each quote what speaks for and against it, in words.")
    ] = False,
) -> None:
    """Print the lines of reviews that are worth quoting, best first."""
    settings = options.chosen(
        top=top,
        taste=taste,
        min_words=min_words,
        max_words=max_words,
        profanity=profanity,
        spoilers=spoilers,
        bar=bar,
        language=language,
        columns=columns,
    )
    failures: list[QuotecardsError] = []
    found = _extractions(sources, settings, everything, failures)
    count = (
        _print_json(found, everything, labels) if as_json else _print_text(found, everything, labels, explain)
    )
    _finish(count, failures)


def _extractions(
    sources: list[str], settings: Settings, everything: bool, failures: list[QuotecardsError]
) -> Iterator[Extraction]:
    """Each readable review's extraction; what is wrong with the others is told and collected."""
    from quotecards import pipeline
    from quotecards.batch.work import nothing_quotable
    from quotecards.cli.sources import reviews

    for review in reviews(sources, settings):
        try:
            if isinstance(review, QuotecardsError):
                raise review
            found = pipeline.extract(review, settings, everything=everything)
            if not (found.quotes or found.candidates):
                failures.append(nothing_quotable(review))
            if found.quotes or everything or found.labels:
                yield found
        except QuotecardsError as error:
            failures.append(error)


def _print_json(found: Iterator[Extraction], everything: bool, labels: bool) -> int:
    from quotecards.batch import record

    count, values = 0, list[dict[str, Any]]()
    for one in found:
        listed = one.candidates if everything else one.quotes
        count += len(listed)
        values += [record.of(quote) for quote in listed]
        values += [record.of_label(label, one.review) for label in one.labels if labels]
    console.result_json(values)
    return count


def _print_text(found: Iterator[Extraction], everything: bool, labels: bool, explain: bool) -> int:
    from quotecards.cli import explained

    count = 0
    for one in found:
        listed = one.candidates if everything else one.quotes
        count += len(listed)
        for quote in listed:
            console.result(explained.full(quote, one.about) if explain else explained.short(quote))
        if labels:
            console.result(explained.left_out(one))
    return count


def _finish(count: int, failures: list[QuotecardsError]) -> None:
    """Tell what went wrong with some, and end with the error that fits the whole."""
    from quotecards.batch import verdict

    error = verdict(failures, count)
    for failure in failures:
        if failure is not error:
            console.warn(failure)
    if error:
        raise error
