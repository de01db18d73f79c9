"""General truth: whether a line names what it speaks of at large, speaks of many, and is worded as sayings are."""

from __future__ import annotations

import pytest
from quotecards.score import FAMILIES, alone
from quotecards.score.table import table


def told(text, name, language="en"):
    """A feature of a line by itself."""
    (value,) = FAMILIES["wisdom"](alone.page(text, "reviewer", language))[name]
    return float(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Dogma is meaningless without faith.", 1.0),
        ("Liars never sleep well.", 1.0),
        ("Sailors who drown must have a harbour.", 0.5),
        ("The harbour is closed.", 0.0),
        ("She is never late.", 0.0),
        ("Slowly the door is shut.", 0.0),
        ("Rain, rain, rain.", 0.0),
    ],
)
def test_a_bare_subject_with_its_verb_speaks_in_general(text, value):
    """1 where the verb follows at once, a half where it follows soon; an article or a pronoun is one certain thing."""
    assert told(text, "bare_subject") == value


def test_many_of_a_kind_are_told_by_their_endings():
    """Words of grammar and words like "glass" are no plurals."""
    assert told("Liars need listeners.", "plural") == pytest.approx(2 / 3)
    assert told("The glass was his bus.", "plural") == 0.0


def test_words_in_the_order_of_sayings_sound_like_one():
    """The order counts: the same words turned round say less, and another language has no opinion."""
    saying, turned = "To be is to do.", "Do to is be to."
    assert told(saying, "said_so") > told("The second act drags on for half an hour.", "said_so")
    assert told(saying, "said_so") > told(turned, "said_so")
    assert told("Irren ist menschlich.", "said_so", "de") == 0.5


def test_the_table_of_sayings_is_one_of_its_own():
    """Both tables are packaged; what one tells is not what the other tells."""
    assert table("sayings.npz") is not table()
    assert len(table("sayings.npz").numbers) > 10_000
