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
    ("the cam-\nera sees", "the camera sees"),
    ("the cam-\r\n  era sees", "the camera sees"),
    ("two- and three-\nand four-handed", "two- and three- and four-handed"),
    ("the Anglo-\nSaxon e-\nmail", "the Anglo-Saxon e-mail"),
    ("the vel\u00ad\nvet night", "the velvet night"),
    ("superb,the acting", "superb, the acting"),
    ("“I know,”says the boy, “I know.”", "‘I know,’ says the boy, ‘I know.’"),
    ("1,000 of 2,5 million", "1,000 of 2,5 million"),
    ("Pell(who made it too)has an eye", "Pell (who made it too) has an eye"),
    ("her film(s) and (re)watching", "her film(s) and (re)watching"),
    ("the movie starsEllen Bright", "the movie stars Ellen Bright"),
    ("the gesturesof a star, among otherthings", "the gestures of a star, among other things"),
    ("it’salso a ghostkitchen", "it’s also a ghostkitchen"),
    ("one of its beliefs:It’s no use;we go on", "one of its beliefs: It’s no use; we go on"),
    ("the “Fog”scene and “Night,”too", "the ‘Fog’ scene and ‘Night,’ too"),
    ('the "Fog"scene', "the ‘Fog’ scene"),
    (
        "a “Godzilla”esque film at 3:10, http://a.example/b;c",
        "a ‘Godzilla’esque film at 3:10, http://a.example/b;c",
    ),
    ('in the"old days" scene', "in the ‘old days’ scene"),
    ("“Home” and“Away,” both", "‘Home’ and ‘Away,’ both"),
    (
        "an iPhone, McGuffin, YouTube, and @someName",
        "an iPhone, McGuffin, YouTube, and @someName",
    ),
    ("> a line\n> and another", "a line and another"),
    ("â€œOpen wide,â€ he says", "‘Open wide,’ he says"),
    ("She said &ldquo;no&rdquo; again", "She said ‘no’ again"),
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
        ("ko", "봉준호의 “기생충”에서는 모두가 오른다", "봉준호의 ‘기생충’에서는 모두가 오른다"),
        ("tr", "Dün “Bit Palas”ını okudum", "Dün ‘Bit Palas’ını okudum"),
        ("zh", "他说“我爱电影”然后走了", "他说‘我爱电影’然后走了"),
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


# ---------------------------------------------------------------- generated damage

SOUND = st.lists(
    st.sampled_from(
        [
            "The camera remembers what the city forgets.",
            "Nobody sleeps, and the orchard knows it!",
            "What does the harbour keep for itself?",
            "It is a patient film (slow as bread rising) about forgiveness.",
            "Every lantern here belongs to somebody else’s mother.",
        ]
    ),
    min_size=1,
    max_size=4,
    unique=True,
).map(" ".join)
DAMAGE = {
    "glued sentences": lambda text, n: re.sub(r"([.!?]) (?=[A-Z])", r"\1", text),
    "broken words": lambda text, n: re.sub(r"\b(camer|remem|orch|harb|forgive)(?=[a-z])", r"\1-\n", text),
    "soft hyphens": lambda text, n: text.replace("lantern", "lan\u00adtern").replace(
        "camera", "cam\u00ad\nera"
    ),
    "zero width": lambda text, n: text[: n % len(text)] + "\u200b" + text[n % len(text) :],
    "wide spaces": lambda text, n: text.replace(" ", " " * (1 + n % 3)),
    "line breaks": lambda text, n: text.replace(" the ", "\nthe "),
    "no-break spaces": lambda text, n: text.replace(" ", "\u00a0"),
    "straight apostrophes": lambda text, n: text.replace("’", "'"),
    "glued commas": lambda text, n: text.replace(", ", ","),
    "glued parentheses": lambda text, n: text.replace(") ", ")").replace(" (", "("),
    "emphasis": lambda text, n: text.replace("film", "*film*").replace("city", "__city__"),
    "tags": lambda text, n: text.replace("harbour", "<em>harbour</em>"),
    "entities": lambda text, n: text.replace("’", "&rsquo;"),
    "mojibake": lambda text, n: text.replace("’", "â€™"),
    "outer marks": lambda text, n: f"“{text}”",
    "block quotation": lambda text, n: f"> {text}",
}


@given(text=SOUND, kinds=st.lists(st.sampled_from(sorted(DAMAGE)), max_size=1), place=st.integers(0, 500))
def test_each_damage_is_undone_and_told(text, kinds, place):
    """The words come back as they were, and the edits lead from the damaged ones to them."""
    damaged = text
    for kind in kinds:
        damaged = DAMAGE[kind](damaged, place)
    shown, edits = display(damaged)
    assert shown == display(text)[0] == text
    assert apply(damaged, edits) == shown
    assert all(damaged[edit.start : edit.end] == edit.before for edit in edits)


@given(text=SOUND, kinds=st.lists(st.sampled_from(sorted(DAMAGE)), max_size=4), place=st.integers(0, 500))
def test_damage_upon_damage_leaves_a_way_back(text, kinds, place):
    """Whatever came together: the edits fit, and what is shown is never changed again."""
    damaged = text
    for kind in kinds:
        damaged = DAMAGE[kind](damaged, place)
    shown, edits = display(damaged)
    assert apply(damaged, edits) == shown
    assert display(shown) == (shown, ())
