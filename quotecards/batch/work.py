"""One review, or one quote already chosen, becomes cards and their manifest lines.

Whatever is wrong with it becomes an error line; only a folder that cannot be written to stops all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotecards import __version__
from quotecards.batch import record
from quotecards.errors import ExitCode, NothingQuotable, OutputError, QuotecardsError
from quotecards.files import content_hash, slug
from quotecards.models import Quote, Review

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from quotecards.settings import Settings

Task = Review | Quote
Make = Callable[[Quote, str, "Bench"], dict[str, Any]]
SUFFIXES = {"png": "png", "jpeg": "jpg", "webp": "webp"}


@dataclass(frozen=True, slots=True)
class Bench:
    """What work needs: the settings, where bytes are put by name, and a clock for each stage by name."""

    settings: Settings
    put: Callable[[str, bytes], None]
    clock: Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: its manifest lines, and the exit codes of those that are errors."""

    lines: tuple[dict[str, Any], ...]
    codes: tuple[int, ...] = ()
    kept: bool = False

    @property
    def cards(self) -> int:
        """How many of the lines are cards."""
        return len(self.lines) - len(self.codes)


def cards(task: Task, recipe: str, bench: Bench) -> Done:
    """A task becomes its cards, one line for each quote and size.

    Raises:
        OutputError: they cannot be written.

    """
    return _each(task, recipe, bench, _card)


def plan(task: Task, recipe: str, bench: Bench) -> Done:
    """A task becomes the lines that its cards would have, as far as they are known without drawing."""
    return _each(task, recipe, bench, _planned)


def picks(task: Task, recipe: str, bench: Bench) -> Done:
    """A task becomes its quotes, with nothing drawn yet."""
    try:
        with bench.clock("pick"):
            quotes = _quotes(task, bench.settings)
    except Exception as error:  # noqa: BLE001 - one broken review never stops the others
        return failed(task, recipe, error)
    looks = ("emphasis", "palette", "layout")
    return Done(
        tuple(
            record.of(quote) | {name: getattr(quote, name) for name in looks} | {"error": None}
            for quote in quotes
        )
    )


def failed(task: Task, recipe: str, error: Exception, known: Mapping[str, Any] | None = None) -> Done:
    """A task that could not be done becomes an error line, with what is known of its card."""
    place = {"source": task.source, "record": task.record, "recipe": recipe, "version": __version__}
    line = record.bare(place | dict(known or {}) | {"error": _message(error)})
    return Done((line,), (_code(error),))


def _each(task: Task, recipe: str, bench: Bench, make: Make) -> Done:
    try:
        with bench.clock("pick"):
            quotes = _quotes(task, bench.settings)
    except OutputError:
        raise
    except Exception as error:  # noqa: BLE001 - one broken review never stops the others
        return failed(task, recipe, error)
    parts = [_one(quote, size, recipe, bench, make) for quote in quotes for size in bench.settings.sizes]
    return Done(
        tuple(line for part in parts for line in part.lines),
        tuple(code for part in parts for code in part.codes),
    )


def _quotes(task: Task, settings: Settings) -> tuple[Quote, ...]:
    if isinstance(task, Quote):
        return (task,)
    from quotecards import pipeline

    quotes = pipeline.extract(task, settings).quotes
    if not quotes:
        raise nothing_quotable(task)
    return quotes


def nothing_quotable(review: Review) -> NothingQuotable:
    """The error for a review without a line that passes the gates, with what to try."""
    where = review.source if review.record is None else f"{review.source}, {review.record}"
    return NothingQuotable(
        "no line of this review is worth a card.",
        where=where,
        remedy="See what was left out and why: quotecards extract --explain --all --labels; "
        "then loosen --min-words, --max-words, --profanity or --spoilers.",
    )


def _one(quote: Quote, size: str, recipe: str, bench: Bench, make: Make) -> Done:
    try:
        return Done((make(quote, size, bench) | {"recipe": recipe},))
    except OutputError:
        raise
    except Exception as error:  # noqa: BLE001 - one broken card never stops the others
        return failed(quote, recipe, error, record.of(quote) | {"size": size})


def _planned(quote: Quote, size: str, bench: Bench) -> dict[str, Any]:
    from quotecards import pipeline

    settings = bench.settings
    with bench.clock("set"):
        scene = pipeline.scene(quote, settings, size=size)
    drawn = {"width": scene.width, "height": scene.height, "palette": scene.palette, "layout": scene.layout}
    return record.bare(
        record.of(quote) | drawn | {"format": settings.format, "size": scene.size, "version": __version__}
    )


def _card(quote: Quote, size: str, bench: Bench) -> dict[str, Any]:
    from quotecards import pipeline

    settings = bench.settings
    with bench.clock("set"):
        card = pipeline.card(quote, settings, size=size)
    with bench.clock("draw"):
        content = card.encoded(settings.format)
    digest = content_hash(content)
    name = _name(quote, card.scene.size, digest, settings.format)
    with bench.clock("write"):
        bench.put(name, content)
    return record.of(quote) | {
        "card": name,
        "width": card.scene.width,
        "height": card.scene.height,
        "format": settings.format,
        "bytes": len(content),
        "sha256": digest,
        "palette": card.scene.palette,
        "layout": card.scene.layout,
        "size": card.scene.size,
        "alt": card.alt,
        "caption": card.caption,
        "version": __version__,
        "recipe": None,
        "error": None,
    }


def _name(quote: Quote, size: str, digest: str, encoding: str) -> str:
    """The slug of the source (and record), rank, size and the start of the content's hash."""
    stem = "stdin" if quote.source == "-" else Path(quote.source).stem
    parts = [slug(stem)] if quote.record is None else [slug(stem, 32), slug(quote.record, 24)]
    return f"{'-'.join(parts)}-{quote.rank}-{size}-{digest[:8]}.{SUFFIXES[encoding]}"


def _message(error: Exception) -> str:
    if isinstance(error, QuotecardsError):
        return error.what if not error.remedy else f"{error.what} {error.remedy}"
    if isinstance(error, MemoryError):
        return "it needs more memory than a review may have. Allow more: --review-memory, in megabytes."
    return f"an unexpected {type(error).__name__}: {error}"


def _code(error: Exception) -> int:
    return int(error.exit_code if isinstance(error, QuotecardsError) else ExitCode.FAILURE)
