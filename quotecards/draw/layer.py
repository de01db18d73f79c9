"""Stage 9, a part's layer, and how its drawing reads the part: colours, numbers, opacity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quotecards.colour import rgb
from quotecards.draw import cover
from quotecards.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quotecards.draw.cover import View
    from quotecards.models import Box, Part


@dataclass(frozen=True, slots=True)
class Layer:
    """What a part shows in a view: levels, (3, 1, 1) if flat, and coverage 0..1, a number if even."""

    levels: NDArray[np.float32]
    coverage: NDArray[np.float32] | float

    @property
    def flat(self) -> bool:
        """Whether it has one colour."""
        return self.levels.shape[1:] == (1, 1)


Drawer = Callable[["Part", "View"], Layer]


def flat(part: Part) -> NDArray[np.float32]:
    """The levels (3, 1, 1) of a part of one colour."""
    return np.array(rgb(colours(part, 1)[0]), np.float32).reshape(3, 1, 1)


def within(part: Part, view: View) -> NDArray[np.float32] | float:
    """The part's opacity where its box is, 0 elsewhere."""
    if inside(part.box, view):
        return part.opacity
    return cover.box(part.box, view) * np.float32(part.opacity)


def inside(box: Box, view: View) -> bool:
    """Whether a box covers a whole view."""
    left, top, right, bottom = view
    return box.left <= left and box.top <= top and box.right >= right and box.bottom >= bottom


def colours(part: Part, count: int) -> tuple[str, ...]:
    """So many of a part's colours."""
    if len(part.colours) < count:
        raise lacks(part, f"colours: it has {len(part.colours)} and needs {count}")
    return part.colours[:count]


def numbers(part: Part, *names: str) -> list[float]:
    """The numbers of those names."""
    values = dict(part.values)
    for name in names:
        if name not in values:
            raise lacks(part, f"the number {name}")
    return [values[name] for name in names]


def number(part: Part, name: str, default: float) -> float:
    """The number of that name, or what it is where the part does not say."""
    return dict(part.values).get(name, default)


def points(part: Part, least: int) -> list[tuple[float, float]]:
    """The points x0, y0, x1, y1, ... in their order, at least so many."""
    count = max(least, sum(name[0] == "x" and name[1:].isdigit() for name, _ in part.values))
    found = numbers(part, *(f"{axis}{index}" for index in range(count) for axis in "xy"))
    return list(zip(found[::2], found[1::2], strict=True))


def lacks(part: Part, what: str) -> DataError:
    """The error for a part that does not say what its drawing needs."""
    return DataError(f"a part {part.kind!r} lacks {what}.", remedy="Add it in the layout that asks for it.")
