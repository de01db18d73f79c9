"""One review, or one quote already chosen, becomes cards and their manifest lines.

Whatever is wrong with it becomes an error line; only a folder that cannot be written to stops all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotecards import __version__
from quotecards.batch import record
from quotecards.batch.level import levelled
from quotecards.batch.naming import called
from quotecards.errors import ExitCode, NothingQuotable, QuotecardsError
from quotecards.files import content_hash, slug
from quotecards.models import Quote, Review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager

    from quotecards.models import Scene
    from quotecards.pipeline import Card
    from quotecards.settings import Settings

Task = Review | Quote
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


def plan(task: Task, recipe: str, bench: Bench) -> Done:
    """A task becomes the lines that its cards would have, as far as they are known without drawing."""
    found = quotes(task, recipe, bench)
    if isinstance(found, Done):
        return found
    return together(_planned(quote, size, recipe, bench) for quote in found for size in bench.settings.sizes)


def picks(task: Task, recipe: str, bench: Bench) -> Done:
    """A task becomes its quotes, with nothing drawn yet."""
    found = quotes(task, recipe, bench)
    if isinstance(found, Done):
        return found
    looks = ("emphasis", "palette", "layout", "note", "type_sizes")
    return Done(
        tuple(
            record.of(quote) | {name: getattr(quote, name) for name in looks} | {"error": None}
            for quote in found
        )
    )


def failed(task: Task, recipe: str, error: Exception, known: Mapping[str, Any] | None = None) -> Done:
    """A task that could not be done becomes an error line, with what is known of its card."""
    place = {"source": task.source, "record": task.record, "recipe": recipe, "version": __version__}
    line = record.bare(place | dict(known or {}) | {"error": _message(error)})
    return Done((line,), (_code(error),))


def together(parts: Iterable[Done]) -> Done:
    """What became of the parts of a task, in their order, is what became of it."""
    every = tuple(parts)
    return Done(
        tuple(line for part in every for line in part.lines),
        tuple(code for part in every for code in part.codes),
    )


def quotes(task: Task, recipe: str, bench: Bench) -> tuple[Quote, ...] | Done:
    """A task becomes its best quotes, or the error line that stands for it."""
    try:
        with bench.clock("pick"):
            return _quotes(task, bench.settings)
    except Exception as error:  # noqa: BLE001 - one broken review never stops the others
        return failed(task, recipe, error)


def _quotes(task: Task, settings: Settings) -> tuple[Quote, ...]:
    if isinstance(task, Quote):
        return (task,)
    from quotecards import pipeline

    quotes = pipeline.extract(task, settings).quotes
    if not quotes:
        raise nothing_quotable(task)
    return levelled(quotes, settings) if settings.same_size else quotes


def nothing_quotable(review: Review) -> NothingQuotable:
    """The error for a review without a line that passes the gates, with what to try."""
    where = review.source if review.record is None else f"{review.source}, {review.record}"
    return NothingQuotable(
        "no line of this review is worth a card.",
        where=where,
        remedy="See what was left out and why: quotecards extract --explain --all --labels; "
        "then lower --bar, or loosen --min-words, --max-words, --profanity or --spoilers.",
    )


def _planned(quote: Quote, size: str, recipe: str, bench: Bench) -> Done:
    from quotecards import pipeline

    known = record.of(quote) | {"size": size}
    try:
        with bench.clock("set"):
            scenes = pipeline.scenes(quote, bench.settings, size=size)
    except Exception as error:  # noqa: BLE001 - one broken card never stops the others
        return failed(quote, recipe, error, known)
    known |= {"format": bench.settings.format, "version": __version__, "recipe": recipe}
    return Done(tuple(record.bare(known | _set(scene)) for scene in scenes))


def _set(scene: Scene) -> dict[str, Any]:
    """What a line tells of how a card is set."""
    names = ("width", "height", "palette", "layout", "why", "size", "scale", "slide", "slides")
    return {name: getattr(scene, name) for name in names}


def drawn(card: Card, bench: Bench) -> dict[str, Any]:
    """A card is drawn and put in its place; its line tells of it.

    Raises:
        OutputError: it cannot be written.

    """
    format_ = bench.settings.format
    with bench.clock("draw"):
        content = card.encoded(format_)
    digest = content_hash(content)
    name = _name(card, digest, format_)
    bench.put(name, content)
    told = {
        "card": name,
        "format": format_,
        "bytes": len(content),
        "sha256": digest,
        "alt": card.alt,
        "caption": card.caption,
        "handle": bench.settings.handle,
        "version": __version__,
        "recipe": None,
        "error": None,
    }
    return record.bare(record.of(card.quote) | _set(card.scene) | told)


def _name(card: Card, digest: str, encoding: str) -> str:
    """The slug of the source (and record), rank, what the scene is called, and the start of the content's hash."""
    quote, scene = card.quote, card.scene
    stem = "stdin" if quote.source == "-" else Path(quote.source).stem
    parts = [slug(stem)] if quote.record is None else [slug(stem, 32), slug(quote.record, 24)]
    parts += [str(quote.rank), called(scene), digest[:8]]
    return f"{'-'.join(parts)}.{SUFFIXES[encoding]}"


def _message(error: Exception) -> str:
    if isinstance(error, QuotecardsError):
        return error.what if not error.remedy else f"{error.what} {error.remedy}"
    if isinstance(error, MemoryError):
        return "it needs more memory than a review may have. Allow more: --review-memory, in megabytes."
    return f"an unexpected {type(error).__name__}: {error}"


def _code(error: Exception) -> int:
    return int(error.exit_code if isinstance(error, QuotecardsError) else ExitCode.FAILURE)
