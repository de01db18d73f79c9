"""Stage 8, its measures: how text is set whatever the layout, from one data file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from quotecards.datafiles import find, line_of, load
from quotecards.errors import DataError


@dataclass(frozen=True, slots=True)
class Band:
    """The leadings allowed above a size in px; `open` where letters would touch else."""

    above: float
    least: float
    most: float
    open: float = 0.0


@dataclass(frozen=True, slots=True)
class Costs:
    """What a line break costs, and by how much the best shape may be missed."""

    even: float
    weak: float
    sense: float
    bound: float
    last: float
    alone: float
    over: float
    short: float
    loose: float
    open: float
    lines: int


@dataclass(frozen=True, slots=True)
class Measure:
    """Characters on the longest line, by size."""

    display_from: float
    display: int
    reading: int
    never: int


@dataclass(frozen=True, slots=True)
class Shape:
    """Reading text: the least ratios of the shortest and of the last line to the longest, and widows."""

    shortest: float
    last: float
    widow: int


@dataclass(frozen=True, slots=True)
class Margin:
    """How letters stand at the left margin; see the data file."""

    overshoot: float
    most: float
    round: str
    edge: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """The size of a quote in sizes of its credit."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class CreditRule:
    """How every credit is set."""

    family: str
    axes: dict[str, float]
    leading: float
    gap: float


@dataclass(frozen=True, slots=True)
class Rules:
    """All measures of setting."""

    leading: tuple[Band, ...]
    measure: Measure
    costs: Costs
    shape: Shape
    margin: Margin
    ratio: Ratio
    credit: CreditRule

    def led(self, wanted: float, size: float) -> float:
        """A layout's leading, kept within what the size allows; one wider than any band is a script's own."""
        if wanted > self.leading[-1].most:
            return wanted
        band = self._band(size)
        return min(max(wanted, band.least), band.most)

    def widest(self, size: float) -> float:
        """The widest leading that a size allows."""
        return self._band(size).most

    def opened(self, size: float) -> float:
        """The widest leading to which lines may be opened where their letters would touch else."""
        band = self._band(size)
        return max(band.most, band.open)

    def _band(self, size: float) -> Band:
        return next(band for band in self.leading if size > band.above)


@cache
def rules() -> Rules:
    """The measures of setting.

    Raises:
        DataError: the file lacks a number or has one too many.

    """
    path = find("setting.toml")[0]
    raw = load(path)
    tables = {field.name: raw.get(field.name, {}) for field in fields(Rules)}
    kinds: dict[str, Any] = {
        "measure": Measure,
        "costs": Costs,
        "shape": Shape,
        "margin": Margin,
        "ratio": Ratio,
        "credit": CreditRule,
    }
    try:
        made = {name: kind(**tables[name]) for name, kind in kinds.items()}
        bands = tuple(Band(**table) for table in raw["leading"])
    except (TypeError, KeyError) as error:
        raise DataError(f"{error}.", where=f"{path}:{line_of(path, 'costs')}") from error
    return Rules(leading=tuple(sorted(bands, key=lambda band: -band.above)), **made)
