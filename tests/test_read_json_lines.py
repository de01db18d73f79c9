"""Stage 1: JSON Lines, one object a line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read.limits import limits

from sources import good, items, kept_whole, only

LINE = "A film that keeps its voice down is the one you hear longest."


def rows(*values):
    return "\n".join(json.dumps(value) for value in values)


def test_each_line_is_a_review_with_the_contracts_fields():
    """An id, or the line's number, names the record."""
    first, second = good(rows({"review_id": "r1", "text": LINE, "film": "Her"}, {"text": LINE}), "a.jsonl")
    assert (first.text, first.record, first.about.film, first.source) == (LINE, "r1", "Her", "a.jsonl")
    assert (second.record, second.about.film) == ("2", None)


def test_a_broken_line_loses_nothing_but_itself():
    """Line 7 of 10: the other nine are read, and the error names line and character."""
    lines = [json.dumps({"text": f"{LINE} Number {number}."}) for number in range(1, 11)]
    lines[6] = '{"text": "broken'
    found = items("\n".join(lines), "a.jsonl")
    assert [one.record for one in found if isinstance(one, Review)] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "8",
        "9",
        "10",
    ]
    error = found[6]
    assert isinstance(error, SourceError)
    assert error.where == "a.jsonl:7"
    assert "at character 10" in error.what


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[1, 2]", "no JSON object"),
        ('"words"', "no JSON object"),
        ('{"film": "Her"}', "no field holds the text"),
        ('{"text": 12}', "is no text"),
        ('{"text": ""}', "is empty"),
        ("{'text': 'x'}", "no valid JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"text": ' + "9" * 5000 + "}", "too many figures"),
    ],
)
def test_a_line_that_is_no_review_says_why(line, says):
    """And the next one is read."""
    error, review = items(f"{line}\n{json.dumps({'text': LINE})}\n", "a.jsonl")
    assert isinstance(error, SourceError)
    assert says in error.what
    assert error.where == "a.jsonl:1"
    assert isinstance(review, Review)


def test_an_overlong_line_is_passed_over(monkeypatch):
    """Without holding it; those around it are read."""
    most = limits().whole_bytes
    long = '{"text": "' + "word " * (most // 5) + '"}'
    found = items(f"{rows({'text': LINE})}\n{long}\n{rows({'text': LINE})}\n", "a.jsonl")
    assert [type(one) for one in found] == [Review, SourceError, Review]
    assert "32 MB that are read as one line" in found[1].what
    assert found[2].record == "3"


def test_empty_lines_count_and_say_nothing():
    """So that a line's number is the one an editor shows."""
    assert [
        one.record for one in good(f"\n{rows({'text': LINE})}\n\n{rows({'text': LINE})}\n\n", "a.ndjson")
    ] == ["2", "4"]


def test_a_file_of_nothing_is_empty():
    """Not silently nothing."""
    assert isinstance(only("\n \n", "a.jsonl"), SourceEmpty)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_lines_in_other_encodings_are_read(encoding):
    """What a Windows program writes."""
    (found,) = good('{"text": "Il était une fois “elle”."}'.encode(encoding), "a.jsonl")
    assert found.text == "Il était une fois “elle”."


def test_a_pipe_of_lines_is_known_by_its_first():
    """There is no suffix to go by."""
    assert [one.text for one in good(rows({"text": LINE}, {"text": LINE}), "-")] == [LINE, LINE]


def test_the_users_names_hold_for_every_line():
    """Each line may have other fields besides."""
    found = items(
        rows({"body": "a b c", "note": LINE}, {"note": LINE}, {"text": LINE}),
        "a.jsonl",
        columns={"text": "note"},
    )
    assert [type(one) for one in found] == [Review, Review, SourceError]
    assert found[0].text == LINE


@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip),
        min_size=1,
        max_size=6,
    )
)
def test_what_was_written_comes_back(texts):
    """Every text as it was, in order, whatever is in it."""
    written = "\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts)
    found = [one for one in items(written, "a.jsonl") if isinstance(one, Review)]
    assert [one.text for one in found] == texts
    assert all(kept_whole(one) for one in found)
