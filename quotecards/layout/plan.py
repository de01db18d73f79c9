"""Stage 8, its plan: a layout's data, reckoned for one size and one palette. Nothing of it depends on words."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from quotecards.colour import mix
from quotecards.errors import DataError
from quotecards.fonts import Style
from quotecards.layout import geometry
from quotecards.layout.ornaments import frame
from quotecards.layout.planned import (
    FACTS,
    CreditPlan,
    DividerPlan,
    HeadPlan,
    LabelPlan,
    MarkerPlan,
    NotePlan,
    Plan,
    QuotePlan,
    TitlePlan,
    TurnPlan,
)
from quotecards.layout.rules import rules
from quotecards.layout.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotecards.layout.layouts import Layout
    from quotecards.layout.palettes import Palette
    from quotecards.models import Part, Still
    from quotecards.sizes import Size

__all__ = ["CreditPlan", "LabelPlan", "Plan", "TitlePlan", "plan"]

BLACK = "#000000"


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
    table = Table(layout, place, raw, names)
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


def _part(table: Table, palette: Palette, still: Still | None) -> Part:
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


def _quote(table: Table) -> QuotePlan:
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
        small=table.flag("small", default=False),
        close=table.number("close", 0.0),
        glow=table.glow(),
    )


def _credit(table: Table) -> CreditPlan:
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
        lead=table.colour("lead") if "lead" in table.raw else "",
        apart=table.number("apart", 0.0),
        names=Style("ysabeau-sc", axes=(("wght", 620.0),), tracking=0.05),
        roles=table.pairs("roles"),
        glow=table.glow(),
    )


def _title(table: Table) -> TitlePlan:
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


def _head(table: Table) -> HeadPlan:
    return HeadPlan(
        box=table.box(), style=table.style(), size=table.number("size"), colour=table.colour("colour")
    )


def _marker(table: Table) -> MarkerPlan:
    return MarkerPlan(
        colour=table.colour("colour"), opacity=table.number("opacity"), star=table.number("star", 0)
    )


def _note(table: Table) -> NotePlan:
    return NotePlan(
        box=table.box(),
        style=table.style(),
        size=table.number("size"),
        least=table.number("least"),
        colour=table.colour("colour"),
        angle=table.number("angle", 0),
    )


def _divider(table: Table) -> DividerPlan:
    return DividerPlan(
        wide=table.number("wide", 0),
        high=table.number("high", 0),
        above=table.number("above"),
        below=table.number("below"),
        colour=table.colour("colour"),
    )


def _turn(table: Table) -> TurnPlan:
    return TurnPlan(angle=table.number("angle"), x=table.number("x"), y=table.number("y"))


def _things(table: Table) -> tuple[tuple[str, float | str], ...]:
    return tuple((name, geometry.evaluate(table.text(name), table.names)) for name in sorted(table.raw))


def _label(table: Table) -> LabelPlan:
    return LabelPlan(
        text=table.said("text", FACTS),
        box=table.box(),
        style=table.style(),
        size=table.number("size"),
        least=table.number("least", 18),
        colour=table.colour("colour"),
        align=table.word("align", "left", ("left", "centre", "right")),
        angle=table.number("angle", 0),
        upper=table.flag("upper", default=False),
        glow=table.glow(),
        flanks=table.rows("flanks", 3),
        clear=table.number("clear", 0),
    )


FORMS = ("stacked", "row", "footnote", "page", "pairs", "billing")

MAKERS: dict[str, Any] = {
    "quote": _quote,
    "credit": _credit,
    "title": _title,
    "head": _head,
    "marker": _marker,
    "note": _note,
    "divider": _divider,
    "turn": _turn,
    "things": _things,
}
