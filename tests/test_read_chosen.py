"""What a reader has chosen already goes the whole way as it is."""

from __future__ import annotations

import pytest
from quotecards import pipeline
from quotecards.models import About, Review
from quotecards.settings import load


def extract(text, chosen=True, **settings):
    return pipeline.extract(
        Review(text, "x", "1", About(author="Ines Park", title="On Cutting"), chosen=chosen), load(settings)
    )


@pytest.mark.parametrize(
    "text",
    [
        "The eye forgives what the ear does not.",
        "Yes.",
        "no capital, no full stop",
        " One sentence, then another. And a third one, which nobody would have picked. ",
        "Trailer",
        "“Every cut is a lie.”",
    ],
)
def test_a_chosen_text_is_one_quote_whatever_it_looks_like(text):
    """Its length, its worth and what its words usually mean on a page do not matter."""
    found = extract(text)
    (quote,) = found.quotes
    assert quote.verbatim == text.strip()
    assert text[quote.start : quote.end] == quote.verbatim
    assert quote.credit.author == "Ines Park"
    assert found.labels == ()


def test_what_must_not_stand_on_a_card_does_not_even_if_chosen():
    """Unless the user allows it."""
    text = "It is a fucking masterpiece of patience and light."
    assert extract(text).quotes == ()
    assert len(extract(text, profanity="allow").quotes) == 1


def test_everything_lists_it_once():
    """There is no other candidate."""
    review = Review("One sentence here. Another one there.", "x", chosen=True)
    found = pipeline.extract(review, load(), everything=True)
    assert [quote.verbatim for quote in found.candidates] == ["One sentence here. Another one there."]
