"""Stage 1: what a user names becomes the files that hold reviews."""

from __future__ import annotations

import os
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards.errors import SourceEmpty, SourceError, SourceMissing, UsageError
from quotecards.read import exports
from quotecards.storage import Object, is_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quotecards.storage import File

_REASONS = {
    PermissionError: ("may not be read: permission denied.", "Change its permissions, or copy it."),
    IsADirectoryError: ("is a folder, not a file.", "Name a file in it."),
}


def files(source: str, suffixes: tuple[str, ...]) -> Iterator[File | SourceError]:
    """A path, an address or a pattern becomes files: a named one whatever its suffix, of folders the known suffixes.

    Sorted by name, so that the same source always gives the same order; hidden files are passed over.
    """
    if is_address(source):
        yield from _stored(Object(source), suffixes)
        return
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


def unreadable(path: File, error: OSError | UsageError) -> SourceError:
    """What the system, or a storage, said about a file, as an error that says what to do."""
    if isinstance(error, UsageError):
        return SourceError(error.what, where=error.where, remedy=error.remedy)
    if isinstance(path, Object):
        what = f"cannot be read: {error.strerror or error}."
        return SourceError(what, where=str(path), remedy="Check the address, and what the environment tells.")
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


def _stored(source: Object, suffixes: tuple[str, ...]) -> Iterator[Object | SourceError]:
    """An address becomes its object, or those below it, or those that it matches as a pattern."""
    try:
        if source.is_file():
            yield source
        elif has_magic(source.address):
            yield from _chosen(source, source.matching(), suffixes)
        else:
            yield from _chosen(source, _below(source), suffixes)
    except (OSError, UsageError) as error:
        yield unreadable(source, error)


def _chosen(
    source: Object, found: Iterable[Object], suffixes: tuple[str, ...]
) -> Iterator[Object | SourceError]:
    none = True
    for one in found:
        if _is_review(one.name, suffixes):
            none = False
            yield one
    if none:
        yield SourceMissing(
            "there are no reviews at this address.",
            where=source.address,
            remedy=f"Check the address; reviews are files ending in {', '.join(suffixes)}.",
        )


def _below(source: Object) -> Iterator[Object]:
    """The objects below an address, folder by folder, as in a folder of files."""
    waiting = [source]
    while waiting:
        place = waiting.pop()
        folders, objects = place.listed()
        yield from (objects[name] for name in exports.files(objects.keys()))
        waiting += [place.below(name) for name in reversed(exports.folders(folders, objects.keys()))]


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
