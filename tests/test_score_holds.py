"""Holds: their patterns, which are tried at the edges of words only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from quotecards.errors import DataError
from quotecards.score.holds import _branches, _pattern

TEXTS = [
    "this is why.",
    "it's set in rome",
    "the other one",
    "a film (of the year) [...]",
    "until this point",
    "",
]
PATTERNS = [
    [r"^\W*(?:this|that) is", r"\bthe other (?:one|two)\b|\bof the (?:film|year)\b"],
    [r"\[(?:\.\.\.|…)\]|\bset in\b"],
    [r"[(|)] ?x", r"\bit's (?!set)\w+"],
]


@pytest.mark.parametrize("patterns", PATTERNS)
def test_a_pattern_finds_what_its_alternatives_find(patterns):
    """However they were sorted, and with any space between words."""
    made = _pattern(Path("holds.toml"), "flag", {"patterns": patterns})
    assert made is not None
    for text in TEXTS:
        wanted = any(re.search(one.replace(" ", r"\s+"), text) for one in patterns)
        assert (made.search(text) is not None) == wanted


def test_alternatives_in_a_group_or_a_set_are_one():
    """Only those that stand by themselves are parted."""
    assert list(_branches(r"a(b|c)|[|]d|\|e")) == ["a(b|c)", "[|]d", r"\|e"]


def test_a_capital_in_a_pattern_is_refused(tmp_path):
    """It would never be met, for the text is in lower case."""
    path = tmp_path / "holds.toml"
    path.write_text('[flag]\npatterns = ["\\\\bThis"]\n', encoding="utf-8")
    with pytest.raises(DataError, match="capital"):
        _pattern(path, "flag", {"patterns": [r"\bThis"]})
