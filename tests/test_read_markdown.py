"""Stage 1: Markdown files: what their marks tell is no prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import SourceError
from quotecards.models import Review

from sources import good, items, kept_whole, of

WORDS = "A film that keeps its voice down is the one you hear longest."


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ("```python\nx = 1\n\ny = 2\n```", "code"),
        ("~~~\nx\n~~~~", "code"),
        ("```\nnever closed", "code"),
        ("<!-- a note\n\nof mine -->", "markup"),
        ("[1]: https://x.example/a 'b'", "markup"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "facts"),
        ("![A still](a.jpg)", "caption"),
        ("[![A still](a.jpg)](https://x.example)", "caption"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_is_no_prose_is_labelled_and_stays(mark, label, ends):
    """The text is the file, marks included."""
    text = f"# Low Tide\n\n{WORDS}\n\n{mark}".replace("\n", ends)
    (found,) = good(text, "a.md")
    assert found.text == text
    assert [(one.label, of(found, one)) for one in found.labels] == [(label, mark.replace("\n", ends))]


def test_what_stands_below_is_prose_again():
    """A block ends where it ends."""
    for mark in ("```\nx\n```", "<!-- x -->", "[1]: x", "| a |", "![a](b)"):
        (found,) = good(f"{mark}\n{WORDS}", "a.md")
        assert all(WORDS not in of(found, one) for one in found.labels)


@pytest.mark.parametrize(
    "text", [f"An ![icon](a.png) within. {WORDS}", f"`code` {WORDS}", f"[link](x) {WORDS}", f"*{WORDS}*"]
)
def test_marks_within_a_line_are_left_to_whoever_sets_it(text):
    """They are part of a sentence."""
    assert good(text, "a.md")[0].labels == ()


def test_block_quotes_are_told():
    """Of several lines one."""
    (found,) = good(f"Before.\n\n> One.\n> Two.\n\n{WORDS}", "a.markdown")
    assert [(one.kind, of(found, one)) for one in found.markup] == [("blockquote", "> One.\n> Two.")]


def test_front_matter_tells_and_is_labelled_first():
    """As in any text; a rule in it is none of Markdown's."""
    (found,) = good(f"---\ntitle: Low Tide\n---\n\n```\nx\n```\n\n{WORDS}", "a.md")
    assert found.about.title == "Low Tide"
    assert [one.label for one in found.labels] == ["front-matter", "code"]


@given(text=st.text(alphabet="`~|>![](): \n-a<\r#*", min_size=1, max_size=150))
def test_any_marks_give_spans_within_the_text(text):
    """Whatever is left open."""
    for found in items(text, "a.md"):
        assert isinstance(found, SourceError) or (isinstance(found, Review) and kept_whole(found))
