"""Between layout and drawing: a scrim over a still is made as dark as its words need, and no darker.

Contrast is measured on what is drawn behind each line, at its brightest and its darkest spots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quotecards.colour import luminance, luminances, ratio
from quotecards.draw import base
from quotecards.draw.cover import view_of
from quotecards.errors import DoesNotFit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quotecards.models import Scene

LEAST = 4.5  # contrast of words on a still (ART.md, E 16)
SCRIMS = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.4, 2.8, 3.4, 4.2)  # as many times as dark as the layout has it
SPOTS = 0.5  # percent of the pixels that may be worse


def legible(compose: Callable[[float], Scene]) -> Scene:
    """The scene of the lightest scrim on which all words are legible.

    Raises:
        DoesNotFit: they are on none.

    """
    for scrim in SCRIMS:
        made = compose(scrim)
        if all(worst >= LEAST for worst in contrasts(made)):
            return made
    raise DoesNotFit(
        "the words cannot be read on this still.", remedy="Move its focus, or use a darker picture."
    )


def contrasts(scene: Scene) -> Iterator[float]:
    """The least contrast of each line with what is drawn behind it."""
    for line in scene.lines:
        view = view_of(line.ink, (scene.width, scene.height))
        behind = base.painted(view, scene.base, scene.grain).transpose(1, 2, 0)[::2, ::2]
        found = luminances(behind.reshape(-1, 3))
        for run in line.runs:
            ink = luminance(run.colour)
            for spot in np.percentile(found, (SPOTS, 100 - SPOTS)).tolist():
                yield ratio(ink, spot)
