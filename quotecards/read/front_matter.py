"""Stage 1: where a text's front matter stands, and what it says.

The block stays in the text, so that offsets stay true; it is found here and parsed by python-frontmatter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from quotecards.errors import SourceError
from quotecards.read import about

# A line of hyphens alone is also a rule between sections: only one that opens the text and is followed
# by a key counts.
_OPENS = re.compile(
    r"\s*-{3,}[ \t]*(?:\r\n|\r|\n)"
    r"(?=(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*(?P<key>[A-Za-z_][\w-]*)[ \t]*:(?:\s|$))"
)
_CLOSES = re.compile(r"(?:(?<=\n)|(?<=\r))(?:-{3,}|\.\.\.)[ \t]*(?=[\r\n]|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """start..end: the block with its hyphens; inner_start..inner_end: the YAML between them."""

    start: int
    end: int
    inner_start: int
    inner_end: int


def find(text: str, where: str) -> FrontMatter | None:
    """The front matter at the start of a text; None where there is none.

    Raises:
        SourceError: it opens with a key that we know and never closes.
    """
    opening = _OPENS.match(text)
    if opening is None:
        return None
    closing = _CLOSES.search(text, opening.end())
    if closing is None and opening["key"].lower() in about.names():
        raise SourceError(
            "the front matter opens with --- and never closes.",
            where=f"{where}:{text.count(chr(10), 0, opening.end())}",
            remedy="Put a line of three hyphens below its last key.",
        )
    if closing is None:
        return None
    start = opening.start() + len(opening[0]) - len(opening[0].lstrip())
    return FrontMatter(start, closing.end(), opening.end(), closing.start())


def parse(text: str, block: FrontMatter, where: str) -> dict[str, Any]:
    """The YAML of a block becomes a mapping.

    Raises:
        SourceError: it is not valid YAML, or no mapping; `where` holds file and line.
    """
    import yaml  # type: ignore[import-untyped] # ships no types
    from frontmatter import parse as split_and_load
    from frontmatter.default_handlers import YAMLHandler

    inner = text[block.inner_start : block.inner_end].replace("\r\n", "\n").replace("\r", "\n")
    first_line = text.count("\n", 0, block.inner_start) + 1
    try:
        values, _ = split_and_load(f"---\n{inner}\n---\n", handler=YAMLHandler())
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a bad date is a ValueError
        raise _broken(error, where, first_line) from error
    return dict(values)


def _broken(error: Exception, where: str, first_line: int) -> SourceError:
    mark = getattr(error, "problem_mark", None)
    # The parser hands on the line break after the opening hyphens, so its lines count from the hyphens.
    line = first_line + (mark.line - 1 if mark is not None else 0)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    return SourceError(
        f"the front matter is not valid YAML: {what}.",
        where=f"{where}:{line}",
        remedy="Correct that line; a text with a colon in it stands in quotation marks.",
    )
