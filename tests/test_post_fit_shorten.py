"""Cutting at sense: a sentence, a clause, a word; nothing ever too long."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from quotecards.post.fit.shorten import shorten, to_sentence

TEXT = (
    "Sometimes I think I have felt everything I’m ever gonna feel. "
    "And from here on out, I’m not gonna feel anything new; just lesser versions of what I’ve already felt."
)


def within(most):
    return lambda text: len(text) <= most


def test_what_fits_stays_as_it_is():
    """Nothing is cut that need not be."""
    assert shorten(f"  {TEXT} ", within(len(TEXT))) == TEXT


def test_a_sentence_is_cut_at_its_end_without_a_mark():
    """A whole sentence needs no ellipsis."""
    assert shorten(TEXT, within(100)) == "Sometimes I think I have felt everything I’m ever gonna feel."


def test_a_clause_is_cut_at_its_end_with_a_mark():
    """Where a sentence would lose too much, a clause ends it."""
    assert shorten(TEXT[62:], within(60)) == "And from here on out, I’m not gonna feel anything new…"


def test_a_word_is_cut_at_its_end_with_a_mark():
    """Else the last whole word."""
    assert shorten("one two three four five", within(15)) == "one two three…"


def test_a_word_that_is_too_long_is_cut_between_letters():
    """A text without spaces is cut between what a reader sees as letters."""
    assert shorten("👨‍👩‍👧‍👦" * 4, lambda text: len(regex.findall(r"\X", text)) <= 3) == "👨‍👩‍👧‍👦" * 2 + "…"


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        (
            "He met Mr. Twombly in the lift and they talked for hours on end.",
            40,
            "He met Mr. Twombly in the lift and they…",
        ),
        (
            "Directed by S. Jonze in the year 2013, it is still here with us.",
            45,
            "Directed by S. Jonze in the year 2013…",
        ),
        ("It cost approx. twenty dollars and then it was gone from us.", 30, "It cost approx. twenty…"),
        ("Is it love? It is something else entirely, and nobody knows.", 22, "Is it love?"),
        ("愛です。それは違うものだと思いますけれども。", 12, "愛です。それは違うもの…"),
    ],
)
def test_a_stop_is_not_always_an_end(text, most, cut):
    """After a title or an initial a sentence goes on; other scripts have their own stops."""
    assert shorten(text, within(most)) == cut


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        (
            "He said “love is a form of socially acceptable insanity” to her",
            30,
            "He said “love is a form of…”",
        ),
        ("It hurts (as all of it does in the end) to say so", 24, "It hurts (as all of it…)"),
        ("Er sagte „Liebe ist sehr kompliziert“ zu ihr", 26, "Er sagte „Liebe ist sehr…“"),
        ("Il dit « la vie est un rêve » à elle seule", 26, "Il dit « la vie est un…»"),
    ],
)
def test_what_was_opened_is_closed(text, most, cut):
    """A cut inside quotation marks or brackets closes them."""
    assert shorten(text, within(most)) == cut


def test_where_nothing_fits_nothing_is_left():
    """An empty text is better than half a letter."""
    assert shorten("word", within(0)) == ""


def test_alt_text_ends_with_a_sentence():
    """Alt texts are cut at a sentence's end even where much is lost."""
    text = "Quote card. " + "The rest is one very long sentence that goes on and on without an end " * 3
    assert to_sentence(text, within(100)) == "Quote card."
    assert to_sentence("No sentence here at all", within(15)) == "No sentence…"


words = st.text(alphabet=st.sampled_from(list("abcé “”„“«»(),;.!?—…\n日本語。👍🏽👨\u200d👩")), max_size=120)


@given(words, st.integers(0, 80))
def test_a_cut_is_never_too_long_and_begins_as_the_text_does(text, most):
    """Whatever the text: within the limit, and made of its beginning and a mark."""
    for cut in (shorten(text, within(most)), to_sentence(text, within(most))):
        assert len(cut) <= max(most, 0)
        kept = cut.rstrip("”“»)]").rstrip("…") if cut != text.strip() else cut
        assert text.strip().startswith(kept.rstrip("”“»)]…"))


@given(words, st.integers(1, 60))
def test_more_room_never_keeps_less_than_a_word_cut_would(text, most):
    """A sensible cut keeps at least half of what a bare word cut would."""
    cut = shorten(text, within(most))
    bare = max(
        (
            text.strip()[:end]
            for end in range(len(text.strip()) + 1)
            if end < most and text.strip()[end : end + 1].isspace()
        ),
        key=len,
        default="",
    )
    assert len(cut) * 2 >= len(bare.rstrip(" \n,;:–—-/·(“‘«„[.…")) - 2
