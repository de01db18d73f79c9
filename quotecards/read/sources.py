"""Stage 1: what a user names becomes the files that hold reviews."""

from __future__ import annotations

import os
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards.errors import SourceEmpty, SourceError, SourceMissing
from quotecards.read import exports

if TYPE_CHECKING:
    from collections.abc import Iterator

_REASONS = {
    PermissionError: ("may not be read: permission denied.", "Change its permissions, or copy it."),
    IsADirectoryError: ("is a folder, not a file.", "Name a file in it."),
}


def files(source: str, suffixes: tuple[str, ...]) -> Iterator[Path | SourceError]:
    """A path or a pattern becomes files: a named file whatever its suffix, of folders the known suffixes.

    Sorted by name, so that the same source always gives the same order; hidden files are passed over.
    """
    path = _at_home(source)
    if _exists(path):
        yield from _expanded(path, suffixes)
    elif has_magic(source):
        yield from _matching(source, suffixes)
    else:
        yield SourceMissing(
            "there is no such file or folder.",
            where=source,
            remedy=f"Looked in {path.absolute().parent}; check the spelling.",
        )


def unreadable(path: Path, error: OSError) -> SourceError:
    """What the system said about a file, as an error that says what to do."""
    usual = (f"cannot be read: {(error.strerror or str(error)).lower()}.", "Check the file and its disk.")
    what, remedy = _REASONS.get(type(error), usual)
    return SourceError(what, where=str(path), remedy=remedy)


def _at_home(source: str) -> Path:
    """A path with its ~ resolved, where there is such a home."""
    try:
        return Path(source).expanduser()
    except RuntimeError:
        return Path(source)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long a name, a NUL in it: no file either way
        return False


def _expanded(path: Path, suffixes: tuple[str, ...]) -> Iterator[Path | SourceError]:
    """A file stays one; a folder becomes its files, at any depth."""
    if not path.is_dir():
        yield path
        return
    found = False
    refused: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=refused.append):
        folders[:] = exports.folders(folders, names)
        for name in exports.files(names):
            if _is_review(name, suffixes):
                found = True
                yield Path(folder, name)
    yield from (unreadable(Path(error.filename or path), error) for error in refused)
    if not found and not refused:
        yield SourceEmpty(
            "holds no reviews.", where=str(path), remedy=f"Put files ending in {', '.join(suffixes)} there."
        )


def _matching(pattern: str, suffixes: tuple[str, ...]) -> Iterator[Path | SourceError]:
    """A pattern becomes the files it matches; `**` goes into folders."""
    found_names = glob(str(_at_home(pattern)), recursive=True)  # noqa: PTH207 - takes absolute patterns
    matches = [Path(name) for name in sorted(found_names)]
    chosen = [path for path in matches if path.is_dir() or _is_review(path.name, suffixes)]
    if not matches:
        yield SourceMissing(
            "no file matches this pattern.",
            where=pattern,
            remedy="Quote a pattern only if the program shall expand it.",
        )
    elif not chosen:
        yield SourceEmpty(
            "what matches this pattern are no reviews.",
            where=pattern,
            remedy=f"Reviews are files ending in {', '.join(suffixes)}.",
        )
    seen: set[Path] = set()
    for path in chosen:
        for found in _expanded(path, suffixes):
            if found not in seen:
                yield found
            if isinstance(found, Path):
                seen.add(found)


def _is_review(name: str, suffixes: tuple[str, ...]) -> bool:
    return not name.startswith(".") and name.lower().endswith(suffixes)
