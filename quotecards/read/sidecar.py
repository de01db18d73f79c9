"""Stage 1: NAME.toml beside NAME.txt says about a review what its text does not."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from quotecards.errors import AboutError
from quotecards.read import about

if TYPE_CHECKING:
    from quotecards.models import About, Review
    from quotecards.read.seam import Source


def told(source: Source) -> About | None:
    """What the sidecar of a source says; None without one.

    Raises:
        AboutError: the sidecar cannot be read, is not TOML, or says what cannot be.

    """
    path = PurePath(source.name).with_suffix(".toml")
    content = source.beside(path.name)
    if content is None:
        return None
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise AboutError(
            "this is not a text file in UTF-8.", where=str(path), remedy="Save it as UTF-8."
        ) from error
    except tomllib.TOMLDecodeError as error:
        plain = str(error)
        raise AboutError(
            f"not valid TOML: {plain[:1].lower()}{plain[1:]}.",
            where=str(path),
            remedy="Correct that line; text values stand in quotation marks.",
        ) from error
    return about.of_sidecar(values, str(path))


def completed(review: Review, told: About | None) -> Review:
    """A review is overridden and completed by what the sidecar says."""
    return review if told is None else replace(review, about=about.merged(told, review.about))
