"""Stage 8, its reading: one table of a layout's file becomes numbers, colours, boxes and styles, field by field."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from quotecards.errors import DataError, near
from quotecards.fonts import Style
from quotecards.fonts.shapes import FEATURES
from quotecards.layout import geometry
from quotecards.layout.rules import Costs, rules
from quotecards.models import Box, Glow, Part
from quotecards.wording import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotecards.layout.layouts import Layout


class Table:
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

    def texts(self, name: str) -> tuple[str, ...]:
        found = self._raw(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise DataError(f'{name}: a list of words is needed, ["liga"].')
        return tuple(found)

    def flag(self, name: str, *, default: bool) -> bool:
        return bool(self._raw(name, default))

    def numbers(self, name: str) -> tuple[float, ...]:
        return tuple(geometry.number(value, self.names) for value in self._raw(name, None))

    def rows(self, name: str, columns: int) -> tuple[tuple[float, ...], ...]:
        """Rows of so many numbers each."""
        found = self._raw(name, [])
        if not isinstance(found, list) or any(
            not isinstance(row, list) or len(row) != columns for row in found
        ):
            raise DataError(f"{name}: rows of {columns} numbers are needed.")
        return tuple(tuple(geometry.number(value, self.names) for value in row) for row in found)

    def style(self, family: str | None = None) -> Style:
        axes = self._raw("axes", {})
        if not isinstance(axes, dict):
            raise DataError("axes: a table of tags and values is needed, { wght = 330 }.")
        return Style(
            family=self.text("family", family),
            italic=self.flag("italic", default=False),
            axes=tuple(sorted((tag, float(value)) for tag, value in axes.items())),
            tracking=self.number("tracking", 0.0),
            features=FEATURES + self.texts("features"),
        )

    def word(self, name: str, default: str, known: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in known:
            raise DataError(f"{name}: {value!r} is none of {', '.join(known)}.")
        return value

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A table of words by their names."""
        words = {key: self._said(name, str(word)) for key, word in self._raw(name, {}).items()}
        return tuple(sorted(words.items()))

    def said(self, name: str, facts: tuple[str, ...]) -> str:
        """What a thing says, in which facts and what the language has words for stand in braces."""
        return self._said(name, self.text(name), facts)

    def _said(self, name: str, text: str, facts: tuple[str, ...] = ()) -> str:
        if wrong := unknown(text, facts):
            raise self.layout.wrong(f"{self.place}.{name}", wrong)
        return text

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
        for name, value in own.items():
            if not isinstance(value, int if name == "lines" else int | float) or isinstance(value, bool):
                needed = "a whole number" if name == "lines" else "a number"
                raise DataError(f"costs.{name} is {value!r}, not {needed}.")
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
                told = f"no such field. {near(name, self.asked)}"
                raise self.layout.wrong(f"{self.place}.{name}", told.rstrip())

    def _raw(self, name: str, default: Any) -> Any:
        self.asked.add(name)
        value = self.raw.get(name, default)
        if value is None:
            raise self.layout.wrong(self.place, f"the field {name} is missing.")
        return value
