"""`--watch`: what a card is made of is looked at again and again, and the card made anew when it was saved."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards.cli import console
from quotecards.errors import QuotecardsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from quotecards.settings import Settings

PAUSE = 0.3  # seconds between two looks
_FOLDERS = ("palettes", "layouts", "templates")
_FILES = ("sizes.toml", "fonts.toml", "config.toml")


def watch(make: Callable[[], None], files: Callable[[], Iterable[Path]]) -> None:
    """Make once, then again whenever one of the files has changed, until Ctrl-C; mistakes are told."""
    _try(make)
    console.say("Watching; a file that is saved makes the card anew. Ctrl-C ends it.")
    try:
        for changed in changes(files):
            console.say(f"{changed.name} was saved.")
            _try(make)
    except KeyboardInterrupt:
        console.say("")


def changes(files: Callable[[], Iterable[Path]]) -> Iterator[Path]:
    """A file whenever one is new, gone or another than at the last look."""
    before = _stamps(files())
    while True:
        time.sleep(PAUSE)
        now = _stamps(files())
        if now != before:
            changed = min(path for path in now | before if now.get(path) != before.get(path))
            before = now
            yield changed


def of(settings: Settings, source: str | None) -> Iterator[Path]:
    """The files that a card depends on: the user's own data, the settings, the source and its sidecar, the still."""
    from quotecards.datafiles import home

    for kind in _FOLDERS:
        yield from sorted((home() / kind).glob("*.*"))
    yield from (home() / name for name in _FILES)
    yield Path("quotecards.toml")
    for named in (source, settings.still):
        if named:
            path = Path(named).expanduser()
            yield from (path, path.with_suffix(".toml"))


def _stamps(files: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    found = {}
    for path in files:
        try:
            told = path.stat()
        except OSError:
            continue
        found[path] = (told.st_mtime_ns, told.st_size)
    return found


def _try(make: Callable[[], None]) -> None:
    from quotecards.layout import forget

    forget()
    try:
        make()
    except QuotecardsError as error:
        console.warn(error)
