"""Stage 1: a web address becomes an open source: fetched once, in bounded time and size, from public places only.

No credentials, no cookies, a few redirects; every address is checked after its name was looked up, and the
connection goes to the very address that was checked.
"""

from __future__ import annotations

import io
import os
import time
from ipaddress import ip_address
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpcore
import httpx

from quotecards.addresses import Backend, Rules, fault
from quotecards.errors import SourceEmpty, SourceError
from quotecards.read.formats import SUFFIXES
from quotecards.read.limits import limits, too_long
from quotecards.read.seam import HEAD, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_AGENT = "quotecards"
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/plain, */*;q=0.5"
_ALONE = 15.0  # seconds that any one step may take

# What a server calls what it sends. Not listed: the suffix of its name, or how it begins, tells.
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/rdf+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/markdown": ".md",
    "application/zip": ".zip",
    "application/vnd.apache.parquet": ".parquet",
}
_UNREADABLE = ("image/", "video/", "audio/", "font/", "application/pdf")
_REFUSALS = {
    401: "wants you to log in. Save the page from your browser and name the file.",
    403: "does not let programs in. Save the page from your browser and name the file.",
    404: "has no such page. Check the address.",
    410: "has taken this page away. Look for a copy in a web archive.",
    429: "has had too many requests from here. Try again later.",
}


def fetched(url: str, columns: Mapping[str, str]) -> Source:
    """What stands at a web address becomes a source.

    Raises:
        SourceError: it cannot be reached, must not be, is too long, or is nothing that can be read.

    """
    try:
        answer, content = _followed(url)
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        raise SourceError(
            f"no whole answer came within {limits().web.seconds} seconds.",
            where=_shown(url),
            remedy="Try again later, or save the page from your browser and name the file.",
        ) from error
    except (
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpx.HTTPError,
        httpx.InvalidURL,
        OSError,
    ) as error:
        raise SourceError(
            f"cannot be fetched: {_told(error)}.",
            where=_shown(url),
            remedy="Check the address and your connection.",
        ) from error
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith(_UNREADABLE):
        raise SourceError(
            f"is {kind}, not a page or a feed.", where=_shown(url), remedy="Name a page with text."
        )
    return Source(
        io.BytesIO(content),
        url,
        _suffix(kind, str(answer.url)),
        content[:HEAD],
        columns,
        charset=answer.charset_encoding,
    )


def _followed(url: str) -> tuple[httpx.Response, bytes]:
    """The answer at the end of all redirects, whole."""
    most = limits().web
    until = time.monotonic() + most.seconds
    for _ in range(most.redirects + 1):
        request = httpx.Request("GET", _checked(url), headers={"user-agent": _AGENT, "accept": _ACCEPT})
        with _client(until) as client:
            answer = client.send(request, stream=True, follow_redirects=False)
            try:
                if answer.next_request is None:
                    _expect(answer)
                    return answer, _whole(answer)
                url = str(answer.next_request.url)
            finally:
                answer.close()
    raise SourceError(
        f"leads on and on: {most.redirects} redirects were followed.",
        where=_shown(url),
        remedy="Open it in your browser and name the address it ends at.",
    )


def _checked(url: str) -> str:
    wrong = fault(url, ("http", "https"))
    if wrong:
        raise SourceError(f"{wrong}.", where=_shown(url), remedy="Name a public web page: https://...")
    return url


def _client(until: float) -> httpx.Client:
    """A client for one request, with nothing from the environment: no proxy, no password file."""
    rules = Rules(loopback=os.environ.get("QUOTECARDS_ALLOW_LOOPBACK") == "1")
    left = max(0.001, until - time.monotonic())
    return httpx.Client(
        transport=_Transport(Backend(rules, left, _refused)),
        trust_env=False,
        timeout=httpx.Timeout(min(_ALONE, left)),
    )


class _Transport(httpx.BaseTransport):
    """The way to a server, over connections that the backend makes."""

    def __init__(self, backend: Backend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=backend, max_keepalive_connections=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, one answer, not yet read."""
        address = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=address.raw_scheme,
                    host=address.raw_host,
                    port=address.port,
                    target=address.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        """Nothing stays open."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The bytes of an answer as they come."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        """Whatever is still on its way is not wanted."""
        self._answer.close()


def _refused(host: str, addresses: Sequence[str]) -> SourceError:
    """The error for a name, or an address, that leads nowhere public."""
    here = all(ip_address(one.partition("%")[0]).is_loopback for one in addresses)
    switch = " If this machine is meant, set QUOTECARDS_ALLOW_LOOPBACK=1." if here else ""
    led = "this" if list(addresses) == [host] else f"the name leads to {', '.join(addresses)}, which"
    return SourceError(
        f"{led} is not a public address.",
        where=host,
        remedy=f"Save the page from your browser and name the file.{switch}",
    )


def _expect(answer: httpx.Response) -> None:
    """Pass, if an answer is a good one.

    Raises:
        SourceError: it is not; tells what the server means by it.

    """
    status = answer.status_code
    if 200 <= status < 300:
        return
    usual = f"answers {status} {answer.reason_phrase}".strip() + ". Try again later, or check the address."
    what, _, remedy = _REFUSALS.get(status, usual).partition(". ")
    raise SourceError(f"the server {what}.", where=_shown(str(answer.url)), remedy=remedy)


def _whole(answer: httpx.Response) -> bytes:
    """All bytes of an answer, unpacked.

    Raises:
        SourceError: they are more than is read at once, or none.

    """
    most = limits().whole_bytes
    content = bytearray()
    for part in answer.iter_bytes():
        content += part
        if len(content) > most:
            raise too_long(
                "one answer", most, _shown(str(answer.url)), "Fetch it yourself and name the file."
            )
    if not content.strip():
        raise SourceEmpty(
            "the server sent nothing.", where=_shown(str(answer.url)), remedy="Try again later."
        )
    return bytes(content)


def _suffix(kind: str, url: str) -> str:
    """The suffix by which a format is found: by what the server says, else by the name; "" to look inside."""
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    if kind in _SUFFIXES:
        return _SUFFIXES[kind]
    return suffix if suffix in SUFFIXES else ""


def _shown(url: str) -> str:
    """An address as errors tell it: without what may be a secret."""
    return url.partition("?")[0] if "@" not in url else url.rpartition("@")[2]


def _told(error: Exception) -> str:
    return str(error).strip().rstrip(".")[:200] or type(error).__name__
