"""Stage 2: what stands beside a review and gives itself away by its words, as the data files list them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from quotecards.clean.headings import known_heads
from quotecards.clean.page import is_prose, key
from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.models import Label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quotecards.clean.page import Page, Stretch

_LONGEST = 200  # characters of a paragraph that a pattern is tried on
_MOST_WORDS = 20  # words of a paragraph that is told by its beginning
_WAYS = ("lines", "starts", "patterns", "inside")
_FIELDS = ("label", "why", *_WAYS, "needs")

Meaning = tuple[str, str]
"""A label and why it is given."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A pattern for stretches within prose; looked for only where one of `needs` stands, which spares the time."""

    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of a data file, ready to be found; `meanings` by the name of a pattern's group."""

    lines: dict[str, Meaning]
    starts: dict[str, list[tuple[str, Meaning]]]
    whole: re.Pattern[str]
    inside: tuple[Inside, ...]
    meanings: dict[str, Meaning]

    def of(self, text: str) -> Meaning | None:
        """What a whole paragraph is, by its words."""
        if len(text) > _LONGEST:
            return None
        plain = key(text)
        if found := self.lines.get(plain) or self._by_start(plain):
            return found
        match = self.whole.fullmatch(text)
        return self.meanings[match.lastgroup or ""] if match else None

    def _by_start(self, plain: str) -> Meaning | None:
        if plain.count(" ") >= _MOST_WORDS:
            return None
        for start, meaning in self.starts.get(plain.partition(" ")[0], ()):
            if plain == start or plain.startswith(start + " "):
                return meaning
        return None


def whole(page: Page) -> Iterator[Label]:
    """Paragraphs that are nothing but a phrase of the data file."""
    phrases = every()
    for paragraph, after in zip_longest(page.paragraphs, page.paragraphs[1:]):
        meaning = phrases.of(page.of(paragraph))
        if meaning is not None and not _heads(page, paragraph, after):
            yield Label(paragraph.start, paragraph.end, *meaning)


def _heads(page: Page, paragraph: Stretch, after: Stretch | None) -> bool:
    """Whether a word of menus is a heading where it stands: "Review", with prose right below it."""
    return after is not None and key(page.of(paragraph)) in known_heads() and is_prose(page.of(after))


def inside(page: Page) -> Iterator[Label]:
    """Phrases in the midst of prose: the word "Advertisement" between two sentences, a caption at their end."""
    phrases = [one for one in every().inside if not one.needs or any(need in page.text for need in one.needs)]
    for paragraph in page.paragraphs if phrases else ():
        text = page.of(paragraph)
        for one in phrases:
            if one.needs and not any(need in text for need in one.needs):
                continue
            for match in one.pattern.finditer(page.text, paragraph.start, paragraph.end):
                if match.end() > match.start():
                    yield Label(match.start(), match.end(), *one.meaning)


@cache
def every() -> Phrases:
    """The phrases of all languages that the package knows, English first."""
    return read(packaged("clean", "phrases.toml"), packaged("clean", "phrases_languages.toml"))


def read(*paths: Path) -> Phrases:
    """Data files become Phrases, checked; where two entries fit, the earlier one wins.

    Raises:
        DataError: an entry without label, why or phrases, or a pattern that is none; with file and line.
    """
    lines: dict[str, Meaning] = {}
    starts: dict[str, list[tuple[str, Meaning]]] = {}
    whole: list[str] = []
    within: list[Inside] = []
    meanings: dict[str, Meaning] = {}
    entries = [(path, n, one) for path in paths for n, one in enumerate(load(path).get("phrases", []))]
    for place, (path, number, entry) in enumerate(entries):
        meaning = _meaning(entry, path, number)
        for line in entry.get("lines", ()):
            lines.setdefault(key(line), meaning)
        for start in entry.get("starts", ()):
            plain = key(start)
            starts.setdefault(plain.partition(" ")[0], []).append((plain, meaning))
        meanings[f"patterns{place}"] = meaning
        if patterns := [_checked(pattern, path, number, "patterns") for pattern in entry.get("patterns", ())]:
            whole.append(f"(?P<patterns{place}>{'|'.join(patterns)})")
        if patterns := [_checked(pattern, path, number, "inside") for pattern in entry.get("inside", ())]:
            within.append(Inside(tuple(entry.get("needs", ())), re.compile("|".join(patterns)), meaning))
    return Phrases(
        lines=lines,
        starts=starts,
        whole=re.compile("|".join(whole) or r"(?!)", re.IGNORECASE),
        inside=tuple(within),
        meanings=meanings,
    )


def _meaning(entry: dict[str, Any], path: Path, number: int) -> Meaning:
    """The label and the why of an entry."""
    wrong = [name for name in entry if name not in _FIELDS]
    if wrong or not entry.get("label") or not entry.get("why") or not any(entry.get(way) for way in _WAYS):
        raise DataError(
            f"unknown field {wrong[0]!r}." if wrong else "an entry needs label, why and at least one phrase.",
            where=f"{path}:{line_of(path, f'phrases.{number}')}",
            remedy=f"Fields: label, why, {', '.join(_FIELDS[2:])}.",
        )
    return entry["label"], entry["why"]


def _checked(pattern: str, path: Path, number: int, way: str) -> str:
    """A pattern with its placeholders filled, proven to be one that has no groups of its own."""
    filled = pattern
    for name, value in _placeholders().items():
        filled = filled.replace(f"{{{name}}}", value)
    try:
        wrong = "write its groups (?:...)" if re.compile(filled).groups else ""
    except re.error as error:
        wrong = str(error)
    if wrong:
        raise DataError(
            f"the pattern {pattern!r} is wrong: {wrong}.",
            where=f"{path}:{line_of(path, f'phrases.{number}.{way}')}",
            remedy="Write a regular expression of Python's re.",
        )
    return filled


@cache
def _placeholders() -> dict[str, str]:
    dates = load(packaged("clean", "dates.toml"))
    return {"day": dates["day"], "clock": dates["clock"], "month": f"(?:{'|'.join(dates['months'])})"}
