"""Several hosts for real: a scheduler and two workers in network namespaces of their own, one cut off in mid-run.

    hub (10.77.0.1: scheduler and driver) --- one (10.77.0.2: a worker)
                                          `-- two (10.77.0.3: a worker, cut off)

They share the folder, as the machines of a cluster share a file system, and nothing else but the wire.
Needs root and iproute2, as in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

import batch_runs

pytest.importorskip("distributed")
IP = shutil.which("ip")
pytestmark = pytest.mark.skipif(
    not IP or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root and iproute2"
)
LINES = batch_runs.gated(200, free=32)
QUICK = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "11s"}  # until a wire that is cut is given up
ADDRESS = "tcp://10.77.0.1:8786"


def ip(*words: str) -> None:
    subprocess.run([str(IP), *words], check=True, capture_output=True)


class Hosts:
    """Three namespaces with a wire between them, and the processes in them."""

    def __init__(self, folder) -> None:
        self.folder = folder
        self.names = {name: f"qc{os.getpid()}-{name}" for name in ("hub", "one", "two")}
        self.processes: list[subprocess.Popen[bytes]] = []

    def wire(self) -> None:
        for name in self.names.values():
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        hub = self.names["hub"]
        ip("-n", hub, "link", "add", "bridge", "type", "bridge")
        ip("-n", hub, "addr", "add", "10.77.0.1/24", "dev", "bridge")
        ip("-n", hub, "link", "set", "bridge", "up")
        for number, name in ((2, "one"), (3, "two")):
            there = self.names[name]
            ip("-n", hub, "link", "add", name, "type", "veth", "peer", "name", "wire", "netns", there)
            ip("-n", hub, "link", "set", name, "master", "bridge")
            ip("-n", hub, "link", "set", name, "up")
            ip("-n", there, "addr", "add", f"10.77.0.{number}/24", "dev", "wire")
            ip("-n", there, "link", "set", "wire", "up")

    def cut(self, name: str) -> None:
        """The wire to a host is gone; the host itself goes on."""
        ip("-n", self.names["hub"], "link", "set", name, "down")

    def start(self, host: str, *words: object, **pipes) -> subprocess.Popen:
        quiet = pipes or {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(
            [str(IP), "netns", "exec", self.names[host], sys.executable, *map(str, words)],
            cwd=self.folder,
            env=batch_runs.environment(self.folder, **QUICK),
            **quiet,
        )
        self.processes.append(process)
        return process

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()
        for name in self.names.values():
            subprocess.run([str(IP), "netns", "del", name], check=False, capture_output=True)


@pytest.fixture
def hosts(tmp_path):
    """The hosts; where the machine allows no namespaces there is nothing to test."""
    made = Hosts(tmp_path)
    try:
        made.wire()
    except subprocess.CalledProcessError as error:
        made.close()
        pytest.skip(f"no network namespaces here: {error.stderr.decode().strip()}")
    yield made
    made.close()


def test_a_host_that_is_cut_off_in_mid_run_loses_nothing(tmp_path, hosts):
    """Its parts are made by the other: every review once, every file whole, the bytes of an undisturbed run."""
    batch_runs.reviews(tmp_path, LINES)
    hosts.start("hub", "-m", "dask", "scheduler", "--host", "10.77.0.1", "--port", 8786, "--no-dashboard")
    for name in ("one", "two"):
        one = ("--nworkers", 1, "--nthreads", 1, "--no-nanny", "--no-dashboard")
        hosts.start(name, "-m", "dask", "worker", ADDRESS, *one)
    batch_runs.wait(lambda: _sees_both(hosts))
    words = ("batch", "reviews.jsonl", "--out", "cards", "--engine", "dask", "--scheduler", ADDRESS)
    driver = hosts.start(
        "hub", "-P", "-m", "quotecards", *words, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    batch_runs.wait(lambda: batch_runs.finished(tmp_path / "cards") >= 2)
    hosts.cut("two")
    batch_runs.open_gate(tmp_path)
    _, told = driver.communicate(timeout=batch_runs.HANGS)
    assert driver.returncode == 0, told.decode()
    batch_runs.whole(tmp_path / "cards", len(LINES))
    batch_runs.run(tmp_path, "batch", "reviews.jsonl", "--out", "whole", "--jobs", 2)
    assert batch_runs.contents(tmp_path / "cards") == batch_runs.contents(tmp_path / "whole")


def _sees_both(hosts) -> bool:
    """Whether both workers have come to the scheduler."""
    asks = f"from distributed import Client; print(len(Client('{ADDRESS}', timeout=5).nthreads()))"
    done = subprocess.run(
        [str(IP), "netns", "exec", hosts.names["hub"], sys.executable, "-c", asks],
        env=batch_runs.environment(hosts.folder, **QUICK),
        capture_output=True,
        check=False,
        text=True,
    )
    return done.stdout.strip() == "2"
