"""The words of a review: each is looked up once, and what was looked up may be forgotten."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.score import words as module
from quotecards.score.lexicon import lexicon, valence
from quotecards.score.words import Words, words

TEXT = "It isn’t a bad film, for the most part. Of course the movie is not only good: it never lets us down."


def read(text: str) -> Words:
    return words(text, (), [0], None)


def counts_of(text: str) -> list[list[float]]:
    """How often each list is met from the first word up to each."""
    found = read(text)
    each = np.arange(len(found.text) + 1)
    counts: list[list[float]] = found.counts(0 * each, each).tolist()
    return counts


def by_hand(text: str) -> tuple[list[list[float]], list[list[float]]]:
    """The same sums, word by word, as the lists and the valence are described."""
    lists, low = lexicon().words, read(text).text
    counts, mood = np.zeros((len(low) + 1, len(lists.names))), np.zeros((len(low) + 1, 2))
    denied = -9
    for number, word in enumerate(low):
        met = lists.found(low, number, len(low))
        counts[number + 1, list(met)] = 1
        denied = number if lists.names.index("negation") in met else denied
        value = valence().get(word, 0.0) * (-0.7 if 0 < number - denied <= 3 else 1)
        mood[number + 1, int(value < 0)] = abs(value)
    return counts.cumsum(axis=0).tolist(), mood.cumsum(axis=0).tolist()


@pytest.mark.parametrize("text", [TEXT, "", "Good.", "not not good at all, not only in the end of the day"])
def test_words_and_phrases_count_as_if_each_were_looked_up(text):
    """Phrases over several words, and a mood that a negation turns within three words."""
    counts, mood = by_hand(text)
    assert (counts_of(text), read(text).mood.tolist()) == (counts, mood)


@given(
    st.lists(
        st.sampled_from([*sorted(lexicon().words.entries)[::7], "not", "never", "good", "awful"]), max_size=30
    )
)
def test_any_words_of_the_lists_count_as_if_each_were_looked_up(some):
    """Whatever stands beside whatever."""
    counts, mood = by_hand(" ".join(some))
    assert (counts_of(" ".join(some)), read(" ".join(some)).mood.tolist()) == (counts, mood)


def test_what_was_looked_up_is_forgotten_when_there_is_no_room(monkeypatch):
    """A long run never holds more words than there is room for, and reads the same."""
    before = counts_of(TEXT)
    monkeypatch.setattr(module, "_ROOM", len(set(read(TEXT).text)) + 3)
    small = module.Vocabulary()
    monkeypatch.setattr(module, "vocabulary", lambda: small)
    for other in ("one two three four", "five six seven eight", "nine ten eleven"):
        read(other)
    assert len(small.substance) <= module._ROOM
    assert counts_of(TEXT) == before
    assert len(small.substance) <= module._ROOM


def test_a_text_of_more_words_than_there_is_room_for_is_read(monkeypatch):
    """A whole book: the room grows with it."""
    monkeypatch.setattr(module, "_ROOM", 8)
    small = module.Vocabulary()
    monkeypatch.setattr(module, "vocabulary", lambda: small)
    assert counts_of(TEXT) == by_hand(TEXT)[0]
