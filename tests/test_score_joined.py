"""A passage's number follows from its sentences, exactly, and says so."""

from __future__ import annotations

import numpy as np
import pytest
from quotecards.models import Passage
from quotecards.score.joined import Joints

LEANING = np.array([True, False, False])
TOLD = 2  # the term that joining is told under


def sentence(number, kind="reviewer"):
    return Passage(10 * number, 10 * number + 9, "sentence", kind, 0, number, number)


def run(first, last, kind="reviewer"):
    return Passage(10 * first, 10 * last + 9, "passage", kind, 0, first, last)


THREE = [sentence(0), sentence(1), sentence(2)]
TERMS = np.array([[-1.0, 2.0, 0.0], [-3.0, 2.0, 0.0], [-0.5, -4.0, 0.0]])


def joined(passages, rule, cost=0.0):
    joints = Joints.of(passages)
    return joints.terms(TERMS[: len(joints.rows)], LEANING, rule, cost, TOLD)


def test_a_sentence_keeps_its_terms():
    """What is not joined is as it was, by either rule."""
    for rule in ("sum", "least"):
        assert joined(THREE, rule, cost=5.0).tolist() == TERMS.tolist()


def test_chances_add_and_only_the_first_sentence_lacks_the_line_before_it():
    """Two equally good sentences are worth the logarithm of two more than one, less the cost."""
    terms = joined([*THREE, run(0, 1)], "sum", cost=0.1)[3]
    assert terms.sum() == pytest.approx(-1.0 + np.log(2 * np.exp(2.0)) - 0.1)
    assert terms[0] == -1.0
    assert terms[TOLD] == pytest.approx(np.log(2) - 0.1)


def test_a_weak_sentence_adds_next_to_nothing():
    """A good and a poor sentence together are hardly better than the good one alone, and cost more."""
    whole, alone = joined([*THREE, run(1, 2)], "sum", cost=0.1)[3], TERMS[1]
    assert whole.sum() < alone.sum()


def test_by_the_least_a_passage_is_its_weakest_sentence():
    """One sentence that rings false spoils the passage, and each sentence costs."""
    terms = joined([*THREE, run(0, 2)], "least", cost=0.5)[3]
    assert terms.sum() == pytest.approx(-1.0 - 4.0 - 2 * 0.5)


def test_what_others_say_is_weighed_as_a_whole():
    """The film's own words carry an image on, so their passages are rows of their own."""
    passages = [*(sentence(n, "film") for n in range(2)), run(0, 1, "film")]
    assert len(Joints.of(passages).rows) == 3


def test_a_passage_without_its_sentences_is_weighed_as_a_whole():
    """Whatever line is asked for can be scored by itself."""
    assert Joints.of([run(0, 1)]).rows == (run(0, 1),)
