"""Processes make parts, and what a review does to its process hurts no other review."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from quotecards.batch import engine, plan
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
    batch_runs.hurt(tmp_path, whom, *words, begun=lambda: batch_runs.finished(tmp_path / "cards"))
    if whom != "worker":
        assert not (tmp_path / "cards" / "manifest.jsonl").exists()
        done = batch_runs.run(tmp_path, *words)
        assert "were finished already" in done.stderr
    batch_runs.whole(tmp_path / "cards", 60)
    batch_runs.run(tmp_path, "batch", "reviews.jsonl", "--out", "whole", "--jobs", 1)
    assert batch_runs.contents(tmp_path / "cards") == batch_runs.contents(tmp_path / "whole")


def test_quotes_already_chosen_are_made_by_processes_too(tmp_path):
    """The flags of a batch: so many processes, and limits on what one card may take."""
    rows = "".join(json.dumps({"quote": line, "film": "Her"}) + "\n" for line in MANY)
    (tmp_path / "quotes.jsonl").write_text(rows)
    limits = ("--review-seconds", 60, "--review-memory", 500)
    for name, jobs in (("one", 1), ("two", 2)):
        flags = ("--engine", "local", "--jobs", jobs, *limits)
        batch_runs.run(tmp_path, "render", "quotes.jsonl", "--out", name, *flags)
        batch_runs.whole(tmp_path / name, len(MANY))
    assert batch_runs.contents(tmp_path / "one") == batch_runs.contents(tmp_path / "two")


def test_row_groups_of_parquet_make_the_cards_of_the_same_lines(tmp_path):
    """Each group is a part of its own; only the name of the source differs, and with it the recipe."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"text": MANY, "film": ["Her"] * len(MANY)})
    parquet.write_table(table, tmp_path / "reviews.parquet", row_group_size=9)
    batch_runs.reviews(tmp_path, MANY)
    for source, name in (("reviews.parquet", "groups"), ("reviews.jsonl", "lines")):
        batch_runs.run(tmp_path, "batch", source, "--out", name, "--jobs", 2)
        batch_runs.whole(tmp_path / name, len(MANY))
    both = zip(batch_runs.lines(tmp_path / "groups"), batch_runs.lines(tmp_path / "lines"), strict=True)
    for group, line in both:
        assert {**group, "source": "", "recipe": ""} == {**line, "source": "", "recipe": ""}
    assert len(list(plan.of_sources([str(tmp_path / "reviews.parquet")], ()))) == 5


PEAK = """
import resource, sys
from quotecards.cli import main
code = main(sys.argv[1:])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def test_the_drivers_memory_does_not_grow_with_the_number_of_reviews(tmp_path):
    """Twenty times the reviews, and it needs no more than a few megabytes more, resumed or not."""
    peaks = []
    for count, runs in ((200, ["made"]), (4000, ["made", "were finished already"])):
        folder = tmp_path / str(count)
        folder.mkdir()
        batch_runs.reviews(folder, [f"Line number {number}" for number in range(count)])
        for what in runs:
            words = ("batch", "reviews.jsonl", "--out", "cards", "--jobs", "2")
            done = subprocess.run(
                [sys.executable, "-P", "-c", PEAK, *words],
                cwd=folder,
                env=batch_runs.environment(folder),
                capture_output=True,
                text=True,
                check=True,
                timeout=batch_runs.HANGS,
            )
            assert f"{count} cards {what}" in done.stderr or f"{count} {what}" in done.stderr
            code, peak = map(int, done.stderr.splitlines()[-1].split())
            assert code == ExitCode.OK
            peaks.append(peak / 1000)
    assert max(peaks) < peaks[0] + 6
