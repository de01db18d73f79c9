"""Stage 8, its plan: a layout's data, reckoned for one size and one palette. Nothing of it depends on words."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from quotecards.errors import DataError
from quotecards.fonts import Style
from quotecards.layout import geometry
from quotecards.layout.rules import Costs, rules
from quotecards.models import Box, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotecards.layout.layouts import Layout
    from quotecards.layout.palettes import Palette
    from quotecards.layout.sizes import Size


@dataclass(frozen=True, slots=True)
class QuotePlan:
    """Where the quote stands and how it is set; `after` is what follows its closing mark."""

    box: Box
    style: Style
    largest: int
    least: int
    leading: float
    weight: float
    reading: bool
    colour: str
    costs: Costs
    after: str
    fill: float
    step: float
    rows: int


@dataclass(frozen=True, slots=True)
class CreditPlan:
    """Where the credit stands: on the bottom of `box`; `sizes` in the order they are tried."""

    box: Box
    style: Style
    form: str
    sizes: tuple[float, ...]
    colour: str
    row_letters: int
    rule: float


@dataclass(frozen=True, slots=True)
class TitlePlan:
    """The film's title, cropped by `box`: its baseline stands `sink` em below, its end `over` em beyond."""

    box: Box
    style: Style
    largest: float
    left: float
    right: float
    top: float
    sink: float
    over: float
    leading: float
    colour: str


@dataclass(frozen=True, slots=True)
class HeadPlan:
    """The running head: film to the left, year to the right."""

    box: Box
    style: Style
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class MarkerPlan:
    """The stroke of a marker under words that matter."""

    colour: str
    opacity: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A layout at a size in a palette."""

    layout: Layout
    size: Size
    palette: Palette
    base: tuple[Part, ...]
    quote: QuotePlan
    credit: CreditPlan
    title: TitlePlan | None = None
    head: HeadPlan | None = None
    marker: MarkerPlan | None = None


class _Table:
    """One table of a layout's file, read field by field; what nobody asked for is a mistake."""

    def __init__(self, layout: Layout, place: str, raw: dict[str, Any], names: Mapping[str, Any]) -> None:
        self.layout, self.place, self.raw, self.names = layout, place, raw, names
        self.asked: set[str] = set()

    def number(self, name: str, default: float | None = None) -> float:
        return geometry.number(self._raw(name, default), self.names)

    def whole(self, name: str, default: int | None = None) -> int:
        return round(self.number(name, default))

    def colour(self, name: str) -> str:
        return geometry.colour(self._raw(name, None), self.names)

    def box(self) -> Box:
        edges = self._raw("box", [0, 0, "W", "H"])
        if not isinstance(edges, list) or len(edges) != 4:
            raise DataError("box: left, top, right and bottom are needed.")
        return Box(*(geometry.number(edge, self.names) for edge in edges))

    def text(self, name: str, default: str | None = None) -> str:
        return str(self._raw(name, default))

    def flag(self, name: str, *, default: bool) -> bool:
        return bool(self._raw(name, default))

    def numbers(self, name: str) -> tuple[float, ...]:
        return tuple(geometry.number(value, self.names) for value in self._raw(name, None))

    def style(self, family: str | None = None) -> Style:
        axes = self._raw("axes", {})
        if not isinstance(axes, dict):
            raise DataError("axes: a table of tags and values is needed, { wght = 330 }.")
        return Style(
            family=self.text("family", family),
            italic=self.flag("italic", default=False),
            axes=tuple(sorted((tag, float(value)) for tag, value in axes.items())),
            tracking=self.number("tracking", 0.0),
        )

    def costs(self) -> Costs:
        """The costs of breaking, where the layout weighs some of its own."""
        own = self._raw("costs", {})
        known = {field.name for field in fields(Costs)}
        if not isinstance(own, dict) or not set(own) <= known:
            raise DataError(f"costs: known are {', '.join(sorted(known))}.")
        return replace(rules().costs, **own)

    def part(self) -> Part:
        kind, box = self.text("kind"), self.box()
        colours = self._raw("colours", [])
        opacity = self.number("opacity", 1.0)
        others = sorted(set(self.raw) - self.asked)
        values = tuple((name, self.number(name)) for name in others)
        return Part(kind, box, tuple(geometry.colour(one, self.names) for one in colours), opacity, values)

    def done(self) -> None:
        for name in self.raw:
            if name not in self.asked:
                near = difflib.get_close_matches(name, self.asked, n=1)
                raise self.layout.wrong(
                    f"{self.place}.{name}", f"no such field.{f' Did you mean {near[0]}?' if near else ''}"
                )

    def _raw(self, name: str, default: Any) -> Any:
        self.asked.add(name)
        value = self.raw.get(name, default)
        if value is None:
            raise self.layout.wrong(self.place, f"the field {name} is missing.")
        return value


@lru_cache(maxsize=512)
def plan(layout: Layout, size: Size, palette: Palette) -> Plan:
    """A layout becomes boxes in px, colours and the parts of its base.

    Raises:
        DataError: the layout's file says something that cannot be reckoned.

    """
    tables = layout.at(size)
    names = _names(layout, size, palette, tables.pop("let", {}))
    made: dict[str, Any] = {
        name: _built(layout, name, table, names, MAKERS[name]) for name, table in tables.items()
    }
    base = tuple(
        _built(layout, f"base.{index}", table, names, lambda table: _part(table, palette))
        for index, table in enumerate(layout.tables.get("base", ()))
    )
    return Plan(layout=layout, size=size, palette=palette, base=base, **made)


def _built(layout: Layout, place: str, raw: dict[str, Any], names: Mapping[str, Any], maker: Any) -> Any:
    table = _Table(layout, place, raw, names)
    try:
        made = maker(table)
    except DataError as error:
        if error.where:
            raise
        raise layout.wrong(place, error.what) from error
    table.done()
    return made


def _names(layout: Layout, size: Size, palette: Palette, let: dict[str, Any]) -> dict[str, Any]:
    safe = size.safe
    names: dict[str, Any] = {
        "W": float(size.width),
        "H": float(size.height),
        "safe.left": safe.left,
        "safe.top": safe.top,
        "safe.right": safe.right,
        "safe.bottom": safe.bottom,
        "black": "#000000",
        "white": "#FFFFFF",
        "ink": palette.ink,
        "accent": palette.accent,
        "panel": palette.panel,
        "ornament": palette.ornament,
        "panel_opacity": palette.panel_opacity,
        **{f"stop{number}": stop for number, stop in enumerate(palette.stops, 1)},
    }
    for name, expression in let.items():
        try:
            names[name] = geometry.evaluate(expression, names)
        except DataError as error:
            raise layout.wrong(f"let.{name}", error.what) from error
    return names


def _part(table: _Table, palette: Palette) -> Part:
    """A part of the base; the ground and its lamp take the palette's own colours."""
    part = table.part()
    if part.kind == "ground":
        return replace(part, colours=palette.stops, values=(("angle", palette.angle),))
    if part.kind == "lamp":
        return replace(part, colours=(palette.stops[1],))
    return part


def _quote(table: _Table) -> QuotePlan:
    return QuotePlan(
        box=table.box(),
        style=table.style(),
        largest=table.whole("largest"),
        least=table.whole("least"),
        leading=table.number("leading"),
        weight=table.number("weight", 22),
        reading=table.flag("reading", default=True),
        colour=table.colour("colour"),
        costs=table.costs(),
        after=table.text("after", ""),
        fill=table.number("fill", 0.0),
        step=table.number("step", 1.0),
        rows=table.whole("rows", 0),
    )


def _credit(table: _Table) -> CreditPlan:
    rule = rules().credit
    axes = tuple(sorted((tag, float(value)) for tag, value in rule.axes.items()))
    return CreditPlan(
        box=table.box(),
        style=Style(rule.family, axes=axes),
        form=table.text("form", "stacked"),
        sizes=table.numbers("sizes"),
        colour=table.colour("colour"),
        row_letters=table.whole("row_letters", 0),
        rule=table.number("rule", 0),
    )


def _title(table: _Table) -> TitlePlan:
    return TitlePlan(
        box=table.box(),
        style=table.style(),
        largest=table.number("largest"),
        left=table.number("left"),
        right=table.number("right"),
        top=table.number("top"),
        sink=table.number("sink"),
        over=table.number("over", 0.0),
        leading=table.number("leading"),
        colour=table.colour("colour"),
    )


def _head(table: _Table) -> HeadPlan:
    return HeadPlan(
        box=table.box(), style=table.style(), size=table.number("size"), colour=table.colour("colour")
    )


def _marker(table: _Table) -> MarkerPlan:
    return MarkerPlan(colour=table.colour("colour"), opacity=table.number("opacity"))


MAKERS: dict[str, Any] = {
    "quote": _quote,
    "credit": _credit,
    "title": _title,
    "head": _head,
    "marker": _marker,
}
