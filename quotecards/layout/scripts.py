"""Stage 8, its scripts: where text without spaces may break, whose forms it wants, how it is led and counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

from quotecards.datafiles import find, line_of, load
from quotecards.errors import DataError
from quotecards.fonts import leftward

WIDE = "\u2e80-\u30ff\u3105-\u312f\u31c0-\u9fff\uf900-\ufaff\uff01-\uffee\U00020000-\U000323af"
_WIDE = re.compile(f"[{WIDE}]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_KANA = re.compile("[\u3041-\u30ff]")
_THAI = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f]")
_UNITS = regex.compile(rf"[^\s{WIDE}]+|\X")  # a word of another script, or one wide character
_LETTERS = regex.compile(r"\X")
_ADDRESS = re.compile(r"^\W*(https?://|www\.|[\w.-]+@|[\w-]+(\.[\w-]+)+/)", re.IGNORECASE)
_JOINT = re.compile(r"(?<=[/?&=#_@])(?=\w)|(?<=\w[.-])(?=\w)")
_SCRIPTS = {
    "arabic": re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"),
    "devanagari": re.compile("[\u0900-\u0dff]"),
    "thai": _THAI,
    "wide": re.compile(f"[{WIDE}\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"),
}
FEW = 0.2  # of the characters
A_NAME = 4  # characters of a foreign name that stay together
A_WORD = 2  # wide characters or clusters of Thai that take as much room as a word


class Part(NamedTuple):
    """A part of a token after which a line may break, and how weak its end would be."""

    text: str
    weak: float


@dataclass(frozen=True, slots=True)
class Scripts:
    """The data file: see there."""

    leading: dict[str, float]
    leftward: frozenset[str]
    forms: dict[str, str]
    never_first: frozenset[str]
    never_last: frozenset[str]
    never_parted: frozenset[str]
    within: dict[str, float]


@cache
def scripts() -> Scripts:
    """What each script needs.

    Raises:
        DataError: the file lacks a table or field.

    """
    path = find("scripts.toml")[0]
    raw = load(path)
    try:
        kinsoku = {
            name: frozenset(raw["kinsoku"][name]) for name in ("never_first", "never_last", "never_parted")
        }
        return Scripts(
            leading={name: float(raw["leading"][name]) for name in _SCRIPTS},
            leftward=frozenset(raw["leftward"]["languages"]),
            forms=dict(raw["forms"]),
            within={name: float(raw["within"][name]) for name in WITHIN},
            **kinsoku,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{error} is missing or wrong.", where=f"{path}:{line_of(path, 'leading')}"
        ) from error


WITHIN = ("phrase", "chunk", "address", "long", "piece", "word")


def from_right(text: str, code: str) -> bool:
    """Whether a text is set from right to left: by its language, else by its first letter."""
    if not leftward(text):
        return False
    if code.lower().replace("_", "-").partition("-")[0] in scripts().leftward:
        return True
    return leftward(next((character for character in text if character.isalpha()), ""))


def leading(text: str) -> float:
    """The leading in em that the scripts of a text ask for; 0 where Latin's will do.

    A script asks only where it has more than a few of the letters.
    """
    if text.isascii():
        return 0.0
    few = len(text) * FEW
    return max(
        (scripts().leading[name] for name, found in _SCRIPTS.items() if len(found.findall(text)) > few),
        default=0.0,
    )


def forms(text: str, code: str) -> str:
    """Whose forms of shared characters a text wants, as a language code; "" where it has none of them."""
    if text.isascii() or not _SCRIPTS["wide"].search(text):
        return ""
    code = code.lower().replace("_", "-")
    known = scripts().forms.get(code) or scripts().forms.get(code.partition("-")[0])
    if known:
        return known
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    return "zh-hant" if any(_traditional(character) for character in text) else "zh-hans"


def count(text: str) -> int:
    """How many words a text has, for the room that it takes; scripts without spaces are counted by letters."""
    words = 0.0
    for token in text.split():
        if token.isascii() or not (_WIDE.search(token) or _THAI.search(token)):
            words += 1
        else:
            words += sum(1 / A_WORD if _solid(letter) else 1 / 6 for letter in _LETTERS.findall(token))
    return max(round(words), 1 if text.strip() else 0)


def apart(text: str) -> bool:
    """Whether the words of a text stand apart, from left to right."""
    return text.isascii() or not (leftward(text) or _WIDE.search(text) or _THAI.search(text))


def parted(token: str, code: str, *, whole: bool = False) -> list[Part]:
    """A token without spaces becomes the parts after which a line may break; one where it may not.

    `whole`: long words and addresses are not parted.
    """
    if not token.isascii():
        if _WIDE.search(token):
            return _wide(token, code)
        if _THAI.search(token):
            return _thai(token)
    within = scripts().within
    if len(token) > within["long"] and not whole and _ADDRESS.match(token):
        return _long(token, within)
    return [Part(token, 0.0)]


def _solid(letter: str) -> bool:
    return bool(_WIDE.match(letter) or _THAI.match(letter))


def _wide(token: str, code: str) -> list[Part]:
    """Between wide characters, but for kinsoku; best between phrases."""
    units = _UNITS.findall(token)
    if len(units) <= A_NAME and code.lower()[:2] not in ("ja", "zh", "ko") and code != "und":
        return [Part(token, 0.0)]
    ends = _phrases(token, forms(token, code))
    rules, within = scripts(), scripts().within
    parts: list[Part] = []
    text, at = "", 0
    for unit, after in zip(units, [*units[1:], ""], strict=True):
        text += unit
        at += len(unit)
        if after and _held(unit, after, rules):
            continue
        parts.append(Part(text, within["chunk"] if at in ends else within["phrase"]))
        text = ""
    return parts


def _held(unit: str, after: str, rules: Scripts) -> bool:
    """Whether no line may break between two units."""
    if after[0] in rules.never_first or unit[-1] in rules.never_last:
        return True
    if after[0] == unit[-1] and after[0] in rules.never_parted:
        return True
    return not (_solid(unit) or _solid(after)) or not any(c.isalnum() for c in after + unit)


def _phrases(token: str, wanted: str) -> set[int]:
    """Where the phrases of a token end, as offsets."""
    if wanted not in ("ja", "zh-hans", "zh-hant"):
        return set()
    ends, at = set(), 0
    for phrase in _parser(wanted).parse(token):
        at += len(phrase)
        ends.add(at)
    return ends


@cache
def _parser(name: str) -> Any:
    import budoux

    return {
        "ja": budoux.load_default_japanese_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
        "th": budoux.load_default_thai_parser,
    }[name]()


def _thai(token: str) -> list[Part]:
    """Between the words that a model tells; in one too long for a line, between its letters."""
    within = scripts().within
    parts: list[Part] = []
    for word in _parser("th").parse(token):
        if parts and not (word[0].isalpha() and _LETTERS.match(parts[-1].text[-1] + word).end() == 1):
            parts[-1] = Part(parts[-1].text + word, within["chunk"])  # a mark stays with its letter
        else:
            parts.append(Part(word, within["chunk"]))
    return [short for part in parts for short in _long(part.text, within, part.weak)]


def _long(token: str, within: dict[str, float], weak: float = 0.0) -> list[Part]:
    """A web address parts at its joints; what is longer than a line wherever it must, in pieces."""
    joint = _JOINT.split(token) if _ADDRESS.match(token) else [token]
    parts = [Part(part, within["address"]) for part in joint]
    made: list[Part] = []
    for part in parts:
        letters = _LETTERS.findall(part.text)
        step = int(within["piece"])
        if len(letters) <= within["long"]:
            made.append(part)
            continue
        made += [
            Part("".join(letters[at : at + step]), within["word"]) for at in range(0, len(letters), step)
        ]
    return [*made[:-1], Part(made[-1].text, weak)]


@lru_cache(maxsize=4096)
def _traditional(character: str) -> bool:
    """Whether a character stands in Big5 and not in GB 2312."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        try:
            character.encode("big5")
        except UnicodeEncodeError:
            return False
        return character.isalpha()
    return False
