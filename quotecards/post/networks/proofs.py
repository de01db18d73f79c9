"""What reading a post back is compared by, the same on every network."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

from quotecards.post.seam import Proof

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.post.seam import Payload


def text(wanted: str, seen: Any) -> Proof:
    """Whether the words stand there as they were sent."""
    return Proof("text", seen == wanted)


def alts(payload: Payload) -> str:
    """A payload's alt texts as an intent keeps them, to be compared by `alt`: a list in JSON."""
    return json.dumps([picture.alt for picture in payload.pictures], ensure_ascii=False)


def alt(wanted: Sequence[str], seen: Sequence[Any]) -> Proof:
    """Whether every picture stands there with its alt text, in order."""
    if len(seen) != len(wanted):
        return Proof("alt", same=False, note=f"{len(seen)} pictures instead of {len(wanted)}")
    return Proof("alt", list(seen) == list(wanted))


def facets(wanted: Sequence[Any], seen: Any) -> Proof:
    """Whether links, tags and mentions are what and where they were."""
    return Proof("facets", seen == list(wanted), f"{len(wanted)}")


def picture(wanted: str, content: bytes) -> Proof:
    """Whether the bytes that are served have the hash of those sent; else what they are.

    Most networks make a picture anew for their own use: that is told, and is neither same nor different.
    """
    if hashlib.sha256(content).hexdigest() == wanted:
        return Proof("picture", same=True, note="byte for byte")
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Proof("picture", same=None, note="what is served is no picture")
    return Proof("picture", same=None, note=f"made anew by the server, {width} x {height}")
