"""Patterns looked for in many lines: found wherever each would be found by itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.datafiles import load, packaged
from quotecards.score import searched as module
from quotecards.score.searched import Searched, branches, needs

HOLDS = {
    flag: tuple(re.sub(r"\s+", r"\\s+", one.strip()) for one in fields["patterns"])
    for flag, fields in load(packaged("gates", "holds.toml")).items()
    if "patterns" in fields
}
SEARCHED = Searched(HOLDS)
WORDS = sorted({word for each in HOLDS.values() for one in each for word in re.findall(r"[a-z']{2,}", one)})
PIECES = [
    *WORDS,
    "a",
    "i",
    "an",
    "x",
    "1994",
    "2001)",
    "...",
    "…",
    "[...]",
    ",",
    '"',
    "this.",
    "them,",
    "too!",
]


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", " ", " ", "\n", ""])), max_size=14))
def test_a_line_has_a_pattern_if_the_pattern_alone_finds_it(parts: list[tuple[str, str]]) -> None:
    """What the pieces of a line tell only saves time: nothing is found otherwise, and nothing missed."""
    line = "".join(piece + space for piece, space in parts)
    assert SEARCHED.found(line) == {
        flag for flag, each in HOLDS.items() if any(re.search(one, line) for one in each)
    }


@pytest.mark.parametrize(
    ("line", "flag"),
    [
        ("others see it.", "leans"),
        ("what a surprise that is for this reviewer", "points"),
        ("the novel is long", "elsewhere"),
        ("made in 1994 for the screen", "facts"),
        ("we see a dog", "plot"),
        ("trailing off ...", "cut"),
    ],
)
def test_the_packaged_patterns_are_found(line: str, flag: str) -> None:
    """Each line shows the hold that it is made for."""
    assert flag in SEARCHED.found(line)


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        (r"\bthe\s+(?:film|movie)s?\b", ("film", "movie")),
        (r"\bgo\s+to\s+hollywood\b", ("hollywood",)),
        (r"\bgrows?\b", ("grow",)),
        (r"\b(?:1[89]|20)\d\d\b", ("18", "19", "20")),
        (r"\d\d\b", ()),
        (r"\b(?:so|not)[.!?]\W*$", ("so.", "so!", "so?", "not.", "not!", "not?")),
        (r"(?:film)?\s\w+", ()),
        (r"(?!film)\w+", ()),
        (r"\[(?:\.\.\.|…)\]", ("[...]", "[…]")),
    ],
)
def test_what_a_pattern_needs_is_never_what_it_may_lack(pattern: str, texts: tuple[str, ...]) -> None:
    """Optional letters, groups and what must not follow are nothing to go by."""
    assert needs(pattern)[0] == texts


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        (r"\bto\s+hollywood\b", ("to",)),
        (r"\b(?:this|that)\s+(?:films?|stories)\b", ("film", "stories")),
        (r"\bthe\s+films?\b", ()),
        (r"\bgrows?\b", ()),
    ],
)
def test_what_else_a_pattern_needs_is_not_what_it_needs_first(pattern: str, texts: tuple[str, ...]) -> None:
    """Two stretches of one alternative, each of which has to stand; a word of every line is none."""
    assert needs(pattern)[1] == texts


def test_a_line_is_searched_alike_when_its_pieces_were_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run never holds more pieces than there is room for."""
    monkeypatch.setattr(module, "_ROOM", 3)
    small = Searched(HOLDS)
    for _ in range(2):
        assert small.found("in the end, they win in hollywood") == {"generic"}


def test_alternatives_are_parted_outside_of_groups_only() -> None:
    """A bar within a group or a set, or one that is escaped, parts nothing."""
    assert list(branches(r"a(?:b|c)|[|]d|e\|f")) == [r"a(?:b|c)", "[|]d", r"e\|f"]
