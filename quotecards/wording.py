"""How cards say things in a language: the lines of their credits, and the words on a ticket or a poster.

One data file per language; what a language does not say is said in English. The user's own files win.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import find, folder, line_of, load, packaged
from quotecards.errors import DataError, near
from quotecards.marks import outers, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

HOME = "QUOTECARDS_HOME"  # files are read again where the user's folder changes
KIND = "wording"
BASE = "en"
WIDE, NARROW = "\u00a0", "\u202f"  # no-break spaces
TABLES = ("also", "credit", "words")
BLANK = ("stop", "after")  # what may be blank
_NAMED = re.compile(r"\{([^{}]*)\}")
_ENDS = " \u00a0\u202f:：;,"  # of a line that is said without what fills it
WHOLE = ("film", "film_year", "film_noted")  # lines of a film and nothing else
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said in one language: lines of credits with names to be filled in, and words by their names."""

    code: str
    lines: dict[str, str] = field(repr=False)
    words: dict[str, str] = field(repr=False)
    outer: tuple[str, str] = ("“", "”")
    inner: tuple[str, str] = ("‘", "’")

    def line(self, name: str, **known: object) -> str:
        """A line by its name, filled: `line("directed", director="Ines Varga")`."""
        return self.lines[name].format(**known)

    def titled(self, text: str) -> str:
        """A title in the language's quotation marks; those that stand in it become the inner ones."""
        opening, closing = self.inner
        for mark in reversed(scan(text)):
            head, tail = text[: mark.start], text[mark.end :]
            if mark.family != "single" and mark.role == "open":
                text = head + opening + tail.lstrip()
            elif mark.family != "single" and mark.role == "close":
                text = head.rstrip() + closing + tail
        return self.outer[0] + text + self.outer[1]

    def said(self, text: str, known: Mapping[str, str] = NOTHING) -> str:
        """A text with names in braces says them: "{admit one}"; a line of a credit without what fills it.

        What is `known` by a name is said first.
        """
        if "{" not in text:
            return text
        return _NAMED.sub(lambda named: known.get(named[1]) or self._said(named[1]), text)

    def _said(self, name: str) -> str:
        bare = _NAMED.sub("", self.lines.get(name, ""))
        return self.words.get(name) or " ".join(bare.strip(_ENDS).split())

    def told(self, name: str, line: str) -> tuple[str, ...] | None:
        """What fills a line, if it is the one of that name in this language or in English; else None."""
        for said in (self, wording(BASE)):
            found = _pattern(said.lines[name], name in WHOLE).fullmatch(line)
            if found is not None:
                return found.groups()
        return None


def wording(code: str | None) -> Wording:
    """A language code ("de", "pt-BR", None) becomes what is said in it; English where it is not known.

    Raises:
        DataError: a file is wrong; `where` holds file and line.

    """
    return _wording(_plain(code or BASE), os.environ.get(HOME, ""))


def _plain(code: str) -> str:
    return code.lower().replace("_", "-")


def unknown(text: str, others: Iterable[str] = ()) -> str:
    """What is wrong with a name in braces within a text that a layout says; empty where all are known."""
    said = wording(BASE)
    known = [*others, *said.words, *(name for name in said.lines if said.said(f"{{{name}}}"))]
    for name in _NAMED.findall(text):
        if name not in known:
            hint = near(name, known) or f"Known: {', '.join((*others, *said.words))}."
            return f"nothing is called {name!r}. {hint}"
    return ""


def capitals(text: str, code: str) -> str:
    """A text in the capitals of a language: with their dots in Turkish, without accents in Greek."""
    code = code.lower().partition("-")[0]
    if code == "tr":
        text = text.replace("i", "İ")
    if code == "el":
        plain = unicodedata.normalize("NFD", text).replace("\u0301", "")
        text = unicodedata.normalize("NFC", plain)
    return text.upper()


def forget() -> None:
    """The files may have changed, and are read again."""
    for remembered in (_wording, _files, outer_marks):
        remembered.cache_clear()


@lru_cache(maxsize=128)
def _wording(code: str, home: str) -> Wording:
    files, others = _files(home)
    parts = code.split("-")
    codes = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    known = next(
        (found for one in codes if (found := one if one in files else others.get(one)) in files), BASE
    )
    lines: dict[str, str] = {}
    words: dict[str, str] = {}
    for raw in (*files[BASE], *files[known]):
        lines |= raw.get("credit", {})
        words |= raw.get("words", {})
    return Wording(known, lines, words, *_marks(others.get(code, code), known))


@cache
def _files(_home: str) -> tuple[dict[str, list[dict[str, Any]]], dict[str, str]]:
    """What the files of each language say, the package's first; and the other codes of a language."""
    found: dict[str, list[dict[str, Any]]] = {}
    others: dict[str, str] = {}
    base = load(packaged(KIND, f"{BASE}.toml"))["credit"]
    for place in reversed(folder(KIND)):
        for path in sorted(place.glob("*.toml")):
            raw = _checked(path, base)
            own = _plain(path.stem)
            found.setdefault(own, []).append(raw)
            others |= dict.fromkeys(map(_plain, raw.get("also", ())), own)
    return found, others


def _checked(path: Path, base: dict[str, str]) -> dict[str, Any]:
    """A file of one language: known tables, texts, and in every line the names that English has in it."""
    raw = load(path)
    for table, said in raw.items():
        if table not in TABLES or not isinstance(said, list if table == "also" else dict):
            raise _wrong(path, table, f"known are [credit], [words] and also = [...]. {near(table, TABLES)}")
    if not all(isinstance(code, str) for code in raw.get("also", ())):
        raise _wrong(path, "also", "codes of languages are needed, as texts.")
    for table in ("credit", "words"):
        for name, text in raw.get(table, {}).items():
            if not isinstance(text, str) or not (text.strip() or name in BLANK):
                raise _wrong(path, f"{table}.{name}", "a text is needed.")
    for name, text in raw.get("credit", {}).items():
        if name not in base:
            raise _wrong(path, f"credit.{name}", f"no such line. {near(name, base)}")
        if _names(path, name, text) != _names(path, name, base[name]):
            needed = " ".join(f"{{{one}}}" for one in sorted(_names(path, name, base[name])))
            raise _wrong(path, f"credit.{name}", f"{needed or 'no name in braces'} belongs in it, once.")
    return raw


def _names(path: Path, name: str, text: str) -> list[str]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise _wrong(path, f"credit.{name}", f"{error}.") from error
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise _wrong(path, f"credit.{name}", "nothing but a name may stand in braces.")
    return sorted(field for _, field, _, _ in parts if field is not None)


def _wrong(path: Path, place: str, what: str) -> DataError:
    where = f"{path}:{line_of(path, place)}"
    return DataError(f"{place}: {what.strip()}", where=where, remedy="The package's en.toml shows how.")


def _marks(code: str, known: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The outer and inner quotation marks of a language."""
    outer, inner = outer_marks(), load(packaged("marks.toml"))["languages"]
    opening, closing = outer.get(code) or outer.get(known) or outer[BASE]
    alike = [
        one["inner"] for one in (inner.get(known), *inner.values()) if one and one["outer"][0] in opening
    ]
    first, last = alike[0] if alike else ("‘", "’")
    return (opening, closing), (first, last)


@cache
def outer_marks() -> dict[str, tuple[str, str]]:
    """The outer quotation marks, opening and closing, by the code of a language; the user's own over the package's."""
    found = outers(packaged("quotation-marks.toml")) | outers(find("quotation-marks.toml")[0])
    # Narrow spaces look right within the marks, and the fonts make them from nothing.
    return {
        code: (first.replace(WIDE, NARROW), last.replace(WIDE, NARROW))
        for code, (first, last) in found.items()
    }


@cache
def _pattern(line: str, whole: bool) -> re.Pattern[str]:
    """A line with names to fill becomes what recognises it when it is filled; `whole`: with a film and no more."""
    film = r"(\*[^*]+\*)" if whole else r"(.*\*[^*]+\*.*)"
    fills = {"year": r"(\d{4})", "film": film}
    parts = Formatter().parse(line)
    return re.compile(
        "".join(re.escape(text) + (fills.get(name, "(.+)") if name else "") for text, name, _, _ in parts)
    )
