"""Stage 8, for looking at it: the boxes into which a scene's words were set, by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotecards.layout.layouts import layout
from quotecards.layout.palettes import palette
from quotecards.layout.plan import plan
from quotecards.layout.scaled import box
from quotecards.sizes import size

if TYPE_CHECKING:
    from quotecards.models import Box, Scene


def boxes(scene: Scene) -> tuple[tuple[str, Box], ...]:
    """A scene's layout, reckoned again, tells where quote, credit, title and head may stand."""
    known = replace(layout(scene.layout), roomy=bool(scene.notes.get("roomy")))
    made = plan(known, size(scene.size), palette(scene.palette))
    parts = {name: getattr(made, name) for name in ("quote", "credit", "title", "head")}
    return tuple((name, box(part.box, scene.scale)) for name, part in parts.items() if part is not None)
