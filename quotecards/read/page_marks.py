"""Stage 1: what an element of a web page is by its name, its role and the words of its class and id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast, get_args

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import MarkupKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_STYLE_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RAISED = frozenset({"sup", "span", "a"})
_HEADINGS = {"h1": "title"} | {f"h{level}": "heading" for level in range(2, 7)}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an element that is not prose is, and why we think so; `surely`: whatever it holds."""

    label: str
    why: str
    surely: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """The data file: names of elements by what they do, and what elements mean."""

    silent: frozenset[str]
    apart: frozenset[str]
    lines: frozenset[str]
    prose: Mapping[str, MarkupKind]
    hidden: re.Pattern[str]
    footnotes: re.Pattern[str]
    tags: Mapping[str, Meaning]
    roles: Mapping[str, Meaning]
    words: tuple[tuple[re.Pattern[str], Meaning], ...]

    def hides(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element's words are not seen, or not read."""
        if tag in self.silent:
            return True
        if "hidden" in attributes and attributes["hidden"] != "until-found":
            return True
        if (style := attributes.get("style")) and _STYLE_HIDES.search(style):
            return True
        words = _words(attributes)
        if tag in _RAISED and any(self.footnotes.fullmatch(word) for word in words):
            return True
        return any(self.hidden.fullmatch(word) for word in words)

    def meaning(self, tag: str, attributes: Mapping[str, str]) -> Meaning | None:
        """What an element is, if it is not prose; a heading is told by whoever knows its words."""
        found = self.tags.get(tag) or self.roles.get(attributes.get("role", ""))
        return found or next((told for word in _words(attributes) if (told := _told(word))), None)


def heading(tag: str) -> str | None:
    """The label of a heading by the name of its element; None for all else."""
    return _HEADINGS.get(tag)


def _words(attributes: Mapping[str, str]) -> list[str]:
    told = f"{attributes.get('id', '')} {attributes.get('class', '')}".lower().replace("_", "-")
    return told.split() if told != " " else []


@lru_cache(maxsize=4096)
def _told(word: str) -> Meaning | None:
    """What a word of a class or an id means; the same few words stand on all pages of a site."""
    return next((meaning for pattern, meaning in marks().words if pattern.fullmatch(word)), None)


@cache
def marks() -> Marks:
    """The marks of the data file, checked.

    Raises:
        DataError: a pattern or a kind of markup that is none.

    """
    path = packaged("read", "page.toml")
    data = load(path)
    kinds = get_args(MarkupKind)
    for tag, kind in data["prose"].items():
        if kind not in kinds:
            raise _wrong(
                path, f"prose.{tag}", f"{kind!r} is no kind of markup", f"Use one of: {', '.join(kinds)}."
            )
    meanings = [
        (entry, Meaning(entry["label"], entry["why"], entry.get("surely", False))) for entry in data["labels"]
    ]
    return Marks(
        silent=frozenset(data["silent"]),
        apart=frozenset(data["apart"]),
        lines=frozenset(data["lines"]),
        prose=cast("Mapping[str, MarkupKind]", data["prose"]),
        hidden=_pattern(path, "hidden", data["hidden"]),
        footnotes=_pattern(path, "footnotes", data["footnotes"]),
        tags=_by(meanings, "tags"),
        roles=_by(meanings, "roles"),
        words=tuple(
            (_pattern(path, f"labels.{number}.words", entry["words"]), meaning)
            for number, (entry, meaning) in enumerate(meanings)
            if "words" in entry
        ),
    )


def _by(meanings: list[tuple[dict[str, Any], Meaning]], key: str) -> dict[str, Meaning]:
    return {name: meaning for entry, meaning in reversed(meanings) for name in entry.get(key, ())}


def _pattern(path: Path, name: str, alternatives: list[str]) -> re.Pattern[str]:
    try:
        return re.compile("|".join(f"(?:{one})" for one in alternatives))
    except (re.error, TypeError) as error:
        raise _wrong(path, name, f"these are no regular expressions ({error})", "Correct them.") from error


def _wrong(path: Path, name: str, what: str, remedy: str) -> DataError:
    return DataError(f"{name}: {what}.", where=f"{path}:{line_of(path, name)}", remedy=remedy)
