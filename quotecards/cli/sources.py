"""What a command was given to read becomes reviews, one source after the other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotecards.errors import SourceError
    from quotecards.models import Review
    from quotecards.settings import Settings


def reviews(sources: Sequence[str], settings: Settings) -> Iterator[Review | SourceError]:
    """Sources become reviews and, where one cannot be read, the error that says why."""
    from quotecards import read

    for source in sources:
        yield from read.reviews(source, stdin=sys.stdin.buffer, columns=dict(settings.columns))
