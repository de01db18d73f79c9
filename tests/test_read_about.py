"""Stage 1: what sidecars and front matter say about a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import AboutError, SourceError
from quotecards.models import About, Review
from quotecards.read import front_matter, review, reviews

if TYPE_CHECKING:
    from pathlib import Path

FRONT = '---\ntitle: "Her: a film"\nreviewer: A. Writer\nyear: 2013\ndate: 2014-02-25\ntags: [a, b]\nrating: 4.5\n---\n\nWords.'


def beside(tmp_path: Path, text: str, sidecar: str) -> Review | SourceError:
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "a.toml").write_text(sidecar)
    (found,) = reviews(str(tmp_path / "a.txt"))
    return found


def test_front_matter_tells_about_the_review_and_stays_in_the_text():
    """The block is labelled, not cut out, so that offsets stay true."""
    found = review(FRONT, "x")
    assert found.text == FRONT
    assert found.about == About(
        title="Her: a film",
        author="A. Writer",
        year=2013,
        published="2014-02-25",
        rating="4.5",
        origin=tuple((key, "front matter") for key in ("author", "title", "year", "published", "rating")),
    )
    (label,) = found.labels
    assert label.label == "front-matter"
    assert found.text[label.start : label.end] == FRONT[: FRONT.index("\n\nWords")]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_front_matter_is_found_with_any_line_ends(ends):
    """A file from any system."""
    found = review(FRONT.replace("\n", ends), "x")
    assert found.about.title == "Her: a film"
    assert found.text[found.labels[0].end :].strip() == "Words."


def test_the_sidecar_overrides_and_completes_front_matter(tmp_path):
    """What both say is the sidecar's; what only one says stays; each knows where it came from."""
    found = beside(tmp_path, FRONT, "title = 'Other'\nfilm = 'Her'\nlanguage = 'en_GB'")
    assert isinstance(found, Review)
    assert (found.about.title, found.about.film, found.about.year) == ("Other", "Her", 2013)
    assert found.about.language == "en-gb"
    assert dict(found.about.origin)["title"] == "sidecar"
    assert dict(found.about.origin)["year"] == "front matter"


@pytest.mark.parametrize(
    ("sidecar", "says"),
    [
        ("colour = 'red'", "colour"),
        ("year = 1700", "year"),
        ("year = 'soon'", "year"),
        ("film = {a = 1}", "film"),
        ("language = 'the Queen’s'", "language"),
        ("title = true", "title"),
        ("title = ", "TOML"),
    ],
)
def test_a_wrong_sidecar_names_its_file_and_the_key(tmp_path, sidecar, says):
    """A slip in a hand-written file is found at once."""
    error = beside(tmp_path, "Words.", sidecar)
    assert isinstance(error, AboutError)
    assert says in error.what
    assert "a.toml" in error.where


def test_broken_front_matter_names_its_line():
    """The line of the file, not of the block."""
    with pytest.raises(SourceError, match="not valid YAML") as caught:
        review("---\ntitle: Her\nfilm: [one, two\nyear: 2013\n---\nWords.", "x.txt")
    assert caught.value.where == "x.txt:4"


def test_front_matter_that_never_closes_is_broken_if_its_key_is_known():
    """A forgotten closing line would turn the whole review into front matter or its keys into prose."""
    with pytest.raises(SourceError, match="never closes"):
        review("---\ntitle: Her\n\nWords.", "x.txt")


@pytest.mark.parametrize(
    "text",
    [
        "---\nWords between rules.\n---\nMore.",
        "---\n\nWords.",
        "--- title: x",
        "a\n---\ntitle: b\n---\n",
        "---\nNote: this.\n",
    ],
)
def test_a_rule_of_hyphens_is_not_front_matter(text):
    """Only a block of keys that opens the text counts."""
    assert review(text, "x") == Review(text=text, source="x")


def test_lists_become_one_line_of_text():
    """Two directors are named side by side; empty values say nothing."""
    found = review("---\ndirector: [A B, C D]\nfilm:\nauthor: ''\n---\nWords.", "x")
    assert found.about.director == "A B, C D"
    assert found.about.film is None
    assert found.about.author is None


@given(text=st.text(alphabet="-a: \r\n#'\"[{&*!", max_size=60))
def test_any_opening_gives_a_block_inside_the_text_or_a_source_error(text):
    """Spans are valid for any text, and parsing never fails in another way."""
    try:
        block = front_matter.find(text, "x")
        if block is not None:
            assert 0 <= block.start < block.inner_start <= block.inner_end < block.end <= len(text)
        review(text, "x")
    except SourceError as error:
        where = error.where
    else:
        where = "x"
    assert where.startswith("x")
