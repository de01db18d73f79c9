"""Quotation marks told from apostrophes, and sentences grown together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.marks import abbreviates, glued, outer, quotations, scan, strays

MARKED = st.text(alphabet="ab sS.,“”„‘’‚\"'«»「」`1 \n", max_size=40)


def quoted(text: str) -> list[str]:
    return [text[pair.inner_start : pair.inner_end] for pair in quotations(scan(text))]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("She said “yes” and “no”.", ["yes", "no"]),
        ('She said "yes" and "no".', ["yes", "no"]),
        ("It's 'fine' in the '90s, isn't it", ["fine"]),
        ("rock 'n' roll and the dogs' bones", []),
        ("‘the dogs’ bones’ are", ["the dogs’ bones"]),
        ("way back in the 90’s ‘her’ is", ["her"]),
        ("Weezer’s ‘Undone-The Sweater  Song’, it", ["Undone-The Sweater  Song"]),
        ("„So ‚ist‘ es“, sagte er", ["So ‚ist‘ es", "ist"]),
        ("»So«, sagte er", ["So"]),
        ("« Oui », dit-il", [" Oui "]),
        ("彼は「『はい』」と", ["『はい』", "はい"]),
        ("''My Neighbor Totoro'' is", ["My Neighbor Totoro"]),
        ("“a ‘b’ c” d", ["a ‘b’ c", "b"]),
        ('He "loves "her" so" much', ['loves "her" so', "her"]),
        ("“The “all about love” is", ["all about love"]),
        ("Her” is", []),
        ("She said &ldquo;yes&rdquo; and &quot;no&quot;.", ["yes", "no"]),
        ("He says, â€œOpen wide,â€ and itâ€™s so", ["Open wide,"]),
        ("all this year.”We never knew,” she says", ["We never knew,"]),
        ("he’s 5'10\" tall and the '68 riots", []),
    ],
)
def test_pairs_are_found_and_apostrophes_are_none(text, inside):
    """What stands between an opener and its closer, outer pairs first."""
    assert quoted(text) == inside


@pytest.mark.parametrize(
    ("text", "count"), [("Her” is", 1), ("“The “all” is", 1), ("It’s fine", 0), ("He said “I will", 1)]
)
def test_marks_without_partner_are_strays(text, count):
    """A lost closer or opener; an apostrophe is neither."""
    assert len(strays(scan(text))) == count


@given(text=MARKED)
def test_pairs_are_nested_and_never_cross(text):
    """Partners point at each other, openers before closers, one pair within another or beside it."""
    marks = scan(text)
    open_pairs: list[int] = []
    for index, mark in enumerate(marks):
        if mark.partner is None:
            assert mark.depth == 0
            continue
        assert marks[mark.partner].partner == index
        if mark.role == "open":
            open_pairs.append(index)
            assert mark.depth == len(open_pairs)
        else:
            assert open_pairs.pop() == mark.partner


@given(text=MARKED, start=st.integers(0, 10), length=st.integers(0, 30))
def test_a_stretch_is_read_as_if_it_stood_alone(text, start, length):
    """Offsets are those of the whole text; nothing outside the stretch is looked at."""
    end = min(len(text), start + length)
    start = min(start, end)
    alone = scan(text[start:end])
    within = scan(text, start, end)
    assert [(mark.start - start, mark.role, mark.partner) for mark in within] == [
        (mark.start, mark.role, mark.partner) for mark in alone
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a romance.It’s not", ["a romance.", "It’s not"]),
        ("explored “love”.Most films", ["explored “love”.", "Most films"]),
        ("what is it?That’s it", ["what is it?", "That’s it"]),
        ("a “female.”To find", ["a “female.”", "To find"]),
        ("and redundant.If you", ["and redundant.", "If you"]),
        ("the mind game.OS is", ["the mind game.", "OS is"]),
        ("(so it is).Then he", ["(so it is).", "Then he"]),
        ("wait...What", ["wait...", "What"]),
        ('the room."The Film" is', ["the room.", '"The Film" is']),
        ("I am.I was", ["I am.", "I was"]),
        ("all this year.”We never knew,” she", ["all this year.", "”We never knew,” she"]),
        ("She said “no.”We left", ["She said “no.”", "We left"]),
    ],
)
def test_sentences_grown_together_are_found(text, parts):
    """The place is behind the full stop and its closing marks."""
    (place,) = glued(text)
    assert [text[:place], text[place:]] == parts


@pytest.mark.parametrize(
    "text",
    [
        "S.W.A.T. is",
        "the U.S.A",
        "node.js",
        "Node.JS",
        "9.30pm",
        "F.Murray Abraham",
        "St.Louis",
        "a Ph.D. in",
        "e.g.this",
        "wait. What",
        "3.Then",
    ],
)
def test_short_forms_are_not_taken_apart(text):
    """Initials, names of the web and clock times."""
    assert glued(text) in ([], [2])[: 2 if text.startswith("3") else 1]


@pytest.mark.parametrize(("text", "is_short"), [("Mr. X", True), ("F. Murray", True), ("the end. X", False)])
def test_initials_and_titles_are_short_forms(text, is_short):
    """A full stop behind them ends no sentence."""
    assert abbreviates(text, text.index(".")) is is_short


@pytest.mark.parametrize(
    ("code", "marks"),
    [
        ("de", ("„", "“")),
        ("pt-BR", ("“", "”")),
        ("de_AT", ("„", "“")),
        ("ja", ("「", "」")),
        ("xx", ("“", "”")),
    ],
)
def test_a_language_has_outer_marks(code, marks):
    """A region that has none of its own has those of its language, and an unknown language those of English."""
    assert outer(code) == marks
