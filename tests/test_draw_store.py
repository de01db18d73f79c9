from __future__ import annotations

import shutil
from types import SimpleNamespace

import numpy as np
import pytest
from quotecards.batch import process
from quotecards.batch.place import Folder
from quotecards.draw import base, ground, store
from quotecards.settings import load

from squares import part

KEY = (64, 90, "grounds")
ARRAYS = {"pixels": np.arange(24, dtype=np.uint8).reshape(4, 6), "levels": np.array([[1, 2, 3]], np.uint8)}
GREY = (part("ground", (0, 0, 800, 500), "#606060", "#808080", "#A0A0A0", angle=180),)
ASKED = [(64, 90, GREY, 0.2, (("#7D1220", 1.0),)), (64, 90, GREY, 0.2, None)]


@pytest.fixture
def kept(tmp_path):
    made = store.Store(tmp_path / "grounds")
    made.keep(KEY, ARRAYS)
    return made


@pytest.fixture
def shared(tmp_path):
    """A folder that this process leaves its grounds in, and nothing in memory."""
    ground.forget()
    ground.share(tmp_path)
    yield tmp_path
    ground.share(None)
    ground.forget()


def test_what_is_kept_is_found_by_its_key_alone(kept):
    """Name by name, shape by shape; nobody else's."""
    found = kept.get(KEY)
    assert found.keys() == ARRAYS.keys()
    assert all(np.array_equal(found[name], array) for name, array in ARRAYS.items())
    assert kept.get((64, 91, "grounds")) is None
    assert [path.suffix for path in kept.folder.iterdir()] == [".ground"]


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data[:9], lambda data: b"", lambda data: data[:-1] + b"?"]
)
def test_what_is_not_whole_is_not_there(kept, damage):
    """Cut off at its end or in its head, emptied, or with one byte changed."""
    path = next(kept.folder.iterdir())
    path.write_bytes(damage(path.read_bytes()))
    assert kept.get(KEY) is None


def test_a_disk_that_is_nearly_full_keeps_nothing(tmp_path, monkeypatch):
    """The cards come first."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=store.SPARE))
    made = store.Store(tmp_path / "grounds")
    made.keep(KEY, ARRAYS)
    assert made.get(KEY) is None


def test_a_folder_that_refuses_harms_nobody(tmp_path):
    """A file in its place: nothing is kept and nothing is said."""
    (tmp_path / "grounds").write_text("in the way")
    made = store.Store(tmp_path / "grounds")
    made.keep(KEY, ARRAYS)
    assert made.get(KEY) is None


@pytest.mark.parametrize("asked", ASKED)
def test_a_ground_is_painted_once_for_all_that_share_a_folder(shared, monkeypatch, asked):
    """A process that comes later finds it there, pixel by pixel, and what its inks need."""
    before = ground.of(*asked)
    inks = {colour: before.inked(colour) for colour, _ in asked[4] or ()}
    ground.forget()
    monkeypatch.setattr(base, "painted", None)
    after = ground.of(*asked)
    assert after is not before
    assert np.array_equal(after.pixels, before.pixels)
    assert np.array_equal(after.levels, before.levels)
    for colour, ink in inks.items():
        assert all(np.array_equal(one, other) for one, other in zip(after.inks[colour], ink, strict=True))


def test_a_ground_that_was_damaged_is_painted_again(shared):
    """Whoever wrote there, the card is the same."""
    before = ground.of(*ASKED[0])
    for path in shared.iterdir():
        path.write_bytes(path.read_bytes()[:-100])
    ground.forget()
    assert np.array_equal(ground.of(*ASKED[0]).pixels, before.pixels)


def test_a_folder_that_is_gone_does_not_come_back(tmp_path):
    """When a run is at its end its folder goes; whoever is late leaves nothing in its place."""
    made = store.Store(tmp_path / "gone" / "grounds")
    made.keep(KEY, ARRAYS)
    assert not any(tmp_path.iterdir())


def test_a_run_that_ends_meanwhile_is_not_begun_again(tmp_path):
    """Its folder is taken away while a process still has grounds to keep: that is no error, and it stays away."""
    (tmp_path / "run-1").mkdir()
    made = store.Store(tmp_path / "run-1" / "grounds")
    made.keep(KEY, ARRAYS)
    assert made.get(KEY)
    shutil.rmtree(tmp_path / "run-1")
    made.keep(KEY, ARRAYS)
    assert made.get(KEY) is None
    assert not any(tmp_path.iterdir())


def test_a_folder_is_shared_only_while_a_part_is_made(tmp_path):
    """What this process draws afterwards leaves nothing in the folder of a run that is over."""
    place = Folder(tmp_path).begun()
    job = process.Job(load({}), place, "", str(tmp_path))
    with process._shared(job):
        ground.of(*ASKED[0])
    assert len(list((place.scratch / process.GROUNDS).iterdir())) == 1
    ground.of(*ASKED[1])
    assert len(list((place.scratch / process.GROUNDS).iterdir())) == 1
    ground.forget()
