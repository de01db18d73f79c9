"""A server that speaks S3, on this machine (moto's, in an environment of its own), and a wire to it that can be cut."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import itertools
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import batch_runs

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent.parent / ".cache" / "s3"
SECRET = "not-to-be-seen-anywhere"
KEY = "AKIANOTTOBESEENEITHER"

_numbers = itertools.count(1)
# What the server wants to see; it believes any signature.
_SIGNED = f"Credential={KEY}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=any"
_HEADS = {"content-type": "application/octet-stream", "authorization": f"AWS4-HMAC-SHA256 {_SIGNED}"}


class Server:
    """A running server; what is in it is looked at by plain requests, past everything of ours."""

    def __init__(self, port, process):
        self.port = port
        self.process = process
        self.url = f"http://127.0.0.1:{port}"

    def bucket(self):
        """A new bucket."""
        made = Bucket(self, f"bucket-{os.getpid()}-{next(_numbers)}")
        self.ask("PUT", made.name)
        return made

    def ask(self, method, path, body=None):
        request = urllib.request.Request(f"{self.url}/{path}", body, _HEADS, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read(), answer.headers


class Bucket:
    """A bucket of the server's."""

    def __init__(self, server, name):
        self.server = server
        self.name = name
        self.address = f"s3://{name}"

    def put(self, name, content):
        self.server.ask("PUT", f"{self.name}/{quote(name)}", content)

    def get(self, name):
        return self.server.ask("GET", f"{self.name}/{quote(name)}")[0]

    def kind(self, name):
        """What kind of content the server says an object is."""
        return self.server.ask("GET", f"{self.name}/{quote(name)}")[1]["content-type"]

    def names(self, prefix=""):
        """The objects' names below a prefix, in order."""
        found, more = [], ""
        while True:
            listed, _ = self.server.ask("GET", f"{self.name}?list-type=2&prefix={quote(prefix)}{more}")
            root = ET.fromstring(listed)
            space = root.tag.partition("}")[0] + "}"
            found += [one.findtext(f"{space}Key") for one in root.iter(f"{space}Contents")]
            token = root.findtext(f"{space}NextContinuationToken")
            if not token:
                return sorted(found)
            more = f"&continuation-token={quote(token)}"

    def contents(self, folder):
        """Every object of a folder with the hash of its bytes, as `batch_runs.contents` tells files."""
        names = self.names(folder + "/")
        return {name.removeprefix(folder + "/"): hashlib.sha256(self.get(name)).hexdigest() for name in names}

    def finished(self, folder):
        """How many parts of a run that still goes on are finished by now."""
        return sum(name.endswith(".rows") for name in self.names(f"{folder}/.parts/"))


class Wire:
    """A way to a server that can be cut, and then refuses everybody."""

    def __init__(self, port):
        self._there = port
        self._open = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """Nobody gets through any more."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(("127.0.0.1", self._there))
                self._open += [here, there]
                threading.Thread(target=_pass_on, args=(here, there), daemon=True).start()


def _pass_on(here, there):
    """Both ways, until either ends; then both are closed."""
    back = threading.Thread(target=_one_way, args=(there, here), daemon=True)
    back.start()
    _one_way(here, there)
    back.join()
    here.close()
    there.close()


def _one_way(one, other):
    with contextlib.suppress(OSError):
        while content := one.recv(65_536):
            other.sendall(content)
    for end in (one, other):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def environment(url):
    """What a machine tells whoever goes to that server."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "us-east-1",
    }


@contextlib.contextmanager
def serving():
    """A server, as long as the context lasts."""
    python = _installed()
    while True:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [python, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"MOTO_S3_DEFAULT_MAX_KEYS": "100"},
        )
        server = Server(port, process)
        try:
            batch_runs.wait(lambda server=server: _answers(server) or server.process.poll() is not None)
            if process.poll() is None:  # else somebody else was faster at that port
                yield server
                return
        finally:
            process.kill()
            process.wait()


def _answers(server):
    with contextlib.suppress(OSError):
        return bool(server.ask("GET", "moto-api/"))
    return False


def _installed():
    """The python of the server's own environment, made once; two test processes take turns."""
    wanted = (HERE / "s3.lock").read_text()
    done, python = CACHE / ".installed", CACHE / "bin" / "python"
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE.parent / ".gitignore").write_text("*\n")
    with (CACHE.parent / ".s3.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists() or done.read_text() != wanted:
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(CACHE)], check=True)
            pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
            subprocess.run([*pip, "--requirement", str(HERE / "s3.lock")], check=True, stdout=2)
            done.write_text(wanted)
    return str(python)
