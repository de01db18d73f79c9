"""A proxy before a server that fails as networks fail, when and how a test says."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import struct
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Fault:
    """What happens to the next `times` requests whose "METHOD path" the pattern finds.

    refuse        the connection ends before the server sees the request
    lost          the server does it, the answer never comes: the connection is reset
    half          the server does it, half of the answer comes
    stall         the server does it, nothing comes until the asker gives up
    trickle       the server does it, the answer comes a byte a second
    status        the server sees nothing, the asker is told `status`, with `heads` and `body`
    after         the server does it, the asker is told `status` all the same (body None: the server's)
    """

    effect: str
    path: str = ""
    times: int = 1
    skip: int = 0
    status: int = 500
    heads: dict = field(default_factory=dict)
    body: bytes | None = b'{"error": "injected"}'


class Proxy:
    """Listens on `url`; `log` holds (method, path, effect, the server's status or None).

    `strip` names headers that never reach the server.
    """

    def __init__(self, upstream, *, strip=()):
        self._strip = {"connection", *strip}
        self.faults = []
        self.log = []
        self._lock = threading.Lock()
        self._released = threading.Event()
        proxy, target = self, urlsplit(upstream)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                proxy._handle(self, target)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any  # noqa: N815 - the library's names

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next(self, effect, path="", **more):
        """Plan a fault."""
        self.faults.append(Fault(effect, path, **more))

    def clear(self):
        """No more faults; whoever stalls is let go."""
        self.faults.clear()
        self._released.set()
        self._released = threading.Event()

    # ---------------------------------------------------------------- inside

    def _fault(self, asked):
        with self._lock:
            for fault in self.faults:
                if fault.times > 0 and re.search(fault.path, asked):
                    if fault.skip > 0:
                        fault.skip -= 1
                        continue
                    fault.times -= 1
                    return fault
        return None

    def _handle(self, handler, target):
        body = handler.rfile.read(int(handler.headers.get("content-length") or 0))
        handler.close_connection = True
        fault = self._fault(f"{handler.command} {handler.path}")
        effect = fault.effect if fault else "pass"
        if effect in {"refuse", "status"}:
            self.log.append((handler.command, handler.path, effect, None))
            if effect == "refuse":
                _reset(handler)
            else:
                _answer(handler, fault.status, fault.heads, fault.body)
            return
        status, heads, content = _forwarded(handler, target, body, self._strip)
        self.log.append((handler.command, handler.path, effect, status))
        if effect == "lost":
            _reset(handler)
        elif effect == "stall":
            self._released.wait(30)
            _reset(handler)
        elif effect == "half":
            _answer(handler, status, heads, content, length=len(content) * 2 + 20)
            _reset(handler)
        elif effect == "trickle":
            self._trickle(handler, content)
        elif effect == "after":
            _answer(handler, fault.status, fault.heads, content if fault.body is None else fault.body)
        else:
            _answer(handler, status, heads, content)

    def _trickle(self, handler, content):
        handler.send_response(200)
        handler.send_header("content-length", str(len(content)))
        handler.end_headers()
        with contextlib.suppress(OSError):
            for index in range(len(content)):
                if self._released.wait(1):
                    break
                handler.wfile.write(content[index : index + 1])


def _forwarded(handler, target, body, strip):
    """The server's own answer: status, headers, body."""
    connection = http.client.HTTPConnection(target.hostname, target.port, timeout=30)
    with contextlib.closing(connection):
        heads = {name: value for name, value in handler.headers.items() if name.lower() not in strip}
        connection.request(handler.command, handler.path, body or None, heads | {"connection": "close"})
        answer = connection.getresponse()
        content = answer.read()
        kept = {
            name: value
            for name, value in answer.getheaders()
            if name.lower() not in {"connection", "transfer-encoding", "content-length", "keep-alive"}
        }
        return answer.status, kept, content


def _answer(handler, status, heads, content, length=None):
    with contextlib.suppress(OSError):
        handler.send_response(status)
        for name, value in heads.items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(content) if length is None else length))
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.wfile.write(content)


def _reset(handler):
    """End the connection the hard way, as a machine that fails does."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
