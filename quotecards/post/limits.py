"""Stage 11: what each network takes and what an account there needs, from data/networks.toml.

A file of that name in the user's folder replaces the packaged one, for the day a network changes its mind.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from quotecards.datafiles import find, line_of
from quotecards.datafiles import load as read_toml
from quotecards.errors import DataError, UsageError
from quotecards.post.seam import Limits, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FILE = "networks.toml"
_KINDS = ("image/jpeg", "image/png", "image/webp")
_BESIDE = frozenset({"title", "unconfirmed", "source", "account", "oauth"})
_DERIVED = frozenset({"network", "source", "read"})


@dataclass(frozen=True, slots=True)
class Need:
    """One thing an account needs: `asks` is the question, `default` None where there must be an answer.

    A `secret` is never shown; a `url` is checked before it is believed.
    """

    name: str
    asks: str
    secret: bool = False
    url: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class OAuth:
    """Where a user lets us in: the page to open, the address that gives tokens, what is asked for."""

    authorize: str
    token: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the file says of one network; `unconfirmed` names figures that no source confirmed."""

    limits: Limits
    title: str
    needs: tuple[Need, ...]
    oauth: OAuth | None
    unconfirmed: tuple[str, ...]


def limits(network: str) -> Limits:
    """A network's name becomes its limits.

    Raises:
        UsageError: no network of that name.
        DataError: the file is wrong; `where` holds file and line.

    """
    return sheet(network).limits


def names() -> tuple[str, ...]:
    """The networks that can be posted to, in the file's order."""
    return tuple(_sheets(find(_FILE)[0]))


def sheet(network: str) -> Sheet:
    """A network's name becomes all that is written of it; raises as `limits` does."""
    known = _sheets(find(_FILE)[0])
    if network not in known:
        raise UsageError(f"there is no network {network!r}.", remedy=f"Use one of: {', '.join(known)}.")
    return known[network]


def told(base: Limits, document: Mapping[str, Any]) -> Limits:
    """A Mastodon-compatible server's /api/v2/instance over what is usual; what it does not say stays."""
    configuration = _table(document.get("configuration"))
    statuses = _table(configuration.get("statuses"))
    media = _table(configuration.get("media_attachments"))
    figures = {
        "text_most": statuses.get("max_characters"),
        "url_weight": statuses.get("characters_reserved_per_url"),
        "pictures_most": statuses.get("max_media_attachments"),
        "picture_bytes_most": media.get("image_size_limit"),
        "picture_pixels_most": media.get("image_matrix_limit"),
        "alt_most": media.get("description_limit"),
    }
    sound = {name: value for name, value in figures.items() if type(value) is int and value > 0}
    kinds = tuple(kind for kind in _KINDS if kind in (media.get("supported_mime_types") or ()))
    return replace(base, **sound, picture_kinds=kinds or base.picture_kinds)  # type: ignore[arg-type]


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


# ---------------------------------------------------------------- the file


@cache
def _sheets(path: Path) -> dict[str, Sheet]:
    return {name: _sheet(path, name, table) for name, table in read_toml(path).items()}


def _sheet(path: Path, name: str, table: Any) -> Sheet:
    if not isinstance(table, dict):
        raise _wrong(path, name, "this is no table of a network")
    named = {field.name for field in fields(Limits)} - _DERIVED
    for key in table:
        if key not in named | _BESIDE:
            raise _wrong(path, f"{name}.{key}", f"{key!r} is not known")
    sources = _sources(path, name, table.get("source"))
    figures = {key: _figure(path, f"{name}.{key}", key, table[key]) for key in table if key in named}
    for key in ("text_most", "text_unit", "pictures_most", "picture_kinds"):
        if key not in figures:
            raise _wrong(path, name, f"{key} is missing")
    oauth = table.get("oauth")
    return Sheet(
        limits=Limits(network=name, source=sources[0], read=sources[1], **figures),
        title=_text(path, name, "title", table),
        needs=tuple(_need(path, name, one) for one in table.get("account", ())),
        oauth=None if oauth is None else _oauth(path, f"{name}.oauth", oauth),
        unconfirmed=_names(path, f"{name}.unconfirmed", table.get("unconfirmed", []), named),
    )


def _figure(path: Path, place: str, key: str, value: Any) -> Any:
    """One field of Limits, checked: by its name one knows what it may be."""
    if key.endswith("_unit"):
        if value not in get_args(Unit):
            raise _wrong(path, place, f"{value!r} is no unit", f"Use one of: {', '.join(get_args(Unit))}.")
        return value
    if key == "picture_kinds":
        return _names(path, place, value, set(_KINDS))
    if key in ("warning", "spoiler", "languages", "facets"):
        if not isinstance(value, bool):
            raise _wrong(path, place, f"{value!r} is neither true nor false")
        return value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    whole = not key.startswith(("price", "picture_ratio"))
    if not is_number or value < 0 or (whole and not isinstance(value, int)):
        raise _wrong(path, place, f"{value!r} is not possible", "Use a number that is not negative.")
    return value


def _sources(path: Path, name: str, listed: Any) -> tuple[str, str]:
    """Where the figures were read and on which day: no figure without either."""
    if not isinstance(listed, list) or not listed:
        raise _wrong(
            path, name, "it has no source", 'Add [[NETWORK.source]] with name = "..." and read = DAY.'
        )
    for number, one in enumerate(listed):
        place = f"{name}.source.{number}"
        _text(path, place, "name", one)
        if not isinstance(one.get("read"), date):
            raise _wrong(path, place, "the day it was read is missing", "Write it as read = 2026-11-22.")
    return "; ".join(one["name"] for one in listed), max(one["read"] for one in listed).isoformat()


def _need(path: Path, name: str, one: Any) -> Need:
    place = f"{name}.account"
    if not isinstance(one, dict) or set(one) - {field.name for field in fields(Need)}:
        raise _wrong(path, place, f"{one!r} is not what an account needs")
    return Need(
        name=_text(path, place, "name", one),
        asks=_text(path, place, "asks", one),
        secret=bool(one.get("secret", False)),
        url=bool(one.get("url", False)),
        default=one.get("default"),
    )


def _oauth(path: Path, place: str, one: Any) -> OAuth:
    scopes = one.get("scopes") if isinstance(one, dict) else None
    if not isinstance(scopes, list):
        raise _wrong(path, place, "its scopes are missing")
    return OAuth(_text(path, place, "authorize", one), _text(path, place, "token", one), tuple(scopes))


def _text(path: Path, place: str, key: str, table: Any) -> str:
    value = table.get(key) if isinstance(table, dict) else None
    if isinstance(value, str) and value.strip():
        return value
    raise _wrong(path, place, f"{key} is missing or no text")


def _names(path: Path, place: str, value: Any, known: set[str]) -> tuple[str, ...]:
    if isinstance(value, list) and set(value) <= known:
        return tuple(value)
    raise _wrong(
        path, place, f"{value!r} is not a list of known names", f"Known: {', '.join(sorted(known))}."
    )


def _wrong(path: Path, place: str, what: str, remedy: str = "") -> DataError:
    return DataError(f"{place}: {what}.", where=f"{path}:{line_of(path, place)}", remedy=remedy)
