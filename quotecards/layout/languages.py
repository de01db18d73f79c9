"""Stage 8, its languages: outer quotation marks, and the words that a line should not end with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from quotecards.datafiles import find, line_of, load
from quotecards.errors import DataError
from quotecards.wording import outer_marks

GRADES = ("clings", "leans", "leads", "describes")
TRAILS = "trails"


@dataclass(frozen=True, slots=True)
class Language:
    """How a language breaks: `weak` words with a grade in 0..1, and words that `opens` a line well.

    Words that end in one of `describing` are weak by `described` before a noun. Those that `trails` hang
    on the word before them, and so make it weak by `trailed`.
    """

    weak: dict[str, float]
    trails: frozenset[str]
    trailed: float
    describing: tuple[str, ...]
    described: float
    opens: frozenset[str]
    units: frozenset[str]
    titles: frozenset[str]
    names: bool
    features: tuple[str, ...]


NEUTRAL = Language(
    {}, frozenset(), 0.0, (), 0.0, frozenset(), frozenset(), frozenset(), names=False, features=()
)


def language(code: str) -> Language:
    """The breaking habits of a language code ("en", "en-GB"); neutral ones where it is not known."""
    known = _languages()
    code = code.lower().replace("_", "-")
    return known.get(code) or known.get(code.partition("-")[0]) or NEUTRAL


def marks(code: str) -> tuple[str, str]:
    """A language code becomes its outer quotation marks, opening and closing; English ones if not known."""
    known = outer_marks()
    code = code.lower().replace("_", "-")
    return known.get(code) or known.get(code.partition("-")[0]) or known["en"]


@cache
def _languages() -> dict[str, Language]:
    path = find("breaks.toml")[0]
    raw = load(path)
    try:
        grades = {name: float(raw["grades"][name]) for name in (*GRADES, TRAILS)}
        return {code: _language(table, grades) for code, table in raw.items() if code != "grades"}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{error} is missing or wrong.", where=f"{path}:{line_of(path, 'grades')}") from error


def _language(table: dict[str, Any], grades: dict[str, float]) -> Language:
    weak: dict[str, float] = {}
    for name in reversed(GRADES):
        weak.update(dict.fromkeys(table.get(name, "").split(), grades[name]))
    words = {name: frozenset(table.get(name, "").split()) for name in ("opens", "units", "titles", TRAILS)}
    features = tuple(table.get("features", ()))
    describing = tuple(table.get("describing", "").split())
    return Language(
        weak,
        trailed=grades[TRAILS],
        describing=describing,
        described=grades["describes"],
        **words,
        names=bool(table.get("names", False)),
        features=features,
    )
