"""Which addresses may be spoken to, checked where the connection is made.

A name is looked up once and the connection goes to the very address that was checked, so a name that
changes its mind in between leads nowhere. What a refusal is called is up to whoever speaks.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Addresses that hold an IPv4 address to which a router hands the connection on (RFC 6052).
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Rules:
    """What is allowed beyond public addresses: this machine, private networks."""

    loopback: bool = False
    private: bool = False


def fault(url: str, schemes: Sequence[str] = ("https",)) -> str | None:
    """What is wrong with a URL before its name is looked up; None if nothing is."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "this is no address"
    if parts.scheme not in schemes:
        return (
            f"only {' and '.join(schemes)} are spoken" if len(schemes) > 1 else f"only {schemes[0]} is spoken"
        )
    if not parts.hostname:
        return "there is no server in this address"
    if parts.username is not None or parts.password is not None:
        return "an address must not hold a user name or password"
    return None


def allowed(address: Address, rules: Rules) -> bool:
    """Whether an address that a name led to may be connected to."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return allowed(inner, rules)
    if address.is_loopback:
        return rules.loopback
    if address.is_global and not address.is_multicast:
        return True
    return (
        rules.private
        and address.is_private
        and not (address.is_link_local or address.is_unspecified or address.is_multicast)
    )


class Backend(httpcore.NetworkBackend):
    """Connections to allowed addresses only, each of which has `seconds` from its first to its last byte."""

    def __init__(
        self, rules: Rules, seconds: float, refusal: Callable[[str, Sequence[str]], Exception]
    ) -> None:
        self._rules = rules
        self._until = time.monotonic() + seconds
        self._refusal = refusal
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
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._addresses(host, port):
            try:
                left = time_left(self._until, timeout, httpcore.ConnectTimeout)
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._until)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} is not known") from error
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        good = [one for one in addresses if allowed(ipaddress.ip_address(one.partition("%")[0]), self._rules)]
        if not good:
            raise self._refusal(host, addresses)
        return good


class _Stream(httpcore.NetworkStream):
    """A stream that ends at its time, however slowly the bytes trickle."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, time_left(self._until, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, time_left(self._until, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = time_left(self._until, timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def time_left(until: float, timeout: float | None, late: type[httpcore.TimeoutException]) -> float:
    """The seconds until the deadline, at most `timeout`.

    Raises:
        late: there are none left.

    """
    left = until - time.monotonic()
    if left <= 0:
        raise late("it took too long")
    return min(left, timeout) if timeout else left


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, in any of the ways it can."""
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo
