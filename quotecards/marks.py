"""Quotation marks told from apostrophes, openers from closers, and where a sentence ends without a space.

What several stages must judge alike stands here: clean sets quotation marks right, voices asks whose
words they hold, segment never cuts inside them. Nothing here changes a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from quotecards.datafiles import load, packaged

if TYPE_CHECKING:
    from pathlib import Path

Role = Literal["open", "close", "apostrophe", "prime"]
Family = Literal["single", "double", "angle", "corner"]

# What stands for a mark in damaged text: names of HTML, and characters decoded the wrong way.
_ALIASES = {
    **{f"&{name};": mark for name, mark in (("ldquo", "“"), ("rdquo", "”"), ("bdquo", "„"), ("quot", '"'))},
    **{f"&{name};": mark for name, mark in (("lsquo", "‘"), ("rsquo", "’"), ("laquo", "«"), ("raquo", "»"))},
    **{f"&#{ord(mark)};": mark for mark in "“”„‘’«»\"'"},
    "â€œ": "“",
    "â€\x9d": "”",
    "â€™": "’",
    "â€˜": "‘",
    "â€ž": "„",
    "â€": "”",
}
# Begins with a sign that is soon looked for; most are a mark by themselves.
_MARK = re.compile(
    r"[“”„‟\"＂‘’‚‛'`´«»‹›「」『』&â](?:(?<=`)`|(?<=')'(?!')|(?<![&â])"
    rf"|(?<=&)(?:{'|'.join(re.escape(name[1:]) for name in _ALIASES if name[0] == '&')})"
    r"|(?<=â)€(?:[œ™˜ž\x9d]|(?=[\s,.;:!?)\]]|$)))"
)
_FAMILY: dict[str, Family] = {
    **dict.fromkeys("‘’‚‛'`´", "single"),
    **dict.fromkeys(("“", "”", "„", "‟", '"', "＂", "``", "''"), "double"),
    **dict.fromkeys("«»‹›", "angle"),
    **dict.fromkeys("「」『』", "corner"),
}
_DATA = load(packaged("marks.toml"))
# Short forms that begin with an apostrophe: 'em, 'tis, the '90s.
_ELISION = re.compile(rf"(?:\d\ds?|{'|'.join(_DATA['elisions'])})\b", re.IGNORECASE)
_CLOSING_SINGLE = re.compile(r"‘|(?<=\S)[’'](?!\w)")
_OPENING_CONTEXT = "([{—–-/“‘„«‹「『\"'¿¡*_"
_UNSPACED = "\u2e80"  # from here on letters that no space parts from what is quoted
_NEAR = 400  # characters that a search for a partner looks ahead: a quotation of some seventy words


class Mark(NamedTuple):
    """One quotation mark or apostrophe at start..end; `partner` is the index of the mark it pairs with.

    `depth` counts from 1 for a pair that stands in no other; 0 for a mark without partner.
    """

    start: int
    end: int
    role: Role
    family: Family
    partner: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """A pair of marks: start..end with them, inner_start..inner_end without."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    family: Family
    depth: int


def scan(text: str, start: int = 0, end: int | None = None) -> tuple[Mark, ...]:
    """Every quotation mark and apostrophe of text[start:end] with its role and partner, in order."""
    high = len(text) if end is None else end
    reader = _Reader(text, start, high)
    for match in _MARK.finditer(text, start, high):
        reader.take(match.start(), match.end())
    return reader.marks()


def quotations(marks: tuple[Mark, ...]) -> tuple[Quotation, ...]:
    """The pairs among marks, by their openers' order."""
    return tuple(
        Quotation(
            mark.start, mark.end, marks[mark.partner].start, marks[mark.partner].end, mark.family, mark.depth
        )
        for mark in marks
        if mark.role == "open" and mark.partner is not None
    )


def strays(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The openers that never close and the closers that never opened."""
    return tuple(mark for mark in marks if mark.role in ("open", "close") and mark.partner is None)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def outer(language: str) -> tuple[str, str]:
    """A language's code ("pt", "pt-BR") becomes its outer quotation marks; those of English where it has none."""
    known, code = _outer(), language.lower().replace("_", "-")
    return known.get(code) or known.get(code.partition("-")[0]) or known["en"]


@cache
def _outer() -> dict[str, tuple[str, str]]:
    return outers(packaged("quotation-marks.toml"))


def outers(path: Path) -> dict[str, tuple[str, str]]:
    """A file of outer quotation marks becomes the pairs, opening and closing, by the code of a language."""
    found: dict[str, tuple[str, str]] = {}
    for both, languages in load(path).items():
        opening, _, closing = both.partition(" ")
        found.update(dict.fromkeys(languages, (opening, closing)))
    return found


class _Reader:
    """Reads marks from left to right and keeps those that are open."""

    def __init__(self, text: str, low: int, high: int) -> None:
        self.text = text
        self.low = low
        self.high = high
        self.found: list[Mark] = []
        self.open: list[int] = []

    def take(self, start: int, end: int) -> None:
        glyph = self.text[start:end]
        glyph = _ALIASES.get(glyph, glyph)
        family = _FAMILY[glyph]
        before = self.text[start - 1] if start > self.low else " "
        after = self.text[end] if end < self.high else " "
        role = self._single(glyph, before, after, end) if family == "single" else None
        if family == "double":
            role = self._double(glyph, before, after)
        elif family == "angle":
            role = self._angle(glyph, before, after)
        elif family == "corner":
            role = "open" if glyph in "「『" else "close"
        if role is not None:
            self._keep(Mark(start, end, role, family))

    def marks(self) -> tuple[Mark, ...]:
        """All marks, with depths; an unclosed straight single mark was an apostrophe after all."""
        for index in self.open:
            self._give_up(index)
        depth = 0
        for index, mark in enumerate(self.found):
            if mark.partner is None:
                continue
            if mark.role == "open":
                depth += 1
            self.found[index] = mark._replace(depth=depth)
            if mark.role == "close":
                depth -= 1
        return tuple(self.found)

    # ------------------------------------------------------------ roles

    def _single(self, glyph: str, before: str, after: str, end: int) -> Role | None:
        if before.isspace() and after.isspace():
            return None
        if before.isalnum() and after.isalnum():
            return self._single_within_a_word(glyph, before, after)
        if glyph == "‚":
            return "open" if after.isalnum() and not before.isalnum() else None
        ends_here = self._is_open("single") and not before.isspace() and not after.isalnum()
        if self._opened_low() if glyph == "‘" else ends_here:
            return "apostrophe" if glyph != "‘" and self._possessive(before, after, end) else "close"
        if before.isalnum():
            return "apostrophe" if not after.isalnum() else None
        return self._single_before_a_word(glyph, before, end)

    def _single_within_a_word(self, glyph: str, before: str, after: str) -> Role:
        if glyph in "‘’" and max(before, after) >= _UNSPACED:
            return "open" if glyph == "‘" else "close" if self._is_open("single") else "apostrophe"
        return "prime" if glyph == "'" and before.isdigit() and after.isdigit() else "apostrophe"

    def _single_before_a_word(self, glyph: str, before: str, end: int) -> Role | None:
        elided = _ELISION.match(self.text, end, self.high) is not None
        if glyph in "’´":
            return "apostrophe" if elided or self._next_is_word(end) else "close"
        if glyph == "‘" and not elided:
            return "open"
        if not before.isspace() and before not in _OPENING_CONTEXT and not self._next_is_word(end):
            return "close"
        closes = _CLOSING_SINGLE.search(self.text, end, min(self.high, end + _NEAR))
        return "open" if closes is not None and closes[0] != "‘" and not elided else "apostrophe"

    def _double(self, glyph: str, before: str, after: str) -> Role:
        is_open = self._is_open("double")
        opens = (before.isspace() or before in _OPENING_CONTEXT) and not after.isspace()
        closes = not before.isspace() or after.isspace()
        if glyph in ("„", "‟", "``"):
            return "open"
        if glyph == "“":
            return "close" if is_open and closes and (self._opened_low() or not opens) else "open"
        if glyph == "”":
            return (
                "open" if (opens and not closes) or (not is_open and self._turned(before, after)) else "close"
            )
        if is_open and closes and not (opens and before not in "*_'"):
            return "close"
        if before.isdigit() and not after.isalnum():
            return "prime"
        return "open" if not after.isspace() and not (before.isalnum() and not after.isalnum()) else "close"

    def _turned(self, before: str, after: str) -> bool:
        """Whether a closer stands where only an opener can: behind a sentence, right before a word ("year.”We")."""
        return before in ".!?…" and after.isalpha()

    def _angle(self, glyph: str, before: str, after: str) -> Role:
        is_open = self._is_open("angle")
        if glyph in "»›":  # in German these open: »so«
            return "open" if not is_open and before.isspace() and after.isalnum() else "close"
        return "close" if is_open and not before.isspace() and not after.isalnum() else "open"

    # ------------------------------------------------------------ what is open

    def _keep(self, mark: Mark) -> None:
        index = len(self.found)
        self.found.append(mark)
        if mark.role == "open":
            self.open.append(index)
        elif mark.role == "close":
            self._pair(index)

    def _pair(self, index: int) -> None:
        """A closer finds its opener: of its family, over unclosed single marks, never over another family."""
        family = self.found[index].family
        place = len(self.open) - 1
        while place >= 0 and family != "single" and self.found[self.open[place]].family == "single":
            place -= 1
        if place < 0 or self.found[self.open[place]].family != family:
            return
        for unclosed in self.open[place + 1 :]:
            self._give_up(unclosed)
        opener = self.open[place]
        del self.open[place:]
        self.found[opener] = self.found[opener]._replace(partner=index)
        self.found[index] = self.found[index]._replace(partner=opener)

    def _give_up(self, index: int) -> None:
        mark = self.found[index]
        if self.text[mark.start : mark.end] in ("'", "`"):
            self.found[index] = mark._replace(role="apostrophe")

    def _is_open(self, family: Family) -> bool:
        for index in reversed(self.open):
            if self.found[index].family == family:
                return True
            if self.found[index].family != "single":
                return False
        return False

    def _opened_low(self) -> bool:
        """Whether what is open was opened as German does, at the foot of the line."""
        return bool(self.open) and self.text[self.found[self.open[-1]].start] in "„‚"

    def _next_is_word(self, end: int) -> bool:
        return end < self.high and self.text[end].isalnum()

    def _possessive(self, before: str, after: str, end: int) -> bool:
        """Whether the mark in "‘the dogs’ bones’" belongs to the s: a better closer follows."""
        if before not in "sS" or not after.isspace():
            return False
        closes = _CLOSING_SINGLE.search(self.text, end, min(self.high, end + _NEAR))
        return closes is not None and closes[0] != "‘"


# ---------------------------------------------------------------- sentences grown together

# Begins with a sign that is soon looked for; what must stand before it is looked at behind it.
_GLUE = re.compile(r"[.!?…](?<=[^\s.!?…].)[.!?…]*[”’\"')\]]*(?=[“‘\"'(\[¿¡]*[^\W\d_])")
_LAST_WORD = 30  # characters looked at before a full stop
_FIRST_WORD = re.compile(r"[“”‘\"'(\[¿¡]*([^\W\d_]+)")
_ABBREVIATIONS = frozenset(_DATA["abbreviations"])
_FILE_ENDINGS = frozenset(_DATA["endings"])


def glued(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Where one sentence ends and the next begins without a space ("romance.It's"), as offsets.

    Not in "S.W.A.T.", "F.Murray", "St.Louis", "9.30pm" or "node.js".
    """
    high = len(text) if end is None else end
    places = []
    for match in _GLUE.finditer(text, start, high):
        place = _before_opener(text, match, start)
        if _ends_sentence(text, match, place, start, high):
            places.append(place)
    return places


def abbreviates(text: str, stop: int, low: int = 0) -> bool:
    """Whether the full stop at `stop` belongs to an initial or a common abbreviation: "F.", "Mr."."""
    start, low = stop, max(low, stop - _LAST_WORD)
    while start > low and text[start - 1].isalnum():
        start -= 1
    return stop - start == 1 or text[start:stop].casefold() in _ABBREVIATIONS


def _before_opener(text: str, match: re.Match[str], low: int) -> int:
    """A straight mark between two sentences belongs to the second one if it opens."""
    place = match.end()
    if text[place - 1] == "”" and match.end() - match.start() > 1:
        near = text[max(low, place - 1 - _NEAR) : place - 1]
        return place - 1 if near.count("“") <= near.count("”") else place
    if text[place - 1] == '"' and text.count('"', max(low, place - 1 - _NEAR), place - 1) % 2 == 0:
        return place - 1
    return place


def _ends_sentence(text: str, match: re.Match[str], place: int, low: int, high: int) -> bool:
    first = _FIRST_WORD.match(text, place, high)
    if first is None or not first[1][0].isupper() or first[1].casefold() in _FILE_ENDINGS:
        return False
    if len(match[0].strip("”’\"')]")) > 1 or match[0][0] != ".":
        return True
    follows = text[first.end() : first.end() + 1]
    is_word = len(first[1]) > 1 or follows in (" ", "’", "'", "\u00a0")
    return is_word and not abbreviates(text, match.start(), low)
