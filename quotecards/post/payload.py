"""A posting and a network's limits become a payload: exactly what will stand there."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from quotecards.errors import Refused
from quotecards.post import fit
from quotecards.post.seam import Payload, Picture

if TYPE_CHECKING:
    from quotecards.post.seam import Limits, Posting


def make(posting: Posting, limits: Limits) -> Payload:
    """A posting becomes the payload for a network of these limits.

    Raises:
        Refused: the words or a picture cannot be made to fit, or there are too many pictures.
        DataError: a caption template that does not work.

    """
    if len(posting.pictures) > limits.pictures_most:
        raise Refused(
            f"a post there holds {limits.pictures_most} pictures at most, and this one has {len(posting.pictures)}.",
            where=limits.network,
            remedy="Make fewer cards of the quote: a shorter one, or a taller size.",
        )
    fitted = fit.text(posting, limits)
    pictures = tuple(
        _fitted(picture, alt, limits) for picture, alt in zip(posting.pictures, fitted.alts, strict=True)
    )
    return Payload(
        network=limits.network,
        text=fitted.text,
        facets=fitted.facets,
        pictures=pictures,
        language=posting.language,
        link=posting.link,
        tags=fitted.tags,
        warning=posting.warning,
        spoiler=posting.spoiler,
    )


def picture(content: bytes, alt: str, where: str = "") -> Picture:
    """The bytes of an image file become a Picture.

    Raises:
        Refused: they are no JPEG, PNG or WebP image.

    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            image.load()
            kind = f"image/{(image.format or '').lower()}"
            return Picture(content, kind, image.width, image.height, alt)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(
            "this is no whole JPEG, PNG or WebP image.", where=where, remedy="Make the card anew."
        ) from error


def _fitted(given: Picture, alt: str, limits: Limits) -> Picture:
    content = fit.picture(given.content, limits)
    if content == given.content:
        return Picture(content, given.kind, given.width, given.height, alt)
    return picture(content, alt)
