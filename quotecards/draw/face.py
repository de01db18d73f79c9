"""Stage 9, its fonts: a face at a size becomes a font that Pillow draws with, its axes set."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import ImageFont, features

from quotecards.errors import FontError

if TYPE_CHECKING:
    from quotecards.models import Face


# A font is made in a thirtieth of a millisecond and takes half a megabyte once it has drawn.
@lru_cache(maxsize=24)
def font(face: Face, size: float) -> ImageFont.FreeTypeFont:
    """A face at a size in px becomes Pillow's font, shaped by RAQM, its axes set.

    Raises:
        FontError: Pillow lacks RAQM, the file is no font, or the font lacks an axis that is asked for.

    """
    if not features.check("raqm"):
        raise FontError("this Pillow cannot shape text: it lacks RAQM.", remedy="Install Pillow's own wheel.")
    try:
        made = ImageFont.truetype(face.path, size, layout_engine=ImageFont.Layout.RAQM)
    except OSError as error:
        raise FontError(
            f"cannot be read as a font: {error}.", where=face.path, remedy="Give a TrueType or OpenType file."
        ) from error
    if face.axes:
        made.set_variation_by_axes(_in_order(face))
    return made


def _in_order(face: Face) -> list[float]:
    """A value for each axis of the font in the font's own order; its default where none is asked for."""
    asked = dict(face.axes)
    known = _axes(face.path)
    for tag in asked:
        if tag not in {name for name, _ in known}:
            raise FontError(f"the font has no axis {tag!r}.", where=face.path, remedy="Ask for none.")
    return [asked.get(tag, default) for tag, default in known]


@lru_cache(maxsize=64)
def _axes(path: str) -> tuple[tuple[str, float], ...]:
    """The tags and defaults of a font's axes; Pillow tells their names only."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path))
    return tuple((axis.tag, axis.default_value) for axis in face.axis_infos)
