"""Stage 11: names become hashtags, and a set of them by name, from the settings' [tags] table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import home, line_of
from quotecards.datafiles import load as read_toml
from quotecards.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD = re.compile(r"\w+")


def hashtag(name: str) -> str | None:
    """A name becomes a tag's letters without the #: "quote card" is QuoteCard; None if no letter is left."""
    words = _WORD.findall(name.replace("’", "").replace("'", ""))
    tag = words[0] if len(words) == 1 else "".join(word[:1].upper() + word[1:] for word in words)
    return tag if any(letter.isalpha() for letter in tag) else None


def hashtags(names: Iterable[str], most: int | None = None) -> tuple[str, ...]:
    """Names become tags, each once whatever its capitals, no more than the network takes."""
    found: dict[str, str] = {}
    for name in names:
        if tag := hashtag(name):
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())[:most]


def chosen(names: Sequence[str], network: str, places: Sequence[Path] | None = None) -> tuple[str, ...]:
    """A post's tags become the network's: a name with @ is that of a set in the settings' [tags] table.

    A post without tags gets the set of its network's name, or the set "default", where there is one.
    `places` are settings files, the strongest first; by default those of the working folder and the user.

    Raises:
        UsageError: no set of that name.
        DataError: the settings' [tags] is wrong.

    """
    sets = _sets((Path("quotecards.toml"), home() / "config.toml") if places is None else places)
    if not names:
        return tuple(sets.get(network, sets.get("default", ())))
    tags: list[str] = []
    for name in names:
        if not name.startswith("@"):
            tags.append(name)
        elif name[1:] in sets:
            tags += sets[name[1:]]
        else:
            known = ", ".join(f"@{one}" for one in sets) or "none yet"
            raise UsageError(
                f"there is no set of tags {name!r}.",
                remedy=f"Known: {known}. Write it under [tags] in quotecards.toml.",
            )
    return tuple(tags)


def _sets(files: Sequence[Path]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in reversed(files):
        table: Any = read_toml(path).get("tags", {}) if path.is_file() else {}
        for name, tags in table.items() if isinstance(table, dict) else ():
            if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
                raise DataError(
                    f"{name}: this is no list of tags.",
                    where=f"{path}:{line_of(path, f'tags.{name}')}",
                    remedy='Write it as film = ["film", "movie quotes"].',
                )
            found[name] = tags
    return found
