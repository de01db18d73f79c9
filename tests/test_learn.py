"""Learning from verdicts: it moves towards what was approved, a little, and never does harm."""

from __future__ import annotations

import json

import pytest
from quotecards.errors import DataError, UsageError
from quotecards.score import learn as learning
from quotecards.score import line
from quotecards.score.learn import Judged, judged, learn, shipped_lines
from quotecards.score.weights import model

SHORT = [
    "The film is a marvel.",
    "The movie is a mess.",
    "A tender film.",
    "The acting is superb.",
    "A hollow thriller.",
    "The script is a bore.",
]
LONG = [
    f"The film about {what} is a tender and generous thing, although its second half is a little long for its own good."
    for what in ("the harbour", "the orchard", "the winter", "the ferry", "the hotel", "the choir")
]


@pytest.fixture
def forgotten():
    """What was loaded before is forgotten, before and after."""
    model.cache_clear()
    yield
    model.cache_clear()


def verdicts(approved, rejected, taste="verdict"):
    return [Judged(text, taste, approved=True) for text in approved] + [
        Judged(text, taste, approved=False) for text in rejected
    ]


def manifest(folder, lines):
    folder.mkdir()
    rows = [{"quote": text, "verbatim": text, "kind": "reviewer", "verdict": said} for text, said in lines]
    (folder / "manifest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def test_approved_lines_rise_above_rejected_ones(forgotten):
    """Whoever approves short lines and rejects long ones gets weights that say so."""
    one, other = learn(verdicts(SHORT, LONG)), learn(verdicts(LONG, SHORT))
    assert one.harmless
    assert one.shifts["verdict"]["length"] < 0 < other.shifts["verdict"].get("length", 1)
    assert one.yours["verdict"][1] >= one.yours["verdict"][0]


def test_a_few_verdicts_move_little(forgotten):
    """The shipped weights are a strong belief: no shift outweighs what hundreds of reviews have told."""
    learned = learn(verdicts(SHORT[:3], LONG[:3]))
    assert max(abs(shift) for shift in learned.shifts["verdict"].values()) < 1


def test_verdicts_against_all_sense_teach_next_to_nothing(forgotten):
    """Turned upside down on the very lines of the check, they are outweighed by the lines themselves."""
    lines = [
        Judged(one.text, one.taste, not one.approved) for one in shipped_lines() if one.taste == "verdict"
    ]
    learned = learn(lines)
    before, after = learned.shipped["verdict"]
    assert after >= before or learned.shifts["verdict"] == {}


def test_what_would_spoil_the_shipped_check_is_not_learned(forgotten, monkeypatch, run, home, tmp_path):
    """Where no step is harmless nothing changes, and it says so."""
    shipped = model().shipped["verdict"]
    monkeypatch.setattr(
        learning, "check", lambda weighing, taste, _part: float((weighing.weights[taste] == shipped).all())
    )
    assert learn(verdicts(SHORT, LONG)).shifts["verdict"] == {}
    ran = run(
        "learn",
        manifest(
            tmp_path / "batch", [(one, "approved") for one in SHORT] + [(one, "rejected") for one in LONG]
        ),
    )
    assert "Nothing is changed" in ran.out
    assert not (home / "score").exists()


def test_too_few_verdicts_are_refused(forgotten):
    """Three of either kind are the least."""
    with pytest.raises(UsageError, match="too few"):
        learn(verdicts(SHORT[:2], LONG))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"quote": "x y", "verdict": None}, None),
        ({"quote": "x y"}, None),
        ({"quote": "x y", "verdict": "approved", "error": "gone"}, None),
        ({"quote": "x y", "verdict": "approved", "kind": "film"}, Judged("x y", "dialogue", approved=True)),
        (
            {"quote": "x", "verbatim": "v", "verdict": "rejected", "score": 0.9, "taste": {"aphorism": 0.9}},
            Judged("v", "aphorism", approved=False),
        ),
    ],
)
def test_a_manifest_line_becomes_a_judged_line(record, expected):
    """By the taste that gave its score, else by its voice; without a verdict it says nothing."""
    assert judged(record, "m:1") == expected


def test_an_unknown_verdict_is_named():
    """A slip of the pen is told with its place."""
    with pytest.raises(DataError, match="m:7: the verdict is 'aproved'"):
        judged({"quote": "x", "verdict": "aproved"}, "m:7")


def test_learn_writes_the_users_own_file_and_the_scorer_reads_it(run, home, tmp_path, forgotten):
    """The shipped weights stay; the shifts are a file of the user's folder, and all verdicts are remembered."""
    before = line(LONG[0], "verdict").score
    folder = manifest(
        tmp_path / "batch", [(text, "approved") for text in SHORT] + [(text, "rejected") for text in LONG]
    )
    ran = run("learn", folder)
    assert ran.code == 0
    assert "6 approved, 6 rejected" in ran.out
    assert (home / "score" / "taught.toml").is_file()
    model.cache_clear()
    assert line(LONG[0], "verdict").score < before
    assert len((home / "score" / "taught.jsonl").read_text().splitlines()) == 12
    again = run(
        "learn", manifest(tmp_path / "more", [(LONG[0], "rejected"), ("The film is a joy.", "approved")])
    )
    assert "7 approved, 6 rejected" in again.out


def test_a_dry_run_writes_nothing(run, home, tmp_path, forgotten):
    """It tells what would be learned."""
    folder = manifest(
        tmp_path / "batch", [(text, "approved") for text in SHORT] + [(text, "rejected") for text in LONG]
    )
    assert run("learn", folder, "--dry-run").code == 0
    assert not (home / "score").exists()


def test_a_missing_manifest_is_named(run, tmp_path):
    """The way on is told."""
    ran = run("learn", tmp_path)
    assert ran.code == 3
    assert "no such manifest" in ran.err
