"""A cluster makes the same folder; what it loses in mid-run is made by others or by the next run."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from quotecards.errors import ExitCode

import batch_runs
from servers import s3

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["servers.s3_fixtures"]
pytest.importorskip("distributed")
LINES = batch_runs.gated(120)
QUICK = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}  # until a scheduler that is gone is given up


class Cluster:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = environment
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", self.port)
        self.workers = [self.worker() for _ in range(2)]
        batch_runs.wait(self.answers)

    def answers(self) -> bool:
        """Whether the scheduler takes calls."""
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            return True
        return False

    def at_work(self) -> bool:
        """Whether both workers have something to do, each in a process of its own."""
        return all(batch_runs.children(worker.pid) for worker in self.workers)

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *map(str, words), "--no-dashboard"],
            cwd=self.folder,
            env=batch_runs.environment(self.folder, **QUICK, **self.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("worker", self.address, "--nworkers", 1, "--nthreads", 1, "--no-nanny")

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    """Two workers of one thread each, and a file of reviews in the folder that all of them see.

    All but the first part of the reviews wait for a gate, so that nothing depends on how fast the machine is.
    """
    batch_runs.reviews(tmp_path, LINES)
    made = Cluster(tmp_path)
    yield made
    made.close()


def words(cluster, out="cards"):
    return ("batch", "reviews.jsonl", "--out", out, "--engine", "dask", "--scheduler", cluster.address)


def undisturbed(folder):
    """The folder that one process makes, with nothing in its way."""
    batch_runs.open_gate(folder)
    batch_runs.run(folder, "batch", "reviews.jsonl", "--out", "whole", "--jobs", 1)
    return batch_runs.contents(folder / "whole")


def halfway(tmp_path, cluster):
    """A run of which one part is finished, and both workers stand in the middle of others."""
    process = batch_runs.started(tmp_path, *words(cluster), **QUICK)
    batch_runs.wait(lambda: batch_runs.finished(tmp_path / "cards") and cluster.at_work())
    return process


def goes_on(tmp_path, cluster):
    """The next run makes what is missing, and nothing twice: the folder of an undisturbed one."""
    batch_runs.open_gate(tmp_path)
    done = batch_runs.run(tmp_path, *words(cluster), **QUICK)
    assert "were finished already" in done.stderr
    batch_runs.whole(tmp_path / "cards", len(LINES))
    assert batch_runs.contents(tmp_path / "cards") == undisturbed(tmp_path)


def test_a_killed_worker_loses_nothing(tmp_path, cluster):
    """Its parts are made by the other one: every review once, every file whole, the same bytes."""
    process = halfway(tmp_path, cluster)
    cluster.workers[0].kill()
    batch_runs.open_gate(tmp_path)
    _, told = process.communicate(timeout=batch_runs.HANGS)
    assert process.returncode == 0, told
    batch_runs.whole(tmp_path / "cards", len(LINES))
    assert batch_runs.contents(tmp_path / "cards") == undisturbed(tmp_path)


def test_a_killed_scheduler_ends_the_run_and_the_next_one_goes_on(tmp_path, cluster):
    """The message says what to do; a cluster started anew makes what is missing, and nothing twice."""
    process = halfway(tmp_path, cluster)
    cluster.scheduler.kill()
    _, told = process.communicate(timeout=batch_runs.HANGS)
    assert process.returncode == ExitCode.FAILURE, told
    assert "the cluster's scheduler is gone" in told
    cluster.close()
    again = Cluster(tmp_path)
    try:
        goes_on(tmp_path, again)
    finally:
        again.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_driver_that_is_killed_or_stopped_is_followed_by_another(tmp_path, cluster, how):
    """The cluster goes on as if nothing had been; Ctrl-C says what is kept."""
    process = halfway(tmp_path, cluster)
    process.send_signal(how)
    _, told = process.communicate(timeout=batch_runs.HANGS)
    assert process.returncode == (ExitCode.INTERRUPTED if how == signal.SIGINT else -how), told
    assert ("What is finished is kept" in told) is (how == signal.SIGINT)
    assert not (tmp_path / "cards" / "manifest.jsonl").exists()
    goes_on(tmp_path, cluster)


def test_workers_far_from_the_driver_meet_it_on_object_storage(tmp_path, bucket, s3_server):
    """Nothing but addresses: they see no folder of the driver's, and one of them is killed."""
    environment = s3.environment(s3_server.url)
    rows = "".join(json.dumps({"text": line, "film": "Her"}) + "\n" for line in LINES)
    bucket.put("reviews.jsonl", rows.encode())
    (tmp_path / "driver").mkdir()
    (tmp_path / "workers").mkdir()
    cluster = Cluster(tmp_path / "workers", **environment)
    to = ("--engine", "dask", "--scheduler", cluster.address, "--out", f"{bucket.address}/cards")
    source = f"{bucket.address}/reviews.jsonl"
    try:
        process = batch_runs.started(tmp_path / "driver", "batch", source, *to, **environment, **QUICK)
        batch_runs.wait(lambda: bucket.finished("cards") and cluster.at_work())
        cluster.workers[0].kill()
        batch_runs.open_gate(tmp_path / "workers")
        _, told = process.communicate(timeout=batch_runs.HANGS)
    finally:
        cluster.close()
    assert process.returncode == 0, told
    batch_runs.open_gate(tmp_path)
    batch_runs.run(tmp_path, "batch", source, "--out", "whole", "--jobs", 1, **environment)
    assert bucket.contents("cards") == batch_runs.contents(tmp_path / "whole")


def test_what_a_review_does_to_its_process_hurts_no_worker(tmp_path, cluster):
    """One line each, on a cluster as at home; both workers are there afterwards."""
    bad = {5: "Kill!", 50: "Hang!", 90: "Eat!"}
    batch_runs.reviews(tmp_path, [bad.get(number, f"Line {number}") for number in range(1, 121)])
    limits = ("--review-seconds", 10, "--review-memory", 300)
    batch_runs.run(tmp_path, *words(cluster), *limits, code=ExitCode.PARTIAL, **QUICK)
    found = batch_runs.lines(tmp_path / "cards")
    assert [line["record"] for line in found] == [str(number) for number in range(1, 121)]
    assert {int(line["record"]) for line in found if line["error"]} == set(bad)
    assert all(worker.poll() is None for worker in cluster.workers)


def test_a_scheduler_that_does_not_answer_is_told(tmp_path):
    """The address, the reason, the next step; the folder is not even made."""
    batch_runs.reviews(tmp_path, LINES[:3])
    address = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", "--out", "cards")
    slow = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    done = batch_runs.run(tmp_path, "batch", "reviews.jsonl", *address, code=ExitCode.USAGE, **slow)
    assert "no scheduler answers at tcp://127.0.0.1:9" in done.stderr
    assert not (tmp_path / "cards").exists()


def test_the_engine_needs_an_address(run, inside):
    """Without one, the message names the flag."""
    (inside / "a.txt").write_text("A dream.")
    done = run("batch", "a.txt", "--engine", "dask")
    assert done.code == ExitCode.USAGE
    assert "--scheduler tcp://HOST:8786" in done.err


def test_without_dask_the_way_to_it_is_told(run, inside, monkeypatch):
    """The extra to install, and the engine that needs nothing."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    (inside / "a.txt").write_text("A dream.")
    done = run("batch", "a.txt", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert done.code == ExitCode.USAGE
    assert "quotecards[dask]" in done.err
