"""Stage 1: which part of a web page holds its main text; trafilatura has the first word, the tree the last."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quotecards.read.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.read.flow import Element, Flow

_WORD = re.compile(r"\w+")
_LEAST_WORDS = 8  # a line of so many words stands where the main text is; a shorter one may stand anywhere
_SHARE = 0.9  # of the main text that its container holds: one paragraph may be found elsewhere by mistake
# trafilatura goes down a tree by recursion, and copies it several times; no page that people wrote is deeper
# than a hundred elements, or has more than ten thousand.
_DEEPEST = 200
_MOST_ELEMENTS = 50_000


@dataclass(frozen=True, slots=True)
class Main:
    """The main text as stretches, and the container of nearly all of it (the whole text, if none is)."""

    stretches: Spans
    start: int
    end: int


def main(root: Any, flow: Flow, lines: Sequence[tuple[int, int]]) -> Main:
    """A tree, its words and their lines become the main text, as far as it can be told."""
    told = _told(root)
    if told is None:
        return Main(Spans(()), 0, len(flow.text))
    whole = frozenset(_key(line) for line in told.split("\n"))
    joined = f" {_key(told)} "
    keys = [(start, end, _key(flow.text[start:end])) for start, end in lines]
    found = [
        (start, end) for start, end, key in keys if key in whole or (_long(key) and f" {key} " in joined)
    ]
    sure = Spans((start, end) for start, end, key in keys if _long(key) and f" {key} " in joined)
    around = _container(sure, flow.apart)
    return Main(Spans(found), *(around or (0, len(flow.text))))


def _container(sure: Spans, apart: Sequence[Element]) -> tuple[int, int] | None:
    """The deepest element that holds nearly all of the main text."""
    holding = [one for one in apart if sure.share(one.start, one.end) >= _SHARE]
    deepest = max(holding, key=lambda one: one.depth, default=None)
    return (deepest.start, deepest.end) if deepest else None


def _told(root: Any) -> str | None:
    """The main text as trafilatura finds it; None if it finds none."""
    import logging

    from trafilatura import bare_extraction

    if _is_monstrous(root):
        return None
    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)  # that it finds nothing is no news to the user
    try:
        document = bare_extraction(
            deepcopy(root), include_comments=False, favor_recall=True, with_metadata=False
        )
    finally:
        logger.setLevel(level)
    text = getattr(document, "text", None)
    return text or None


def _is_monstrous(root: Any) -> bool:
    """Whether a tree is too deep or too large for more than one look."""
    from lxml import etree

    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > _DEEPEST or count > _MOST_ELEMENTS:
            return True
    return False


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _long(key: str) -> bool:
    return key.count(" ") >= _LEAST_WORDS - 1
