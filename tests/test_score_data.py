"""Weights and word lists are data: checked on load, replaced from the user's folder, wrong ones named."""

from __future__ import annotations

import pytest
from quotecards.datafiles import packaged
from quotecards.errors import DataError
from quotecards.score import lexicon as words
from quotecards.score import score, weights

from invented import told

PLAIN = "[verdict]\nbias = 0\nbar = 0\n[aphorism]\nbias = 0\nbar = 0\n[dialogue]\nbias = 0\nbar = 0\n"


@pytest.fixture
def own_weights(home):
    """A user's weights file; what was loaded before is forgotten, before and after."""

    def write(text):
        (home / "score").mkdir(exist_ok=True)
        (home / "score" / "weights.toml").write_text(text, encoding="utf-8")
        weights.model.cache_clear()

    yield write
    weights.model.cache_clear()


def test_weights_of_the_users_folder_replace_the_packaged_ones(own_weights):
    """Without any weight every line is as good as its bias."""
    own_weights(PLAIN)
    assert [one.score for one in score(*told("A fine film. She left."))] == [0.5, 0.5, 0.5]


def test_one_weight_moves_only_what_has_its_feature(own_weights):
    """A weight on questions tells a question from a statement, and gives the one reason."""
    own_weights(PLAIN.replace("[aphorism]", "[verdict.weights]\nquestion_mark = 4\n[aphorism]"))
    statement, question, _ = score(*told("A fine film. Is it a film?"), "verdict")
    assert question.score > 0.9
    assert statement.score < 0.5
    assert [reason.says for reason in question.reasons] == ["asks a question"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PLAIN.replace("[dialogue]", "[other]"), "dialogue"),
        (PLAIN.replace("bias = 0", 'bias = "high"', 1), "verdict.bias is 'high', not a number"),
        (PLAIN + "[dialogue.weights]\nwit = 3\n", "there is no feature 'wit'"),
        (PLAIN + "[dialogue.weights]\nfilm = true\n", "dialogue.weights.film is True"),
        (PLAIN + "[dialogue.weights]\nfilm = nan\n", "dialogue.weights.film is nan"),
    ],
)
def test_wrong_weights_are_named_with_file_and_line(own_weights, text, message):
    """A missing taste, a word for a number, an unknown feature: said where it stands."""
    own_weights(text)
    with pytest.raises(DataError, match=r"weights\.toml") as caught:
        weights.model()
    assert message in str(caught.value)


def test_the_line_of_a_wrong_weight_is_told(own_weights):
    """The number after the file is the line of the weight."""
    own_weights(PLAIN + "[dialogue.weights]\nwit = 3\n")
    with pytest.raises(DataError, match=r"weights\.toml:11: "):
        weights.model()


def test_the_packaged_weights_say_how_they_came_about():
    """Whoever reads the file learns what was trained on what, and what was set by hand."""
    assert "trained on" in weights.model().origin
    assert "by hand" in weights.model().origin


def test_every_word_of_the_lists_can_be_met():
    """Entries are lower case with straight apostrophes, so that a review's words can equal them."""
    lexicon = words.lexicon()
    for lists in (lexicon.words, lexicon.openers):
        for first, entries in lists.entries.items():
            assert first == first.lower()
            assert "’" not in first
            assert all(0 <= number < len(lists.names) for _, number in entries)


@pytest.mark.parametrize("bad", ['["Film"]', '["film’s"]', '["it"', "[]", '"film"', "[3]"])
def test_a_wrong_word_list_is_named(tmp_path, monkeypatch, bad):
    """Capitals, curly apostrophes and anything but texts are refused on load."""
    text = packaged("score", "lexicon.toml").read_text(encoding="utf-8")
    path = tmp_path / "lexicon.toml"
    path.write_text(text.replace('the = ["the"]', f"the = {bad}"), encoding="utf-8")
    monkeypatch.setattr(words, "packaged", lambda *_: path)
    words.lexicon.cache_clear()
    with pytest.raises(DataError, match=r"lexicon\.toml:\d+"):
        words.lexicon()
    words.lexicon.cache_clear()


def test_a_phrase_counts_only_whole():
    """ "the story of" is met as three words in a row, not as its first."""
    lists = words.lexicon().words
    synopsis = lists.names.index("synopsis")
    told_words = ["the", "story", "of", "anna"]
    assert synopsis in lists.found(told_words, 0, 4)
    assert synopsis not in lists.found(told_words, 0, 2)


def test_the_valence_of_words_is_read():
    """Good words are good, bad ones bad, emoticons left out."""
    values = words.valence()
    assert values["love"] > 0 > values["hate"]
    assert ":)" not in values
