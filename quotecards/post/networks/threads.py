"""Threads. See meta.py for how a post is made once.

Source: developers.facebook.com (Threads posts, spoilers, accessibility), read 2026-11-22.
Proven against a server of our own that behaves as documented, not against Threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from quotecards.post.networks.meta import Containers

if TYPE_CHECKING:
    from quotecards.post.seam import Network
    from quotecards.post.wire import Wire


def network(wire: Wire) -> Network:
    """The way out becomes Threads."""
    return Threads(wire)


class Threads(Containers):
    """Threads through a wire."""

    name = "threads"
    media_path = "threads"
    publish_path = "threads_publish"
    list_path = "threads"
    text_field = "text"
    seen_field = "text"
    status_field = "status"
    single: ClassVar[dict[str, str]] = {"media_type": "IMAGE"}
