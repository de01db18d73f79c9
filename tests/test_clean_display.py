"""Stage 2: the words of one quote as they stand on a card, and the edits that prove them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from quotecards.clean import apply, display
from quotecards.models import Edit

MESS = st.text(alphabet="abS IT.,;:!?…\"'“”‘’„«»()[]*_#&<>i/\n\u00a0\u200b—-–1é`", max_size=40)
LANGUAGES = st.sampled_from(["en", "de", "fr", "es", "ja", "xx", "en-gb"])
KINDS = st.sampled_from(["reviewer", "film", "quoted"])

REPAIRS = [
    ('She\'s "fine".', "She’s ‘fine’."),
    ("the '90s and rock 'n' roll", "the ’90s and rock ’n’ roll"),
    ("Wait... what?", "Wait… what?"),
    ("A\u00a0 film\nof  love.", "A film of love."),
    ("a romance.It’s not just that", "a romance. It’s not just that"),
    ("explored “love”.Most films", "explored ‘love’. Most films"),
    ("S.W.A.T. at 9.30pm in node.js by F.Murray", "S.W.A.T. at 9.30pm in node.js by F.Murray"),
    ("Good , bad ; ugly !", "Good, bad; ugly!"),
    ("“We are only here briefly.”", "We are only here briefly."),
    ("‘We are only here briefly.’", "We are only here briefly."),
    ("“One” and “two”", "‘One’ and ‘two’"),
    ("He said “call me ‘Sam’ now”.", "He said ‘call me “Sam” now’."),
    ("Black Mirror” designs a story", "Black Mirror designs a story"),
    ("“The “all about love” is explored.", "The ‘all about love’ is explored."),
    ("I said “never and left.", "I said “never and left."),
    ("my love,” he says", "my love,” he says"),
    ("It is *her* and **him** and _us_.", "It is her and him and us."),
    ("f***ing s**t, 4 * 5 * 6, a_b_c", "f***ing s**t, 4 * 5 * 6, a_b_c"),
    ("in\u200bvi\u00adsible", "invisible"),
    ("Itâ€™s a cafÃ©.", "It’s a café."),
    ("Tom &amp; Jerry &#8217;s", "Tom & Jerry ’s"),
    ("a <i>fine</i> film<br>indeed", "a fine film indeed"),
    ("see [this](https://example.org) film", "see this film"),
    ("love -- and loss - both", "love — and loss – both"),
    ("self-\nknowledge", "self-knowledge"),
    ("it’s a place that’s not of the physical world.", "it’s a place that’s not of the physical world."),
    (
        "👩\u200d🚀 and \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "👩\u200d🚀 and \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    ),
    ("5'10\" tall", "5'10\" tall"),
    ("''My Neighbor'' is it", "‘My Neighbor’ is it"),
    ("the dogs’ bones and ‘the cats’ bowls’", "the dogs’ bones and ‘the cats’ bowls’"),
]


@pytest.mark.parametrize(("verbatim", "shown"), REPAIRS)
def test_typography_is_repaired_and_words_are_kept(verbatim, shown):
    """Each repair, and beside it what looks like damage and is none."""
    quote, edits = display(verbatim)
    assert quote == shown
    assert apply(verbatim, edits) == shown


@pytest.mark.parametrize(
    ("language", "verbatim", "shown"),
    [
        ("de", 'Er sagt "nein" dazu.', "Er sagt ‚nein‘ dazu."),
        ("de", "Er sagt „nein“ dazu.", "Er sagt ‚nein‘ dazu."),
        ("fr", "Il dit « non » ?", "Il dit “non”\u00a0?"),
        ("es", "Dice «no».", "Dice “no”."),
        ("ja", "彼は「はい」と言う。", "彼は『はい』と言う。"),
        ("xx", 'So "it" is.', "So ‘it’ is."),
    ],
)
def test_marks_are_those_of_the_language(language, verbatim, shown):
    """What is quoted within a quote stands in the language's inner pair, for the card sets the outer one."""
    assert display(verbatim, language=language)[0] == shown


@pytest.mark.parametrize(
    ("verbatim", "shown"),
    [
        ("the director is stating one thing", "…the director is stating one thing…"),
        ("The machines won’t enslave you,", "The machines won’t enslave you…"),
        ("it feels more like mild jab.", "…it feels more like mild jab."),
        ("…already marked…", "…already marked…"),
    ],
)
def test_a_clause_shows_where_it_was_cut(verbatim, shown):
    """Nothing may look like a whole sentence that is none."""
    quote, edits = display(verbatim, complete=False)
    assert quote == shown
    assert {edit.kind for edit in edits} <= {"trim-mark"}
    assert apply(verbatim, edits) == shown


def test_dialogue_loses_the_marks_that_open_each_of_its_paragraphs():
    """A long speech opens every paragraph and closes only the last."""
    assert display("I loved you.\n“I still do.", kind="film")[0] == "I loved you. I still do."


@given(text=st.one_of(MESS, st.text(max_size=30)), language=LANGUAGES, kind=KINDS, complete=st.booleans())
@example(text="“the dogs’ “big” bones”", language="en", kind="reviewer", complete=True)
def test_what_is_shown_is_never_changed_again(text, language, kind, complete):
    """display(display(x)) == display(x), and the edits lead from the one to the other."""
    quote, edits = display(text, language=language, kind=kind, complete=complete)
    assert apply(text, edits) == quote
    again, more = display(quote, language=language, kind=kind, complete=complete)
    assert (again, more) == (quote, ())


@given(text=st.text(alphabet="abcdefgh ILé.,;:!?\"'“”‘’*_()-\n\u00a0…", max_size=60), kind=KINDS)
def test_no_word_is_ever_changed(text, kind):
    """The letters and digits of a quote are those of the verbatim, in their order."""
    quote, _ = display(text, kind=kind)
    assert re.sub(r"[\W_]", "", quote) == re.sub(r"[\W_]", "", text)


@given(text=MESS)
def test_edits_say_what_stood_there(text):
    """Each edit holds its own characters; none overlap; none changes nothing."""
    _, edits = display(text)
    position = 0
    for edit in edits:
        assert edit.start >= position
        assert text[edit.start : edit.end] == edit.before != edit.after
        assert edit.kind
        position = edit.end


@pytest.mark.parametrize(
    "edits",
    [
        [Edit("x", 0, 1, "b", "c")],
        [Edit("x", 2, 3, "c", ""), Edit("x", 0, 1, "a", "")],
        [Edit("x", 1, 0, "", "c")],
        [Edit("x", 2, 9, "cdefghi", "")],
    ],
)
def test_edits_that_do_not_fit_are_refused(edits):
    """A planted edit cannot slip through the proof."""
    with pytest.raises(ValueError, match="does not fit"):
        apply("abcd", edits)
