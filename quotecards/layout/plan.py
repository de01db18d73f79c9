"""Stage 8, its plan: a layout's data, reckoned for one size and one palette. Nothing of it depends on words."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from quotecards.colour import mix
from quotecards.errors import DataError
from quotecards.fonts import Style
from quotecards.layout import geometry
from quotecards.layout.ornaments import frame
from quotecards.layout.rules import Costs, rules
from quotecards.models import Box, Glow, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotecards.layout.layouts import Layout
    from quotecards.layout.palettes import Palette
    from quotecards.layout.sizes import Size
    from quotecards.models import Still

BLACK = "#000000"


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
    align: str = "left"
    stand: str = "top"
    marks: bool = True
    close: float = 0.0
    glow: tuple[Glow, ...] = ()


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
    align: str = "left"
    pin: str = "bottom"
    most: int = 9
    names: Style | None = None
    roles: tuple[tuple[str, str], ...] = ()
    glow: tuple[Glow, ...] = ()


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
    """The stroke of a marker under words that matter; or a star beside their lines, at x `star`."""

    colour: str
    opacity: float
    star: float = 0.0


@dataclass(frozen=True, slots=True)
class DividerPlan:
    """What stands between a quote and the credit under it: an ornament `wide` by `high`, px above and below."""

    wide: float
    high: float
    above: float
    below: float
    colour: str


@dataclass(frozen=True, slots=True)
class TurnPlan:
    """All words of a card turned by `angle` degrees clockwise round x, y."""

    angle: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LabelPlan:
    """Words on a thing: decoration, in the size that fits the box, down to `least`; else left out."""

    text: str
    box: Box
    style: Style
    size: float
    least: float
    colour: str
    align: str
    angle: float
    upper: bool
    glow: tuple[Glow, ...]


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
    divider: DividerPlan | None = None
    turn: TurnPlan | None = None
    labels: tuple[LabelPlan, ...] = ()
    things: tuple[tuple[str, float | str], ...] = ()

    def thing(self, name: str) -> float:
        """A further number of the layout's `things`, for the arrangement that asks for it."""
        return float(dict(self.things)[name])

    def paint(self, name: str) -> str:
        """A further colour of the layout's `things`."""
        return str(dict(self.things)[name])


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

    def word(self, name: str, default: str, known: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in known:
            raise DataError(f"{name}: {value!r} is none of {', '.join(known)}.")
        return value

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A table of words by their names."""
        return tuple(sorted((key, str(word)) for key, word in self._raw(name, {}).items()))

    def glow(self) -> tuple[Glow, ...]:
        """Lights or shadows of letters, the first lowest."""
        return tuple(
            Glow(
                geometry.colour(one.get("colour"), self.names),
                geometry.number(one.get("sigma"), self.names),
                geometry.number(one.get("opacity", 1.0), self.names),
                geometry.number(one.get("down", 0.0), self.names),
            )
            for one in self._raw("glow", [])
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
def plan(layout: Layout, size: Size, palette: Palette, still: Still | None = None) -> Plan:
    """A layout becomes boxes in px, colours and the parts of its base.

    Raises:
        DataError: the layout's file says something that cannot be reckoned.

    """
    tables = layout.at(size)
    names = _names(layout, size, palette, tables.pop("let", {}), still)
    made: dict[str, Any] = {
        name: _built(layout, name, table, names, MAKERS[name]) for name, table in tables.items()
    }
    base = (
        _built(layout, f"base.{index}", table, names, lambda table: _part(table, palette, still))
        for index, table in enumerate(layout.tables.get("base", ()))
    )
    labels = tuple(
        _built(layout, f"label.{index}", table, names, _label)
        for index, table in enumerate(layout.tables.get("label", ()))
    )
    shown = tuple(part for part in base if part.opacity > 0)
    return Plan(layout=layout, size=size, palette=palette, base=shown, labels=labels, **made)


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


def _names(
    layout: Layout, size: Size, palette: Palette, let: dict[str, Any], still: Still | None
) -> dict[str, Any]:
    safe = size.safe
    names: dict[str, Any] = {
        "W": float(size.width),
        "H": float(size.height),
        "safe.left": safe.left,
        "safe.top": safe.top,
        "safe.right": safe.right,
        "safe.bottom": safe.bottom,
        "black": BLACK,
        "white": "#FFFFFF",
        "ink": palette.ink,
        "accent": palette.accent,
        "panel": palette.panel,
        "ornament": palette.ornament,
        "panel_opacity": palette.panel_opacity,
        "scrim": still.scrim if still else 1.0,
        "light": float(palette.mode == "light"),
        # what is dark, and what is light, in a palette of either mode
        "night": mix(palette.ink, BLACK, 0.45)
        if palette.mode == "light"
        else mix(palette.stops[0], BLACK, 0.8),
        "shade": palette.ink if palette.mode == "light" else BLACK,
        "pale": palette.stops[1] if palette.mode == "light" else palette.ink,
        **{f"stop{number}": stop for number, stop in enumerate(palette.stops, 1)},
    }
    for name, expression in let.items():
        try:
            names[name] = geometry.evaluate(expression, names)
        except DataError as error:
            raise layout.wrong(f"let.{name}", error.what) from error
    return names


def _part(table: _Table, palette: Palette, still: Still | None) -> Part:
    """A part of the base; the ground and its lamp take the palette's own colours where they name none."""
    part = table.part()
    if part.kind == "ground":
        angle = part.values or (("angle", palette.angle),)
        return replace(part, colours=part.colours or palette.stops, values=angle)
    if part.kind == "still" and still is not None:
        focus = (("focus_x", still.focus[0]), ("focus_y", still.focus[1]))
        return replace(part, source=still.path, values=focus)
    if part.kind == "frame":
        return frame(part)
    if part.kind == "lamp":
        return replace(part, colours=part.colours or (palette.stops[1],))
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
        align=table.word("align", "left", ("left", "centre")),
        stand=table.word("stand", "top", ("top", "middle", "bottom")),
        marks=table.flag("marks", default=True),
        close=table.number("close", 0.0),
        glow=table.glow(),
    )


def _credit(table: _Table) -> CreditPlan:
    rule = rules().credit
    axes = tuple(sorted((tag, float(value)) for tag, value in rule.axes.items()))
    return CreditPlan(
        box=table.box(),
        style=table.style() if "family" in table.raw else Style(rule.family, axes=axes),
        form=table.word("form", "stacked", FORMS),
        sizes=table.numbers("sizes"),
        colour=table.colour("colour"),
        row_letters=table.whole("row_letters", 0),
        rule=table.number("rule", 0),
        align=table.word("align", "left", ("left", "centre")),
        pin=table.word("pin", "bottom", ("bottom", "top", "under", "middle")),
        most=table.whole("most", 9),
        names=Style("ysabeau-sc", axes=(("wght", 620.0),), tracking=0.05),
        roles=table.pairs("roles"),
        glow=table.glow(),
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
    return MarkerPlan(
        colour=table.colour("colour"), opacity=table.number("opacity"), star=table.number("star", 0)
    )


def _divider(table: _Table) -> DividerPlan:
    return DividerPlan(
        wide=table.number("wide", 0),
        high=table.number("high", 0),
        above=table.number("above"),
        below=table.number("below"),
        colour=table.colour("colour"),
    )


def _turn(table: _Table) -> TurnPlan:
    return TurnPlan(angle=table.number("angle"), x=table.number("x"), y=table.number("y"))


def _things(table: _Table) -> tuple[tuple[str, float | str], ...]:
    return tuple((name, geometry.evaluate(table.text(name), table.names)) for name in sorted(table.raw))


def _label(table: _Table) -> LabelPlan:
    return LabelPlan(
        text=table.text("text"),
        box=table.box(),
        style=table.style(),
        size=table.number("size"),
        least=table.number("least", 18),
        colour=table.colour("colour"),
        align=table.word("align", "left", ("left", "centre", "right")),
        angle=table.number("angle", 0),
        upper=table.flag("upper", default=False),
        glow=table.glow(),
    )


FORMS = ("stacked", "row", "footnote", "page", "pairs", "billing")

MAKERS: dict[str, Any] = {
    "quote": _quote,
    "credit": _credit,
    "title": _title,
    "head": _head,
    "marker": _marker,
    "divider": _divider,
    "turn": _turn,
    "things": _things,
}
