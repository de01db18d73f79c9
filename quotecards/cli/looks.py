"""The names of palettes, layouts and sizes are checked before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotecards.settings import Settings


def check(settings: Settings) -> None:
    """Every name that was given is known afterwards.

    Raises:
        UsageError: one is not; its remedy lists those that are.
        DataError: a palette's, a layout's or the sizes' file is wrong.

    """
    from quotecards.layout.layouts import layout
    from quotecards.layout.palettes import palette
    from quotecards.layout.sizes import size

    if settings.palette:
        palette(settings.palette)
    if settings.layout:
        layout(settings.layout)
    for name in settings.sizes:
        size(name)
