"""Small servers on loopback that behave as a network does, and misbehave on demand."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import struct
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = field(repr=False)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def parts(self) -> dict[str, tuple[str, bytes]]:
        """The fields of a multipart form: name -> (file name, content)."""
        boundary = re.search(r"boundary=(\S+)", self.headers["content-type"])
        assert boundary is not None
        found = {}
        for part in self.body.split(b"--" + boundary[1].encode())[1:-1]:
            head, _, content = part.partition(b"\r\n\r\n")
            name = re.search(rb'[ ;]name="([^"]*)"', head)
            file = re.search(rb'filename="([^"]*)"', head)
            assert name is not None
            found[name[1].decode()] = (file[1].decode() if file else "", content[:-2])
        return found


@dataclass(frozen=True)
class Said:
    """An answer: its body a JSON value, or bytes as they are."""

    status: int = 200
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Fault:
    """What goes wrong with requests of a method and path, so many times.

    `effect`: "say" (an answer instead of the work), "say-after", "half" and "stall" (after the work),
    "mute" (neither work nor answer).
    """

    method: str
    path: str
    effect: str
    said: Said = Said()
    times: int = 1_000_000


class Loopback:
    """A server of routes; `log` holds what arrived."""

    def __init__(self) -> None:
        self.log: list[Asked] = []
        self.faults: list[Fault] = []
        self.routes: list[tuple[str, str, Callable[..., Said]]] = []
        self._free = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        # as long as a test takes at most, so that a server that is let go ends at once
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def route(self, method: str, path: str, handler: Callable[..., Said]) -> None:
        """Requests of a method and path (a regular expression) are answered by a function."""
        self.routes.append((method, path, handler))

    def asked(self, method: str, path: str) -> list[Asked]:
        """The requests that came to a path so far."""
        return [one for one in self.log if one.method == method and re.fullmatch(path, one.path)]

    def work(self, asked: Asked) -> Said:
        for method, path, handler in self.routes:
            if asked.method == method and (match := re.fullmatch(path, asked.path)):
                return handler(asked, *match.groups())
        return Said(404, {"error": "no such route", "path": asked.path})

    def fault(self, asked: Asked) -> Fault | None:
        for one in self.faults:
            if one.times and one.method == asked.method and re.fullmatch(one.path, asked.path):
                one.times -= 1
                return one
        return None

    def decided(self, asked: Asked) -> tuple[Said | None, str]:
        """The work is done unless a fault says otherwise; what is said, None for nothing at all."""
        fault = self.fault(asked)
        effect = fault.effect if fault else ""
        if fault and effect == "say":
            return fault.said, effect
        if effect == "mute":
            return None, effect
        said = self.work(asked)
        if effect == "stall":
            return None, effect
        return (fault.said if fault and effect == "say-after" else said), effect

    def wait(self) -> None:
        """Say nothing for as long as the test runs."""
        self._free.wait(20)

    def close(self) -> None:
        self._free.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


@contextlib.contextmanager
def serving(server: Loopback) -> Iterator[Loopback]:
    """A server that is closed afterwards."""
    try:
        yield server
    finally:
        server.close()


def closed_port() -> str:
    """An address on this machine where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}"


def _handler(server: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def _any(self) -> None:
            with contextlib.suppress(ConnectionError, TimeoutError):
                self._answer()
            self.close_connection = True

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            heads = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), heads, body)
            server.log.append(asked)
            said, effect = server.decided(asked)
            if said is None:
                server.wait()
            elif effect == "half":
                self._send_half(said)
            else:
                self._send(said)

        def _send(self, said: Said) -> None:
            self.send_response(said.status)
            for name, value in said.headers:
                self.send_header(name, value)
            self.send_header("content-length", str(len(said.content)))
            self.end_headers()
            self.wfile.write(said.content)

        def _send_half(self, said: Said) -> None:
            self.send_response(said.status)
            for name, value in said.headers:
                self.send_header(name, value)
            content = said.content or b"{}"
            self.send_header("content-length", str(len(content) + 1))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        do_GET = do_POST = do_PUT = _any  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    return Handler
