"""Stage 9, its things: each kind of `Part` becomes a layer, colours and how much they cover.

A new kind is one function in PARTS: it takes a part and a view (whole px of the card) and answers with what
of the part is seen there. What a kind needs of a part is told where it is drawn: light.py, shapes.py, still.py.
Any part may say `grain`: how much of the card's film lies on it (0 for black bars, 1 if unsaid).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.draw import light, logo, shapes, still
from quotecards.draw.layer import Drawer, Layer, number
from quotecards.errors import DataError

if TYPE_CHECKING:
    from quotecards.draw.cover import View
    from quotecards.models import Box, Part

PARTS: dict[str, Drawer] = {
    "ground": light.ground,
    "lamp": light.lamp,
    "fade": light.fade,
    "vignette": light.vignette,
    **dict.fromkeys(shapes.RINGS, shapes.shape),
    "still": still.still,
    "logo": logo.logo,
}

# Kinds of many shades: where they come with the words, they are painted with the ground below.
BROAD = frozenset({"ground", "lamp", "fade", "vignette", "still"})


def layer(part: Part, view: View) -> Layer:
    """A part becomes what is seen of it in a view.

    Raises:
        DataError: no drawing has that name, or the part lacks a colour or a number.

    """
    drawer = PARTS.get(part.kind)
    if drawer is None:
        raise DataError(f"there is no drawing named {part.kind!r}.", remedy=f"Known: {', '.join(PARTS)}.")
    return drawer(part, view)


def bounds(part: Part) -> Box:
    """Where a part is seen; a shape that is turned, moved or blurred may leave its box."""
    return shapes.bounds(part) if part.kind in shapes.RINGS else part.box


def broad(part: Part) -> bool:
    """Whether a part has many shades."""
    return part.kind in BROAD or number(part, "blur", 0) > 0
