"""Scores lie in 0..1, compare across reviews, and say why, truly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quotecards.models import TASTES
from quotecards.score import APPLIES, FAMILIES, features, score
from quotecards.score.joined import Joints
from quotecards.score.page import read
from quotecards.score.weights import model

from invented import told

LOW_TIDE = """title| Low Tide (1998)
“Low Tide” is a tender, luminous film about a harbour that waits for no one.
Anna meets a sailor in 1962 and decides to leave her husband. She finds work at the docks. But he never writes.
Love is the only debt that nobody forgives. This is why the ending works. It was rated PG-13.
“The sea is like a letter I never opened. But I can hear you in it.”
Nothing in it is wasted, and the last look between the sisters is unforgettable."""
FILM = ("The sea is like a letter I never opened. But I can hear you in it.",)

WORDS = st.sampled_from(
    [
        "love",
        "film",
        "she",
        "But",
        "the",
        "never",
        "I",
        "you",
        "this",
        "1999",
        "“Her”",
        "like",
        "not",
        "beautiful",
        "and",
        "is",
        "was",
        "(he)",
        "people,",
        "The,",
        "movie.",
        "Anna",
        "—",
        "more",
        "than:",
        "it’s;",
        "don’t!",
        "why?",
        "life.",
        "…",
        "rated",
        "directed",
        "by",
        "spaces",
        "e.g.",
        "‘quiet’",
        "\xa0",
        "ÉTÉ",
        "ß",
        "你好",
        "🙂",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(lambda words: " ".join(words) + ".")


def scored(text=LOW_TIDE, taste="balanced", **marks):
    marks = marks or {"film": FILM, "titles": ("Low Tide",)}
    return {one.text: one for one in score(*told(text, **marks), taste)}


def number(sentence, taste, **marks):
    """The number of a sentence that is a review by itself."""
    return score(*told(sentence, **marks))[0].taste[taste]


def test_a_verdict_stands_above_plot_rating_and_what_needs_the_line_before():
    """What sells the film beats what retells it, what rates it and what leans on its neighbour."""
    numbers = {text: one.taste["verdict"] for text, one in scored().items()}
    best = numbers["“Low Tide” is a tender, luminous film about a harbour that waits for no one."]
    for weaker in (
        "But he never writes.",
        "She finds work at the docks.",
        "It was rated PG-13.",
        "This is why the ending works.",
    ):
        assert best > numbers[weaker] + 0.3, weaker


def test_what_holds_for_everyone_is_an_aphorism_and_little_else_is():
    """A general truth in its own words clears the bar; plot and ratings stay far below."""
    numbers = {text: one.taste["aphorism"] for text, one in scored().items()}
    assert numbers["Love is the only debt that nobody forgives."] > model().bar["aphorism"]
    assert numbers["It was rated PG-13."] < 0.1
    assert numbers["She finds work at the docks."] < 0.1


def test_a_passage_of_dialogue_that_carries_its_image_on_beats_its_sentences():
    """Two sentences are better than one only where the second takes up the first."""
    numbers = {text: one.taste["dialogue"] for text, one in scored().items()}
    whole = numbers["The sea is like a letter I never opened. But I can hear you in it."]
    assert whole > numbers["But I can hear you in it."]
    book = "I am a book with a broken spine. But every page of the book still opens at your name."
    drifting = "I am a book with a broken spine. But the taxi is waiting and it is late."
    assert number(book, "dialogue", film=(book,)) < score(*told(book, film=(book,)))[-1].taste["dialogue"]
    last = [score(*told(text, film=(text,)))[-1].taste["dialogue"] for text in (book, drifting)]
    assert last[0] > last[1]


GRIEF = "Grief is a beautiful and patient teacher of people."
SISTERS = "The film is a tender portrait of two sisters."


LEANING = [
    (GRIEF, "But grief is a beautiful and patient teacher of people."),
    (GRIEF, "However, grief is a beautiful and patient teacher of people."),
    (GRIEF, "He is a beautiful and patient teacher of people."),
    (GRIEF, "They are a beautiful and patient teacher of people."),
    (GRIEF, "That is why grief is a beautiful and patient teacher of people."),
    (SISTERS, "However, the film is a tender portrait of two sisters."),
    (SISTERS, "They are a tender portrait of two sisters."),
    (SISTERS, "As mentioned above, the film is a tender portrait of two sisters."),
]


@pytest.mark.parametrize(("alone", "leaning"), LEANING)
def test_a_line_that_needs_the_one_before_it_is_held_back(alone, leaning):
    """A dangling pronoun, a bare "that", a connective: an editor may lift such a verdict, a card cannot hold it."""
    assert {"leans", "joins"} & set(score(*told(leaning), "verdict")[0].flags)
    assert "leans" not in score(*told(alone), "verdict")[0].flags


@pytest.mark.parametrize(("alone", "leaning"), [pair for pair in LEANING if pair[0] == GRIEF])
def test_a_line_that_needs_the_one_before_it_is_no_aphorism(alone, leaning):
    """A saying stands alone or is none, so there the score itself is less."""
    for taste in ("aphorism", "dialogue"):
        assert number(alone, taste) > number(leaning, taste), taste


def test_in_a_passage_only_the_first_sentence_lacks_the_line_before_it():
    """A he whose name stands in the sentence before, within the passage, holds nothing back."""
    one, other, both = score(*told("Anna is a tender heroine of the film. She is a marvel."), "verdict")
    assert "leans" not in one.flags
    assert "leans" in other.flags
    assert "leans" not in both.flags


def test_what_says_nothing_of_the_film_is_held_back_from_verdicts_alone():
    """A rating, another work, a bare remark: each is told by its flag."""
    flags = {
        one.text: one.flags for one in score(*told("It was rated PG-13. I saw it on a Monday."), "verdict")
    }
    assert "facts" in flags["It was rated PG-13."]
    assert "remark" in flags["I saw it on a Monday."]
    assert score(*told("I saw it on a Monday.", film=("I saw it on a Monday.",)), "dialogue")[0].flags == ()


def test_a_pronoun_with_its_name_before_it_does_not_dangle():
    """With a name before it a she is someone, with the name after it no one yet."""
    page = read(*told("Anna said that she would stay for the winter."))
    assert column(page, "loose_pronoun") == [0.0]
    assert column(read(*told("Then she said that Anna would stay.")), "loose_pronoun") == [1.0]


def test_a_film_called_by_a_pronoun_is_no_pronoun():
    """In a review of "Her", Her with a capital is the film: no dangling pronoun, and about the film by name."""
    page = read(*told("Despite its flaws the movie Her moves people. Her is a tender film."))
    assert column(page, "loose_pronoun")[:2] == [0.0, 0.0]
    assert column(page, "names_film")[1] == 1.0
    assert column(read(*told("Her hands are cold. The movie Her is not.")), "loose_pronoun")[0] == 1.0


def column(page, name):
    """One feature's values, line by line."""
    names = [feature.name for feature in model().features]
    return features(page)[:, names.index(name)].tolist()


def test_balanced_is_the_best_taste_that_applies_to_the_voice():
    """What the film says is no verdict, what the reviewer says is no dialogue; below every bar, half counts."""
    for one in scored().values():
        applying = APPLIES[one.passage.kind]
        able = [taste for taste in applying if one.taste[taste] >= model().bar[taste]]
        if able:
            assert one.score == max(one.taste[taste] for taste in able)
        else:
            assert one.score == pytest.approx(one.taste[applying[0]] / 2, abs=1e-6)


def test_a_taste_that_does_not_apply_scores_nothing():
    """Asked for dialogue, a reviewer's line scores 0; asked for a verdict, the film's own line does."""
    assert {one.score for one in scored(taste="dialogue").values() if one.passage.kind == "reviewer"} == {0.0}
    assert {one.score for one in scored(taste="verdict").values() if one.passage.kind == "film"} == {0.0}
    assert all(
        one.score == one.taste["dialogue"]
        for one in scored(taste="dialogue").values()
        if one.passage.kind == "film"
    )


def test_another_language_is_scored_without_the_learned_table():
    """What was learned from English has no say: its features are typical, so they give no reason."""
    cleaned, voices, passages = told(
        "Der Film ist ein zartes Wunder der Geduld. Sie kommt nach Hause.", language="de"
    )
    learned = {feature.name for feature in model().features if feature.family == "learned"}
    found = score(cleaned, voices, passages)
    assert len(found) == len(passages)
    assert not learned & {reason.feature for one in found for reason in one.reasons}
    assert {flag for one in found for flag in one.flags} == set()


def test_no_passages_no_scores():
    """A review without a candidate yields nothing, and says so quietly."""
    assert score(*told("title| Only a title")) == ()


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_every_number_and_every_feature_lies_in_0_to_1(text):
    """On any text: features, tastes and scores are bounded, so no single feature can run away."""
    cleaned, voices, passages = told(text)
    if not passages:
        return
    values = features(read(cleaned, voices, passages))
    assert values.min() >= 0
    assert values.max() <= 1
    for one in score(cleaned, voices, passages):
        assert all(0 <= number <= 1 for number in (one.score, *one.taste.values()))
        assert one.text == text[one.passage.start : one.passage.end]


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_the_terms_and_the_bias_add_up_to_the_logit(text):
    """The reasons are the very terms of the score: with the bias they sum to its logit."""
    cleaned, voices, passages = told(text)
    if not passages:
        return
    joints = Joints.of(passages)
    values = features(read(cleaned, voices, joints.rows))
    for taste in TASTES:
        terms = model().joined(model().terms(values, taste), joints, taste)
        logits = terms.sum(axis=1) + model().bias[taste]
        got = np.array([one.taste[taste] for one in score(cleaned, voices, passages)])
        assert np.allclose(1 / (1 + np.exp(-logits)), got, atol=2e-6)


@settings(deadline=None, max_examples=30)
@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_the_passages_does_not_matter(text, random):
    """Each passage gets the same numbers wherever it stands in the list, and they come back in its order."""
    cleaned, voices, passages = told(text)
    shuffled = random.sample(passages, len(passages))
    numbers = {one.passage: one for one in score(cleaned, voices, passages)}
    again = score(cleaned, voices, shuffled)
    assert [one.passage for one in again] == shuffled
    assert all(numbers[one.passage] == one for one in again)


def test_reasons_are_true_terms_the_weightiest_first_for_and_against():
    """Each reason is a feature's term; what it says is of the side on which the value lies."""
    weighing = model()
    names = [feature.name for feature in weighing.features]
    cleaned, voices, passages = told(LOW_TIDE, film=FILM, titles=("Low Tide",))
    sentences = [one for one in passages if one.form == "sentence"]
    values = features(read(cleaned, voices, sentences))
    signs = set()
    for row, one in enumerate(score(cleaned, voices, sentences, "verdict")):
        terms = weighing.terms(values, "verdict")[row]
        effects = [abs(reason.effect) for reason in one.reasons]
        assert effects == sorted(effects, reverse=True)
        for reason in one.reasons:
            n = names.index(reason.feature)
            above = values[row, n] > weighing.features[n].typical
            assert reason.effect == pytest.approx(terms[n], abs=1e-4)
            assert reason.says == (weighing.features[n].above if above else weighing.features[n].below)
            signs.add(reason.effect > 0)
    assert signs == {True, False}


def test_every_feature_is_described_and_every_described_feature_computed():
    """features.toml names exactly what the families compute, each in its own words both ways."""
    page = read(*told(LOW_TIDE))
    computed = {name: family for family, columns in FAMILIES.items() for name in columns(page)}
    described = {feature.name for feature in model().features}
    assert described == set(computed)
    for feature in model().features:
        assert feature.above != feature.below
        assert 0 <= feature.typical <= 1
    sayings = [text for feature in model().features for text in (feature.above, feature.below)]
    assert len(sayings) == len(set(sayings))
