"""What a review's cards are made from, as one hash: the same recipe makes the same bytes.

It covers the review with all that is known of it, the settings that shape a card, the pictures they name,
and the program with its data files and the user's; so a changed palette or a new version makes new cards.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards import __version__
from quotecards.datafiles import home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.models import Quote, Review
    from quotecards.settings import Settings

# Where, by whom and within what limits a card is made, and which of them a whole run keeps.
_NOT_SHAPING = (
    "out",
    "jobs",
    "engine",
    "scheduler",
    "review_seconds",
    "review_memory",
    "distinct",
    "per_film",
)
_USER_FOLDERS = ("palettes", "layouts", "fonts", "templates")
_USER_FILES = ("sizes.toml", "fonts.toml")


def recipe(task: Review | Quote, settings: Settings) -> str:
    """A task under the settings becomes 16 hexadecimal characters."""
    shaping = dataclasses.asdict(settings)
    for name in _NOT_SHAPING:
        del shaping[name]
    told = [program(), shaping, _picture(settings.still), _picture(settings.logo), dataclasses.asdict(task)]
    facts = json.dumps(told, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def _picture(path: str | None) -> str | None:
    """A still's or logo's contents as a hash: another picture under the same name makes other cards."""
    if path is None or not Path(path).is_file():
        return None
    found = Path(path).stat()
    return _contents(path, found.st_size, found.st_mtime_ns)


@cache
def _contents(path: str, _size: int, _changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


@cache
def program() -> str:
    """The version and the contents of the program and of the user's data files, as one hash."""
    digest = hashlib.sha256(__version__.encode())
    for name, path in _files():
        digest.update(name.encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files() -> Iterator[tuple[str, Path]]:
    package = Path(__file__).resolve().parent.parent
    roots = [package, *(home() / kind for kind in _USER_FOLDERS)]
    if not (package / "fonts_files").is_dir():  # a checkout: its fonts lie beside the package
        roots.insert(1, package.parent / "fonts")
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"{root.name}/{path.relative_to(root).as_posix()}", path
    for name in _USER_FILES:
        if (home() / name).is_file():
            yield name, home() / name
