"""Stage 1: CSV and TSV, row by row."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read.limits import limits

from sources import good, items, kept_whole, only

LINE = "A film that keeps its voice down, and waits, is the one you hear longest."


def table(*rows, delimiter=","):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue()


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.csv"), ("\t", "a.tsv"), ("|", "a.csv")]
)
def test_a_row_is_a_review(delimiter, name):
    """The heading tells what parts the cells; its columns are found by name."""
    (found,) = good(table(["Film", "Year", "Review"], ["Her", "2013", LINE], delimiter=delimiter), name)
    assert (found.text, found.about.film, found.about.year) == (LINE, "Her", 2013)


def test_rows_are_numbered_as_a_spreadsheet_does():
    """The heading is row 1; a cell of many lines is one row; an empty row counts."""
    found = good(table(["text"], ["One.\nTwo.\n\nThree."], [], ["Four."]), "a.csv")
    assert [(one.record, one.text) for one in found] == [("2", "One.\nTwo.\n\nThree."), ("4", "Four.")]


def test_ragged_rows_lose_nothing_but_themselves():
    """Too many cells, too few, none for the text: each its own message; empty cells at the end are none."""
    content = f'film,text,year\nHer,"{LINE}",2013\nHer,One, two, three,2013\nHer\nHer,"{LINE}"\nHer,,2013\nHer,"{LINE}",2013,,,\n'
    found = items(content, "a.csv")
    assert [one.record for one in found if isinstance(one, Review)] == ["2", "5", "7"]
    errors = {one.where: one.what for one in found if isinstance(one, SourceError)}
    assert errors == {
        "a.csv, row 3": "has 5 cells where the heading names 3 columns.",
        "a.csv, row 4": "has only 1 of 3 cells and ends before the column text.",
        "a.csv, row 6": "its column text is empty.",
    }


def test_no_text_column_tells_the_columns_found():
    """And how to name the one."""
    error = only(table(["film", "What I thought"], ["Her", LINE]), "a.csv")
    assert isinstance(error, SourceError)
    assert "Found: film, What I thought." in error.remedy
    assert '--columns text="What I thought"' in error.remedy


def test_the_user_may_name_the_columns():
    """A name that is not there is told."""
    content = table(["Titel", "What I thought"], ["Her", LINE])
    (found,) = good(content, "a.csv", columns={"text": "What I thought", "film": "Titel"})
    assert (found.text, found.about.film) == (LINE, "Her")
    assert "no column 'Body'" in only(content, "a.csv", columns={"text": "Body"}).what


def test_a_quotation_mark_that_never_closes_costs_one_row():
    """The rows that it would swallow are found again."""
    content = 'text,film\n"unclosed,Her\n' + f'"{LINE}",Her\n' * 20
    found = items(content, "a.csv")
    assert "never closes" in found[0].what
    assert found[0].where == "a.csv, row 2"
    assert [one.text for one in found[1:]] == [LINE] * 20


def test_a_cell_above_the_limit_costs_one_row():
    """Those around it are read."""
    content = table(["text"], [LINE], ["x" * (limits().review_bytes + 1)], [LINE])
    found = items(content, "a.csv")
    assert [type(one) for one in found] == [Review, SourceError, Review]
    assert "1 MB" in found[1].what


def test_an_overlong_line_is_passed_over():
    """Without holding it; those around it are read."""
    long = '"' + "word " * (limits().whole_bytes // 5 + 1) + '"'
    found = items(f'text\n"{LINE}"\n{long}\n"{LINE}"\n', "a.csv")
    assert [type(one) for one in found] == [Review, SourceError, Review]
    assert "32 MB that are read as one line" in found[1].what


@pytest.mark.parametrize(
    ("content", "says"),
    [("", "empty"), ("\n\n", "empty"), ("text,film\n", "no row below"), ("text\n\n\n", "no row below")],
)
def test_a_table_of_nothing_is_empty(content, says):
    """Not silently nothing."""
    error = only(content, "a.csv")
    assert isinstance(error, SourceEmpty)
    assert says in error.what


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_what_spreadsheets_save_is_read(encoding):
    """Their Unicode, and their old encodings."""
    (found,) = good(table(["text", "film"], ["Un été “doux”.", "Amélie"]).encode(encoding), "a.csv")
    assert (found.text, found.about.film) == ("Un été “doux”.", "Amélie")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_line_ends_are_read(ends):
    """Of any system."""
    assert good(f"text,film{ends}Words.,Her{ends}More.,Her{ends}", "a.csv")[1].text == "More."


def test_a_pipe_of_rows_is_known_by_its_heading():
    """Two known names, one of them the text's; a text with a comma in its first line is none."""
    assert good(table(["film", "review"], ["Her", LINE]), "-")[0].about.film == "Her"
    assert good("Loneliness, review, longing.\nAnd more.", "-")[0].text.startswith("Loneliness")


@given(
    rows=st.lists(
        st.tuples(
            st.text(
                st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n",;'),
                min_size=1,
                max_size=40,
            ).filter(str.strip),
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10),
        ),
        min_size=1,
        max_size=6,
    ),
    delimiter=st.sampled_from(",;\t"),
)
def test_what_was_written_comes_back(rows, delimiter):
    """Every cell as it was, with commas, quotation marks and line breaks in it."""
    found = good(table(["text", "film"], *rows, delimiter=delimiter), "a.csv")
    assert [one.text for one in found] == [text for text, _ in rows]
    assert all(kept_whole(one) for one in found)
