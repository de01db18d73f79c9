"""Servers to post to, on this machine: a real Bluesky PDS and a Mastodon API. Started once, stopped at the end."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent.parent / ".cache" / "pds"
START_SECONDS = 60

_numbers = itertools.count(1)


# ---------------------------------------------------------------- Bluesky


@dataclass(frozen=True)
class Person:
    """An account on the PDS."""

    handle: str
    did: str
    password: str
    app_password: str


@dataclass(frozen=True)
class Pds:
    """A running PDS."""

    url: str
    admin: str

    def join(self):
        """A new account with an app password."""
        handle = f"reader{next(_numbers)}-{os.getpid()}.test"
        asked = {"handle": handle, "email": f"{handle}@example.test", "password": "correct horse"}
        made = self.call("com.atproto.server.createAccount", asked)
        app = self.call("com.atproto.server.createAppPassword", {"name": "cards"}, made["accessJwt"])
        return Person(handle, made["did"], "correct horse", app["password"])

    def session(self, person):
        """The account's own access, with its full password."""
        asked = {"identifier": person.handle, "password": person.password}
        return self.call("com.atproto.server.createSession", asked)["accessJwt"]

    def call(self, method, body, token=None, *, as_admin=False):
        """One XRPC procedure."""
        heads = {"content-type": "application/json"}
        if token:
            heads["authorization"] = f"Bearer {token}"
        if as_admin:
            secret = base64.b64encode(f"admin:{self.admin}".encode()).decode()
            heads["authorization"] = f"Basic {secret}"
        return ask("POST", f"{self.url}/xrpc/{method}", heads, json.dumps(body).encode())


@contextlib.contextmanager
def pds(folder):
    """A PDS with its data in a folder, as long as the context lasts."""
    ports = [free_port(), free_port()]
    command = ["node", str(HERE / "pds.mjs"), str(_installed()), *map(str, ports), str(folder)]
    said = folder / "said.txt"
    with (
        said.open("wb") as errors,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors) as process,
    ):
        try:
            told = json.loads(process.stdout.readline() or b"{}")
            assert told, f"the PDS did not start: {said.read_text()}"
            yield Pds(told["url"], told["admin"])
        finally:
            process.stdin.close()
            _end(process)


def _installed():
    """The folder with the PDS's packages, installed once; two test processes take turns."""
    if not (shutil.which("npm") and shutil.which("node")):
        if os.environ.get("CI"):
            pytest.fail("the tests of posting need node and npm")
        pytest.skip("no node or npm on this machine")
    wanted = (HERE / "package-lock.json").read_text()
    done = CACHE / ".installed"
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE.parent / ".gitignore").write_text("*\n")
    with (CACHE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists() or done.read_text() != wanted:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, CACHE / name)
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=CACHE, check=True, stdout=2)
            done.write_text(wanted)
    return CACHE


# ---------------------------------------------------------------- Mastodon


@dataclass(frozen=True)
class Mastodon:
    """A running server that speaks Mastodon's API (mastodon-mock), with one account."""

    url: str
    token: str = "mock_token"


@contextlib.contextmanager
def mastodon(folder):
    """A Mastodon API with its files in a folder, as long as the context lasts."""
    port = free_port()
    command = [sys.executable, "-m", "mastodon_mock", "serve", "--in-memory", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/api/v2/instance", process)
            yield Mastodon(url)
        finally:
            process.terminate()
            _end(process)


# ---------------------------------------------------------------- what both need


def ask(method, url, heads=None, body=None):
    """One request; the answer's JSON."""
    request = urllib.request.Request(url, data=body, headers=heads or {}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read() or b"{}")


def fetch(url):
    """The bytes at an address."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait_for(url, process):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            ask("GET", url)
            return
        time.sleep(0.1)
    pytest.fail(f"no server at {url}")


def _end(process):
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
