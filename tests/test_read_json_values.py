"""Stage 1: JSON files: a list of objects, an object that holds one, or objects one after the other."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read import json_values

from sources import good, items, only

LINE = "A film that keeps its voice down is the one you hear longest."


@pytest.mark.parametrize(
    "content",
    [
        [{"text": LINE}, {"text": LINE}],
        {"version": 1, "reviews": [{"text": LINE}, {"text": LINE}]},
        {"links": [{"a": 1}], "items": [{"review": LINE}, {"review": LINE}]},
    ],
)
def test_a_list_is_found_where_it_stands(content):
    """At the top, or in an object around it."""
    assert [(one.text, one.record) for one in good(json.dumps(content, indent=2), "a.json")] == [
        (LINE, "1"),
        (LINE, "2"),
    ]


def test_one_object_is_one_review():
    """Its lists are its own affair."""
    (found,) = good(json.dumps({"text": LINE, "tags": [{"text": "x"}]}), "a.json")
    assert found.text == LINE


def test_objects_one_after_the_other_are_read_too():
    """JSON Lines under another name."""
    assert len(good(f'{{"text": "{LINE}"}}\n{{"text": "{LINE}"}}', "a.json")) == 2


def test_broken_lines_are_passed_over_where_each_object_has_its_own():
    """Line 7 of 10: the other nine are read."""
    lines = [json.dumps({"text": f"{LINE} {number}."}) for number in range(1, 11)]
    lines[6] = '{"text": "broken'
    found = items("\n".join(lines), "a.json")
    assert [isinstance(one, Review) for one in found].count(True) == 9
    assert [one.where for one in found if isinstance(one, SourceError)] == ["a.json:7"]


def test_what_stands_before_a_slip_in_a_list_is_not_lost():
    """The error names the line of the file."""
    good_one, error = items(f'[\n{{"text": "{LINE}"}},\n{{"text": oops}},\n{{"text": "x"}}\n]', "a.json")
    assert isinstance(good_one, Review)
    assert error.where == "a.json:3"
    assert "no valid JSON" in error.what


def test_a_list_that_is_cut_off_says_so_behind_what_it_holds():
    """A download that broke."""
    first, error = items(f'[{{"text": "{LINE}"}},', "a.json")
    assert isinstance(first, Review)
    assert "never closes" in error.what


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        ("", SourceEmpty, "empty"),
        ("[]", SourceEmpty, "no review"),
        ("{}", SourceError, "no field holds the text"),
        ("[1]", SourceError, "no JSON object"),
        ('{"a": ', SourceError, "no valid JSON"),
        ("words", SourceError, "no valid JSON"),
        ("[" * 100_000, SourceError, "nested too deep"),
    ],
)
def test_what_holds_no_review_says_why(content, kind, says):
    """An error of its own for each."""
    error = only(content, "a.json")
    assert type(error) is kind
    assert says in error.what


@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip),
        min_size=1,
        max_size=6,
    ),
    step=st.integers(1, 60),
    indent=st.sampled_from([None, 0, 2]),
)
def test_it_does_not_matter_where_the_text_is_cut_to_be_read(texts, step, indent):
    """A list read in small bites is the list."""
    content = json.dumps([{"text": text} for text in texts], ensure_ascii=False, indent=indent)
    usual, json_values._STEP = json_values._STEP, step
    try:
        found = items(content, "a.json")
    finally:
        json_values._STEP = usual
    assert [one.text for one in found if isinstance(one, Review)] == texts
