from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.layout.languages import NEUTRAL, language, marks
from quotecards.layout.words import words


def said(text, code="en", together=()):
    return {word.text: word for word in words(text, code, together)}


@given(st.text(st.sampled_from("ab .,-—–/“”’…\n\u00a0"), max_size=60))
def test_words_lose_and_add_nothing(text):
    """All that is not white space comes out again, in order."""
    if text.strip():
        assert "".join("".join(word.text.split()) for word in words(text)) == "".join(text.split())


def test_a_line_may_part_after_a_dash_or_a_slash_within_a_word():
    """A dash without spaces and a slash are places to break, and no space is set there."""
    found = words("heard/not judged—and understood")
    assert [word.text for word in found] == ["heard/", "not", "judged—", "and", "understood"]
    assert [word.spaced for word in found] == [False, True, False, True, False]


def test_long_compounds_part_at_their_own_hyphens_only():
    """Nothing is hyphenated; what is long and has hyphens may part there, at a price."""
    assert [word.text for word in words("state-of-the-art")] == ["state-", "of-", "the-", "art"]
    assert [word.text for word in words("well-known")] == ["well-known"]
    assert words("state-of-the-art")[0].weak > 0.5


def test_nothing_breaks_before_a_dash_or_a_closing_mark():
    """A dash, a mark or a stop that stands alone stays with the word before."""
    found = said("a story – but yes !")
    assert found["story"].never
    assert found["yes"].never
    assert not found["–"].never


def test_no_break_spaces_hold_words_together():
    """Words around a no-break space are one word."""
    assert [word.text for word in words("10\u00a0km there")] == ["10\u00a0km", "there"]


@pytest.mark.parametrize(
    ("text", "word"), [("a film of 126 minutes is long", "126"), ("so Dr. Strangelove says", "Dr.")]
)
def test_numbers_keep_their_units_and_titles_their_names(text, word):
    """What belongs together is bound."""
    assert said(text)[word].bound == 1


def test_known_names_stay_together_even_with_a_possessive():
    """A director's name is bound wherever it stands."""
    found = said("we saw Spike Jonze’s first film", together=("Spike Jonze",))
    assert found["Spike"].bound == 1
    assert found["Jonze’s"].bound == 0


def test_two_capitals_in_a_row_look_like_a_name():
    """Within a sentence, where a language does not capitalise every noun."""
    assert 0 < said("we saw Joaquin Phoenix there")["Joaquin"].bound < 1
    assert said("We Know that")["We"].bound == 0
    assert said("wir sahen Das Boot", "de")["Das"].bound == 0


def test_a_title_keeps_its_article_and_its_number():
    """Capitals within a sentence: an article, a name that begins one, and a number after a name."""
    assert said("every frame of The Glass Ferryman")["The"].bound > 0
    assert said("Night Ferry mistakes it")["Night"].bound > 0
    assert said("The Ferry mistakes it")["The"].bound == 0
    assert said("so Deep Freeze 2 is proof")["Freeze"].bound > 0


def test_what_trails_a_word_makes_it_weak():
    """A particle or an object stays with its verb: no line ends before it for nothing."""
    found = said("it has run out of luck and taught us nothing new")
    assert found["run"].weak > 0
    assert found["taught"].weak > 0
    assert found["out"].weak == 0


def test_a_word_leans_less_on_one_that_opens_a_phrase():
    """“you” before “when” is no subject; before “are” it is."""
    assert (
        said("they sell it to you when they can")["you"].weak < said("so then you are here now")["you"].weak
    )


def test_articles_are_weaker_than_prepositions_and_those_than_verbs():
    """The more a word leans on the next, the worse a line ends after it."""
    found = said("so the end of all is near us")
    assert found["the"].weak == 1
    assert found["the"].weak > found["of"].weak > found["is"].weak > found["end"].weak == 0


def test_an_adjective_leans_on_its_noun_alone():
    """What describes is weak before a noun, not before a preposition."""
    assert said("all that beautiful light")["beautiful"].weak > 0
    assert said("it was all so beautiful to see")["beautiful"].weak == 0


def test_sense_ends_lines_well():
    """After a stop best, after a comma well, and well before a word that opens a phrase."""
    found = said("It ends. Slowly, it seems like nothing more happened")
    assert found["ends."].sense == 1
    assert 0.5 < found["Slowly,"].sense < 1
    assert found["seems"].sense > 0
    assert found["nothing"].sense == 0


def test_a_sentence_is_not_left_after_its_first_word():
    """A line that ends in the first word of a sentence is weak, and so is one that strands a last word.

    Less where that is the last of all.
    """
    found = said("It was fine. Perhaps nobody ever knew it before us. Then")
    assert found["Perhaps"].weak > found["nobody"].weak > 0
    assert found["before"].weak > found["ever"].weak == 0
    assert 0 < said("It was fine, nobody ever heard such songs.")["such"].weak < found["before"].weak


def test_marks_come_in_the_quotes_language():
    """Each language has its own; a region falls back on its language, the unknown on English."""
    assert marks("en") == ("“", "”")
    assert marks("de-AT") == ("„", "“")
    assert marks("fr") == ("«\u202f", "\u202f»")
    assert marks("xx") == ("“", "”")
    assert marks("ja") == ("「", "」")


def test_an_unknown_language_breaks_anywhere():
    """Without lists no word is weak, and nothing fails."""
    assert language("xx") is NEUTRAL
    assert said("det er en ny lang film", "xx")["en"].weak == 0


def test_turkish_joins_no_letters():
    """fi would lose the dot that Turkish tells letters by."""
    assert language("tr").features == ("-liga",)
