"""Across a run nothing is said twice and no film has more than its share, whoever made which part."""

from __future__ import annotations

import json
import sys

import pytest
from quotecards import batch, settings
from quotecards.batch import distinct
from quotecards.errors import ExitCode
from quotecards.models import About, Review

import batch_runs

SAID = "Love is what remains when all the noise of the machines is gone."
AGAIN = "Love is what remains, when all of the noise of the machines is gone!"
OTHER = "A slow film that hurries nowhere and arrives all the same."


def quote(text, film="Her", score=0.5):
    return {"quote": text, "credit": {"film": film}, "score": score}


def kept(quotes, **flags):
    keep = distinct.keep(lambda: iter(quotes), settings.load(flags))
    return [quotes.index(one) for one in keep.of(quotes)]


def test_nearly_the_same_words_are_said_once():
    """The first stands; punctuation, capitals and a word more make no difference, other words do."""
    assert kept([quote(SAID), quote(OTHER), quote(AGAIN), quote(SAID.upper())], distinct=True) == [0, 1]
    assert kept([quote(SAID), quote(AGAIN)]) == [0, 1]


def test_short_words_with_another_sense_are_not_the_same():
    """Two lines that share their beginning only."""
    quotes = [
        quote("It is a film about love and what it costs."),
        quote("It is a film about war, and it is long."),
    ]
    assert kept(quotes, distinct=True) == [0, 1]


def test_a_film_has_its_best_lines():
    """By score, of equals the earlier; however its name is written; those without a film are not counted."""
    quotes = [
        quote("a", "Her", 0.2),
        quote("b", "her", 0.9),
        quote("c", "HER", 0.5),
        quote("d", "Heat", 0.1),
        quote("e", None, 0.1),
        quote("f", "Her", 0.5),
    ]
    assert kept(quotes, per_film=2) == [1, 2, 3, 4]


def test_what_was_left_out_as_said_before_takes_no_place_of_its_film():
    """First what is said twice, then the share."""
    quotes = [quote(SAID, "Her", 0.9), quote(AGAIN, "Her", 0.8), quote(OTHER, "Her", 0.1)]
    assert kept(quotes, distinct=True, per_film=2) == [0, 2]


@pytest.mark.usefixtures("inside", "quick")
def test_the_whole_run_keeps_only_those(inside):
    """The manifest has what is kept, reviews that failed have their line, and nothing else was drawn."""
    texts = (SAID, "Stop!", AGAIN.replace("!", "."), OTHER)
    reviews = [Review(text, f"{number}.txt", about=About(film="Her")) for number, text in enumerate(texts)]
    chosen = settings.load({"out": "cards", "jobs": 1, "distinct": True})
    outcome = batch.run(reviews, chosen)
    lines = batch_runs.lines(inside / "cards")
    assert [(line["source"], line["quote"]) for line in lines] == [
        ("0.txt", SAID),
        ("1.txt", None),
        ("3.txt", OTHER),
    ]
    assert (outcome.reviews, outcome.made, outcome.errors, outcome.left_out) == (4, 2, 1, 1)
    assert batch_runs.cards(inside / "cards") == 2
    before = batch_runs.contents(inside / "cards")
    again = batch.run(reviews, chosen)
    assert (again.made, again.kept) == (0, 2)
    assert batch_runs.contents(inside / "cards") == before


def test_any_number_of_processes_keeps_the_same(tmp_path):
    """What is left out depends on the order of the sources alone."""
    lines = [f"{SAID} {number % 7}" if number % 3 else f"Line {number} is like none" for number in range(60)]
    batch_runs.reviews(tmp_path, lines)
    for jobs in (1, 2):
        out = ("--out", f"cards{jobs}", "--jobs", jobs, "--distinct", "--per-film", 15)
        batch_runs.run(tmp_path, "batch", "reviews.jsonl", *out)
    assert batch_runs.contents(tmp_path / "cards1") == batch_runs.contents(tmp_path / "cards2")
    assert len(batch_runs.lines(tmp_path / "cards1")) == 15


def test_without_datasketch_the_way_to_it_is_told(run, inside, monkeypatch, quick):
    """The extra to install."""
    monkeypatch.setitem(sys.modules, "datasketch", None)
    (inside / "a.txt").write_text("A dream.")
    done = run("batch", "a.txt", "--distinct")
    assert done.code == ExitCode.USAGE
    assert "quotecards[distinct]" in done.err


def test_events_are_one_json_object_a_line(run, inside, quick):
    """Progress after each part, each failure, and the end with the command that tries those again."""
    (inside / "a.txt").write_text("A dream.")
    (inside / "bad.txt").write_text("Stop!")
    done = run("batch", "a.txt", "bad.txt", "--out", "cards", "--json")
    events = [json.loads(line) for line in done.out.splitlines()]
    assert [event["event"] for event in events] == ["progress", "progress", "error", "end"]
    assert events[2]["where"] == "bad.txt"
    end = events[-1]
    assert (end["reviews"], end["made"], end["errors"], end["total"]) == (2, 1, 1, 2)
    assert end["again"] == "quotecards batch a.txt bad.txt --out cards"
    assert sum(end["share"].values()) == pytest.approx(1, abs=0.2)
