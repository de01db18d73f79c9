"""Stage 8, its small capitals: where a family's lower case are small capitals, capitals are set as such too.

The words stay as they are, and so does what a line says; only the letters that are drawn are all of one height.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.layout.setting import Token

# Scripts whose letters have two cases, as such a family has them: Latin, Greek and Cyrillic.
CASED = ((0x41, 0x52F), (0x1E00, 0x1FFF))
DOTTED = ("tr", "az")  # tell I from İ, which small capitals would not


def small(row: Sequence[Token], code: str) -> tuple[Token, ...]:
    """Tokens become ones of small capitals alone, but for languages that tell letters by a capital's dot."""
    if code.lower().startswith(DOTTED):
        return tuple(row)
    return tuple(
        token._replace(segments=tuple(part._replace(text=lowered(part.text)) for part in token.segments))
        for token in row
    )


def lowered(text: str) -> str:
    """A text becomes one in lower case with as many characters; what has no such case stays."""
    return "".join(_lowered(letter) for letter in text)


def _lowered(letter: str) -> str:
    lower = letter.lower()
    cased = any(low <= ord(letter) <= high for low, high in CASED)
    return lower if cased and len(lower) == 1 else letter
