"""The networks by name. A network is one module here with `network(wire) -> Network`; it is imported when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from quotecards.errors import UsageError, near

if TYPE_CHECKING:
    from quotecards.post.seam import Network
    from quotecards.post.wire import Wire

NETWORKS = {
    name: f"quotecards.post.networks.{name}"
    for name in (
        "bluesky",
        "mastodon",
        "x",
        "linkedin",
        "instagram",
        "threads",
        "facebook",
        "telegram",
        "discord",
        "folder",
    )
}


def make(name: str, wire: Wire) -> Network:
    """A network's name and the way out become the network.

    Raises:
        UsageError: there is no such network.

    """
    return cast("Network", import_module(NETWORKS[known(name)]).network(wire))


def known(name: str) -> str:
    """The name as given, if it is that of a network.

    Raises:
        UsageError: it is not.

    """
    if name in NETWORKS:
        return name
    remedy = f"Known: {', '.join(NETWORKS)}. {near(name.lower(), NETWORKS)}"
    raise UsageError(f"there is no network {name!r}.", remedy=remedy.rstrip())
