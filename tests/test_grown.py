"""Words grown together: what is parted, what is doubted, and what is left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards import grown


def parted(text: str) -> str:
    """A text with a bar wherever a space is missing."""
    cuts = [0, *grown.places(text), len(text)]
    return "|".join(text[start:end] for start, end in pairwise(cuts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the gesturesof a star", "the gestures|of a star"),  # a small word behind
        ("whosebackground is dark", "whose|background is dark"),  # a small word before
        ("among otherthings", "among other|things"),  # often met side by side
        ("in anyfilm so far", "in any|film so far"),
        ("Thefilm ends", "The|film ends"),  # a capital before, a pair that everyone knows
        ("it’salso making fun", "it’s|also making fun"),  # behind a short form
        ("it doesn'teven try", "it doesn't|even try"),
        ("a tale that starsEllen Bright", "a tale that stars|Ellen Bright"),  # before a name
    ],
)
def test_a_word_with_one_way_to_part_it_is_parted(text, expected):
    """Where the two are often met, or one is a small word that no word is made with."""
    assert parted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The screenplay of a moviegoer, a storyline with heartstrings and a watchman.",
        "therein nowhere another into forever himself altogether nevertheless without",
        "outdoing overcharged undercut superhero downfall ongoing offstage upstage",
        "a godlike, wordless, watchable, truthful friendship of manhood",
        "iPhone McAvoy DeNiro O’Shea Goodman Inman Atwell Ashe Hermine Isabelle Theroux",
        "a soundscape, a livestream, a jumpscare, a showrunner, a greenlit playlist",
        "guardare allegramente chiaroscuro schadenfreude weltschmerz amour-fou",
        "the well-being of a re-read, an info@thefilm.com and #theend",
        "rock’n’roll, o’clock, ma’am, y’all, ne’er",
    ],
)
def test_compounds_names_and_foreign_words_stay_whole(text):
    """They are words, whatever they fall into; and no line that holds them is doubted."""
    assert (parted(text), grown.doubtful(text)) == (text, [])


def test_two_plain_words_that_nobody_met_together_are_doubted_and_not_parted():
    """Damage, or a word that someone has made: no rule can say."""
    text = "This is comedyterritory for a star."
    assert (parted(text), grown.doubtful(text)) == (text, ["comedyterritory"])


def test_three_words_in_one_are_doubted_and_not_parted():
    """Damage, or the name of a page."""
    text = "It is odd that shedoesact like that."
    assert (parted(text), grown.doubtful(text)) == (text, ["shedoesact"])


def test_what_a_text_says_twice_is_meant():
    """Nobody makes the same mistake twice; whoever coins a word uses it."""
    assert grown.doubtful("Her ghostkitchen is full. Each ghostkitchen is dark.") == []


def test_a_word_stuck_to_the_quotation_mark_of_the_next_is_doubted():
    """Whether the mark opens or is an apostrophe decides where the space goes."""
    assert grown.doubtful("one of which is the’life goes on’ scene") == ["the’life"]


@given(st.text(alphabet="abcdefghimnorstuwy ’.T", max_size=60))
def test_a_space_is_only_ever_put_between_two_letters_or_behind_a_short_form(text):
    """Nothing is parted at a space, at an edge, or twice."""
    places = list(grown.places(text))
    assert places == sorted(set(places))
    assert all(
        0 < place < len(text) and text[place - 1].isalpha() and text[place].isalpha() for place in places
    )


@given(
    st.lists(
        st.sampled_from(["the", "film", "gestures", "of", "comedy", "also", "it’s", "she"]),
        min_size=1,
        max_size=6,
    )
)
def test_what_was_parted_is_not_parted_again(words):
    """One round is enough."""
    once = parted("".join(words)).replace("|", " ")
    assert parted(once) == once
