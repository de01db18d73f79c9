"""Stage 1: NAME.toml beside NAME.txt says about a review what its text does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotecards.datafiles import load
from quotecards.errors import AboutError, DataError
from quotecards.read import about

if TYPE_CHECKING:
    from pathlib import Path

    from quotecards.models import Review


def complete(review: Review, path: Path) -> Review:
    """A review read from a file is overridden and completed by its sidecar; without one it stays as it is.

    Raises:
        AboutError: the sidecar cannot be read, is not TOML, or says what cannot be.
    """
    beside = path.with_suffix(".toml")
    if not beside.is_file():
        return review
    try:
        values = load(beside)
    except DataError as error:
        raise AboutError(error.what, where=error.where, remedy=error.remedy) from error
    told = about.of_sidecar(values, str(beside))
    return replace(review, about=about.merged(told, review.about))
