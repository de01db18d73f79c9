"""A phrase that matters is marked where a layout has a marker or stars, and leans elsewhere; its words are exact."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import DoesNotFit, ExitCode
from quotecards.layout import compose, layouts
from quotecards.layout.emphasis import found

from layout_cases import case

TEXT = "It’s the space between the words… and the word after; “the end” isn’t."


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("the space between", "the space between"),
        ("It's", "It’s"),
        ("  The  SPACE\nbetween ", "the space between"),
        ("words...", "words…"),
        ('"the end"', "“the end”"),
        ("word", "word"),
        ("isn't.", "isn’t."),
        ("pace", None),
        ("the words between", None),
        ("", None),
        (None, None),
    ],
)
def test_a_phrase_is_found_word_for_word(phrase, words):
    """Whatever the capitals, the spaces and the keyboard's marks; never part of a word."""
    span = found(TEXT, phrase)
    assert (span and TEXT[slice(*span)]) == words


def test_the_whole_word_is_preferred_to_a_part():
    """ "word" is not found in "words", which comes first."""
    start, _ = found(TEXT, "word")
    assert TEXT[start:].startswith("word after")


@given(st.text(max_size=30))
def test_any_phrase_is_looked_for_as_it_is(phrase):
    """No character has a meaning of its own."""
    span = found(f"a {phrase} b", phrase)
    assert span is None or span[0] <= span[1]


PLAIN = [name for name, one in layouts().items() if not one.needs_still and "marker" not in one.tables]


@pytest.mark.parametrize("layout", PLAIN)
def test_a_phrase_leans_where_it_is_not_marked(layout):
    """In the other slope of the same family, these words and no others; where there is none all stays as it was."""
    for name in ("brief", "space", "life", "one"):
        one = case(name)
        phrase = " ".join(one.quote.split()[:2]).rstrip(".,")
        try:
            bare = compose(one, palette="flashback", layout=layout)
            made = compose(replace(one, emphasis=phrase), palette="flashback", layout=layout)
        except DoesNotFit:
            continue
        break
    files = {run.face.path for line in bare.lines if line.role == "quote" for run in line.runs}
    others = [
        piece.text
        for line in made.lines
        if line.role == "quote"
        for run in line.runs
        if run.face.path not in files
        for piece in run.pieces
    ]
    said = "".join(others).replace(" ", "")
    if layout in {"marquee", "credits-roll"}:
        assert said == ""
    else:
        assert said == phrase.replace(" ", "")
    assert [line.text for line in made.lines if line.role == "credit"] == [
        line.text for line in bare.lines if line.role == "credit"
    ]


@pytest.mark.parametrize(("layout", "sign"), [("margin", "polygon"), ("screenplay", "*")])
def test_a_marker_marks_and_a_script_has_stars(layout, sign):
    """Where a layout has its own way, nothing leans."""
    made = compose(replace(case("long"), emphasis="endless space"), palette="tea-house", layout=layout)
    shown = {part.kind for part in made.parts} | {line.text for line in made.lines if line.role == "note"}
    assert sign in shown
    assert not any(
        "italic" in run.face.path for line in made.lines if line.role == "quote" for run in line.runs
    )


def test_the_command_line_takes_a_phrase(run, inside):
    """Another card than without it; a phrase that is not said is told with the quote."""
    words = ("preview", "--text", "It's a film about the spaces between the words.", "--layout", "panel")
    assert run(*words, "--out", "a.webp").code == ExitCode.OK
    assert run(*words, "--emphasis", "the spaces between", "--out", "b.webp").code == ExitCode.OK
    assert (inside / "a.webp").read_bytes() != (inside / "b.webp").read_bytes()
    done = run(*words, "--emphasis", "the space between", "--out", "c.webp")
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert "not part of the quote" in done.err
    assert "the spaces between the words." in done.err


def test_a_row_whose_emphasis_is_not_said_is_told(run, inside):
    """The others are made."""
    (inside / "quotes.csv").write_text("quote,emphasis\nA quiet wonder.,quiet\nA loud one.,quiet\n")
    done = run("render", "quotes.csv", "--out", "cards", "--format", "webp")
    assert done.code == ExitCode.PARTIAL
    assert "quotes.csv:3: the emphasis 'quiet' is not part of the quote." in done.err
