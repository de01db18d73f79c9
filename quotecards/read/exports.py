"""Stage 1: of the files that stand together in a folder, which are reviews' own and which only come with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from quotecards.datafiles import load, packaged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True, slots=True)
class _Known:
    """The data file: exports as (their files of reviews, the files that tell them), names of folders."""

    exports: tuple[tuple[tuple[str, ...], frozenset[str]], ...]
    page_suffixes: tuple[str, ...]
    page_endings: tuple[str, ...]
    system: frozenset[str]


def files(names: Collection[str]) -> list[str]:
    """The files of one folder that may be reviews, sorted: of a known export only those with the reviews."""
    export = _export(names)
    return sorted(name for name in names if not name.startswith(".")) if export is None else list(export)


def folders(names: Iterable[str], beside: Collection[str]) -> list[str]:
    """The folders in a folder that may hold reviews, sorted; `beside` are the files next to them."""
    if _export(beside) is not None:
        return []
    known = _known()
    pages = {PurePath(name).stem for name in beside if name.lower().endswith(known.page_suffixes)}
    of_pages = {page + ending for page in pages for ending in known.page_endings}
    return sorted(
        name
        for name in names
        if not name.startswith(".") and name not in of_pages and name not in known.system
    )


def _export(names: Collection[str]) -> tuple[str, ...] | None:
    """The files of reviews, if these files are a known export."""
    return next(
        (
            reviews
            for reviews, signs in _known().exports
            if len(signs.intersection(names)) >= 2 and all(name in names for name in reviews)
        ),
        None,
    )


@cache
def _known() -> _Known:
    data = load(packaged("read", "exports.toml"))
    return _Known(
        exports=tuple((tuple(one["reviews"]), frozenset(one["signs"])) for one in data["exports"]),
        page_suffixes=tuple(data["pages"]["suffixes"]),
        page_endings=tuple(data["pages"]["endings"]),
        system=frozenset(data["system"]["folders"]),
    )
