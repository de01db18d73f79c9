"""Every network on loopback."""

from __future__ import annotations

from doubles_chat import Discord, Telegram
from doubles_meta import Facebook, Instagram, Threads
from doubles_open import Bluesky, LinkedIn, Mastodon, X

DOUBLES = (Bluesky, Mastodon, X, LinkedIn, Instagram, Threads, Facebook, Telegram, Discord)
