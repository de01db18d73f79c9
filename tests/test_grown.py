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


def doubted(text: str) -> list[str]:
    """The words of a text that are in doubt."""
    return [text[start:end] for start, end in grown.doubts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the gesturesof a star", "the gestures|of a star"),
        ("whosebackground is dark", "whose|background is dark"),
        ("what makes itso stupefying", "what makes it|so stupefying"),
        ("it ought tobe seen", "it ought to|be seen"),
        ("among otherthings", "among other|things"),
        ("an extremelyrewarding walk", "an extremely|rewarding walk"),
        ("the usual frighteningadventures", "the usual frightening|adventures"),
        ("Thefilm ends", "The|film ends"),
        ("Thisis fine", "This|is fine"),
        ("Itis over", "It|is over"),
        ("Partof the joy", "Part|of the joy"),
        ("no Irishmanwho sings", "no Irishman|who sings"),
        ("it’salso making fun", "it’s|also making fun"),
        ("it doesn'teven try", "it doesn't|even try"),
        ("the film’sdirector", "the film’s|director"),
        ("the BBC'smini-series", "the BBC's|mini-series"),
        ("even whenit's over", "even when|it's over"),
        ("it is owntough-mindedness", "it is own|tough-mindedness"),
        ("a tale that starsEllen Bright", "a tale that stars|Ellen Bright"),
        ("like aDoris Bright", "like a|Doris Bright"),
        ("of the 21stcentury", "of the 21st|century"),
        ("a 1940scomedy", "a 1940s|comedy"),
    ],
)
def test_a_word_that_weighs_far_more_as_two_is_parted(text, expected):
    """Whatever its case, beside short forms and hyphens too; and then it is in no doubt."""
    assert (parted(text), doubted(text)) == (expected, [])


@pytest.mark.parametrize(
    "text",
    [
        "The screenplay of a moviegoer, a storyline with heartstrings and a watchman.",
        "therein nowhere another into forever himself altogether nevertheless without",
        "outdoing overcharged undercut superhero downfall ongoing offstage upstage",
        "a godlike, wordless, watchable, truthful friendship of manhood",
        "iPhone McAvoy DeNiro O’Shea Goodman Inman Atwell Ashe Hermine Isabelle Theroux",
        "Anderson Thelma Armand Isaac Davison Marion Ferdinand Whitby Otto Norman",
        "a soundscape, a livestream, a jumpscare, a showrunner, a greenlit playlist",
        "he is lookin and talkin, sideswipes, roughhousing",
        "chiaroscuro schadenfreude weltschmerz amour-fou",
        "the well-being of a re-read, an info@thefilm.com and #theend, see thefilm.com",
        "rock’n’roll, o’clock, ma’am, y’all, ne’er",
        "the 1950s, the 21st and 5th, 20th-century",
    ],
)
def test_compounds_names_and_foreign_words_stay_whole(text):
    """They are words, whatever they fall into; and no line that holds them is doubted."""
    assert (parted(text), doubted(text)) == (text, [])


@pytest.mark.parametrize("text", ["un guardare allegramente", "allegramente guardare", "sino guardare"])
def test_beside_a_word_of_another_language_nothing_is_parted(text):
    """What falls into two English words there does so by chance: "guard are"."""
    assert parted(text) == text
    assert parted("they guardare") != "they guardare"


def test_two_plain_words_that_nobody_met_together_are_doubted_and_not_parted():
    """Damage, or a word that someone has made: no rule can say."""
    text = "This is a ghostkitchen for a star."
    assert (parted(text), doubted(text)) == (text, ["ghostkitchen"])


def test_three_words_in_one_are_doubted_and_not_parted():
    """Damage, or the name of a page."""
    text = "It is odd that shedoesact like that."
    assert (parted(text), doubted(text)) == (text, ["shedoesact"])


def test_what_a_text_says_twice_is_meant():
    """Nobody makes the same mistake twice; whoever coins a word uses it."""
    assert doubted("Her ghostkitchen is full. Each ghostkitchen is dark.") == []


def test_a_word_stuck_to_the_quotation_mark_of_the_next_is_doubted():
    """Whether the mark opens or is an apostrophe decides where the space goes."""
    assert doubted("one of which is the’life goes on’ scene") == ["the’life"]


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
