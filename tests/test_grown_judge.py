"""One word judged: where it is to be parted, or that it may be damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.grown.judge import closed, inflected, judged, strange
from quotecards.grown.table import table

WORDS = ["the", "film", "gestures", "of", "comedy", "also", "it's", "she", "extremely", "rewarding"]


@pytest.mark.parametrize(
    ("word", "cuts"),
    [
        ("gesturesof", (8,)),
        ("film'sMilan", (6,)),
        ("that'salsothe", (6, 10)),
        ("RobinandMarion", (5, 8)),
        ("includingEd", (9,)),
    ],
)
def test_a_word_may_be_parted_in_more_than_one_place(word, cuts):
    """Behind a short form and before a capital what is left is judged by itself."""
    assert judged(word)[0] == cuts


@pytest.mark.parametrize(
    "word",
    [
        "DVDrelease",
        "ghostkitchen",
        "BrightKitchen",
        "Thorntonas",
        "Kennedymakes",
        "Isuppose",
        "Lanternsof",
        "ismeasuredto",
    ],
)
def test_what_may_be_damage_or_a_name_is_a_doubt(word):
    """It is kept as it is, and no card shows it."""
    assert judged(word) == ((), True)


@pytest.mark.parametrize("name", ["Christo", "Ireland", "Ibsen", "Modesto", "Toronto", "Leland", "Iverson"])
def test_a_name_that_looks_like_two_words_stays_one(name):
    """Names end as small words do, and begin with I."""
    assert judged(name) == ((), False)


def test_what_is_longer_than_any_two_words_is_left_as_it_is():
    """However long: a laugh, an address without dots, a page without spaces."""
    assert judged("Ha" * 5000) == judged("ha" * 50000) == ((), False)


def test_two_open_words_are_not_parted_beside_a_hyphen():
    """A compound may be made of anything; a small word is no part of one."""
    assert judged("extremelyrewarding", compound=True)[0] == (9,)
    assert judged("comedyterritory", compound=True)[0] == ()
    assert judged("comedyterritory")[0] == (6,)
    assert (judged("itis")[0], judged("itis", compound=True)[0]) == ((2,), ())


@given(st.sampled_from(sorted(table().known)))
def test_a_known_word_is_whole(word):
    """Nothing is asked of a word that stands in the table."""
    assert judged(word) == ((), False)


@given(st.text(alphabet="abcdehilnorstABT'", min_size=1, max_size=14))
def test_places_are_within_the_word_and_in_order_and_leave_no_doubt(word):
    """Either places or a doubt, or neither."""
    cuts, doubt = judged(word)
    assert list(cuts) == sorted(set(cuts))
    assert all(0 < at < len(word) for at in cuts)
    assert not (cuts and doubt)


def test_small_words_short_forms_and_adverbs_are_closed():
    """Hardly a word is made with them."""
    assert all(map(closed, ["the", "of", "isn't", "barely"]))
    assert not any(map(closed, ["film", "fly", "house"]))


def test_a_known_word_with_an_ending_is_whole():
    """Dictionaries list words without their endings."""
    assert inflected("heartstringed")
    assert not inflected("gesturesof")


def test_a_word_is_strange_that_is_neither_known_nor_grown_together():
    """It speaks of another language around it."""
    assert strange("allegramente")
    assert not any(map(strange, ["film", "gesturesof", "Allegramente"]))
