"""Stage 11: a carousel of more pictures than one post holds becomes several posts, numbered."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotecards.post.seam import Limits, Posting


def parts(posting: Posting, limits: Limits) -> tuple[Posting, ...]:
    """A posting becomes as many as its pictures need, the pictures shared out evenly and in order.

    One that fits stays as it is. Of several, the first says everything; those after it say "2/3" and
    the credit, and are meant to answer the one before them where the network knows threads.
    """
    number = max(1, math.ceil(len(posting.pictures) / limits.pictures_most))
    if number == 1:
        return (posting,)
    least, more = divmod(len(posting.pictures), number)
    shares: list[Posting] = []
    start = 0
    for index in range(number):
        end = start + least + (index < more)
        share = replace(posting, pictures=posting.pictures[start:end])
        if index:
            share = replace(share, caption=f"{index + 1}/{number}", quote="", tags=(), link=None)
        shares.append(share)
        start = end
    return tuple(shares)
