"""Processes make parts, and what a review does to its process hurts no other review."""

from __future__ import annotations

import os
import signal

import pytest
from quotecards.batch import engine
from quotecards.errors import ExitCode
from quotecards.settings import load

import batch_runs

MANY = [f"Line number {number}" for number in range(1, 41)]


@pytest.mark.parametrize(("asked", "reviews", "jobs"), [(3, 1, 3), (0, 5, 1), (0, None, os.cpu_count())])
def test_few_reviews_need_no_processes(asked, reviews, jobs):
    """What was asked for holds; else it depends on how much there is to do."""
    assert engine.processes(asked, reviews) == jobs


def test_a_handful_of_reviews_is_made_in_this_process_unless_one_died():
    """Starting others costs more than it gains; after a crash it is worth it."""
    settings = load({})
    assert isinstance(engine.chosen(settings, 5), engine.Here)
    assert isinstance(engine.chosen(settings, 5, careful=True), engine.Local)
    assert isinstance(engine.chosen(settings, None), engine.Local)


@pytest.mark.parametrize("jobs", [1, 2])
def test_any_number_of_processes_makes_the_same_bytes(tmp_path, jobs):
    """Whoever finishes first, the order is that of the source."""
    batch_runs.reviews(tmp_path, MANY)
    batch_runs.run(tmp_path, "batch", "reviews.jsonl", "--out", "cards", "--jobs", jobs)
    batch_runs.whole(tmp_path / "cards", 40)
    batch_runs.run(tmp_path, "batch", "reviews.jsonl", "--out", "again", "--jobs", 3 - jobs)
    assert batch_runs.contents(tmp_path / "cards") == batch_runs.contents(tmp_path / "again")


def test_reviews_that_kill_hang_or_eat_memory_become_one_line_each(tmp_path):
    """All others are done; each line says what happened and what to do."""
    bad = {5: "Kill!", 17: "Hang!", 29: "Eat!"}
    batch_runs.reviews(tmp_path, [bad.get(number, line) for number, line in enumerate(MANY, 1)])
    limits = ("--review-seconds", 10, "--review-memory", 300)
    done = batch_runs.run(
        tmp_path, "batch", "reviews.jsonl", "--out", "cards", "--jobs", 2, *limits, code=ExitCode.PARTIAL
    )
    found = batch_runs.lines(tmp_path / "cards")
    assert [line["record"] for line in found] == [str(number) for number in range(1, 41)]
    errors = {int(line["record"]): line["error"] for line in found if line["error"]}
    assert set(errors) == set(bad)
    assert "ended its process without a word, twice" in errors[5]
    assert "took longer than a review may: 10 s" in errors[17]
    assert "more memory than a review may have" in errors[29]
    assert "37 cards made" in done.stderr
    assert "Try those that failed again, and only those: quotecards batch reviews.jsonl" in done.stderr


def test_a_review_that_failed_is_the_only_one_tried_again(tmp_path):
    """The command that the summary gives makes nothing else."""
    batch_runs.reviews(tmp_path, [*MANY[:9], "Kill!", *MANY[10:]])
    batch_runs.run(tmp_path, "batch", "reviews.jsonl", "--out", "cards", "--jobs", 2, code=ExitCode.PARTIAL)
    batch_runs.reviews(tmp_path, MANY)
    done = batch_runs.run(tmp_path, "batch", "reviews.jsonl", "--out", "cards", "--jobs", 2)
    assert "1 cards made" in done.stderr
    assert "39 were finished already" in done.stderr
    batch_runs.whole(tmp_path / "cards", 40)


@pytest.mark.parametrize("whom", ["worker", "driver", "interrupt"])
def test_a_run_that_is_killed_goes_on(tmp_path, whom):
    """SIGKILL of a worker loses nothing; of the driver, or Ctrl-C, and the next run goes on: the same bytes."""
    batch_runs.reviews(tmp_path, batch_runs.gated(60))
    words = ("batch", "reviews.jsonl", "--out", "cards", "--jobs", 2)
    process = batch_runs.started(tmp_path, *words)
    batch_runs.wait(lambda: batch_runs.finished(tmp_path / "cards"))
    workers = batch_runs.children(process.pid)
    assert workers
    if whom == "worker":
        batch_runs.kill(workers[0])
        batch_runs.open_gate(tmp_path)
    else:
        process.send_signal(signal.SIGKILL if whom == "driver" else signal.SIGINT)
    _, told = process.communicate(timeout=batch_runs.HANGS)
    expected = {"worker": 0, "driver": -signal.SIGKILL, "interrupt": ExitCode.INTERRUPTED}[whom]
    assert process.returncode == expected, told
    batch_runs.wait(lambda: not any(map(batch_runs.alive, workers)))
    batch_runs.open_gate(tmp_path)
    if whom != "worker":
        assert not (tmp_path / "cards" / "manifest.jsonl").exists()
        done = batch_runs.run(tmp_path, *words)
        assert "were finished already" in done.stderr
    batch_runs.whole(tmp_path / "cards", 60)
    batch_runs.run(tmp_path, "batch", "reviews.jsonl", "--out", "whole", "--jobs", 1)
    assert batch_runs.contents(tmp_path / "cards") == batch_runs.contents(tmp_path / "whole")
