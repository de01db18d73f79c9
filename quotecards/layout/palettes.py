"""Stage 8, its colours: the palettes, data files named for film moods, checked once when they are loaded."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from quotecards.colour import hex_of, luminances, ramp, rgb
from quotecards.datafiles import home, line_of, load, named
from quotecards.errors import DataError, UsageError, near

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

Mode = Literal["light", "dark"]

# The least contrast on the worst point of the ground, bare and under the panel (ART.md, E 16).
INK_CONTRAST = 7.0
ACCENT_CONTRAST = 4.5

# How strongly the grain of a palette stands on a card: dark grounds show it more.
GRAIN_STRENGTH: dict[Mode, float] = {"light": 1.05, "dark": 0.62}

# Points of the gradient at which contrast is measured; twice as many move no measure by 0.01.
POINTS = 121


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a card: `stops` along `angle` (CSS degrees) are the ground, the middle one its lamp.

    `panel` lies over the ground at `panel_opacity`. `ink` sets the quote, `accent` the credit,
    `ornament` shapes only, never text. `mode` "dark" is light ink on a dark ground.
    """

    name: str
    mood: str
    stops: tuple[str, str, str]
    angle: float
    panel: str
    panel_opacity: float
    ink: str
    accent: str
    ornament: str
    grain: float
    mode: Mode

    @property
    def grain_opacity(self) -> float:
        """What a scene of this palette asks for as its grain, in 0..1."""
        return min(1.0, self.grain * GRAIN_STRENGTH[self.mode])


def palettes() -> dict[str, Palette]:
    """All palettes by name, sorted; the user's own are searched before the package's.

    Raises:
        DataError: a palette's file is wrong; `where` holds file and line.

    """
    return dict(_all(home()))


def palette(name: str) -> Palette:
    """A name becomes its palette.

    Raises:
        UsageError: there is none of that name.
        DataError: a palette's file is wrong.

    """
    known = _all(home())
    if name in known:
        return known[name]
    remedy = f"{near(name, known, most=3, alike=0.4)} See: quotecards palettes list."
    raise UsageError(f"there is no palette {name!r}.", remedy=remedy.lstrip())


@cache
def _all(_home: Path) -> dict[str, Palette]:
    return {name: read(path) for name, path in named("palettes").items()}


def forget() -> None:
    """The files may have changed, and are read again."""
    _all.cache_clear()


def read(path: Path) -> Palette:
    """One file becomes a palette.

    Raises:
        DataError: a field is missing, unknown or wrong, or the words could not be read on the ground.

    """
    raw = load(path)
    for name in raw:
        if name not in _RULES:
            remedy = f"{near(name, _RULES)} Known: {', '.join(_RULES)}."
            raise _wrong(path, name, "no such field.", remedy.lstrip())
    values: dict[str, Any] = {}
    for name, rule in _RULES.items():
        if name not in raw:
            raise _wrong(path, name, "it is missing.", "Add it; any palette of the package shows how.")
        try:
            values[name] = rule(raw[name])
        except DataError as error:
            raise _wrong(path, name, error.what, error.remedy) from error
    made = Palette(name=path.stem, **values)
    _check_contrast(made, path)
    return made


def _wrong(path: Path, name: str, what: str, remedy: str) -> DataError:
    return DataError(f"{name}: {what}", where=f"{path}:{line_of(path, name)}", remedy=remedy)


# ---------------------------------------------------------------- the rules


def _text(value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise DataError(f"{value!r} is no text.", remedy="Say the mood in a few words.")


def _colour(value: Any) -> str:
    return hex_of(rgb(value))


def _stops(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) != 3:
        raise DataError(
            f"{value!r} are not three colours.", remedy='Write ["#RRGGBB", "#RRGGBB", "#RRGGBB"].'
        )
    return tuple(_colour(stop) for stop in value)


def _number(least: float, most: float) -> Callable[[Any], float]:
    def rule(value: Any) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        raise DataError(f"{value!r} is not possible.", remedy=f"Use a number from {least:g} to {most:g}.")

    return rule


def _mode(value: Any) -> Mode:
    if value in ("light", "dark"):
        return cast("Mode", value)
    raise DataError(f"{value!r} is no mode.", remedy='Use "light" (dark ink) or "dark" (light ink).')


_RULES: dict[str, Callable[[Any], Any]] = {
    "mood": _text,
    "stops": _stops,
    "angle": _number(0, 360),
    "panel": _colour,
    "panel_opacity": _number(0, 1),
    "ink": _colour,
    "accent": _colour,
    "ornament": _colour,
    "grain": _number(0, 1),
    "mode": _mode,
}
assert set(_RULES) == {field.name for field in fields(Palette)} - {"name"}


# ---------------------------------------------------------------- contrast


def worst(palette: Palette, colour: str) -> tuple[float, str]:
    """The least contrast of a colour over the whole ground, bare and under the panel, and the colour it meets."""
    import numpy as np

    points = ground(palette)
    own = float(luminances(rgb(colour)))
    others = luminances(points)
    ratios = (np.maximum(own, others) + 0.05) / (np.minimum(own, others) + 0.05)
    index = int(np.argmin(ratios))
    return float(ratios[index]), hex_of(points[index])


def ground(palette: Palette) -> NDArray[np.float64]:
    """The levels (n, 3) that text of a palette can meet: the gradient, then the gradient under the panel."""
    import numpy as np

    bare = ramp(palette.stops, POINTS)
    panel = np.array(rgb(palette.panel), np.float64)
    return np.concatenate([bare, bare + (panel - bare) * palette.panel_opacity])


def _check_contrast(palette: Palette, path: Path) -> None:
    for name, needed in (("ink", INK_CONTRAST), ("accent", ACCENT_CONTRAST)):
        ratio, met = worst(palette, getattr(palette, name))
        if ratio < needed:
            change = "darker" if palette.mode == "light" else "lighter"
            raise _wrong(
                path,
                name,
                f"{getattr(palette, name)} reaches {ratio:.2f}:1 on {met} of the ground; {needed:g}:1 is needed.",
                f"Make it {change}, or the stops and the panel calmer.",
            )
