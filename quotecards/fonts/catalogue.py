"""The catalogue of families: names in a data file become font files on this machine.

The packaged copy comes first, then the repository's `fonts/` beside the package; the user's own
`fonts.toml` and `fonts/` in their folder add families or replace them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from quotecards import datafiles
from quotecards.errors import DataError, FontError, UsageError, near
from quotecards.models import Face

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotecards.fonts.shapes import Style

_ROOM = Path(__file__).resolve().parent.parent
FIELDS = {"label", "use", "roman", "italic", "axes", "optical", "beyond", "apart", "last", "forms"}


@dataclass(frozen=True, slots=True)
class Family:
    """A family of fonts: the files of each slope in the order they are searched.

    `axes` are (tag, least, most); `optical` is the axis that follows the size in px; `apart` are letters
    of the italic that are never joined. A family with a number in `last` is searched after all others, in
    the order of the numbers; those whose `forms` are asked for go before.
    """

    name: str
    label: str
    use: str
    roman: tuple[Path, ...]
    italic: tuple[Path, ...]
    axes: tuple[tuple[str, float, float], ...] = ()
    optical: str | None = None
    beyond: str | None = None
    apart: tuple[str, ...] = ()
    last: int | None = None
    forms: tuple[str, ...] = ()


def folder() -> Path:
    """Where the fonts lie: the packaged copy, or the repository's beside the package."""
    for place in (_ROOM / "fonts_files", _ROOM.parent / "fonts"):
        if place.is_dir():
            return place
    raise FontError(
        "The fonts are nowhere to be found.",
        where=str(_ROOM / "fonts_files"),
        remedy="Install quotecards again, or run it from a complete checkout.",
    )


def families() -> dict[str, Family]:
    """All families by name; a family of the user's wins over the package's of the same name.

    Raises:
        DataError: a catalogue is wrong, or a file that it names is not there.

    """
    return dict(_all(os.environ.get("QUOTECARDS_HOME", "")))


@cache
def _all(_home: str) -> dict[str, Family]:
    found: dict[str, Family] = {}
    for path in reversed(datafiles.find("fonts.toml")):
        own = path.parent != datafiles.packaged()
        place = path.parent / "fonts" if own else folder()
        found.update(
            {name: _family(path, place, name, table) for name, table in datafiles.load(path).items()}
        )
    return dict(sorted(found.items()))


class _Keeps(Protocol):
    """A function that keeps what it has returned."""

    def cache_clear(self) -> None: ...


_F = TypeVar("_F", bound=_Keeps)
_keeping: list[Callable[[], None]] = []


def by_style(function: _F) -> _F:
    """What a function keeps by a style or the name of a family is forgotten with the catalogue."""
    _keeping.append(function.cache_clear)
    return function


def forget() -> None:
    """The catalogue is read anew, as after a font was added, and what was measured by it is forgotten."""
    for forgotten in (_all.cache_clear, *_keeping):
        forgotten()


def family(name: str) -> Family:
    """The family of a name.

    Raises:
        UsageError: there is none of that name.

    """
    known = _all(os.environ.get("QUOTECARDS_HOME", ""))
    if name not in known:
        hint = near(name, known) or f"There are {', '.join(known)}."
        raise UsageError(f"There is no font family called {name!r}.", remedy=hint)
    return known[name]


class Stack:
    """Faces to search for a glyph, the family's own first; one and the same object for the same faces."""

    __slots__ = ("apart", "faces")

    def __init__(self, faces: tuple[Face, ...], apart: tuple[str, ...] = ()) -> None:
        self.faces, self.apart = faces, apart


@by_style
@lru_cache(maxsize=4096)
def stack(style: Style, size: float) -> Stack:
    """A style at a size in px becomes the faces to search for a glyph."""
    return _stack(style.family, style.italic, style.axes, _optical(family(style.family), size), style.forms)


def optical(style: Style) -> tuple[float, float] | None:
    """The sizes in px between which a style changes with its size; None where it does not."""
    one = family(style.family)
    return next(((least, most) for tag, least, most in one.axes if tag == one.optical), None)


def _optical(one: Family, size: float) -> float:
    """The size that the fonts still tell apart: beyond the end of the optical axis nothing changes."""
    for tag, least, most in one.axes:
        if tag == one.optical:
            return min(max(size, least), most)
    return 0.0


@by_style
@cache
def _stack(name: str, italic: bool, axes: tuple[tuple[str, float], ...], optical: float, forms: str) -> Stack:
    chain: list[str] = []
    asked: str | None = name
    while asked is not None and asked not in chain:
        chain.append(asked)
        asked = family(asked).beyond
    chain += [last for last in _lasts(forms) if last not in chain]
    faces = []
    for one in map(family, chain):
        settings = _settings(one, dict(axes), optical)
        faces += [Face(str(path), settings) for path in (italic and one.italic) or one.roman]
    return Stack(tuple(faces), family(name).apart if italic else ())


def _lasts(forms: str) -> list[str]:
    """The families that are searched after all others, those of a language's forms first."""
    found = [one for one in families().values() if one.last is not None]
    return [one.name for one in sorted(found, key=lambda one: (forms not in one.forms, one.last, one.name))]


def _settings(one: Family, axes: dict[str, float], optical: float) -> tuple[tuple[str, float], ...]:
    wanted = {**axes, one.optical: optical} if one.optical else axes
    return tuple((tag, min(max(wanted[tag], least), most)) for tag, least, most in one.axes if tag in wanted)


def _family(path: Path, place: Path, name: str, table: Any) -> Family:
    def wrong(field: str, what: str) -> DataError:
        where = f"{path}:{datafiles.line_of(path, f'{name}.{field}' if field else name)}"
        return DataError(f"family {name}: {what}", where=where)

    if not isinstance(table, dict) or not table.get("roman"):
        raise wrong("", 'needs a table with at least roman = ["FILE.ttf"].')
    if unknown := set(table) - FIELDS:
        raise wrong(
            min(unknown), f"there is no field {min(unknown)!r}; known are {', '.join(sorted(FIELDS))}."
        )
    files = {slope: tuple(place / file for file in table.get(slope, ())) for slope in ("roman", "italic")}
    for slope, paths in files.items():
        if missing := [file for file in paths if not file.is_file()]:
            raise wrong(slope, f"{missing[0]} is not there.")
    axes = tuple(sorted((tag, float(low), float(high)) for tag, (low, high) in table.get("axes", {}).items()))
    return Family(
        name=name,
        label=table.get("label", name),
        use=table.get("use", ""),
        roman=files["roman"],
        italic=files["italic"],
        axes=axes,
        optical=table.get("optical"),
        beyond=table.get("beyond"),
        apart=tuple(table.get("apart", ())),
        last=table.get("last"),
        forms=tuple(table.get("forms", ())),
    )
