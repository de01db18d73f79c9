"""The run of a batch: parts are made by an engine, then manifest and gallery are put together from them."""

from __future__ import annotations

import itertools
import tempfile
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from quotecards.batch import distinct, earlier, engine, manifest, plan, record, room
from quotecards.batch.outcome import TOLD, Outcome
from quotecards.batch.part import Missed
from quotecards.batch.place import Folder
from quotecards.batch.process import Job, where
from quotecards.batch.recipe import program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from quotecards.batch.part import Item, Part
    from quotecards.batch.process import Report
    from quotecards.batch.rows import Group, Line
    from quotecards.settings import Settings

INDEX = "index.html"
TITLE = "Quote cards"
ON_PAGE = 2000  # cards on the page; more make it slow in a browser, and all of them stand in the manifest
_ROOM_EVERY = 16  # parts between two looks at the disk


def run(
    tasks: Iterable[Item],
    settings: Settings,
    *,
    resume: bool = True,
    dry: bool = False,
    report: Callable[[Outcome], None] = lambda _outcome: None,
) -> Outcome:
    """Reviews (or chosen quotes, or what could not be read) become cards, manifest and gallery.

    Nothing of an earlier run is deleted. If nothing at all could be made, the folder stays as it was.

    Raises:
        OutputError: `settings.out` cannot be written to; what was made until then is kept.

    """
    return _run(plan.of_items(tasks), settings, lambda: None, resume=resume, dry=dry, report=report)


def of_sources(
    sources: Sequence[str],
    settings: Settings,
    *,
    resume: bool = True,
    dry: bool = False,
    report: Callable[[Outcome], None] = lambda _outcome: None,
) -> Outcome:
    """The same for sources as a user names them; whoever makes a part also reads it.

    Raises:
        OutputError: as above.

    """
    parts = plan.of_sources(sources, settings.columns)
    return _run(
        parts,
        settings,
        lambda: plan.counted(sources, settings.columns),
        resume=resume,
        dry=dry,
        report=report,
    )


def _run(
    parts: Iterator[Part],
    settings: Settings,
    count: Callable[[], int | None],
    *,
    resume: bool,
    dry: bool,
    report: Callable[[Outcome], None],
) -> Outcome:
    parts, reviews = _ahead(parts)
    place = Folder(settings.out)
    run = _Run(settings, place, reviews, report, resume=resume, careful=place.died())
    if reviews is None and not dry:
        threading.Thread(target=_count, args=(run.outcome, count), daemon=True).start()
    if not (settings.distinct or settings.per_film):
        return run.dry(parts) if dry else run.cards(parts)
    return run.chosen(parts, dry=dry)


@dataclass(slots=True)
class _Run:
    """A run and what it has come to so far.

    `reviews` are so few that they are counted already, or None; `careful`: a run before it died.
    """

    settings: Settings
    place: Folder
    reviews: int | None
    report: Callable[[Outcome], None]
    resume: bool
    careful: bool
    outcome: Outcome = field(default_factory=Outcome)

    def __post_init__(self) -> None:
        self.outcome.total = self.reviews

    def cards(self, parts: Iterator[Part]) -> Outcome:
        """Cards, manifest and page."""
        room.enough(self.place, self.settings, self.reviews)
        with self._begun() as place:
            self._make(parts, place, "cards")
            final = _finish(place, self.outcome)
        place.ended()
        return final

    def dry(self, parts: Iterator[Part]) -> Outcome:
        """What would be made, in the order of the manifest; nothing is written."""
        with tempfile.TemporaryDirectory() as scratch:
            index = _index(self.place, Path(scratch)) if self.resume else None
            job = Job(self.settings, self.place, program(), str(Path.cwd()), index, "plan")
            for done in engine.Here().run(parts, job):
                self._add(done)
        return self.outcome

    def chosen(self, parts: Iterator[Part], *, dry: bool) -> Outcome:
        """All quotes are picked first, and the cards made of those that the run keeps."""
        with self._begun() as place:
            self._make(parts, place, "picks")
            count = self.outcome.parts
            keep = distinct.keep(lambda: _picked(place, count), self.settings)
            items = _kept(place, count, keep)
            second = replace(
                self, reviews=self.outcome.reviews, outcome=Outcome(seconds=self.outcome.seconds)
            )
            final = (second.dry if dry else second.cards)(plan.of_items(items))
        place.ended()
        final.reviews, final.left_out = self.outcome.reviews, keep.left_out
        return final

    @contextmanager
    def _begun(self) -> Iterator[Folder]:
        begun = self.place.begun()
        try:
            yield begun
        except BaseException:
            begun.left()
            raise

    def _make(self, parts: Iterator[Part], place: Folder, what: Literal["cards", "picks"]) -> None:
        index = _index(place, place.scratch) if self.resume else None
        made_by = engine.chosen(self.settings, self.reviews, careful=self.careful)
        job = Job(self.settings, place, program(), str(Path.cwd()), index, what)
        for done in made_by.run(parts, job):
            self._add(done)
            if self.outcome.parts % _ROOM_EVERY == 0:
                room.still(place, self.outcome)

    def _add(self, done: Report) -> None:
        self.outcome.add(done)
        self.report(self.outcome)


def _picked(place: Folder, parts: int) -> Iterator[Line]:
    """The quotes of all parts, in order."""
    for group in manifest.merged(place, parts):
        yield from (line for line in group.lines if not line["error"])


def _kept(place: Folder, parts: int, keep: distinct.Keep) -> Iterator[Item]:
    """What the run keeps, and the reviews that came to nothing, in order."""
    marks = iter(keep.marks)
    for group in manifest.merged(place, parts):
        codes = iter(group.codes)
        for line in group.lines:
            if line["error"]:
                yield Missed(line, next(codes), group.recipe)
            elif next(marks):
                yield record.quote_of(line)


def _ahead(parts: Iterator[Part]) -> tuple[Iterator[Part], int | None]:
    """The parts and how many reviews they hold, if they are few; None: more than pay for processes."""
    first: list[Part] = []
    count = 0
    for part in parts:
        first.append(part)
        count += part.count
        if count >= engine.WORTH_IT:
            return itertools.chain(first, parts), None
    return iter(first), count


def _count(outcome: Outcome, count: Callable[[], int | None]) -> None:
    outcome.total = count()


def _index(place: Folder, scratch: Path) -> Path | None:
    older = [path for path in place.runs() if path != place.scratch]
    return earlier.index(place.path / manifest.NAME, older, scratch / earlier.NAME)


# ---------------------------------------------------------------- the end


def _finish(place: Folder, so_far: Outcome) -> Outcome:
    """The parts' manifests become the manifest and the page; what they come to, each review counted once."""
    final = Outcome(parts=so_far.parts, total=so_far.total, seconds=so_far.seconds)
    if not so_far.made + so_far.kept:
        for group in manifest.merged(place, so_far.parts):
            _count_in(final, group)
        return final
    page = _Page()
    with place.writing(manifest.NAME) as stream, closing(manifest.Seen()) as names:
        before = place.exists(manifest.NAME)
        for group in manifest.merged(place, so_far.parts):
            stream.write(group.rows)
            _count_in(final, group)
            page.add(group)
            if before:
                for line in group.lines:
                    names.new(str(line["card"]))
        strange = (card for card in manifest.cards(place) if card not in names)
        final.strangers = sum(place.exists(card) for card in strange)
        place.put(INDEX, page.html(final.made + final.kept).encode("utf-8"))
    return final


def _count_in(outcome: Outcome, group: Group) -> None:
    outcome.reviews += 1
    outcome.made += group.made
    outcome.kept += group.kept
    outcome.errors += len(group.codes)
    if group.codes and len(outcome.failures) < TOLD:
        wrong = (line for line in group.lines if line["error"])
        for line, code in zip(wrong, group.codes, strict=True):
            outcome.fail(where(line), line["error"], code)


@dataclass(slots=True)
class _Page:
    """The lines that the page shows: the first cards and the first failures."""

    lines: list[Line] = field(default_factory=list)
    cards: int = 0
    failures: int = 0

    def add(self, group: Group) -> None:
        if self.cards >= ON_PAGE and (not group.codes or self.failures >= TOLD):
            return
        for line in group.lines:
            if line["error"]:
                self.failures += 1
                self.lines.append(line)
            elif self.cards < ON_PAGE:
                self.cards += 1
                self.lines.append(line)

    def html(self, cards: int) -> str:
        from quotecards import gallery

        return gallery.page(self.lines, TITLE if cards <= ON_PAGE else f"{TITLE}: {ON_PAGE:,} of {cards:,}")
