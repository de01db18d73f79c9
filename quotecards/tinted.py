"""Between drawing and layout: a film still becomes a palette as the shipped ones are, by its own colours.

The still's pixels are clustered in OKLab. Their hues are kept; lightness and chroma are moved to where those
of the shipped palettes stand, then ink and accent away from the ground until the palette's checks pass.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from quotecards.colour import hex_of, oklab, srgb
from quotecards.draw import base
from quotecards.errors import DataError
from quotecards.layout.palettes import ACCENT_CONTRAST, INK_CONTRAST, Palette, worst
from quotecards.models import Box, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotecards.layout.palettes import Mode

LOOKED_AT = (192, 108)  # px to which the still is brought: colours, not things, are looked for
CLUSTERS, ROUNDS = 7, 16
BAR = 0.10  # lightness below which a pixel is a black bar or a frame's edge, and tells no colour
GREY = 0.018  # chroma below which a colour has no hue to speak of
MARGIN = 0.15  # contrast beyond what the checks ask for, for the rounding of hexadecimals
STEP = 0.01  # lightness by which a colour is moved at a time


class Tone(NamedTuple):
    """Where a colour of a palette stands: OKLab's lightness, and the least and most chroma."""

    light: float
    least: float
    most: float


# About where the shipped palettes have them: those with dark ink, and those with light ink.
TONES: dict[Mode, dict[str, Tone]] = {
    "light": {
        "first": Tone(0.79, 0.02, 0.125),
        "middle": Tone(0.93, 0.014, 0.085),
        "last": Tone(0.81, 0.02, 0.115),
        "panel": Tone(0.975, 0.008, 0.03),
        "ink": Tone(0.25, 0.015, 0.07),
        "accent": Tone(0.40, 0.03, 0.14),
        "ornament": Tone(0.61, 0.03, 0.19),
    },
    "dark": {
        "first": Tone(0.21, 0.015, 0.09),
        "middle": Tone(0.38, 0.02, 0.11),
        "last": Tone(0.27, 0.015, 0.10),
        "panel": Tone(0.165, 0.012, 0.05),
        "ink": Tone(0.96, 0.008, 0.025),
        "accent": Tone(0.85, 0.025, 0.095),
        "ornament": Tone(0.69, 0.025, 0.20),
    },
}
STRONGER = 1.25  # times the still's own chroma, which a camera keeps low
ANGLE, GRAIN, PANEL = 148.0, 0.24, {"light": 0.58, "dark": 0.44}

# Hues in degrees up to which a colour has the name, for the mood that alt texts tell.
HUES = (
    (15, "rose"),
    (48, "coral"),
    (72, "apricot"),
    (102, "straw"),
    (140, "moss"),
    (178, "sage"),
    (215, "aqua"),
    (255, "sky blue"),
    (288, "periwinkle"),
    (322, "lilac"),
    (345, "orchid"),
    (361, "rose"),
)


class Cluster(NamedTuple):
    """Pixels alike: how many, as a share, and their OKLab colour."""

    share: float
    light: float
    chroma: float
    hue: float


def palette(name: str, still: str, mode: Mode = "light") -> Palette:
    """A still becomes a palette of that name, which passes the checks of any palette.

    Raises:
        DataError: the still is missing, no picture, too large, or black all over.

    """
    clusters = _clusters(_pixels(still))
    if not clusters:
        raise DataError("this still is black all over.", where=still, remedy="Take one with light in it.")
    hues = _hues(clusters)
    tones = TONES[mode]
    stops = tuple(_tone(hues[at], tones[at]) for at in ("first", "middle", "last"))
    made = Palette(
        name=name,
        mood=f"from {Path(still).name}: {_told([hues[at] for at in ('first', 'middle', 'last', 'accent')])}",
        stops=(stops[0], stops[1], stops[2]),
        angle=ANGLE,
        panel=_tone(hues["middle"], tones["panel"]),
        panel_opacity=PANEL[mode],
        ink=_tone(hues["first"], tones["ink"]),
        accent=_tone(hues["accent"], tones["accent"]),
        ornament=_tone(hues["accent"], tones["ornament"]),
        grain=GRAIN,
        mode=mode,
    )
    made = _read(made, "ink", hues["first"], tones["ink"], INK_CONTRAST)
    return _read(made, "accent", hues["accent"], tones["accent"], ACCENT_CONTRAST)


def text(made: Palette, still: str) -> str:
    """A palette becomes its file."""
    stops = ", ".join(f'"{stop}"' for stop in made.stops)
    mood = made.mood.replace("\\", "\\\\").replace('"', '\\"')
    return f"""# Made from {Path(still).name}. Change what you like: what cannot be read is refused, with the line.
mood = "{mood}"

# three colours along `angle`, in degrees clockwise from up; the middle one is the lamp
stops = [{stops}]
angle = {made.angle:g}
# what quotes stand on in some layouts, laid over the ground
panel = "{made.panel}"
panel_opacity = {made.panel_opacity:g}
# the quote (7:1 on every point of the ground), the credit (4.5:1), and shapes, never words
ink = "{made.ink}"
accent = "{made.accent}"
ornament = "{made.ornament}"
grain = {made.grain:g}
# light: dark ink on a light ground
mode = "{made.mode}"
"""


def _pixels(still: str) -> NDArray[np.float64]:
    """The still's pixels in OKLab (n, 3), without black bars."""
    view = (0, 0, *LOOKED_AT)
    part = Part("still", Box(0, 0, *LOOKED_AT), source=str(Path(still).expanduser()))
    lab = oklab(base.painted(view, (part,), 0.0).reshape(3, -1).T.astype(np.float64))
    return lab[lab[:, 0] >= BAR]


def _clusters(pixels: NDArray[np.float64]) -> list[Cluster]:
    """Pixels become up to CLUSTERS clusters, the largest first; the same for the same still."""
    if not len(pixels):
        return []
    middles = _begin(pixels)
    for _ in range(ROUNDS):
        nearest = ((pixels[:, None, :] - middles[None]) ** 2).sum(2).argmin(1)
        middles = np.array(
            [
                pixels[nearest == at].mean(0) if (nearest == at).any() else one
                for at, one in enumerate(middles)
            ]
        )
    shares = np.bincount(nearest, minlength=len(middles)) / len(pixels)
    found = [_cluster(share, lab) for share, lab in zip(shares.tolist(), middles, strict=True) if share]
    return sorted(found, reverse=True)


def _begin(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean colour, then again and again the pixel farthest from all that are chosen."""
    chosen = [pixels.mean(0)]
    for _ in range(CLUSTERS - 1):
        far = np.min([((pixels - one) ** 2).sum(1) for one in chosen], 0)
        chosen.append(pixels[int(far.argmax())])
    return np.array(chosen)


def _cluster(share: float, lab: NDArray[np.float64]) -> Cluster:
    light, a, b = lab.tolist()
    return Cluster(share, light, float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)) % 360))


def _hues(clusters: Sequence[Cluster]) -> dict[str, Cluster]:
    """Which cluster gives which colour its hue: the light ones the lamp, the strongest the accent."""

    def weight(one: Cluster) -> float:
        return math.sqrt(one.share) * (one.chroma + GREY)

    coloured = sorted(clusters, key=weight, reverse=True)
    first = coloured[0]
    middle = max(clusters, key=lambda one: one.share**0.35 * one.light)
    last = max(coloured, key=lambda one: one.share**0.3 * (one.chroma + GREY) * (0.2 + _apart(one, first)))
    accent = max(clusters, key=lambda one: one.share**0.2 * one.chroma * (0.4 + _apart(one, first)))
    return {"first": first, "middle": middle, "last": last, "accent": accent}


def _apart(one: Cluster, other: Cluster) -> float:
    """How far two hues are from each other, in 0..1; greys are near to all."""
    if min(one.chroma, other.chroma) < GREY:
        return 0.1
    around = abs(one.hue - other.hue) % 360
    return min(around, 360 - around) / 180


def _tone(cluster: Cluster, tone: Tone) -> str:
    """A cluster's hue at a palette's lightness, as strong as both the still and the screen allow."""
    chroma = float(np.clip(cluster.chroma * STRONGER, tone.least, tone.most))
    if cluster.chroma < GREY:
        chroma = min(cluster.chroma, tone.most)
    angle = np.radians(cluster.hue)
    for weaker in np.linspace(1, 0, 41):
        lab = np.array([tone.light, *(chroma * weaker * np.array([np.cos(angle), np.sin(angle)]))])
        levels = srgb(lab)
        if np.abs(oklab(levels) - lab).max() < 0.004:
            break
    return hex_of(levels.tolist())


def _read(
    made: Palette, field: Literal["ink", "accent"], cluster: Cluster, tone: Tone, needed: float
) -> Palette:
    """A palette's ink or accent moves away from the ground until it can be read on all of it."""
    away = -STEP if made.mode == "light" else STEP
    while worst(made, getattr(made, field))[0] < needed + MARGIN and 0 < tone.light < 1:
        tone = tone._replace(light=round(tone.light + away, 4))
        colour = _tone(cluster, tone)
        made = replace(made, ink=colour) if field == "ink" else replace(made, accent=colour)
    return made


def _told(clusters: Sequence[Cluster]) -> str:
    """The colours in words, each once."""
    names = list(dict.fromkeys(_name(one) for one in clusters))
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _name(one: Cluster) -> str:
    return "silver" if one.chroma < GREY else next(name for most, name in HUES if one.hue < most)
