from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.layout import compose
from quotecards.layout.smallcaps import lowered

from layout_cases import HER, REVIEW, case, lines, quote

WORDS = "Nobody in This Town says Goodbye, they only ask Marta when You are coming back."


def drawn(line):
    """The letters of a line as they are drawn, without spaces."""
    pieces = [piece for run in line.runs for piece in run.pieces]
    return "".join(piece.text for piece in sorted(pieces, key=lambda piece: piece.x)).replace(" ", "")


def roll(text=WORDS, credit=REVIEW, **more):
    return compose(quote(text, credit, **more), palette="flashback", layout="credits-roll")


def test_a_roll_has_letters_of_one_height():
    """Capitals are drawn as small ones, in the quote and in the names beside roles."""
    made = roll()
    told = [line for line in made.lines if "Spike" in line.text]
    assert told
    for line in (*lines(made, "quote"), *told):
        assert drawn(line) == line.text.lower().replace(" ", "")


def test_the_words_of_a_roll_stay_as_they_are():
    """What a line says keeps its capitals; only what is drawn has none."""
    said = " ".join(line.text for line in lines(roll(), "quote"))
    assert said == f"“{WORDS}”"


def test_other_layouts_keep_their_capitals():
    """Where lower case is lower case nothing changes."""
    made = compose(case("machines"), palette="flashback", layout="panel")
    assert drawn(lines(made, "quote")[0]).startswith("“The")


@pytest.mark.parametrize(
    ("text", "code"), [("Bir İstanbul filmi ve Işık, " * 4, "tr"), ("שלום לך " * 12, "he")]
)
def test_letters_that_would_be_others_keep_their_case(text, code):
    """Turkish tells I from İ, and a script without small capitals is set in another family."""
    for line in lines(roll(text.strip(), HER, language=code), "quote"):
        assert sorted(drawn(line)) == sorted(line.text.replace(" ", ""))


@given(st.text(max_size=40))
def test_lower_case_takes_as_many_characters(text):
    """So that every offset into a word stays true."""
    assert len(lowered(text)) == len(text)
    assert lowered(text).casefold() == text.casefold()
