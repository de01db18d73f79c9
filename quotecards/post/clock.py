"""Time and chance, which posting takes as an argument, so that tests can have their own."""

from __future__ import annotations

import random
import secrets
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What is the time (UTC, with its zone), what is random, and how to wait."""

    def now(self) -> datetime: ...

    def token(self) -> str:
        """32 random hexadecimal digits."""
        ...

    def chance(self) -> float:
        """A number in 0..1."""
        ...

    def sleep(self, seconds: float) -> None: ...


class System:
    """The machine's own clock and randomness."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def token(self) -> str:
        return secrets.token_hex(16)

    def chance(self) -> float:
        return random.random()  # noqa: S311 - spreads waits, guards nothing

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
