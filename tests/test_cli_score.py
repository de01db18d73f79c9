"""`quotecards score`: lines in, numbers out."""

from __future__ import annotations

import json

import pytest

LINES = "Love is the only debt that nobody forgives.\n\n  The film is a tender marvel.  \n***\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lines.txt"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_each_line_gets_its_numbers(run, file):
    """One record a line, in order, with text, score and every taste; empty lines and ornaments are none."""
    found = json.loads(run("score", file, "--json").out)
    assert [one["text"] for one in found] == [
        "Love is the only debt that nobody forgives.",
        "The film is a tender marvel.",
    ]
    assert all(set(one) == {"text", "score", "taste"} for one in found)
    assert all(set(one["taste"]) == {"verdict", "aphorism", "dialogue"} for one in found)
    assert found[0]["score"] == found[0]["taste"]["aphorism"] > 0.7


def test_the_taste_asked_for_gives_the_score(run, file):
    """Any line can be read as dialogue, for nothing tells whose words it is."""
    for taste in ("verdict", "aphorism", "dialogue"):
        found = json.loads(run("score", file, "--taste", taste, "--json").out)
        assert [one["score"] for one in found] == [one["taste"][taste] for one in found]


def test_a_line_is_scored_alike_wherever_it_stands(run, file, tmp_path):
    """Neither its neighbours nor its place have a say."""
    other = tmp_path / "other.txt"
    other.write_text("The film is a tender marvel.\nSomething else entirely.\n", encoding="utf-8")
    first = json.loads(run("score", file, "--json").out)
    second = json.loads(run("score", other, "--json").out)
    assert first[1] == second[0]


def test_reasons_are_told_in_words(run, file):
    """For and against, with a true minus sign."""
    ran = run("score", file, "--explain")
    assert "holds for everyone, at all times" in ran.out
    assert "  −" in ran.out
    assert ran.out.startswith("0.9")


def test_a_missing_file_is_named(run, tmp_path):
    """Exit code 3, as for any source."""
    ran = run("score", tmp_path / "none.txt")
    assert ran.code == 3
    assert "none.txt" in ran.err


def test_an_empty_file_is_told(run, tmp_path):
    """There is nothing to score."""
    path = tmp_path / "empty.txt"
    path.write_text("\n \n")
    assert run("score", path).code == 3
