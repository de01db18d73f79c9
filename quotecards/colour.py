"""Colour as numbers: hexadecimal and levels, mixing, OKLab, gradients, contrast.

"Levels" are sRGB values in 0..255 (fractions allowed); an array of them has shape (..., 3).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")

# Where the middle of three stops stands: a little past the half, so that the light falls from above.
MIDDLE = 0.52


def rgb(colour: str) -> tuple[int, int, int]:
    """A colour written "#RRGGBB" becomes three levels.

    Raises:
        DataError: the text is no such colour.

    """
    if not isinstance(colour, str) or not _HEX.fullmatch(colour):
        raise DataError(f"{colour!r} is no colour.", remedy='Write it as "#RRGGBB".')
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hex_of(levels: Sequence[float]) -> str:
    """Three levels, rounded and kept in range, become "#RRGGBB"."""
    red, green, blue = (min(255, max(0, round(float(level)))) for level in levels)
    return f"#{red:02X}{green:02X}{blue:02X}"


def mix(first: str, second: str, share: float) -> str:
    """The colour `share` (0..1) of the way from the first to the second, mixed in sRGB."""
    return hex_of([a + (b - a) * share for a, b in zip(rgb(first), rgb(second), strict=True)])


# ---------------------------------------------------------------- contrast


def luminance(colour: str) -> float:
    """A colour's relative luminance in 0..1. Source: WCAG 2.2."""
    red, green, blue = (_linear_level(level) for level in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast of two colours in 1..21. Source: WCAG 2.2."""
    return ratio(luminance(first), luminance(second))


def ratio(first: float, second: float) -> float:
    """The contrast of two relative luminances in 1..21. Source: WCAG 2.2."""
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def luminances(levels: ArrayLike) -> NDArray[np.float64]:
    """Levels (..., 3) become their relative luminances (...)."""
    red, green, blue = (_linear(levels)[..., channel] for channel in range(3))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear_level(level: float) -> float:
    share = level / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _linear(levels: ArrayLike) -> NDArray[np.float64]:
    import numpy as np

    shares = np.asarray(levels, np.float64) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


# ---------------------------------------------------------------- OKLab


def oklab(levels: ArrayLike) -> NDArray[np.float64]:
    """Levels (..., 3) become OKLab (lightness 0..1, green-red, blue-yellow).

    Source: Björn Ottosson, "A perceptual color space for image processing", 2020.
    """
    import numpy as np

    to_cones, to_lab = _matrices()[:2]
    lab: NDArray[np.float64] = np.cbrt(_linear(levels) @ to_cones) @ to_lab
    return lab


def srgb(lab: ArrayLike) -> NDArray[np.float64]:
    """OKLab (..., 3) becomes levels, kept in 0..255."""
    import numpy as np

    from_cones, from_lab = _matrices()[2:]
    light = np.clip((np.asarray(lab, np.float64) @ from_lab) ** 3 @ from_cones, 0, 1)
    shares = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return shares * 255


@cache
def _matrices() -> tuple[NDArray[np.float64], ...]:
    """Linear sRGB to cones, cones to OKLab, and both inverses, for row vectors."""
    import numpy as np

    to_cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    ).T
    to_lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    ).T
    return to_cones, to_lab, np.linalg.inv(to_cones), np.linalg.inv(to_lab)


# ---------------------------------------------------------------- gradients


def ease(share: ArrayLike) -> NDArray[np.float64]:
    """Linear 0..1 becomes a quarter linear and three quarters smooth: no crease where two halves meet."""
    import numpy as np

    t = np.asarray(share, np.float64)
    return 0.25 * t + 0.75 * t * t * (3 - 2 * t)


def ramp(stops: Sequence[str], count: int) -> NDArray[np.float64]:
    """Three colours become `count` evenly spaced levels (count, 3) from the first to the last.

    Mixed in OKLab, the middle stop at MIDDLE, each half eased. Levels are whole multiples of 1/256, so
    that a last bit of a machine's power function never reaches a picture.
    """
    import numpy as np

    first, middle, last = (oklab(rgb(stop)) for stop in stops)
    place = np.linspace(0, 1, count)[:, None]
    early = first + (middle - first) * ease(np.minimum(place / MIDDLE, 1))
    late = middle + (last - middle) * ease(np.maximum((place - MIDDLE) / (1 - MIDDLE), 0))
    return np.round(srgb(np.where(place <= MIDDLE, early, late)) * 256) / 256
