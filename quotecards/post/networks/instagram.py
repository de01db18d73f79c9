"""Instagram, for professional accounts. See meta.py for how a post is made once.

Source: developers.facebook.com (Instagram platform, content publishing; IG User Media), read 2026-11-22.
Proven against a server of our own that behaves as documented, not against Instagram.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from quotecards.post.networks.meta import Containers

if TYPE_CHECKING:
    from quotecards.post.seam import Network
    from quotecards.post.wire import Wire


def network(wire: Wire) -> Network:
    """The way out becomes Instagram."""
    return Instagram(wire)


class Instagram(Containers):
    """Instagram through a wire."""

    name = "instagram"
    media_path = "media"
    publish_path = "media_publish"
    list_path = "media"
    text_field = "caption"
    seen_field = "caption"
    status_field = "status_code"
    single: ClassVar[dict[str, str]] = {}
