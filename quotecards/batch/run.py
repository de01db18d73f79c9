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
from quotecards.batch.bucket import Bucket
from quotecards.batch.outcome import TOLD, Outcome
from quotecards.batch.part import Missed
from quotecards.batch.place import Folder
from quotecards.batch.process import Job, where
from quotecards.batch.recipe import program
from quotecards.errors import UsageError
from quotecards.storage import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from quotecards.batch.part import Item, Part
    from quotecards.batch.place import Place
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
    parts = plan.of_items(tasks)
    return _run(parts, settings, lambda: None, anywhere=True, resume=resume, dry=dry, report=report)


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
        anywhere=all("://" in source or source == "-" for source in sources),
        resume=resume,
        dry=dry,
        report=report,
    )


def target(out: Path | str) -> Place:
    """Where cards go: a folder, or an address on object storage.

    Raises:
        UsageError: it is an address of another kind.

    """
    if is_address(str(out)):
        return Bucket(str(out).rstrip("/"))
    if "://" in str(out):
        raise UsageError(
            "cards cannot be written to an address of this kind.",
            where="--out",
            remedy="Name a folder, or object storage: s3://BUCKET/NAME.",
        )
    return Folder(Path(out))


def _run(
    parts: Iterator[Part],
    settings: Settings,
    count: Callable[[], int | None],
    *,
    anywhere: bool,
    resume: bool,
    dry: bool,
    report: Callable[[Outcome], None],
) -> Outcome:
    parts, reviews = _ahead(parts)
    out = target(settings.out)
    anywhere = anywhere and isinstance(out, Bucket) and not settings.still
    folder = "" if anywhere else str(Path.cwd())
    run = _Run(settings, out, folder, reviews, report, resume=resume, careful=out.died())
    if reviews is None and not dry:
        threading.Thread(target=_count, args=(run.outcome, count), daemon=True).start()
    if not (settings.distinct or settings.per_film):
        return run.dry(parts) if dry else run.cards(parts)
    return run.chosen(parts, dry=dry)


@dataclass(slots=True)
class _Run:
    """A run and what it has come to so far.

    `folder` is the working folder from which all paths are seen, "" if there are none but addresses;
    `reviews` are so few that they are counted already, or None; `careful`: a run before it died.
    """

    settings: Settings
    place: Place
    folder: str
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
            job = Job(self.settings, self.place, program(), self.folder, index, "plan")
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
    def _begun(self) -> Iterator[Place]:
        begun = self.place.begun()
        try:
            yield begun
        except BaseException:
            begun.left()
            raise

    def _make(self, parts: Iterator[Part], place: Place, what: Literal["cards", "picks"]) -> None:
        with place.desk() as desk:
            made = _index(place, desk) if self.resume else None
            index = place.shared(made) if made else None
        made_by = engine.chosen(self.settings, self.reviews, careful=self.careful)
        job = Job(self.settings, place, program(), self.folder, index, what)
        for done in made_by.run(parts, job):
            self._add(done)
            if self.outcome.parts % _ROOM_EVERY == 0:
                room.still(place, self.outcome)

    def _add(self, done: Report) -> None:
        self.outcome.add(done)
        self.report(self.outcome)


def _picked(place: Place, parts: int) -> Iterator[Line]:
    """The quotes of all parts, in order."""
    for group in manifest.merged(place, parts):
        yield from (line for line in group.lines if not line["error"])


def _kept(place: Place, parts: int, keep: distinct.Keep) -> Iterator[Item]:
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


def _index(place: Place, desk: Path) -> Path | None:
    return earlier.index(place.file(manifest.NAME), place.older(), desk / earlier.NAME)


# ---------------------------------------------------------------- the end


def _finish(place: Place, so_far: Outcome) -> Outcome:
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
