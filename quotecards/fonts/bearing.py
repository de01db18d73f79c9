"""Which font bears which letter: a text is cut where the next letters come from another file."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import regex
import uharfbuzz as hb

from quotecards.errors import FontError
from quotecards.fonts.catalogue import by_style, family

if TYPE_CHECKING:
    from quotecards.models import Face

# A user sees one letter: a base with its marks, an emoji with its joiners, a syllable of Devanagari.
_LETTER = regex.compile(r"\X")
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ALPHABETS = tuple(regex.compile(rf"\p{{{name}}}") for name in ("Latin", "Greek", "Cyrillic"))
_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9\u066b\u066c]")
PICTURES = "\U0001f000"  # emoji begin here,
LOOK = "\ufe0f"  # and some characters become one by this
_SELECTORS = {
    chr(number) for number in (*range(0xFE00, 0xFE10), 0x20E3)
}  # of an emoji's or a character's looks


def leftward(text: str) -> bool:
    """Whether a text's letters run from right to left; its digits alone do not."""
    return not text.isascii() and bool(_LEFTWARD.search(_DIGITS.sub("", text)))


@by_style
@lru_cache(maxsize=4096)
def whole(name: str, text: str) -> str:
    """The first family, from one of a name on, that has all letters of a text's own alphabet; else that itself.

    So that no word of Vietnamese or Ukrainian changes its font from letter to letter.
    """
    needed = max((set(alphabet.findall(text)) for alphabet in _ALPHABETS), key=len)
    seen: list[str] = []
    asked: str | None = name
    while asked is not None and asked not in seen:
        seen.append(asked)
        one = family(asked)
        if needed <= frozenset[str]().union(*(characters(str(path)) for path in one.roman)):
            return asked
        asked = one.beyond
    return name


@lru_cache(maxsize=64)
def opened(path: str) -> Any:
    """A font file becomes HarfBuzz's face.

    Raises:
        FontError: it is no font.

    """
    try:
        face = hb.Face(hb.Blob.from_file_path(path))
    except (OSError, hb.HarfBuzzError) as error:
        raise FontError("cannot be read as a font.", where=path, remedy="Replace the file.") from error
    if not face.glyph_count:
        raise FontError("cannot be read as a font.", where=path, remedy="Replace the file.")
    return face


@lru_cache(maxsize=64)
def characters(path: str) -> frozenset[str]:
    """Every character a file has a glyph for."""
    return frozenset(map(chr, opened(path).unicodes))


def borne(text: str, faces: tuple[Face, ...]) -> list[tuple[Face, str]]:
    """A text is cut where the next letter comes from another file.

    Marks that both fonts have follow the letters beside them, so that an Arabic quotation mark is Arabic.

    Raises:
        FontError: none of the fonts has one of the characters.

    """
    if characters(faces[0].path).issuperset(text):
        return [(faces[0], text)] if text else []
    letters = _LETTER.findall(text)
    found = _led(letters, [_bearer(letter, faces) for letter in letters], faces[0])
    parts: list[tuple[Face, str]] = []
    for letter, face in zip(letters, found, strict=True):
        if parts and parts[-1][0] is face:
            parts[-1] = (face, parts[-1][1] + letter)
        else:
            parts.append((face, letter))
    return parts


def _led(letters: list[str], found: list[Face], own: Face) -> list[Face]:
    """Marks take the font of the letter after them, else of the letter before, where that has them."""
    led = list(found)
    for order in (range(len(letters)), range(len(letters) - 1, -1, -1)):
        beside: Face | None = None
        for at in order:
            if letters[at][0].isalpha():
                beside = found[at]
            elif led[at] is own and beside is not None and not letters[at][0].isdigit():
                led[at] = beside if characters(beside.path).issuperset(letters[at]) else own
    return led


def _bearer(letter: str, faces: tuple[Face, ...]) -> Face:
    """The first face that has a letter with all its marks; of an emoji the last, as those for text come first."""
    composed = unicodedata.normalize("NFC", letter)
    needed = [character for character in letter if not _silent(character)]
    pictured = letter[0] > PICTURES or LOOK in letter
    for face in reversed(faces) if pictured else faces:
        has = characters(face.path)
        if has.issuperset(needed) or has.issuperset(composed):
            return face
    missing = next((c for c in needed if not any(c in characters(face.path) for face in faces)), needed[0])
    name = unicodedata.name(missing, "a character without a name")
    raise FontError(
        f"No font has the character {missing} (U+{ord(missing):04X} {name}).",
        remedy="Add a font that has it with `quotecards fonts add FILE`, or leave it out.",
    )


def _silent(character: str) -> bool:
    """Spaces, controls and selectors of looks: HarfBuzz makes them from nothing."""
    return character in _SELECTORS or unicodedata.category(character) in {"Zs", "Cf", "Cc"}
