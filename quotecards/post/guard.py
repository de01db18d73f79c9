"""Which servers may be spoken to: https, no user info, public; a refusal shows no secret.

Where a connection is made, `quotecards.addresses` checks the very address it goes to.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from quotecards.addresses import Address, Backend, Rules, allowed
from quotecards.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Rules", "allowed", "backend", "check", "host"]


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


def backend(rules: Rules, seconds: float) -> Backend:
    """Connections to allowed addresses only; what is not allowed is a `Refused`."""
    return Backend(rules, seconds, _not_public)


def _not_public(name: str, addresses: Sequence[str]) -> Refused:
    return Refused(
        f"the name leads to {', '.join(addresses)}, which is not a public address.",
        where=name,
        remedy="If this server is meant, set QUOTECARDS_ALLOW_PRIVATE=1.",
    )


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
