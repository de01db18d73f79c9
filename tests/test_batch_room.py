"""A run asks for room before it begins, and a disk that fills up all the same ends it cleanly."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess

import pytest
from quotecards import settings
from quotecards.batch import room
from quotecards.batch.outcome import Outcome
from quotecards.batch.place import Folder
from quotecards.errors import ExitCode, OutputError

import batch_runs


@pytest.fixture
def disk(tmp_path):
    """So many megabytes become a disk of its own; where the machine allows none there is nothing to test."""
    place = tmp_path / "disk"
    place.mkdir()

    def made(megabytes):
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
        if not shutil.which("mount") or os.geteuid() != 0:
            pytest.skip("needs root and mount")
        done = subprocess.run(mount, check=False, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"no disk of its own here: {done.stderr.strip()}")
        return place

    yield made
    if place.is_mount():
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk):
    """The disk is full to its last byte; returns the file that fills it."""
    path = disk / "filler"
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as stream:
        while True:
            stream.write(b"\0" * 100_000)
    with contextlib.suppress(OSError), path.open("ab", buffering=0) as stream:
        while True:
            stream.write(b"\0")
    return path


def test_a_disk_that_is_too_small_is_told_before_anything_is_made(tmp_path, disk):
    """How much is there, how much is needed, what to do; the folder is not even made."""
    place = disk(40)
    batch_runs.reviews(tmp_path, batch_runs.gated(60))
    batch_runs.open_gate(tmp_path)
    words = ("batch", "reviews.jsonl", "--out", place / "cards", "--jobs", 2)
    done = batch_runs.run(tmp_path, *words, code=ExitCode.OUTPUT)
    assert "there is not enough room: 0.0 GB are free, about 0.1 GB are needed" in done.stderr
    assert list(place.iterdir()) == []


def test_a_disk_that_fills_up_ends_the_run_and_the_next_one_goes_on(tmp_path, disk):
    """No half file anywhere, what is finished is kept, and with room again the folder is as it should be."""
    place = disk(160)
    batch_runs.reviews(tmp_path, batch_runs.gated(80))
    words = ("batch", "reviews.jsonl", "--out", place / "cards", "--jobs", 2)
    process = batch_runs.started(tmp_path, *words)
    batch_runs.wait(lambda: batch_runs.finished(place / "cards"))
    filler = fill(place)
    batch_runs.open_gate(tmp_path)
    _, told = process.communicate(timeout=batch_runs.HANGS)
    assert process.returncode == ExitCode.OUTPUT, told
    assert "no space left on device" in told
    assert "make room, then run the same command again" in told
    assert not (place / "cards" / "manifest.jsonl").exists()
    filler.unlink()
    done = batch_runs.run(tmp_path, *words)
    assert "were finished already" in done.stderr
    batch_runs.whole(place / "cards", 80)
    batch_runs.run(tmp_path, "batch", "reviews.jsonl", "--out", "whole", "--jobs", 1)
    assert batch_runs.contents(place / "cards") == batch_runs.contents(tmp_path / "whole")


@pytest.mark.parametrize(("free", "enough"), [(10_000_000_000, True), (1_000_000_000, False)])
def test_room_is_reckoned_by_cards_sizes_and_format(tmp_path, monkeypatch, free, enough):
    """Before a run by what a card usually weighs."""
    monkeypatch.setattr(Folder, "free", lambda _self: free)
    asked = settings.load({"top": 3, "size": ["portrait", "story"], "format": "png"})
    if enough:
        room.enough(Folder(tmp_path), asked, 1000)
    else:
        with pytest.raises(OutputError, match=r"1\.0 GB are free, about 4\.6 GB are needed"):
            room.enough(Folder(tmp_path), asked, 1000)


def test_room_is_looked_at_by_the_weight_of_the_cards_so_far(tmp_path, monkeypatch):
    """In mid-run, for what is still to come; a place that cannot tell stops nobody."""
    half = Outcome(reviews=500, made=500, size=500_000_000, total=1000)
    monkeypatch.setattr(Folder, "free", lambda _self: 600_000_000)
    room.still(Folder(tmp_path), half)
    monkeypatch.setattr(Folder, "free", lambda _self: 540_000_000)
    with pytest.raises(OutputError, match="what is finished is kept"):
        room.still(Folder(tmp_path), half)
    monkeypatch.setattr(Folder, "free", lambda _self: None)
    room.still(Folder(tmp_path), half)
