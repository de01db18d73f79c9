"""Stage 4: sentences, clauses and passages as spans."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.clean import apply, clean, display
from quotecards.models import About, Passage, Review
from quotecards.read import reviews
from quotecards.segment import passages
from quotecards.segment.sentences import sentences
from quotecards.voices import voices

SEEDS = {path.name[:3]: path for path in (Path(__file__).parent.parent / "seeds").glob("*.txt")}
WORDS = [
    "love",
    "The city",
    "her",
    "“yes”",
    "Mr. Doe",
    "sleeps",
    "it’s",
    "(so it is)",
    "and",
    "I",
    "a.m.",
    "‘quiet’",
]
STOPS = [
    "",
    ".",
    "!",
    "?",
    "…",
    "...",
    ".”",
    ". ",
    ".\n",
    ".\n\n",
    "; ",
    ": ",
    " – ",
    ", but ",
    ".It",
    " Advertisement ",
    "“",
]
MESS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(STOPS)), max_size=40).map(
    lambda parts: " ".join(word + stop for word, stop in parts)
)


def cut(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text), language)]


def found(text: str, form: str = "sentence") -> list[str]:
    cleaned = clean(Review(text=text, source="x", about=About(language="en")))
    return [text[one.start : one.end] for one in passages(cleaned, voices(cleaned)) if one.form == form]


def of_seed(name: str) -> tuple[str, tuple[Passage, ...]]:
    (review,) = reviews(str(SEEDS[name]))
    assert isinstance(review, Review)
    cleaned = clean(review)
    return review.text, passages(cleaned, voices(cleaned))


@pytest.fixture(scope="module", autouse=True)
def _punkt_is_loaded() -> None:
    """Loading NLTK takes a third of a second, which no test of a property should be charged with."""
    sentences("One. Two.", 0, 9, "en")


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["It is a romance.", "It’s not."],
        ["Mr. Doe met F. Murray Abraham at 9.30 p.m. in St. Louis.", "They left."],
        ["S.W.A.T. is loud.", "So is the U.S. Army."],
        ["She said “Go. Now.” and went.", "He stayed."],
        ["She left (He slept. She knew.) and went.", "He stayed."],
        ["He said “go.”", "Then she went."],
        ["“Why?” he asked.", "“Because.”"],
        ["Wait… what is it?", "I know!", "No."],
        ["It cost 3.5 million.", "Was it worth it?!", "Yes."],
        ["I’m finding myself now.", "it’s a place that’s not of the physical world."],
        ["It ends...", "Then it begins."],
        ["« Oui. »", "Il part."],
    ],
)
def test_sentences_end_where_they_end(parts):
    """Short forms, quotations and parentheses do not end them."""
    assert cut(" ".join(parts)) == parts


def test_glued_sentences_are_cut_without_a_space():
    """As clean tells them."""
    assert cut("a romance.It’s not.That is it?Yes, at 9.30pm in node.js.") == [
        "a romance.",
        "It’s not.",
        "That is it?",
        "Yes, at 9.30pm in node.js.",
    ]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("de", ["Das ist z.B. ein Satz von Dr. Weiss.", "Und noch einer."]),
        ("fr", ["M. Hulot part.", "Il revient."]),
        ("ja", ["彼は来た。", "彼女は去った。"]),
        ("xx", ["One here.", "Mr. Two there."]),
    ],
)
def test_each_language_has_its_own_short_forms(language, parts):
    """Punkt's parameters of the language; simple rules where there are none."""
    assert cut("".join(parts) if language == "ja" else " ".join(parts), language) == parts


@pytest.mark.parametrize(
    "text", ["Mr. Doe is. He was.", "She saw it. It saw her.", "At 5 p.m. He left. approx. ten came."]
)
def test_the_short_cut_answers_as_punkt_does(text):
    """Plain full stops are answered without asking; the answer is Punkt's."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer
    from punkt.data import english

    parameters = PunktParameters()
    parameters.abbrev_types = set(english.ABBREV_TYPES)
    parameters.collocations = set(english.COLLOCATIONS)
    parameters.sent_starters = set(english.SENT_STARTERS)
    parameters.ortho_context.update(english.ORTHO_CONTEXT)
    assert cut(text) == PunktSentenceTokenizer(parameters).tokenize(text)


# ---------------------------------------------------------------- properties


@given(text=st.one_of(MESS, st.text(max_size=120)))
def test_passages_lie_in_blocks_and_touch_no_label(text):
    """For any text: valid offsets in one block, no label within, words in each, forms in order."""
    cleaned = clean(Review(text=text, source="x"))
    every = passages(cleaned, voices(cleaned))
    for one in every:
        block = cleaned.blocks[one.block]
        assert block.start <= one.start < one.end <= block.end
        assert not any(label.start < one.end and one.start < label.end for label in cleaned.labels)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        assert any(char.isalnum() for char in text[one.start : one.end])
        assert 0 <= one.confidence <= 1
        assert one.complete is (one.form != "clause")
    order = [("sentence", "clause", "passage").index(one.form) for one in every]
    assert order == sorted(order)


@given(text=MESS)
def test_sentences_are_numbered_in_order_and_passages_cover_them(text):
    """first and last are numbers of the sentences at both ends."""
    cleaned = clean(Review(text=text, source="x"))
    every = passages(cleaned, voices(cleaned))
    singles = [one for one in every if one.form == "sentence"]
    assert [(one.first, one.last) for one in singles] == [(place, place) for place in range(len(singles))]
    assert [one.start for one in singles] == sorted(one.start for one in singles)
    for one in every:
        assert singles[one.first].start <= one.start
        assert singles[one.last].end >= one.end
        assert singles[one.first].kind == singles[one.last].kind == one.kind
        if one.form == "passage":
            assert (one.start, one.end) == (singles[one.first].start, singles[one.last].end)
            assert one.first < one.last
            assert len(text[one.start : one.end].split()) <= 120


@given(text=MESS)
def test_every_passage_can_be_shown_and_proven(text):
    """What a card would show differs from the source by edits only."""
    cleaned = clean(Review(text=text, source="x"))
    for one in passages(cleaned, voices(cleaned)):
        verbatim = text[one.start : one.end]
        quote, edits = display(verbatim, kind=one.kind, complete=one.complete)
        assert apply(verbatim, edits) == quote


# ---------------------------------------------------------------- voices, clauses, doubts


def test_dialogue_within_a_sentence_is_a_sentence_of_its_own():
    """The reviewer's sentence holds it and is doubted for it; the film's stands inside the marks."""
    text = "The city sleeps all night and so do we. Samantha says, “The past is a room. We left it.” Then she goes away."
    cleaned = clean(Review(text=text, source="x", about=About(language="en")))
    every = passages(cleaned, voices(cleaned))
    film = [text[one.start : one.end] for one in every if one.kind == "film"]
    assert film == ["The past is a room.", "We left it.", "The past is a room. We left it."]
    holder = next(
        one for one in every if text[one.start :].startswith("Samantha says") and one.form == "sentence"
    )
    assert text[holder.start : holder.end].endswith("We left it.”")
    assert holder.confidence < 0.5


def test_a_paragraph_of_dialogue_has_no_sentence_of_the_reviewer():
    """Not even one around it."""
    text = "The city sleeps all night long.\n\n“I was never there. I was here.”"
    cleaned = clean(Review(text=text, source="x"))
    kinds = [(one.kind, one.form) for one in passages(cleaned, voices(cleaned))]
    assert kinds == [
        ("reviewer", "sentence"),
        ("film", "sentence"),
        ("film", "sentence"),
        ("film", "passage"),
    ]


def test_passages_are_short_runs_of_neighbours():
    """Two to four sentences of the reviewer, up to eighty words; never over a sentence that was left out."""
    text = "One is here. Two is here. Three is here. Four is here. Five is here."
    runs = found(text, "passage")
    assert len(runs) == 4 + 3 + 2
    assert max(runs, key=len) in (
        "One is here. Two is here. Three is here. Four is here.",
        "Two is here. Three is here. Four is here. Five is here.",
    )
    long = [
        f"The {word} is " + " ".join(f"{number}" for number in range(40)) + " long."
        for word in ("day", "night")
    ]
    assert found(" ".join(long), "passage") == []
    assert len(found(f"{long[0]} And so on it goes.", "passage")) == 1


def test_a_long_sentence_is_offered_in_parts_that_can_stand():
    """Cut at a semicolon; both sides have a subject and a verb."""
    left = "The city is a dream of glass and light that nobody has ever quite woken from in all these years of walking"
    right = (
        "the people who live there are looking for a door that opens, a voice that answers, a hand that stays"
    )
    assert len(f"{left}; {right}.".split()) > 40
    assert found(f"{left}; {right}.", "clause") == [left, right + "."]


@pytest.mark.parametrize(
    "start", ["If the city is not a dream", "The city is never a dream", "Although the city is a dream"]
)
def test_nothing_is_cut_off_from_its_negation_or_condition(start):
    """What follows would say something else alone."""
    text = f"{start} of glass and light that nobody has woken from in all these years of walking; the people who live there are looking for a door that opens, a voice that answers, a hand that stays."
    assert len(text.split()) > 40
    assert found(text, "clause") == []


def test_what_a_but_takes_back_never_stands_alone():
    """The left side of a "but" would say too much; the right side keeps its "but"."""
    left = "The city is a dream of glass and light that everybody has wanted to live in for all these years of walking"
    right = "but it is a dream for people who can pay for doors that open, for voices that answer, for hands that stay."
    assert found(f"{left}, {right}", "clause") == [right]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("It is whole and sound.", 1, 1),
        ("It has no end", 0.5, 0.5),
        ("…then she leaves us.", 0.5, 0.5),
        ("It is “not closed and so on.", 0, 0.3),
        ("Black Mirror” is a show.", 0.9, 0.9),
        ("See https://example.org for more of it.", 0, 0.3),
        ("It is (half open.", 0.5, 0.5),
        ("her voice stays.", 0.7, 0.7),
    ],
)
def test_doubts_lower_the_confidence(text, least, most):
    """Whole, sound, balanced prose has none."""
    cleaned = clean(Review(text=text, source="x", about=About(language="en")))
    (one,) = passages(cleaned, voices(cleaned))
    assert least <= one.confidence <= most


# ---------------------------------------------------------------- the seeds


def test_the_spaces_between_the_words_are_among_the_passages():
    """Sentences one and two of the dialogue, and three to five."""
    text, every = of_seed("004")
    film = [text[one.start : one.end] for one in every if one.kind == "film" and one.form == "passage"]
    assert any(one.startswith("It’s like I’m reading") and one.endswith("almost infinity.") for one in film)
    assert any(
        one.startswith("I can still feel you") and one.endswith("didn’t even know existed.") for one in film
    )
    assert "We are only here briefly and in this moment I want to allow myself joy." in [
        text[one.start : one.end] for one in every if one.kind == "film"
    ]


def test_no_passage_of_a_seed_holds_what_is_not_the_reviewers_prose():
    """No caption, heading, comment, log-in line, date or title; no torn sentence."""
    never = [
        "page",
        "Suggested",
        "hình",
        "Trailer",
        "*Spoiler*",
        "WordPress",
        "Responses",
        "25 Feb",
        "Leave a Reply",
        "Connecting",
        "Comment Disabled",
        "Plot Summary",
        "characters The",
        "removed It",
        "joegievano",
        "Technology and Human",
    ]
    for name in SEEDS:
        text, every = of_seed(name)
        for one in every:
            assert not any(word in text[one.start : one.end] for word in never)


def test_the_glued_sentences_of_seed_000_stand_alone():
    """None begins or ends within another."""
    text, every = of_seed("000")
    single = [text[one.start : one.end] for one in every if one.form == "sentence"]
    assert "Her” is a very unusual romance." in single
    assert "That’s what I liked about Her, and what I found refreshing about it." in single
    assert "OS is really an innocent big BITCH." in single
    assert (
        "For people who care too much about their independent personalities, love can only be a carefully consecrated Buddhist shrine."
        in single
    )
