"""Columns named by the user: as a flag, in the environment, in a settings file."""

from __future__ import annotations

import json

import pytest
from quotecards import settings
from quotecards.errors import DataError, UsageError

WORDS = "A film that keeps its voice down is the one you hear longest."


@pytest.mark.parametrize(
    ("value", "columns"),
    [
        (None, ()),
        ("text=Review", (("text", "Review"),)),
        ("text = What I thought , film=Titel,", (("text", "What I thought"), ("film", "Titel"))),
        ({"text": "Review, in full"}, (("text", "Review, in full"),)),
    ],
)
def test_pairs_are_read_from_a_text_or_a_table(inside, value, columns):
    """Spaces around them aside; a table's names may hold commas."""
    assert settings.load({"columns": value}).columns == columns


@pytest.mark.parametrize(
    "value", ["Review", "text=", "=Review", "colour=Red", 3, ["text=Review"], {"text": 3}]
)
def test_what_names_no_column_says_what_can_be_named(inside, value):
    """A slip is found before anything is read."""
    with pytest.raises(UsageError, match="does not name columns") as caught:
        settings.load({"columns": value})
    assert "text, id, speaker, author" in caught.value.remedy
    assert "--columns" in caught.value.where


def test_files_and_the_environment_name_them_too(inside, monkeypatch):
    """As any setting; a wrong one tells its line."""
    (inside / "quotecards.toml").write_text("top = 2\n[columns]\ntext = 'Review'\n")
    assert settings.load().columns == (("text", "Review"),)
    monkeypatch.setenv("QUOTECARDS_COLUMNS", "text=Body")
    assert settings.load().columns == (("text", "Body"),)
    (inside / "quotecards.toml").write_text("top = 2\ncolumns = 'Review'\n")
    with pytest.raises(DataError) as caught:
        settings.load()
    assert caught.value.where.endswith("quotecards.toml:2")


def test_the_flag_reaches_the_reader(inside, run):
    """From the command line to the quote's credit."""
    (inside / "a.csv").write_text(f'Titel,Mine\nHer,"{WORDS}"\n')
    done = run("extract", "a.csv", "--columns", "text=Mine,film=Titel", "--json")
    (quote,) = json.loads(done.out)
    assert (quote["verbatim"], quote["credit"]["film"], quote["record"]) == (WORDS, "Her", "2")
