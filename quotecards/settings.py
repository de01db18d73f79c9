"""One frozen Settings from five places; the first that names a value wins.

    flags > environment (QUOTECARDS_<NAME>) > quotecards.toml in the working folder
          > config.toml in the user's folder > data/defaults.toml

Names of palettes, layouts and sizes are checked by those who own them; all else is checked here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from quotecards.datafiles import home, line_of, packaged
from quotecards.datafiles import load as read_toml
from quotecards.errors import DataError, UsageError, near
from quotecards.models import About

if TYPE_CHECKING:
    from quotecards.models import Taste

__all__ = ["Settings", "home", "load", "names"]

PREFIX = "QUOTECARDS_"
PROJECT_FILE = "quotecards.toml"
USER_FILE = "config.toml"
LONGEST_HANDLE = 40  # characters
TABLES = frozenset({"plan", "tags"})  # in the same files, but read by posting

Profanity = Literal["allow", "mask", "drop"]
Spoilers = Literal["allow", "flag", "drop"]
Format = Literal["png", "jpeg", "webp"]
Engine = Literal["local", "dask"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run can be told; None is "chosen for each quote" or "as the review says"; `bar` None: as shipped.

    `max_words` 0 is as many as the sizes hold.
    `columns` pairs what a review has with the name it goes by in tables and objects: ("text", "Review").
    `out` is a folder, or an address on object storage (s3://...). `jobs` 0 is "as many processes as pay
    off"; `size` holds one name or more. `review_memory` is in megabytes; it, `review_seconds` and
    `per_film` are without a limit at 0.
    """

    top: int
    taste: Taste
    min_words: int
    max_words: int
    profanity: Profanity
    spoilers: Spoilers
    bar: float | None
    language: str | None
    columns: tuple[tuple[str, str], ...]
    palette: str | None
    layout: str | None
    sizes: tuple[str, ...]
    format: Format
    seed: int
    still: str | None
    focus: tuple[float, float]
    carousel: bool
    same_size: bool
    handle: str | None
    logo: str | None
    scale: int
    debug: bool
    out: Path | str
    jobs: int
    engine: Engine
    scheduler: str | None
    review_seconds: int
    review_memory: int
    distinct: bool
    per_film: int

    @property
    def size(self) -> str:
        """The first of the sizes, for whoever makes a single card."""
        return self.sizes[0]


def load(flags: Mapping[str, Any] | None = None) -> Settings:
    """The flags given (None or missing: not given) and all weaker places become one Settings.

    Raises:
        UsageError: a bad value in a flag or in the environment, or a flag of no such name.
        DataError: an unknown key or a bad value in a settings file; `where` holds file and line.

    """
    values: dict[str, Any] = {}
    for path in (packaged("defaults.toml"), home() / USER_FILE, Path(PROJECT_FILE)):
        if path.is_file():
            values.update(_from_file(path))
    values.update(_from_environment(os.environ))
    values.update(_from_flags(flags or {}))
    if 0 < values["max_words"] < values["min_words"]:
        raise UsageError(
            f"min_words is {values['min_words']} and max_words {values['max_words']}.",
            remedy="The least must not exceed the most.",
        )
    values["sizes"] = values.pop("size")
    return Settings(**values)


def names() -> tuple[str, ...]:
    """The names of all settings, as flags, the environment and the files spell them."""
    return tuple("size" if field.name == "sizes" else field.name for field in fields(Settings))


# ---------------------------------------------------------------- the places


def _from_file(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in read_toml(path).items():
        if name in TABLES:
            continue
        try:
            found[name] = _checked(name, value)
        except UsageError as error:
            where = f"{path}:{line_of(path, name)}"
            what = f"{name}: {error.what}" if name in RULES else error.what
            raise DataError(what, where=where, remedy=error.remedy) from error
    return found


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names():
        variable = PREFIX + name.upper()
        if value := environment.get(variable, "").strip():
            found[name] = _at(f"environment, {variable}", name, value)
    return found


def _from_flags(flags: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _at("--" + name.replace("_", "-"), name, value)
        for name, value in flags.items()
        if value is not None and value not in ((), [])
    }


def _at(where: str, name: str, value: Any) -> Any:
    try:
        return _checked(name, value)
    except UsageError as error:
        raise UsageError(error.what, where=where, remedy=error.remedy) from error


# ---------------------------------------------------------------- the rules

Rule = Callable[[Any], Any]


def _one_of(*allowed: str) -> Rule:
    def rule(value: Any) -> str:
        if value in allowed:
            return cast("str", value)
        remedy = f"Use one of: {', '.join(allowed)}. {near(str(value), allowed)}"
        raise UsageError(f"{value!r} is not known.", remedy=remedy.rstrip())

    return rule


def _whole(least: int, most: int) -> Rule:
    def rule(value: Any) -> int:
        number = int(value) if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,18}", value) else value
        if isinstance(number, int) and not isinstance(number, bool) and least <= number <= most:
            return number
        raise UsageError(f"{value!r} is not possible.", remedy=f"Use a whole number from {least} to {most}.")

    return rule


def _share(value: Any) -> float | None:
    """A number from 0 to 1, or an empty text for none."""
    if value == "":
        return None
    try:
        number = float(value) if not isinstance(value, bool) else -1.0
    except (TypeError, ValueError):
        number = -1.0
    if 0 <= number <= 1:
        return number
    raise UsageError(f"{value!r} is not possible.", remedy="Use a number from 0 to 1, such as 0.3.")


def _name(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    raise UsageError(f"{value!r} is not a name.", remedy="Use a text, or an empty text for none.")


def _handle(value: Any) -> str | None:
    handle = _name(value)
    if handle and (len(handle) > LONGEST_HANDLE or not handle.isprintable()):
        raise UsageError(
            f"{handle[:60]!r} is no handle.", remedy=f"Use one line of at most {LONGEST_HANDLE} characters."
        )
    return handle


def _language(value: Any) -> str | None:
    code = _name(value)
    if code is None or re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
        return code and code.lower()
    raise UsageError(f"{value!r} is not a language.", remedy="Use a code such as en, de or pt-br.")


def _names(value: Any) -> tuple[str, ...]:
    """A name, several separated by commas, or a list of them."""
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
        raise UsageError(f"{value!r} is not a list of names.", remedy='Use texts: ["portrait", "story"].')
    chosen = tuple(dict.fromkeys(one.strip() for one in listed if one.strip()))
    if not chosen:
        raise UsageError("no name is given.", remedy="Name at least one.")
    return chosen


def _columns(value: Any) -> tuple[tuple[str, str], ...]:
    """Pairs as a table, or as "text=Review, film=Name"."""
    if isinstance(value, str):
        pairs = [
            (name, column)
            for name, _, column in (one.partition("=") for one in value.split(",") if one.strip())
        ]
    else:
        pairs = list(value.items()) if isinstance(value, dict) else [("", "")]
    found = tuple((name.strip(), column.strip() if isinstance(column, str) else "") for name, column in pairs)
    known = ("text", "id", *(field.name for field in fields(About) if field.name != "origin"))
    for name, column in found:
        if name not in known or not column:
            raise UsageError(
                f"{value!r} does not name columns.",
                remedy=f"Write text=Review,film=Name; what can be named: {', '.join(known)}.",
            )
    return found


def _point(value: Any) -> tuple[float, float]:
    """Two fractions, as a list or as "0.5,0.4"."""
    parts = value.split(",") if isinstance(value, str) else value
    try:
        across, down = (float(part) for part in parts)
    except (TypeError, ValueError):
        across = down = -1.0
    if not (0 <= across <= 1 and 0 <= down <= 1):
        raise UsageError(f"{value!r} is not a point.", remedy="Use two fractions from the top left: 0.5,0.4.")
    return across, down


def _place(value: Any) -> Path | str:
    """A folder, or an address on object storage as it is."""
    if isinstance(value, str) and "://" in value:
        return value.strip()
    if isinstance(value, str | Path) and str(value).strip():
        return Path(value).expanduser()
    raise UsageError(f"{value!r} is not a path.", remedy="Use a text that names a folder or file.")


def _switch(value: Any) -> bool:
    named = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    known = named.get(value.lower()) if isinstance(value, str) else value
    if isinstance(known, bool):
        return known
    raise UsageError(f"{value!r} is neither yes nor no.", remedy="Use true or false.")


RULES: dict[str, Rule] = {
    "top": _whole(1, 1000),
    "taste": _one_of("balanced", "verdict", "aphorism", "dialogue"),
    "min_words": _whole(1, 1000),
    "max_words": _whole(0, 1000),
    "profanity": _one_of("allow", "mask", "drop"),
    "spoilers": _one_of("allow", "flag", "drop"),
    "bar": _share,
    "language": _language,
    "columns": _columns,
    "palette": _name,
    "layout": _name,
    "size": _names,
    "format": _one_of("png", "jpeg", "webp"),
    "seed": _whole(0, 2**31 - 1),
    "still": _name,
    "focus": _point,
    "carousel": _switch,
    "same_size": _switch,
    "handle": _handle,
    "logo": _name,
    "scale": _whole(1, 3),
    "debug": _switch,
    "out": _place,
    "jobs": _whole(0, 256),
    "engine": _one_of("local", "dask"),
    "scheduler": _name,
    "review_seconds": _whole(0, 86_400),
    "review_memory": _whole(0, 1_000_000),
    "distinct": _switch,
    "per_film": _whole(0, 1_000_000),
}


def _checked(name: str, value: Any) -> Any:
    rule = RULES.get(name)
    if rule is None:
        remedy = f"{near(name, RULES)} Known: {', '.join(RULES)}."
        raise UsageError(f"there is no setting {name!r}.", remedy=remedy.lstrip())
    return rule(value)
