"""`quotecards palettes|layouts|sizes|fonts list|show|new`: what there is to choose from."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotecards.cli import console, fonts, new, options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of thing: its plural and singular, how to get all and one, and its line in a list."""

    plural: str
    singular: str
    every: Callable[[], Mapping[str, Any]]
    one: Callable[[str], Any]
    line: Callable[[Any], str]


def groups() -> list[typer.Typer]:
    """The four groups of commands, each with `list` and `show`; one's own can be made or added."""
    made = [_group(kind) for kind in (_PALETTES, _LAYOUTS, _SIZES, _FONTS)]
    made[0].command("new")(new.palette)
    made[1].command("new")(new.layout)
    made[-1].command("add")(fonts.add)
    return made


def _group(kind: _Kind) -> typer.Typer:
    group = typer.Typer(
        name=kind.plural,
        help=f"The {kind.plural} there are.",
        rich_markup_mode=None,
    )

    def listed(as_json: options.Json = False) -> None:
        things = kind.every()
        if as_json:
            console.result_json([{"name": name} | _facts(thing) for name, thing in things.items()])
            return
        widest = max(map(len, things), default=0)
        for name, thing in things.items():
            console.result(f"{name:<{widest}}  {kind.line(thing)}".rstrip())

    def show(
        name: Annotated[str, typer.Argument(help="A name that list names.")],
        as_json: options.Json = False,
    ) -> None:
        facts = {"name": name} | _facts(kind.one(name))
        if as_json:
            console.result_json([facts])
            return
        widest = max(map(len, facts))
        for field, value in facts.items():
            console.result(f"{field:<{widest}}  {_plain(value)}")

    group.command("list", help=f"List the {kind.plural}.")(listed)
    group.command("show", help=f"Show all of one {kind.singular}.")(show)
    return group


# ---------------------------------------------------------------- the kinds


def _palettes() -> Mapping[str, Any]:
    from quotecards.layout.palettes import palettes

    return palettes()


def _palette(name: str) -> Any:
    from quotecards.layout.palettes import palette

    return palette(name)


def _layouts() -> Mapping[str, Any]:
    from quotecards.layout.layouts import layouts

    return layouts()


def _layout(name: str) -> Any:
    from quotecards.layout.layouts import layout

    return layout(name)


def _sizes() -> Mapping[str, Any]:
    from quotecards.sizes import sizes

    return sizes()


def _size(name: str) -> Any:
    from quotecards.sizes import size

    return size(name)


def _families() -> Mapping[str, Any]:
    from quotecards.fonts import families

    return families()


def _family(name: str) -> Any:
    from quotecards.fonts import family

    return family(name)


def swatches(palette: Any) -> str:
    """The colours as blocks where colours are welcome, then the mood."""
    colours = (*palette.stops, palette.panel, palette.ink, palette.accent, palette.ornament)
    blocks = "".join(f"\x1b[48;2;{_rgb(colour)}m  " for colour in colours) + "\x1b[0m  "
    return (blocks if console.in_colour() else "") + str(palette.mood)


def _rgb(colour: str) -> str:
    return ";".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))


_PALETTES = _Kind("palettes", "palette", _palettes, _palette, swatches)
_LAYOUTS = _Kind("layouts", "layout", _layouts, _layout, lambda one: str(getattr(one, "idea", "")))
_SIZES = _Kind("sizes", "size", _sizes, _size, lambda one: f"{one.width} × {one.height} px")
_FONTS = _Kind("fonts", "font family", _families, _family, lambda one: f"{one.label}: {one.use}")


# ---------------------------------------------------------------- any of them as plain values


def _facts(thing: Any) -> dict[str, Any]:
    return {field.name: _value(getattr(thing, field.name)) for field in dataclasses.fields(thing)}


def _value(value: Any) -> Any:
    """Frozen values become what JSON knows."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _facts(value)
    if isinstance(value, dict):
        return {str(name): _value(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(one) for one in value]
    if isinstance(value, Path):
        return str(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _plain(value: Any) -> str:
    """A value on one line for people."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return "" if value is None else str(value)
