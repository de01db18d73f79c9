"""One title is one name, however its places spell it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.clean import clean
from quotecards.credit.names import key, names, usual
from quotecards.models import Review
from quotecards.voices import voices


def found(text):
    """The titles in a review, by their spelling, with how often each is named."""
    cleaned = clean(Review(text=text, source="x"))
    return {name.spelling: len(name.places) for name in names(cleaned, voices(cleaned), (), ())}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Quiet Street", "Quiet Street"),
        ("TheQuiet Street", "The Quiet Street"),
        ("Quiet\nStreet", "Quiet Street"),
        ("Don’t Wait", "Don't Wait"),
    ],
)
def test_spellings_of_one_title_have_one_key(one, other):
    """Articles, glued words, line ends and apostrophes make no other film."""
    assert key(one) == key(other)
    assert key("Theatre") != key("atre")


def test_short_forms_possessives_and_initials_count_for_the_title_named_before():
    """Behind a colon or before it, and only after the whole title was named."""
    text = 'See "Harbour Nights 2: Low Tide" soon. "Low Tide" waits, "Harbour Nights 2" runs, and "HN2LT" sleeps. I like "Low Tide’s" end.'
    assert found(text)["Harbour Nights 2: Low Tide"] == 4
    assert found('See "Low Tide" soon, and "Low Tide: The Return" next year.')["Low Tide"] == 1


def test_a_name_within_another_is_no_short_form_of_it():
    """A word more without a colon is another film."""
    text = 'First came "Return of the Quiet Street" and then "Quiet Street" itself.'
    assert found(text) == {"Return of the Quiet Street": 1, "Quiet Street": 1}


def test_marks_that_do_not_match_still_hold_a_title():
    """Scraped pages lose or mix them."""
    assert "Low Tide" in found("We saw \"Low Tide'' on a wet evening by the sea.")
    assert "Low Tide" in found("Low Tide” opens on a wet evening by the sea, and it stays there.")


def test_a_damaged_sentence_names_films_too():
    """It is no quote for a card, but it says what the review is about."""
    text = 'The ferry was late again that day. It comesBurt Miller in "Low Tide" now. The sea was calm, and nobody minded it at all.'
    assert found(text) == {"Low Tide": 1}


def test_the_spelling_is_the_one_met_most_unless_shouted_or_glued():
    """All capitals or words grown together only where there is no other."""
    assert usual(["Low Tide", "low tide", "low tide"]) == "low tide"
    assert usual(["LOW TIDE", "LOW TIDE", "Low Tide"]) == "Low Tide"
    assert usual(["LowTide Rising", "LowTide Rising", "Low Tide Rising"]) == "Low Tide Rising"
    assert usual(["RoboFerry"]) == "RoboFerry"


@given(st.text("Ab \"”“’'.,:s", max_size=120))
def test_places_never_overlap_and_hold_what_they_spell(text):
    """On any text, each place is words of the source, in order."""
    cleaned = clean(Review(text=text, source="x"))
    places = [place for name in names(cleaned, voices(cleaned), (), ()) for place in name.places]
    places.sort(key=lambda place: place.start)
    assert all(one.end <= two.start for one, two in itertools.pairwise(places))
    assert all(key(place.spelling) in key(text[place.start : place.end]) for place in places)
