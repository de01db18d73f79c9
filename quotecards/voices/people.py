"""Stage 3: what a whole review says about its titles, its characters and the people behind the film."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

from quotecards.datafiles import load, packaged

if TYPE_CHECKING:
    from quotecards.models import Cleaned

UPPER = "[A-ZÀ-ÞĄĆĘŁŃŚŹŻČŘŠŽА-ЯЁ]"
NAME = rf"{UPPER}[\w’'-]*(?:[ \u00a0](?:{UPPER}[\w’'-]*|de|von|van|del|la)){{0,3}}"
# The title before a colon, a dash or a year: "her: A real look", "her (2013)".
_TITLE_END = re.compile(r"\s*(?:[:|(\[]|\s[–—-]\s).*", re.DOTALL)


@cache
def data(language: str = "en") -> dict[str, frozenset[str]]:
    """The lists of a language: English has them all, a language without any has empty ones."""
    english = load(packaged("voices.toml"))
    if language == "en":
        return {name: frozenset(words) for name, words in english.items()}
    found = load(packaged("voices_languages.toml")).get(language, {})
    return {name: frozenset(found.get(name, ())) for name in english}


class Page:
    """What the whole review says about titles and people; found out once, when first asked."""

    def __init__(self, cleaned: Cleaned) -> None:
        self.cleaned = cleaned
        self.text = cleaned.review.text
        self.language = cleaned.language
        self.data = data(cleaned.language)

    @cached_property
    def titles(self) -> frozenset[str]:
        """The film's and the review's titles, as the sidecar and the lines above the review spell them."""
        about = self.cleaned.review.about
        named = [about.film or "", about.title or ""]
        named += [
            self.text[label.start : label.end] for label in self.cleaned.labels if label.label == "title"
        ]
        plain = [one.strip(" “”\"'‘’*_#").casefold() for one in named]
        return frozenset(part for one in plain for part in (one, _TITLE_END.sub("", one)) if part)

    @cached_property
    def characters(self) -> frozenset[str]:
        """Words of names that stand beside an actor's: "Theodore (Joaquin Phoenix)"."""
        found = [match["character"] for pattern in _CAST for match in pattern.finditer(self.text)]
        return frozenset(word for name in found for word in name.split())

    @cached_property
    def makers(self) -> frozenset[str]:
        """Words of names that stand beside a role outside the film, and of those given with the review."""
        about = self.cleaned.review.about
        found = [name for name in (about.director, about.writer, about.author) if name]
        if roles := _role_pattern(self.language):
            found += [match["maker"] for match in roles.finditer(self.text)]
        found += [match["actor"] for pattern in _CAST for match in pattern.finditer(self.text)]
        return frozenset(word for name in found for word in re.findall(r"[\w’'-]+", name)) - self.characters

    def is_character(self, name: str) -> bool:
        return any(word in self.characters for word in _bare(name))

    def is_maker(self, name: str) -> bool:
        return any(word in self.makers for word in _bare(name))


_ACTOR = NAME.replace("{0,3}", "{1,3}")
_CAST = (
    re.compile(rf"(?P<character>{NAME}) \((?P<actor>{_ACTOR})\)"),
    re.compile(rf"(?P<actor>{_ACTOR})(?:’s|'s)? (?:[\w ]{{0,30}})?\bas (?P<character>{NAME})"),
    re.compile(
        rf"(?P<character>{NAME}),? [\w ,-]{{0,60}}?(?:played|voiced|portrayed) by (?P<actor>{_ACTOR})"
    ),
    re.compile(rf"(?P<actor>{_ACTOR}) (?:plays|voices|portrays) (?P<character>{NAME})"),
)


def _bare(name: str) -> list[str]:
    return [re.sub(r"[’']s$", "", word) for word in name.split()]


@cache
def _role_pattern(language: str) -> re.Pattern[str] | None:
    roles = "|".join(re.escape(role) for role in sorted(data(language)["roles"], key=len, reverse=True))
    if not roles:
        return None
    return re.compile(rf"\b(?i:{roles})(?:,| of the film)? (?P<maker>{NAME})")
