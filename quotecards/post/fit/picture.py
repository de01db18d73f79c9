"""Stage 11: a picture becomes one that a network takes, encoded anew only where a limit demands it.

Then the best quality that fits is searched, first at the full size, then at smaller ones; what would
look like mush is refused. Metadata is taken out without touching a pixel.
"""

from __future__ import annotations

import io
import math
import warnings
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from quotecards.errors import Refused
from quotecards.post.fit.metadata import stripped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.post.seam import Limits

# JPEG and WebP qualities between which the search goes: above 95 files only grow; below 75 rings appear
# around thin letters (looked at on the showcase cards at 200 %).
_BEST, _LEAST = 95, 75
_STEP = 0.9  # each smaller size has this share of the one before
_SMALLEST = 600  # px of the longer side; a card's credit is no longer legible on a phone below that
_ROUNDING = 0.005  # of a ratio: 1080 x 1350 is 4:5 whatever a network rounds
_ORIENTATION = 0x0112  # EXIF
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def picture(content: bytes, limits: Limits) -> bytes:
    """A picture's bytes become ones within the limits: the same ones without metadata, if they fit.

    Raises:
        Refused: it is no picture, too long or too wide, or too large at any quality worth showing.

    """
    image = _opened(content, limits.network)
    _check_ratio(image, limits)
    upright = image.getexif().get(_ORIENTATION, 1) == 1
    plain = stripped(content)
    if (
        plain is not None
        and upright
        and _kind(image) in limits.picture_kinds
        and _small(image, plain, limits)
    ):
        return plain
    for smaller in _sizes(_flat(image), limits):
        if encoded := _best(smaller, image.format == "PNG", limits):
            return encoded
    raise Refused(
        f"the picture does not fit into {_most(limits)} bytes at any quality worth showing.",
        where=limits.network,
        remedy="Render the card smaller, or with a calmer ground.",
    )


def measure(content: bytes) -> tuple[str, int, int]:
    """A picture's bytes become its media type and its size in px.

    Raises:
        Refused: it is no PNG, JPEG or WebP.

    """
    image = _opened(content, "")
    return _kind(image), image.width, image.height


def _opened(content: bytes, network: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=tuple(_FORMATS.values()))
            image.load()
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise Refused(
            "this is no PNG, JPEG or WebP picture that can be read.",
            where=network,
            remedy="Render the card anew.",
        ) from error
    return image


def _kind(image: Image.Image) -> str:
    return next(kind for kind, name in _FORMATS.items() if name == image.format)


def _check_ratio(image: Image.Image, limits: Limits) -> None:
    ratio = image.width / image.height
    least = limits.picture_ratio_least or 0.0
    most = limits.picture_ratio_most or math.inf
    if least - _ROUNDING <= ratio <= most + _ROUNDING:
        return
    raise Refused(
        f"a picture of {image.width} x {image.height} px is too {'tall' if ratio < least else 'wide'} here.",
        where=limits.network,
        remedy="Render the card in another size: portrait and square go everywhere.",
    )


def _most(limits: Limits) -> float:
    return limits.picture_bytes_most or math.inf


def _small(image: Image.Image, content: bytes, limits: Limits) -> bool:
    return len(content) <= _most(limits) and _scale(image, limits) >= 1


def _scale(image: Image.Image, limits: Limits) -> float:
    """How much of its size a picture may keep, 1 at the most."""
    by_side = (limits.picture_side_most or math.inf) / max(image.size)
    by_pixels = math.sqrt((limits.picture_pixels_most or math.inf) / (image.width * image.height))
    return min(1.0, by_side, by_pixels)


def _flat(image: Image.Image) -> Image.Image:
    """The picture upright, in RGB, with what shines through it set on white."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode == "RGB":
        return upright
    layered = upright.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")


def _sizes(image: Image.Image, limits: Limits) -> Iterator[Image.Image]:
    """The picture at its largest size, then smaller and smaller while its letters can be read."""
    scale = _scale(image, limits)
    while scale == 1 or max(image.size) * scale >= min(_SMALLEST, limits.picture_side_most or _SMALLEST):
        width, height = (max(1, math.floor(side * scale)) for side in image.size)
        yield image if scale == 1 else image.resize((width, height), Image.Resampling.LANCZOS)
        scale *= _STEP


def _best(image: Image.Image, lossless: bool, limits: Limits) -> bytes | None:
    """The best encoding that fits, or None: the pixels as they are if they came so, else by quality."""
    if lossless and "image/png" in limits.picture_kinds:
        content = _encoded(image, "PNG", 0)
        if len(content) <= _most(limits):
            return content
    lossy = next((kind for kind in limits.picture_kinds if kind != "image/png"), None)
    if lossy is None:
        return None
    found: bytes | None = None
    low, high = _LEAST, _BEST
    for quality in (_BEST, _LEAST):  # for most pictures one of these two ends the search
        found = _within(image, _FORMATS[lossy], quality, limits)
        if (found is None) == (quality == _LEAST):
            return found
    while low + 1 < high:
        middle = (low + high) // 2
        better = _within(image, _FORMATS[lossy], middle, limits)
        found, low, high = (better, middle, high) if better else (found, low, middle)
    return found


def _within(image: Image.Image, name: str, quality: int, limits: Limits) -> bytes | None:
    content = _encoded(image, name, quality)
    return content if len(content) <= _most(limits) else None


def _encoded(image: Image.Image, name: str, quality: int) -> bytes:
    """The pixels as a file without any metadata but the colour profile; letters keep full chroma in JPEG."""
    stream = io.BytesIO()
    profile = image.info.get("icc_profile")
    clean = image.copy()
    clean.info = {}
    # Pillow gives an optimised JPEG one buffer of width x height bytes, which a noisy picture overflows
    ImageFile.MAXBLOCK = max(ImageFile.MAXBLOCK, 4 * image.width * image.height)
    options: dict[str, dict[str, Any]] = {
        "PNG": {"optimize": True},
        "JPEG": {"quality": quality, "subsampling": 0, "optimize": True, "progressive": True},
        "WEBP": {"quality": quality, "method": 4},
    }
    clean.save(stream, name, icc_profile=profile, **options[name])
    return stream.getvalue()
