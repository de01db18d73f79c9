"""Which addresses may be spoken to: https, no user info, public; checked where the connection is made.

A name is looked up once and the connection goes to the very address that was checked, so a name that
changes its mind in between leads nowhere.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

import httpcore

from quotecards.errors import Refused

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Rules:
    """What is allowed beyond public servers over https: this machine (also http), private networks."""

    loopback: bool = False
    private: bool = False


def check(url: str, rules: Rules) -> None:
    """Pass, if the URL is one that may be spoken to.

    Raises:
        Refused: it is not; the message says why.

    """
    parts = _split(url)
    name = parts.hostname or ""
    if not name:
        raise _no(url, "there is no server in this address")
    if parts.username is not None or parts.password is not None:
        raise _no(url, "an address must not hold a user name or password")
    here = name == "localhost" or (_literal(name) is not None and _loopback(_literal(name)))
    if parts.scheme != "https" and not (parts.scheme == "http" and here and rules.loopback):
        raise _no(url, "only https is spoken")
    if here and not rules.loopback:
        raise _no(url, "this machine is no network", "For tests set QUOTECARDS_ALLOW_LOOPBACK=1.")


def host(url: str) -> str:
    """The value of a URL's Host header."""
    return _split(url).netloc.rpartition("@")[2]


def allowed(address: Address, rules: Rules) -> bool:
    """Whether an address that a name led to may be connected to."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return allowed(address.ipv4_mapped, rules)
    if _loopback(address):
        return rules.loopback
    if address.is_global and not address.is_multicast:
        return True
    return rules.private and address.is_private and not address.is_link_local and not address.is_unspecified


class Backend(httpcore.NetworkBackend):
    """Connections to allowed addresses only, each of which has `seconds` from its first to its last byte."""

    def __init__(self, rules: Rules, seconds: float) -> None:
        self._rules = rules
        self._until = time.monotonic() + seconds
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The first allowed address of a name that takes the connection becomes a stream."""
        addresses = self._addresses(host, port)
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._until)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"the name {host} is not known") from error
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        good = [one for one in addresses if allowed(ipaddress.ip_address(one.partition("%")[0]), self._rules)]
        if not good:
            raise Refused(
                f"the name leads to {', '.join(addresses)}, which is not a public address.",
                where=host,
                remedy="If this server is meant, set QUOTECARDS_ALLOW_PRIVATE=1.",
            )
        return good


class _Stream(httpcore.NetworkStream):
    """A stream that ends at its time, however slowly the bytes trickle."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None, late: type[httpcore.TimeoutException]) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise late("it took too long")
        return min(left, timeout) if timeout else left


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise _no(url, "this is no address") from error
    return parts


def _literal(name: str) -> Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _loopback(address: Address | None) -> bool:
    return address is not None and address.is_loopback


def _no(url: str, why: str, remedy: str = "") -> Refused:
    """A refusal that shows of the address its server alone: the rest may hold a secret."""
    scheme, mark, rest = url.partition("://")
    server = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    return Refused(f"{why}.", where=f"{scheme}{mark}{server}", remedy=remedy)
