"""Stage 6, the data: lists of words and phrases as patterns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence


def straight(text: str) -> str:
    """A text with straight apostrophes, as the data files spell their words; as long as it was."""
    return text.replace("’", "'")


def pattern(entries: Sequence[str], flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Entries become one pattern of whole words; a trailing asterisk takes any ending."""
    written = [
        re.escape(entry.removesuffix("*")) + (r"\w*" if entry.endswith("*") else "") for entry in entries
    ]
    longest_first = sorted(written, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?!\w)", flags)


def lists_of(name: str, *fields: str) -> dict[str, Any]:
    """A file of lists becomes its values, the named ones checked.

    Raises:
        DataError: one of the named fields is no list of texts.
    """
    path = packaged("gates", name)
    data = load(path)
    for field in fields:
        entries = data.get(field)
        if not isinstance(entries, list) or not all(isinstance(one, str) and one for one in entries):
            raise DataError(f"{field} is no list of words.", where=f"{path}:{line_of(path, field)}")
    return data
