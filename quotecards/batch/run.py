"""The run of a batch: parts are made by an engine, then manifest and gallery are put together from them."""

from __future__ import annotations

import itertools
import tempfile
import threading
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards.batch import earlier, engine, manifest, plan, room
from quotecards.batch.outcome import TOLD, Outcome
from quotecards.batch.place import Folder
from quotecards.batch.process import Job, where
from quotecards.batch.recipe import program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from quotecards.batch.part import Item, Part
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
    if dry:
        return _dry(parts, settings, report, resume=resume)
    place = Folder(settings.out)
    room.enough(place, settings, reviews)
    careful = place.died()
    begun = place.begun()
    outcome = Outcome(total=reviews)
    if reviews is None:
        threading.Thread(target=_count, args=(outcome, count), daemon=True).start()
    try:
        index = _index(begun, begun.scratch) if resume else None
        made_by = engine.chosen(settings, reviews, careful=careful)
        for done in made_by.run(parts, Job(settings, begun, program(), str(Path.cwd()), index)):
            outcome.add(done)
            report(outcome)
            if outcome.parts % _ROOM_EVERY == 0:
                room.still(begun, outcome)
        final = _finish(begun, outcome)
    except BaseException:
        begun.left()
        raise
    begun.ended()
    return final


def _dry(
    parts: Iterator[Part], settings: Settings, report: Callable[[Outcome], None], *, resume: bool
) -> Outcome:
    """What would be made, in the order of the manifest; nothing is written."""
    outcome = Outcome()
    place = Folder(settings.out)
    with tempfile.TemporaryDirectory() as scratch:
        index = _index(place, Path(scratch)) if resume else None
        job = Job(settings, place, program(), str(Path.cwd()), index, dry=True)
        for done in engine.Here().run(parts, job):
            outcome.add(done)
            report(outcome)
    return outcome


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
