"""Stage 1: bits of HTML in a text are told, and the text stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.models import Review
from quotecards.read import tags

from sources import kept_whole, of


def read(text):
    labels, markup = tags.marked(text)
    return Review(text, "x", labels=labels, markup=markup)


def told(text, kind):
    found = read(text)
    return [of(found, mark) for mark in found.markup if mark.kind == kind]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("<blockquote>No plan at all.</blockquote> It stays.", ["No plan at all."]),
        ("<blockquote>No plan at all.\n\nIt stays with me.", ["No plan at all."]),
        ("<blockquote>No plan.<br><br>It stays.", ["No plan."]),
        ("<blockquote>No plan at all.", ["No plan at all."]),
        (
            "<BLOCKQUOTE class='a'> One. </BLOCKQUOTE> Two. <blockquote>Three.</blockquote>",
            ["One.", "Three."],
        ),
        ("<blockquote>One. <blockquote>Two.</blockquote>", ["One.", "Two."]),
        ("<blockquote></blockquote>Nothing.", []),
    ],
)
def test_a_block_quote_ends_where_it_closes_or_with_its_paragraph(text, quoted):
    """Many never close."""
    assert told(text, "blockquote") == quoted


def test_words_within_tags_are_told():
    """Italics may be a title; a link is still prose."""
    text = 'I saw <i>Her</i> and <b>loved</b> <a href="https://x.example">it</a>.'
    assert (told(text, "italic"), told(text, "bold"), told(text, "link")) == (["Her"], ["loved"], ["it"])


@pytest.mark.parametrize(
    "mark", ["<p>", "</p>", "<br><br>", "<br />\n<br />", "</li>", "<hr/>", "<!-- a -->"]
)
def test_what_parts_paragraphs_is_labelled(mark):
    """No sentence runs across it."""
    found = read(f"One sentence.{mark}Another one.")
    assert [of(found, label) for label in found.labels] == [mark]


@pytest.mark.parametrize("text", ["a < b and c > d", "I <3 this", "one<br>line", "<i>x</i>", "x <- y"])
def test_what_stands_within_a_line_parts_nothing(text):
    """A heart is not a tag, and a single line break may be anywhere."""
    assert read(text).labels == ()


@given(text=st.text(alphabet="<>/bipqr blockquote\n\"'=!-a", max_size=120))
def test_any_text_gives_spans_within_it(text):
    """Whatever looks like a tag."""
    assert kept_whole(read(text))
