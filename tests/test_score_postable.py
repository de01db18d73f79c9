"""The chance that a line can be posted as it stands: what moves it, why it says so, and that its data is checked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from quotecards.datafiles import load, packaged
from quotecards.errors import DataError
from quotecards.models import TASTES
from quotecards.score import features, postable, score
from quotecards.score import weigh as weighed
from quotecards.score.joined import Joints
from quotecards.score.page import read
from quotecards.score.weights import model

from invented import told

REVIEW = """“Low Tide” is a patient, generous film about a harbour town that has forgotten how to talk.

He takes the first boat out. It does so as well. But that is another matter.

“Low Tide” is a patient, generous film about a town that has forgotten how to talk, and it trusts its actors.
"""


def chances(text, **marks):
    """The chance of each sentence of a review, by its text."""
    cleaned, voices, passages = told(text, **marks)
    found = score(cleaned, voices, passages)
    return {one.text: one.postable for one in found if one.passage.form == "sentence"}


def test_a_verdict_that_stands_by_itself_has_more_chance_than_lines_that_lean_on_others():
    """What names its film and says what it is like can be posted; "it does so as well" cannot."""
    found = chances(REVIEW)
    good = next(one for text, one in found.items() if text.endswith("how to talk."))
    for leaning in ("It does so as well.", "But that is another matter."):
        assert found[leaning].chance < 0.2 < good.chance


def test_the_chance_is_the_logistic_of_its_terms():
    """A feature moves it by no more than it may, what is told of the whole line by all that it weighs."""
    features = model().features
    _, _, passages = told("It is a marvel of patience.")
    joints = Joints.of(passages)
    values = np.array([[one.typical for one in features]])
    values[0, :3] += (0.5, -0.25, 1.0)
    weights = np.zeros((2, len(features)))
    weights[0, :3], weights[1, :3] = (0.2, 0.4, 9.0), (0.2, 0.0, 1.0)
    made = postable.Weighing(
        -1.0, 0.3, weights[0], weights[1], ("two",), np.array([2.0]), np.array([0.25]), (("one", "two"),)
    )
    lines = {"two": np.array([1.0])}
    (found,) = postable.postable(made, model(), (values, joints), lines, np.array([0.125]))
    expected = -1.0 + 0.5 * 0.4 - 0.25 * 0.4 + 0.3 + 0.75 * 2.0 + 0.125
    assert postable.logits(np.array([found.chance]))[0] == pytest.approx(expected, abs=1e-4)
    assert [(one.feature, one.effect) for one in found.reasons][:2] == [("two", 1.5), (features[2].name, 0.3)]


def test_what_is_told_is_the_weightiest_first():
    """Every reason has words, and every line that may be chosen has reasons."""
    for one in chances(REVIEW).values():
        assert one.reasons
        effects = [abs(reason.effect) for reason in one.reasons]
        assert effects == sorted(effects, reverse=True)
        assert all(reason.says for reason in one.reasons)


def test_spaces_that_are_wide_move_no_chance():
    """Two spaces, a tab or the end of a line part words as one space does."""
    usual = chances("“Low Tide” is a patient, generous film.")
    for space in ("  ", "\t", "\u00a0"):
        wide = chances(f"“Low Tide” is a patient, generous{space}film.")
        assert [one.chance for one in wide.values()] == [one.chance for one in usual.values()]


def test_only_lines_of_the_reviewer_have_a_chance():
    """What the film or someone quoted says is no verdict to be judged so."""
    cleaned, voices, passages = told(REVIEW)
    dialogue = tuple(replace(one, kind="film") for one in passages)
    assert all(one.postable is None for one in score(cleaned, voices, dialogue))
    assert all(one.postable is not None for one in score(cleaned, voices, passages))


def test_what_a_user_has_taught_a_taste_shifts_the_chance_as_much():
    """A learned liking for a feature moves a line's logit by the same amount as it moves its verdict's."""
    cleaned, voices, passages = told(REVIEW)
    joints = Joints.of(passages)
    values = features(read(cleaned, voices, joints.rows))
    shipped = model()
    names = [one.name for one in shipped.features]
    liked = shipped.shipped["verdict"] + np.where(np.array(names) == "film", 2.0, 0.0)
    taught = replace(shipped, weights={**shipped.shipped, "verdict": liked})
    both = [
        weighed(one, joints, values, passages, text=cleaned.review.text, taste="verdict")
        for one in (shipped, taught)
    ]
    moved = 0
    for before, after in zip(*both, strict=True):
        verdict = [postable.logits(np.array([one.taste["verdict"]]))[0] for one in (before, after)]
        card = [postable.logits(np.array([one.postable.chance]))[0] for one in (before, after)]
        moved += abs(verdict[1] - verdict[0]) > 0.1
        assert card[1] - card[0] == pytest.approx(verdict[1] - verdict[0], abs=1e-3)
    assert moved


def test_every_weight_has_words_and_every_number_of_a_line_is_computed():
    """What is weighed can be said; what can be said exists."""
    meant = load(packaged("score", "lines.toml"))
    cleaned, _, passages = told(REVIEW)
    joints = Joints.of(passages)
    rows = np.zeros(len(joints.rows))
    whole = np.zeros(len(passages))
    flags = [() for _ in passages]
    assert set(meant) == set(
        postable.numbers(joints, (rows, whole, whole), passages, flags, cleaned.review.text)
    )
    for fields in meant.values():
        assert fields["above"]
        assert fields["below"]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("most = 0.3\n", "bias is None, not a number"),
        ("bias = 0.0\nmost = 0.3\n[first]\nnonsense = 1.0\n", "nothing called 'nonsense'"),
        ('bias = 0.0\nmost = 0.3\n[line]\ntwo = "much"\n', "two is 'much', not a number"),
    ],
)
def test_a_broken_file_of_weights_names_file_line_and_field(broken, message, tmp_path, monkeypatch):
    """Nobody has to guess what is wrong with data."""
    path = tmp_path / "postable.toml"
    path.write_text(broken, encoding="utf-8")
    known = postable.packaged
    monkeypatch.setattr(
        postable, "packaged", lambda *place: path if place[-1] == "postable.toml" else known(*place)
    )
    postable.weighing.cache_clear()
    with pytest.raises(DataError, match=message) as caught:
        postable.weighing(model().features)
    assert str(path) in str(caught.value)
    postable.weighing.cache_clear()


def test_other_tastes_numbers_stay_what_they_are():
    """The chance is told beside the tastes, not in their place."""
    cleaned, voices, passages = told(REVIEW)
    for one in score(cleaned, voices, passages, "verdict"):
        assert set(one.taste) == set(TASTES)
        assert one.score == one.taste["verdict"]
