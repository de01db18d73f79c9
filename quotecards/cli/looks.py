"""The names of palettes, layouts and sizes are checked before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotecards.settings import Settings


def check(settings: Settings) -> None:
    """Every name that was given is known afterwards, and what is the user's own is without a mistake.

    Raises:
        UsageError: a name is not known; its remedy lists those that are.
        DataError: a palette's, a layout's or the sizes' file is wrong, or a picture cannot be read.

    """
    from quotecards.layout.layouts import layout
    from quotecards.layout.palettes import palette
    from quotecards.sizes import size

    if settings.palette:
        palette(settings.palette)
    if settings.layout:
        layout(settings.layout)
    for name in settings.sizes:
        size(name)
    _check_own()
    _check_pictures(settings)


def _check_own() -> None:
    """Layouts of the user's own are reckoned in every size: a mistake is told before anything is made."""
    from quotecards.datafiles import home

    if not any((home() / kind).is_dir() for kind in ("palettes", "layouts")):
        return
    from quotecards.layout import layouts, palettes
    from quotecards.layout.checked import checked

    sample = next(iter(palettes().values()))
    for one in layouts().values():
        if one.path.is_relative_to(home()):
            checked(one, sample)


def _check_pictures(settings: Settings) -> None:
    """The still and the logo can be read, whether or not a card comes to show them."""
    if settings.still:
        from quotecards.draw.still import still
        from quotecards.models import Box, Part

        still(Part("still", Box(0, 0, 8, 8), source=settings.still), (0, 0, 8, 8))
    if settings.logo:
        from quotecards.draw import logo

        logo.shape(settings.logo)
