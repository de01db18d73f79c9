"""Stage 1: what a sidecar or front matter says becomes an About that knows where each part came from."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import load, packaged
from quotecards.errors import AboutError
from quotecards.models import About

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = tuple(field.name for field in fields(About) if field.name != "origin")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def of_sidecar(values: Mapping[str, Any], where: str) -> About:
    """The keys of a sidecar become an About; it was written for us, so every key must be known.

    Raises:
        AboutError: an unknown key, or a value that cannot be; names the file and the key.
    """
    for key in values:
        if key not in KEYS:
            raise AboutError(f"there is no key {key!r}.", where=where, remedy=f"Known: {', '.join(KEYS)}.")
    return _about(values, where, "sidecar")


def of_front_matter(values: Mapping[str, Any], where: str) -> About:
    """The keys of front matter become an About; it was written for a website, so other keys are passed over.

    Raises:
        AboutError: a known key with a value that cannot be; names the file and the key.
    """
    called = names()
    known: dict[str, Any] = {}
    for key, value in values.items():
        name = called.get(str(key).lower())
        if name is not None and (name == key or name not in known):
            known[name] = value
    return _about(known, where, "front matter")


def of_record(values: Mapping[str, Any], origins: Mapping[str, str]) -> About:
    """What a row, an object or a page says becomes an About; a value that cannot be says nothing.

    The keys are About's own; `origins` tells for each where it was read.
    """
    found: dict[str, Any] = {}
    for key in KEYS:
        try:
            checked = _checked(key, _inner(values.get(key)), "")
        except AboutError:
            continue
        if checked is not None:
            found[key] = checked
    return About(**found, origin=tuple((key, origins[key]) for key in found))


def merged(strong: About, weak: About) -> About:
    """Two Abouts become one: what the first leaves open is filled from the second."""
    filled = {key: getattr(weak, key) for key in KEYS if getattr(strong, key) is None}
    origin = dict(weak.origin) | dict(strong.origin)
    return replace(strong, **filled, origin=tuple((key, origin[key]) for key in KEYS if key in origin))


@cache
def names() -> dict[str, str]:
    """What websites call the keys, and the keys themselves."""
    others = load(packaged("read", "front_matter.toml"))["names"]
    return {other: key for key, more in others.items() for other in more} | {key: key for key in KEYS}


def _about(values: Mapping[str, Any], where: str, origin: str) -> About:
    found: dict[str, Any] = {}
    for key, value in values.items():
        checked = _checked(key, value, where)
        if checked is not None:
            found[key] = checked
    return About(**found, origin=tuple((key, origin) for key in KEYS if key in found))


def _checked(key: str, value: Any, where: str) -> str | int | None:
    """One value becomes what About holds: a year is a number, all else text; None where it says nothing."""
    if value is None or value in ("", []):
        return None
    if key == "year":
        return _year(value, where)
    text = _text(value)
    if text is None:
        raise AboutError(f"{key} is {value!r}.", where=where, remedy="Use a text.")
    if key == "language" and not _LANGUAGE.fullmatch(text):
        raise AboutError(f"language is {text!r}.", where=where, remedy="Use a code such as en, de or pt-br.")
    return (text.lower().replace("_", "-") if key == "language" else text) or None


def _inner(value: Any) -> Any:
    """The name of a thing told by several fields; a day without its time, a number without needless noughts."""
    if isinstance(value, dict):
        return value.get("name") or value.get("title")
    if isinstance(value, list):
        return [_inner(one) for one in value]
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, float):
        return None if value != value else int(value) if value.is_integer() else value  # noqa: PLR0124 - NaN
    return value.removesuffix(".0") if isinstance(value, str) and value[:-2].isdecimal() else value


def _year(value: Any, where: str) -> int:
    text = str(value).strip()
    # The first film is of 1888; a year far ahead is a slip of the finger.
    if not isinstance(value, bool) and re.fullmatch(r"\d{4}", text) and 1888 <= int(text) <= 2100:
        return int(text)
    raise AboutError(f"year is {value!r}.", where=where, remedy="Use the film's year, such as 2013.")


def _text(value: Any) -> str | None:
    """A plain value as text on one line; a list of them joined by commas; None for anything else."""
    if isinstance(value, list):
        parts = [None if isinstance(one, list) else _text(one) for one in value]
        return ", ".join(part for part in parts if part) if None not in parts else None
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())
    return None
