"""Stage 1: rows and objects become reviews by what their fields are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import SourceEmpty, SourceError
from quotecards.read import records
from quotecards.read.limits import limits

from sources import kept_whole

PLACE = records.Place("x.csv", "7", "x.csv, row 7")


def read(values, **columns):
    return records.review(values, records.shape(values, columns, "x.csv", "column"), PLACE)


@pytest.mark.parametrize(
    "name", ["text", "Review", "REVIEW_TEXT", "review-body", "Reseña", "Kritik", "content"]
)
def test_the_text_goes_by_many_names(name):
    """Case, hyphens and underlines aside."""
    assert read({"film": "Her", name: "Words."}).text == "Words."


def test_everything_known_is_taken_and_says_where_it_was_read():
    """The contract's names, and what others call the same."""
    found = read(
        {
            "review_id": 12,
            "text": "Words.",
            "Title": "A title",
            "critic": "A. Writer",
            "Movie Title": "Her",
            "release_year": "2013",
            "publication": "Quiet Reels",
            "link": "https://x.example",
            "date": "2014-02-25",
            "lang": "en_GB",
            "stars": 4.0,
            "directors": ["A B", {"name": "C D"}],
            "colour": "red",
        }
    )
    about = found.about
    assert (found.record, about.title, about.author, about.film) == ("12", "A title", "A. Writer", "Her")
    assert (about.year, about.outlet, about.url) == (2013, "Quiet Reels", "https://x.example")
    assert (about.published, about.language, about.rating) == ("2014-02-25", "en-gb", "4")
    assert about.director == "A B, C D"
    assert dict(about.origin)["film"] == "column Movie Title"


@pytest.mark.parametrize("year", ["2013.0", 2013.0, " 2013 ", 2013])
def test_a_year_is_one_however_a_program_wrote_it(year):
    """Tables make numbers with fractions of whole ones."""
    assert read({"text": "Words.", "year": year}).about.year == 2013


@pytest.mark.parametrize("year", ["soon", "", None, float("nan"), 13, True, {"a": 1}, [1, 2]])
def test_a_value_that_cannot_be_says_nothing(year):
    """A review is not lost for the slip of a program that never knew of us."""
    assert read({"text": "Words.", "year": year}).about.year is None


def test_the_user_names_columns_and_is_taken_at_the_word():
    """Exactly, or case and hyphens aside; what usually means the text gives way."""
    values = {"review": "not this", "My Words": "Words.", "x": "Her"}
    found = read(values, text="my-words", film="x")
    assert (found.text, found.about.film) == ("Words.", "Her")


def test_a_name_that_is_not_there_is_told_with_those_that_are():
    """So that the next try is the last."""
    with pytest.raises(SourceError, match="no column 'Body'") as caught:
        read({"Review": "Words.", "Film": "Her"}, text="Body")
    assert "Found: Review, Film." in caught.value.remedy


def test_no_text_among_the_names_tells_them_and_what_to_type():
    """The longest name that means nothing else is a good guess."""
    with pytest.raises(SourceError, match="no column holds the text") as caught:
        read({"film": "Her", "What I thought": "Words."})
    assert '--columns text="What I thought"' in caught.value.remedy


@pytest.mark.parametrize("value", ["", "  \n", None])
def test_an_empty_text_is_no_review(value):
    """It is told, with its place."""
    with pytest.raises(SourceEmpty) as caught:
        read({"text": value})
    assert caught.value.where == "x.csv, row 7"


@pytest.mark.parametrize("value", [12, ["a"], {"a": "b"}])
def test_a_text_that_is_no_text_is_told(value):
    """A number is not a review."""
    with pytest.raises(SourceError, match="is no text"):
        read({"text": value})


def test_a_text_has_a_greatest_length():
    """In bytes, as a file has; a character may be several."""
    most = limits().review_bytes
    assert read({"text": "x" * most}).text
    for text in ("x" * (most + 1), "é" * (most // 2 + 1)):
        with pytest.raises(SourceError, match="1 MB that are read as one review"):
            read({"text": text})


def test_half_a_character_becomes_a_sign_of_its_own():
    """No file can hold it, and every position behind it stays what it was."""
    assert read({"text": "a\ud800b"}).text == "a\ufffdb"


def test_names_are_told_apart_from_prose():
    """A heading is known by what its names usually mean."""
    assert records.means_text(["film", "Review Text"])
    assert not records.means_text(["film", "year"])
    assert records.means_anything("Movie-Title")
    assert not records.means_anything("Loneliness")


@given(
    text=st.text(min_size=1, max_size=200).filter(str.strip),
    about=st.dictionaries(
        st.sampled_from(["title", "author", "film", "year", "outlet", "url", "rating", "language", "odd"]),
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    ),
)
def test_any_record_keeps_its_text_and_spans_within_it(text, about):
    """Offsets go into the record's own field."""
    try:
        found = read({"text": text, **about})
    except SourceError as error:
        what = error.what
    else:
        what = ""
        assert found.text == text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")[
            : len(text)
        ] or (found.text == "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text))
        assert kept_whole(found)
    assert what == "" or "text" in what
